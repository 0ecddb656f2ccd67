import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { FPS } from '../render/film.js';
import { SCREEN } from '../render/screen.js';
import { SCENARIOS } from '../scene/scenarios.js';
import type { ClipTruth, FrameTruth } from '../truth/schema.js';
import { Encoder } from './encode.js';
import { renderInOrder } from './pool.js';
import { truthText } from './truth-text.js';
import type { FrameAnswer, WorkerSetup } from './worker.js';

/** What to render. */
export interface RenderOrder {
  readonly scenario: string;
  readonly seed: number;
  /** Seconds from the start of the scenario; all of it when absent. */
  readonly seconds?: number;
  /** The clip, ending in .mp4; its truth is written beside it as .truth.json. */
  readonly out: string;
  readonly threads: number;
  readonly fieldSide: number;
  readonly crf: number;
}

/** What was written. */
export interface RenderResult {
  readonly clip: string;
  readonly truth: string;
  readonly frames: number;
  readonly seconds: number;
}

/**
 * Render a scenario to an H.264 clip and its truth. Both files appear whole or not at all.
 * Throws HaustraError: `usage` for an unknown scenario, `missing-tool` without FFmpeg, `unwritable`, `cancelled`.
 */
export async function renderClip(
  order: RenderOrder,
  signal: AbortSignal,
  onFrame: (done: number, of: number) => void,
): Promise<RenderResult> {
  const scenario = SCENARIOS[order.scenario];
  if (scenario === undefined) {
    throw new HaustraError({
      code: 'usage',
      message: `there is no scenario named "${order.scenario}"`,
      hint: `Choose one of: ${Object.keys(SCENARIOS).join(', ')}.`,
    });
  }
  const seconds = Math.min(order.seconds ?? scenario.durationS, scenario.durationS);
  const count = Math.max(1, Math.round(seconds * FPS));
  const { dir, name } = parse(order.out);
  const truthFile = join(dir, `${name}.truth.json`);
  const [clipTemp, truthTemp] = [`${order.out}.part`, `${truthFile}.part`];
  await mkdir(dirname(order.out), { recursive: true });
  const encoder = new Encoder(clipTemp, {
    width: SCREEN.width,
    height: SCREEN.height,
    fps: FPS,
    crf: order.crf,
  });
  try {
    const truths: FrameTruth[] = [];
    const { seed, fieldSide } = order;
    const setup: WorkerSetup = { scenario: order.scenario, seed, fieldSide };
    const script = new URL('./worker.js', import.meta.url);
    const answers = renderInOrder<FrameAnswer>(script, setup, count, order.threads, signal);
    for await (const { rgb, truth } of answers) {
      await encoder.write(rgb);
      truths.push(truth);
      onFrame(truths.length, count);
    }
    await encoder.end();
    const head: Omit<ClipTruth, 'frames'> = {
      format: 'haustra-phantom-truth',
      version: 1,
      scenario: scenario.name,
      seed: order.seed,
      width: SCREEN.width,
      height: SCREEN.height,
      fps: FPS,
      field: [
        SCREEN.fieldX / SCREEN.width,
        SCREEN.fieldY / SCREEN.height,
        SCREEN.fieldSide / SCREEN.width,
        SCREEN.fieldSide / SCREEN.height,
      ],
      lengthMm: scenario.length,
      lesions: scenario.polyps.map(({ id, paris, sizeMm, s }) => ({ id, paris, sizeMm, arcMm: s })),
    };
    await writeFile(truthTemp, truthText(head, truths));
    await rename(clipTemp, order.out);
    await rename(truthTemp, truthFile);
    return { clip: order.out, truth: truthFile, frames: count, seconds: count / FPS };
  } catch (error) {
    encoder.abort();
    await Promise.all([rm(clipTemp, { force: true }), rm(truthTemp, { force: true })]);
    throw error;
  }
}
