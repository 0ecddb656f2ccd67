import { join } from 'node:path';
import { COLON_MM, type Kind, kindOfSeed } from '../procedure/kinds.js';
import { SCREEN, SMALL_SCREEN } from '../render/screen.js';
import { loadProcedureTruth } from '../truth/clip.js';
import { frameCount, type ProcedureOrder, renderProcedure, truthFileOf } from './render-procedure.js';

/** A set of procedures: one for each seed, of the kinds in turn, into one folder. */
export interface SetOrder extends Omit<ProcedureOrder, 'kind' | 'seed' | 'out'> {
  readonly seeds: readonly number[];
  /** All of them when absent. */
  readonly kinds?: readonly Kind[];
  readonly dir: string;
}

/** What became of a set. */
export interface SetResult {
  readonly dir: string;
  readonly rendered: readonly string[];
  /** Clips that were there already, whole and as ordered. */
  readonly kept: readonly string[];
}

/** How a set gets on: frames done of those to do, and procedures finished of all. */
export interface SetProgress {
  readonly frames: number;
  readonly ofFrames: number;
  readonly finished: number;
  readonly of: number;
}

/**
 * Render a set, `threads` procedures at a time with one thread each. What is there whole, as ordered, is left alone, so a
 * stopped set goes on where it was. Throws what `renderProcedure` throws; no file is left half written.
 */
export async function renderSet(
  order: SetOrder,
  signal: AbortSignal,
  onProgress: (progress: SetProgress) => void,
): Promise<SetResult> {
  const { seeds, kinds, dir, threads, ...how } = order;
  const orders = seeds.map((seed): ProcedureOrder => {
    const kind = kindOfSeed(seed, kinds);
    return { ...how, seed, kind, threads: 1, out: join(dir, `${kind}-${seed}.mp4`) };
  });
  const kept: string[] = [];
  const open: ProcedureOrder[] = [];
  for (const each of orders) {
    if (await isWhole(each)) kept.push(each.out);
    else open.push(each);
  }
  const ofFrames = open.reduce((sum, each) => sum + frameCount(each), 0);
  const rendered: string[] = [];
  let frames = 0;
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const lane = async (): Promise<void> => {
    for (let each = open.shift(); each !== undefined; each = open.shift()) {
      await renderProcedure(each, either, () => {
        frames++;
        onProgress({ frames, ofFrames, finished: kept.length + rendered.length, of: orders.length });
      });
      rendered.push(each.out);
    }
  };
  const lanes = Array.from({ length: threads }, lane);
  // The first failure stops the others; all of them clean up before it is told.
  for (const each of lanes) each.catch((reason: unknown) => stop.abort(reason));
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return { dir, rendered: rendered.sort(), kept };
}

/** Whether the clip of an order is there with a truth that fits it. The truth is written last: where it is, the clip is. */
async function isWhole(order: ProcedureOrder): Promise<boolean> {
  const truth = await loadProcedureTruth(truthFileOf(order.out)).catch(() => null);
  return (
    truth !== null &&
    truth.kind === order.kind &&
    truth.seed === order.seed &&
    truth.fps === order.fps &&
    truth.tracedSide === order.fieldSide &&
    truth.width === (order.small ? SMALL_SCREEN : SCREEN).width &&
    truth.pace === (order.options.pace ?? 1) &&
    (truth.site === 'upper' || truth.lengthMm === (order.options.lengthMm ?? COLON_MM.usual)) &&
    truth.frames.length === frameCount(order)
  );
}
