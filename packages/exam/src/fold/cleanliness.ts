import { bbps } from '@haustra/clinical';
import type { Exam, JournalEntry } from '@haustra/domain';

/**
 * Cleanliness as far as this version knows it: segments are not scored, so there is no BBPS; the reason gives the share
 * of the view inside the body that looked uncleaned. Pure.
 */
export function foldCleanliness(
  entries: readonly JournalEntry[],
  caecumReached: boolean,
): Exam['cleanliness'] {
  const segments = { right: null, transverse: null, left: null } as const;
  const { total, adequate } = bbps(segments, caecumReached);
  let weight = 0;
  let poor = 0;
  let stool = 0;
  for (const { event } of entries) {
    if (event.type !== 'frames-analysed') continue;
    // Each second counts by how much of it was usable and inside the body.
    const worth = event.frames * event.usable * (1 - event.organ.outside);
    weight += worth;
    poor += worth * event.cleanliness['bbps-0-1'];
    stool += worth * event.cleanliness['impacted-stool'];
  }
  const percent = (part: number): string => `${Math.round((100 * part) / weight)} %`;
  const shares =
    weight > 0
      ? `share of usable frames BBPS 0-1: ${percent(poor)}, impacted stool: ${percent(stool)}`
      : 'no usable frame inside the body';
  return { ...segments, total, adequate, reason: `segments are not scored by this version; ${shares}` };
}
