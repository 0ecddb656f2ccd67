/** The tiny model of `test/make_tiny.py`, whose outputs are read from the pixels, and pictures for it. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnalysisFrame, frameId, type ModelManifest, ms, px } from '@haustra/domain';

export const TINY = fileURLToPath(new URL('../../test/tiny', import.meta.url));
const SIDE = 16;

export interface Say {
  /** Score and probability of neoplastic of each of the six cells, of 255. */
  readonly cells?: readonly (readonly [number, number])[];
  readonly organ?: readonly [number, number, number];
  /** Numerator and denominator; 0 and 0 make the model answer with not-a-number. */
  readonly usable?: readonly [number, number];
  readonly mask?: number;
  /** Reds of the 2x2 map's four channels. */
  readonly embedding?: readonly number[];
  /** The four numbers that describe the picture, of 255. */
  readonly search?: readonly number[];
}

/** A frame over which the tiny model says this. */
export function picture(id: number, say: Say = {}): AnalysisFrame {
  const rgb = new Uint8Array(SIDE * SIDE * 3);
  const put = (row: number, column: number, channel: number, value: number) => {
    rgb[(row * SIDE + column) * 3 + channel] = value;
  };
  say.cells?.forEach(([score, type], cell) => {
    put(0, cell, 0, score);
    put(0, cell, 1, type);
  });
  (say.organ ?? [255, 0, 0]).forEach((v, channel) => {
    put(1, 0, channel, v);
  });
  put(1, 1, 1, 255);
  const [above, below] = say.usable ?? [255, 255];
  put(1, 3, 0, above);
  put(1, 3, 1, below);
  (say.embedding ?? []).forEach((v, i) => {
    put(2 + (i >> 3), i & 7, 0, v);
  });
  (say.search ?? []).forEach((v, i) => {
    put(4, i, 0, v);
  });
  for (let row = 8; row < SIDE; row++)
    for (let column = 8; column < SIDE; column++) put(row, column, 0, say.mask ?? 0);
  return {
    id: frameId(id),
    timeMs: ms(id * 20),
    field: { x: 0.25, y: 0, w: 0.5, h: 1 },
    width: px(SIDE),
    height: px(SIDE),
    rgb,
  };
}

/** A copy of the tiny model with another manifest, removed after `use`. */
export async function withTiny(
  change: (manifest: ModelManifest) => unknown,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'haustra-tiny-'));
  try {
    await cp(TINY, folder, { recursive: true });
    const manifest = JSON.parse(await readFile(join(TINY, 'manifest.json'), 'utf8')) as ModelManifest;
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(change(manifest)));
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function until(condition: () => boolean, limitMs: number): Promise<number> {
  const begun = performance.now();
  while (!condition()) {
    if (performance.now() - begun > limitMs) throw new Error(`not so within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - begun;
}
