import {
  clockBegins,
  clockBlind,
  clockCaecumSaid,
  clockCaecumSeen,
  clockPaused,
  clockPhase,
  clockTo,
  type LiveClock,
  liveClock,
} from '@haustra/clinical';
import type { JournalEntry } from '@haustra/domain';

/** Takes one entry into the clocks. Pure. */
export function clockEntry(clock: LiveClock, { event, atMs }: JournalEntry): LiveClock {
  switch (event.type) {
    case 'started':
      return clock;
    case 'phase-changed':
      return clockPhase(clock, event.to, atMs);
    case 'landmark-seen':
      return event.name === 'caecum' ? clockCaecumSeen(clock, atMs) : clockTo(clock, atMs);
    case 'caecum-judged':
      return clockCaecumSaid(clock, event.word, atMs);
    case 'clock-paused':
    case 'clock-resumed':
      return clockPaused(clock, event.type === 'clock-paused', atMs);
    case 'analysis-stopped':
    case 'analysis-resumed':
      return clockBlind(clock, event.type === 'analysis-stopped', atMs);
    case 'resumed':
      // Nothing was analysed since the last entry.
      return clockBlind({ ...clock, blind: true }, false, atMs);
    default:
      return clockTo(clock, atMs);
  }
}

/** The clocks of an examination as its entries leave them, and whether there was a picture. Pure. */
export function clockOf(entries: readonly JournalEntry[]): {
  readonly clock: LiveClock;
  readonly begun: boolean;
} {
  const startMs = firstPictureMs(entries);
  let clock = liveClock();
  let begun = false;
  for (const entry of entries) {
    if (!begun && startMs !== null && entry.atMs >= startMs) {
      clock = clockBegins(clock, startMs);
      begun = true;
    }
    clock = clockEntry(clock, entry);
  }
  return { clock, begun };
}

/** The earliest picture that the entries tell of, as in `timeline`; null where there is none. */
function firstPictureMs(entries: readonly JournalEntry[]): number | null {
  const times = entries.flatMap(({ event, atMs }) => {
    if (event.type === 'frames-analysed') return [event.fromMs];
    return event.type === 'phase-changed' ? [atMs] : [];
  });
  return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time));
}
