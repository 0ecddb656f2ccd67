import type { Logger } from 'pino';
import type { Lab } from '../lab.js';
import { examsToShadow } from '../stages/shadow.js';

const EVERY_MS = 15_000;

/** Goes on with a round that waited for an examination, when one has ended. @returns true where one was gone on with */
export async function wakeWaiting({ desk, learning }: Lab): Promise<boolean> {
  const rounds = await desk.list();
  if (rounds.some(({ state }) => state === 'running')) return false;
  const round = rounds.find(({ state, stage }) => state === 'waiting' && stage === 'shadow');
  const from = round?.shadow.from;
  if (round === undefined || from === undefined) return false;
  if ((await examsToShadow(learning.round(round.id), learning.data, from)).length === 0) return false;
  await desk.resume(round.id, 'station');
  return true;
}

/**
 * Looks now and then, for as long as the station runs, whether a round waits for an examination that has ended.
 * @param isBusy an examination is open: the look is put off
 * @returns what ends it
 */
export function tendRounds(
  lab: Lab,
  log: Logger,
  isBusy: () => boolean,
  everyMs = EVERY_MS,
): () => Promise<void> {
  let turn: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    if (isBusy()) return;
    turn = turn
      .then(() => wakeWaiting(lab))
      .catch((thrown: unknown) => log.error({ err: thrown }, 'a waiting round could not be gone on with'));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await turn;
  };
}
