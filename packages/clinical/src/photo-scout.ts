import type { Phase } from '@haustra/domain';
import { bestPhotos, type PhotoCandidate, type PhotoChoice } from './photo-list.js';
import { CAECUM_PICTURE, PHOTO_PLACES } from './photo-places.js';
import { PHOTO_LIST, PHOTO_SCOUT } from './rules.js';
import type { WhereReading } from './whereabouts.js';

/** The best picture so far of each place that has none yet. */
export interface PhotoScout {
  readonly held: Readonly<Record<string, Held>>;
}

interface Held {
  readonly choice: PhotoChoice;
  /** When the first good picture of the place came, and when the place was last in view. */
  readonly sinceMs: number;
  readonly seenMs: number;
}

export const photoScout = (): PhotoScout => ({ held: {} });

/** What a picture may be said to show: only what is known enough, so that nothing on the checklist is guessed. Pure. */
export function placesShown(now: {
  readonly phase: Phase | null;
  readonly caecumReached: boolean;
  /** Probability that this picture shows the caecum. */
  readonly caecum: number;
  readonly where: WhereReading;
}): Readonly<Record<string, number>> {
  const { phase, caecumReached, caecum, where } = now;
  if (!caecumReached || (phase !== 'insertion' && phase !== 'withdrawal')) return {};
  const shows: Record<string, number> = { [CAECUM_PICTURE]: caecum };
  const { segments } = where;
  if (phase !== 'withdrawal' || segments === null) return shows;
  for (const { id, byEngine } of PHOTO_PLACES) {
    if (!byEngine) continue;
    // The transverse colon is a region of its own, and named as one.
    const named = where.segment === id || where.region === id;
    if (named && id in segments) shows[id] = segments[id as keyof typeof segments] * (1 - caecum);
  }
  return shows;
}

/**
 * Takes in one picture. `hold` are the places of which it is the best so far, so that a still of it is to be kept;
 * `take` are the choices that are settled: the place was left, or the best of a while is known. Rule `photo-scout`.
 * @param wanted places that still have no picture; what is held for others is let go
 */
export function scoutStep(
  before: PhotoScout,
  candidate: PhotoCandidate,
  wanted: readonly string[],
): { readonly state: PhotoScout; readonly hold: readonly string[]; readonly take: readonly PhotoChoice[] } {
  const { timeMs } = candidate;
  const held: Record<string, Held> = {};
  const hold: string[] = [];
  const take: PhotoChoice[] = [];
  for (const place of wanted) {
    const known = before.held[place];
    const [choice] = bestPhotos([candidate], [place]);
    const isHere = (candidate.shows[place] ?? 0) >= PHOTO_LIST.values.fitAbove;
    if (known === undefined) {
      if (choice === undefined) continue;
      held[place] = { choice, sinceMs: timeMs, seenMs: timeMs };
      hold.push(place);
      continue;
    }
    const seenMs = isHere ? Math.max(known.seenMs, timeMs) : known.seenMs;
    if (isSettled({ ...known, seenMs }, timeMs)) {
      take.push(known.choice);
      continue;
    }
    const better = choice !== undefined && isBetter(choice, known.choice);
    held[place] = { choice: better ? choice : known.choice, sinceMs: known.sinceMs, seenMs };
    if (better) hold.push(place);
  }
  return { state: { held }, hold, take };
}

/** What is held when the pictures end. */
export const scoutEnd = ({ held }: PhotoScout): readonly PhotoChoice[] =>
  Object.values(held).map(({ choice }) => choice);

function isSettled({ sinceMs, seenMs }: Held, timeMs: number): boolean {
  const { waitMs, goneMs } = PHOTO_SCOUT.values;
  return timeMs - sinceMs >= waitMs || timeMs - seenMs >= goneMs;
}

/** Clearly better, and not so soon after that each picture would cost a still. */
function isBetter(choice: PhotoChoice, known: PhotoChoice): boolean {
  const { betterBy, stillEveryMs } = PHOTO_SCOUT.values;
  return choice.score >= known.score * (1 + betterBy) && choice.timeMs - known.timeMs >= stillEveryMs;
}
