import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { ProcedureScene } from '../procedure/grow.js';
import { procedure } from '../procedure/index.js';
import { FIELD_OF_VIEW } from '../render/procedure-film.js';
import { SCREEN, SMALL_SCREEN } from '../render/screen.js';
import { CoverageTally, cellRows } from '../truth/coverage.js';
import type { ProcedureFrame, ProcedureTruth } from '../truth/procedure-schema.js';
import { summarise } from '../truth/summary.js';
import { Encoder } from './encode.js';
import { renderInOrder } from './pool.js';
import type { ProcedureAnswer, ProcedureSetup } from './procedure-worker.js';
import { truthText } from './truth-text.js';

/** Which procedure to render, how, and where to. */
export interface ProcedureOrder extends ProcedureSetup {
  /** Seconds from the start; all of it when absent. */
  readonly seconds?: number;
  /** The clip, ending in .mp4; its truth is written beside it as .truth.json. */
  readonly out: string;
  readonly threads: number;
  readonly crf: number;
}

/** What was written. */
export interface ProcedureResult {
  readonly clip: string;
  readonly truth: string;
  readonly frames: number;
  readonly seconds: number;
}

/** The truth file that belongs to a clip. */
export function truthFileOf(clip: string): string {
  const { dir, name } = parse(clip);
  return join(dir, `${name}.truth.json`);
}

/** How many frames an order asks for. */
export function frameCount({ kind, seed, options, fps, seconds }: ProcedureOrder): number {
  const { durationS } = procedure(seed, kind, options);
  return Math.max(1, Math.round(Math.min(seconds ?? durationS, durationS) * fps));
}

/**
 * Render a procedure to an H.264 clip and its truth. Both files appear whole or not at all, the truth last.
 * Throws HaustraError: `missing-tool` without FFmpeg, `unwritable`, `cancelled`.
 */
export async function renderProcedure(
  order: ProcedureOrder,
  signal: AbortSignal,
  onFrame: (done: number, of: number) => void,
): Promise<ProcedureResult> {
  const { fps, out } = order;
  const screen = order.small ? SMALL_SCREEN : SCREEN;
  const count = frameCount(order);
  const truthFile = truthFileOf(out);
  const [clipTemp, truthTemp] = [`${out}.part`, `${truthFile}.part`];
  await mkdir(dirname(out), { recursive: true });
  const encoder = new Encoder(clipTemp, { width: screen.width, height: screen.height, fps, crf: order.crf });
  try {
    const { kind, seed, options, fieldSide, small } = order;
    const setup: ProcedureSetup = { kind, seed, options, fieldSide, fps, small };
    const scenario = procedure(seed, kind, options);
    const tally = new CoverageTally(cellRows(scenario.organ.cap.start));
    const frames: ProcedureFrame[] = [];
    const script = new URL('./procedure-worker.js', import.meta.url);
    for await (const shot of renderInOrder<ProcedureAnswer>(script, setup, count, order.threads, signal)) {
      await encoder.write(shot.rgb);
      const fresh = tally.add(shot.index, shot.cells, shot.truth.stage === 'withdrawal');
      frames.push(fresh.length === 0 ? shot.truth : { ...shot.truth, newCells: fresh });
      onFrame(frames.length, count);
    }
    await encoder.end();
    const head: Omit<ProcedureTruth, 'frames'> = {
      format: 'haustra-phantom-truth',
      version: 2,
      synthetic: true,
      kind,
      seed,
      site: scenario.site,
      width: screen.width,
      height: screen.height,
      fps,
      field: [
        screen.fieldX / screen.width,
        screen.fieldY / screen.height,
        screen.fieldSide / screen.width,
        screen.fieldSide / screen.height,
      ],
      tracedSide: fieldSide,
      fieldOfViewDeg: FIELD_OF_VIEW,
      pace: options.pace ?? 1,
      lengthMm: scenario.organ.length,
      lesions: scenario.polyps.map(({ id, paris, sizeMm, s }) => ({ id, paris, sizeMm, arcMm: s })),
      ...summarise(new ProcedureScene(scenario), frames, fps, tally),
    };
    await writeFile(truthTemp, truthText(head, frames));
    await rename(clipTemp, out);
    await rename(truthTemp, truthFile);
    return { clip: out, truth: truthFile, frames: count, seconds: count / fps };
  } catch (error) {
    encoder.abort();
    await Promise.all([rm(clipTemp, { force: true }), rm(truthTemp, { force: true })]);
    throw error;
  }
}
