import { HaustraError } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import { readGate } from '../results.js';
import { candidateOf, modelNamed, type Stage } from './work.js';

/** Measures the candidate and the current model on the frozen set, and compares them: `gate.json`. */
export const evaluateStage: Stage = async (work) => {
  const { folder, state, manners, parts } = work;
  if ((await readGate(folder)) !== null) return 'next';
  const report = await parts.judge({
    current: await modelNamed(work, state.round.current),
    candidate: await candidateOf(work),
    labelled: state.round.settings.labelled,
    learnt: folder.index,
    out: folder.evaluation,
    signal: manners.signal,
    breathe: () => manners.breathe(),
    onProgress: (progress) => state.show({ progress }),
  });
  await writeFileAtomic(folder.gate, `${JSON.stringify(report, null, 2)}\n`);
  return 'next';
};

/** Writes down what the gate said; a candidate that did not pass is turned away. */
export const gateStage: Stage = async (work) => {
  const { folder, state, parts } = work;
  const report = await readGate(folder);
  if (report === null) throw gone(folder.id);
  const { name, folder: model } = await candidateOf(work);
  if (state.round.gatePassed === null) {
    const from = `learning/rounds/${folder.id}/gate.json`;
    await parts.registry.gated(model, report, { report: from, round: folder.id, by: 'station' });
    await state.set({ gatePassed: report.passed });
  }
  if (report.passed) return 'next';
  const reasons = report.reasons.map(({ code, head, subgroup }) =>
    [code, head, subgroup].filter((word) => word !== null).join(' '),
  );
  await parts.registry.refuse(name, reasons, { by: 'station' });
  await state.set({ stage: 'decide', decision: 'refused' });
  return 'done';
};

/** Puts the candidate into use where the round was told to; else it waits for a person. */
export const decideStage: Stage = async (work) => {
  const { state, parts } = work;
  const { settings, decision } = state.round;
  if (decision !== null) return 'done';
  if (!settings.autoPromote) return 'wait';
  const { name } = await candidateOf(work);
  // A stop between promoting and saying so: it is in use already.
  if ((await parts.registry.current()).name !== name) await parts.registry.promote(name, { by: 'station' });
  await state.set({ decision: 'promoted' });
  return 'done';
};

const gone = (round: string): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: "the gate's report is gone",
    where: `${round}/gate.json`,
    hint: 'Restore the file, or start a new round.',
  });
