import { existsSync } from 'node:fs';
import { type DropReason, type GatheredFrame, GatheredFrameSchema } from '@haustra/domain';
import type { RoundFolder } from '../folder.js';
import { jsonLines } from '../json-lines.js';
import { isFrame, isKept, type KeptFrame, KeptFrameSchema, LookedLineSchema, plainFrame } from './lines.js';

/** Which frames of a round are asked for. */
export interface FrameQuery {
  readonly kept?: boolean | undefined;
  readonly why?: DropReason | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface FramePage {
  /** Frames that fit the query, of which the page shows some. */
  readonly total: number;
  readonly frames: GatheredFrame[];
}

/** Numbers of the frames that fell out again while frames were gathered. */
export async function fallenOut(folder: RoundFolder): Promise<Set<number>> {
  const out = new Set<number>();
  for await (const line of jsonLines(folder.looked, LookedLineSchema)) {
    if ('surplus' in line) for (const n of line.surplus) out.add(n);
  }
  return out;
}

/** The frames looked at so far, each with what became of it; during gathering and after it. */
export async function* framesOf(folder: RoundFolder): AsyncGenerator<GatheredFrame> {
  if (existsSync(folder.frames)) {
    yield* jsonLines(folder.frames, GatheredFrameSchema);
    return;
  }
  const out = await fallenOut(folder);
  for await (const line of jsonLines(folder.looked, LookedLineSchema)) {
    if (!isFrame(line)) continue;
    const frame = plainFrame(line);
    yield out.has(frame.n) ? { ...frame, kept: false, why: 'surplus' } : frame;
  }
}

/** The kept frames of a round, with what is remembered of them; during gathering those kept so far. */
export async function* keptOf(folder: RoundFolder): AsyncGenerator<KeptFrame> {
  if (existsSync(folder.kept)) {
    yield* jsonLines(folder.kept, KeptFrameSchema);
    return;
  }
  const out = await fallenOut(folder);
  for await (const line of jsonLines(folder.looked, LookedLineSchema)) {
    if (isKept(line) && !out.has(line.n)) yield line;
  }
}

/** One page of the frames of a round, in the order in which they were looked at. */
export async function framePage(folder: RoundFolder, query: FrameQuery): Promise<FramePage> {
  const frames: GatheredFrame[] = [];
  let total = 0;
  // Kept frames have a small file of their own.
  const all = query.kept === true && existsSync(folder.kept) ? keptOf(folder) : framesOf(folder);
  for await (const frame of all) {
    if (query.kept !== undefined && frame.kept !== query.kept) continue;
    if (query.why !== undefined && frame.why !== query.why) continue;
    if (total >= query.offset && frames.length < query.limit) frames.push(plainFrame(frame));
    total += 1;
  }
  return { total, frames };
}
