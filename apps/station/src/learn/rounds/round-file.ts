import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { asHaustraError, HaustraError, type Round, RoundIdSchema, RoundSchema } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import { type LearningFolder, noRound, type RoundFolder } from '../folder.js';

/** Id of a round: when it began (UTC), and two random bytes against a clash. */
export function newRoundId(startedAt: Date): string {
  const stamp = startedAt.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `round-${stamp}-${randomBytes(2).toString('hex')}`;
}

/** @throws HaustraError `not-found` where there is no such round, `unreadable` where its file is broken. */
export async function readRound(folder: RoundFolder): Promise<Round> {
  if (!existsSync(folder.state)) throw noRound(folder.id);
  try {
    return RoundSchema.parse(JSON.parse(await readFile(folder.state, 'utf8')));
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: 'unreadable',
      message: 'the file that says where the round stands is broken',
      where: `${folder.id}/round.json`,
      hint: 'Restore it from a backup, or start a new round.',
    });
  }
}

/** @throws HaustraError `unwritable`. */
export async function writeRound(folder: RoundFolder, round: Round): Promise<void> {
  await writeFileAtomic(folder.state, `${JSON.stringify(RoundSchema.parse(round), null, 2)}\n`);
}

/** Ids of the rounds, the newest first. */
export async function roundIds(learning: LearningFolder): Promise<string[]> {
  const names = await readdir(learning.rounds).catch(() => []);
  return names
    .filter((name) => RoundIdSchema.safeParse(name).success && existsSync(learning.round(name).state))
    .sort()
    .reverse();
}

/** True for a round that nothing more will happen to by itself. */
export const isOver = ({ state }: Round): boolean => state === 'done' || state === 'cancelled';

/** @throws HaustraError `busy` where the round is over. */
export function mustNotBeOver(round: Round): void {
  if (!isOver(round)) return;
  throw new HaustraError({
    code: 'busy',
    message: round.state === 'done' ? 'the round is finished' : 'the round was cancelled',
    where: round.id,
    hint: 'Start a new one: haustra learn start.',
  });
}
