import { CLEAR_VIEW, known, SCORE_SHEET, type SiteSettings, WASH } from '@haustra/clinical';
import type { EventBody, JournalEntry } from '@haustra/domain';

const { followedWithinMs: WITHIN_MS, cleanAbove } = SCORE_SHEET.values;
type Asking = keyof typeof WITHIN_MS;

/**
 * How many prompts asked the doctor for something, and how many were followed: what they ask for is in the journal within
 * the time that rule `score-sheet` gives. One whose time was cut off by the end counts only where it was followed. Pure.
 */
export function foldReactions(
  entries: readonly JournalEntry[],
  { speed }: Pick<SiteSettings, 'speed'>,
): {
  readonly asked: number;
  readonly followed: number;
} {
  const endMs = entries.reduce((max, { atMs }) => Math.max(max, atMs), 0);
  let asked = 0;
  let followed = 0;
  for (const [index, { event, atMs }] of entries.entries()) {
    if (event.type !== 'prompt-raised' || !isAsking(event.kind)) continue;
    const kind = event.kind;
    const untilMs = atMs + WITHIN_MS[kind];
    const isFollowed = entries.slice(index + 1).some((later) => {
      // A second that began before the prompt tells nothing of what came of it.
      const fromMs = later.event.type === 'frames-analysed' ? later.event.fromMs : later.atMs;
      return fromMs >= atMs && fromMs <= untilMs && answers(kind, later.event, speed);
    });
    if (!isFollowed && untilMs > endMs) continue;
    asked += 1;
    if (isFollowed) followed += 1;
  }
  return { asked, followed };
}

const isAsking = (kind: string): kind is Asking => kind in WITHIN_MS;

function answers(kind: Asking, event: EventBody, speed: SiteSettings['speed']): boolean {
  if (kind === 'caecum-photo') return event.type === 'photo-taken' && event.lesionId === null;
  if (event.type !== 'frames-analysed') return false;
  const { approach, usable, residue, cleanliness } = event;
  switch (kind) {
    case 'too-fast':
      return known(approach) && -approach <= speed.tooFastAbove;
    case 'slip-back':
      return known(approach) && approach > 0;
    case 'obscured-long':
      return usable >= CLEAR_VIEW.values.usableAbove;
    case 'wash':
      if (usable < CLEAR_VIEW.values.usableAbove) return false;
      return known(residue) ? residue < WASH.values.residueAbove : cleanliness['bbps-2-3'] >= cleanAbove;
  }
}
