import { type Caecum, caecumPhase, caecumSaid, caecumSeen } from '@haustra/clinical';
import type { EventBody } from '@haustra/domain';

/** Who holds the caecum to be reached, after one event of the journal; `now` is what is remembered of that moment. Pure. */
export function caecumStep<Mark>(before: Caecum<Mark>, event: EventBody, now: Mark): Caecum<Mark> {
  if (event.type === 'landmark-seen' && event.name === 'caecum') return caecumSeen(before, now);
  if (event.type === 'caecum-judged') return caecumSaid(before, event.word, now);
  return event.type === 'phase-changed' ? caecumPhase(before, event.to, now) : before;
}
