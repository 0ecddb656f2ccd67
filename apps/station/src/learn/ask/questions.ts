import type { Box, Correction, GatheredFrame } from '@haustra/domain';
import { choose, frameKey } from '@haustra/learning';
import type { CorrectionBook } from '../corrections/book.js';
import type { RoundFolder } from '../folder.js';
import { type KeptFrame, lookOfText, plainFrame } from '../frames/lines.js';
import { keptOf } from '../frames/read.js';

/** A frame to ask about, with what the current model sees in it and what was said already. */
export interface Question {
  readonly frame: GatheredFrame;
  readonly lesions: { readonly box: Box; readonly score: number }[];
  readonly correction: Correction | null;
}

/** Frames from which the next question is chosen; the least doubtful of a larger round are never asked. */
const MOST = 4_000;

/**
 * The frames of a round whose labels would teach most, the first first. Frames that were answered keep their place, so
 * that a list does not change while it is being answered. Deterministic.
 */
export async function questionsOf(
  folder: RoundFolder,
  book: CorrectionBook,
  count: number,
): Promise<Question[]> {
  let frames: KeptFrame[] = [];
  for await (const frame of keptOf(folder)) {
    frames.push(frame);
    if (frames.length >= 2 * MOST) frames = mostDoubtful(frames);
  }
  frames = mostDoubtful(frames);
  const candidates = frames.map(({ doubt, look }) => ({ worth: doubt ?? 0, look: lookOfText(look) }));
  const said = await book.current();
  return choose(candidates, count)
    .map((at) => frames[at])
    .filter((frame) => frame !== undefined)
    .map((frame) => ({
      frame: plainFrame(frame),
      lesions: frame.lesions,
      correction: said.get(frameKey(folder.id, frame.n)) ?? null,
    }));
}

const mostDoubtful = (frames: readonly KeptFrame[]): KeptFrame[] =>
  [...frames].sort((a, b) => (b.doubt ?? 0) - (a.doubt ?? 0) || a.n - b.n).slice(0, MOST);
