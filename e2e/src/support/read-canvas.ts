import type { Page } from 'playwright-core';
import { NUMBERED, readNumber } from './numbered-clip.js';
import { TOLD } from './numbered-station.js';

/** What one committed picture of the overlay canvas shows. */
export interface Shown {
  /** The number in the picture itself; null where it cannot be read. */
  readonly picture: number | null;
  /** The number that the outlines on it tell; null without outlines. */
  readonly outlines: number | null;
}

interface Raw {
  luma: number[];
  lines: { amber: number[]; width: number }[];
}

/** Reads the overlay canvas back `times` times, whenever its content has changed. */
export async function readCanvas(page: Page, times: number, timeoutMs: number): Promise<Shown[]> {
  const points = samplePoints();
  const raws = await page.evaluate(collect, {
    points,
    tops: TOLD.tops,
    height: TOLD.height,
    times,
    timeoutMs,
  });
  return raws.map(({ luma, lines }) => ({
    picture: readNumber((x, y) => luma[points.findIndex((p) => p.x === x && p.y === y)] ?? 0),
    outlines: told(lines),
  }));
}

function samplePoints(): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  readNumber((x, y) => {
    points.push({ x, y });
    // Alternating halves disagree, so that every point is asked for.
    return Math.floor((y - NUMBERED.top) / NUMBERED.block) >= 2 ? 255 : 0;
  });
  return points.filter((p, i) => points.findIndex((q) => q.x === p.x && q.y === p.y) === i);
}

/** The number that both boxes tell by the place of their left edges. */
function told(lines: Raw['lines']): number | null {
  const values = lines.map(({ amber, width }) => {
    const first = amber[0];
    return first === undefined ? null : Math.round((first / width - TOLD.start) / TOLD.step);
  });
  const [high, low] = values;
  return high == null || low == null ? null : high * 32 + low;
}

/** Runs in the page. */
async function collect(ask: {
  points: { x: number; y: number }[];
  tops: readonly number[];
  height: number;
  times: number;
  timeoutMs: number;
}): Promise<Raw[]> {
  const source = document.querySelector('canvas');
  const copy = document.createElement('canvas');
  const context = copy.getContext('2d', { willReadFrequently: true });
  const raws: Raw[] = [];
  const until = performance.now() + ask.timeoutMs;
  let last = '';
  while (source && context && raws.length < ask.times && performance.now() < until) {
    await new Promise(requestAnimationFrame);
    copy.width = source.width;
    copy.height = source.height;
    context.drawImage(source, 0, 0);
    const { width, height } = copy;
    const image = context.getImageData(0, 0, width, height).data;
    const at = (x: number, y: number, channel: number) =>
      image[(Math.floor(y) * width + Math.floor(x)) * 4 + channel] ?? 0;
    // Nothing is painted while results are late; the live video shows then.
    if (at(width / 2, 4, 3) === 0) continue;
    const luma = ask.points.map((p) => at((p.x / 640) * width, (p.y / 512) * height, 1));
    const lines = ask.tops.map((top) => {
      const row = (top + ask.height / 2) * height;
      const amber: number[] = [];
      for (let x = 0; x < width; x++)
        if (at(x, row, 0) > 200 && at(x, row, 2) < 120 && at(x, row, 1) > 120) amber.push(x);
      return { amber, width };
    });
    const key = JSON.stringify([luma, lines]);
    if (key !== last) raws.push({ luma, lines });
    last = key;
  }
  return raws;
}
