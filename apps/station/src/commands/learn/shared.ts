import { HaustraError, type Round } from '@haustra/domain';
import { z } from 'zod';
import { EXIT, type ExitCode } from '../../cli/exit.js';
import type { Run } from '../../cli/run.js';
import { dataFolder } from '../../exams/data-folder.js';
import type { Lab } from '../../learn/lab.js';
import { type LearnMessages, learnMessages } from '../../learn/messages/index.js';

/** `--data`, on every command of the group. */
export const DataSchema = z.object({ data: z.string().min(1).optional() });
export const dataOption = (words: LearnMessages) => ['--data <dir>', words.options.data] as const;

/** Numbers as options give them; the words of the language say what is wanted. */
export const numbers = ({ bad }: LearnMessages) => ({
  positive: z.coerce.number({ error: bad.positive }).positive(bad.positive).finite(bad.positive),
  whole: z.coerce.number({ error: bad.whole }).int(bad.whole).positive(bad.whole),
  notNegative: z.coerce.number({ error: bad.notNegative }).int(bad.notNegative).nonnegative(bad.notNegative),
});

/** Learning at the station of this data folder. */
export async function openLab(data: string | undefined): Promise<Lab> {
  const { Lab } = await import('../../learn/lab.js');
  return new Lab(dataFolder(data));
}

/** The name under which the command line acts in the audit journal. */
export const commandLine = (): string => process.env.USER || process.env.USERNAME || 'command line';

/** The round that is named, else the newest one. @throws HaustraError `not-found` */
export async function roundOf(lab: Lab, id: string, run: Run): Promise<Round> {
  if (id !== '') return lab.desk.get(id);
  const [newest] = await lab.desk.list();
  if (newest !== undefined) return newest;
  const words = learnMessages(run.lang);
  throw new HaustraError({ code: 'not-found', message: words.noRound, hint: words.noRoundHint });
}

/** The round that is named, else the newest that is not over, else the newest. @throws HaustraError `not-found` */
export async function openRoundOf(lab: Lab, id: string, run: Run): Promise<Round> {
  return (id === '' ? await lab.desk.open() : null) ?? roundOf(lab, id, run);
}

/** Exit code that tells a script how a round ended: refused and failed ones are failures. */
export function exitOf({ state, decision }: Round): ExitCode {
  return state === 'failed' || state === 'stopped' || decision === 'refused' ? EXIT.failed : EXIT.done;
}

/** A round as lines for a person, with the reasons of its gate. */
export async function describeRound(lab: Lab, round: Round, { lang }: Run): Promise<string> {
  const { roundText } = await import('../../learn/show/round-text.js');
  const { readGate } = await import('../../learn/results.js');
  const { reasonText } = await import('../../models/gate-text.js');
  const { modelsMessages } = await import('../../models/messages/index.js');
  const report = round.gatePassed === null ? null : await readGate(lab.learning.round(round.id));
  const reasons = report?.reasons.map((reason) => reasonText(reason, modelsMessages(lang))) ?? [];
  return roundText(round, learnMessages(lang), reasons);
}
