import type { Round } from '@haustra/domain';
import type { RoundDesk } from './desk.js';

const LOOK_MS = 400;

/**
 * Watches a round until it runs no longer.
 * @param onRound told what it looks like, at each look
 * @param signal ends the watching; the round goes on
 * @returns the round as it was at the last look
 */
export async function follow(
  desk: RoundDesk,
  id: string,
  onRound: (round: Round) => void,
  signal: AbortSignal,
): Promise<Round> {
  for (;;) {
    const round = await desk.get(id);
    onRound(round);
    if (round.state !== 'running' || signal.aborted) return round;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, LOOK_MS);
      signal.addEventListener('abort', done, { once: true });
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}
