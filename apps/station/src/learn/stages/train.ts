import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { openModel } from '@haustra/vision';
import { mustHoldSomething, writeIndex } from '../gather/round-index.js';
import { runPython } from '../python/child.js';
import { modelNamed, type Stage, showClock, type Work } from './work.js';

const WEIGHTS = 'weights.pt';

/** Training's own parts (`pretrain`, `train`) are shown before what they say. */
const showing = ({ state, manners, folder }: Work, args: readonly string[]) =>
  runPython({
    folder,
    args,
    manners,
    onProgress: ({ stage, done, of, secondsLeft, note }) => {
      state.show({ progress: { done, of, secondsLeft, note: [stage, note].filter(Boolean).join(': ') } });
    },
  });

/** Trains from the model that the round began with, on what was gathered and on what doctors said. */
export const trainStage: Stage = async (work) => {
  const { learning, folder, book, state } = work;
  if (existsSync(folder.finalWeights)) return 'next';
  const { settings, current } = state.round;
  const weights = join((await modelNamed(work, current)).folder, WEIGHTS);
  if (!existsSync(weights)) throw noWeights(current);
  // Until training has begun, what doctors say still comes in; a run that goes on keeps the index that it began with.
  if (!existsSync(folder.run)) {
    const index = await writeIndex(learning, folder, book, await work.parts.frozen(settings.labelled));
    mustHoldSomething(index);
    await state.set({ counts: { ...state.round.counts, corrections: index.corrections } });
  }
  await showing(work, [
    'self-train',
    ...(settings.labelled === null ? [] : ['--labelled', settings.labelled]),
    ...['--site', folder.index, '--from', weights, '--into', folder.run],
    ...['--budget-minutes', String(settings.minutes), '--pretrain', String(settings.pretrain)],
    ...['--seed', String(settings.seed)],
  ]);
  if (existsSync(folder.finalWeights)) return 'next';
  throw new HaustraError({
    code: 'analysis-failed',
    message: 'training ended well but left no weights',
    where: `${folder.id}/run`,
    hint: `Look into ${folder.id}/worker.log, then: haustra learn resume ${folder.id}.`,
  });
};

/** Makes a model folder from what was trained, and takes it in among the models of the site. */
export const releaseStage: Stage = async (work) => {
  const { folder, state, parts } = work;
  const { current, settings, candidate } = state.round;
  if (candidate !== null) return 'next';
  const from = await openModel((await modelNamed(work, current)).folder);
  const whole = await openModel(folder.candidate).then(
    () => true,
    () => false,
  );
  if (!whole) {
    await rm(folder.candidate, { recursive: true, force: true });
    const end = showClock(work, 'release');
    try {
      await showing(work, [
        'release',
        ...(settings.labelled === null ? [] : ['--data', settings.labelled]),
        ...['--checkpoint', folder.finalWeights, '--out', folder.candidate],
        ...['--version', candidateVersion(from.manifest.version, folder.id)],
        ...['--name', from.manifest.id, '--brief', '--descriptors'],
      ]);
    } finally {
      end();
    }
  }
  const name = await parts.registry.add(folder.candidate, { from: current, round: folder.id, by: 'station' });
  await state.set({ candidate: name });
  return 'next';
};

/** `0.5.0-r20261126184725`: the version that the line of models began with, and the round. Pure. */
export function candidateVersion(from: string, round: string): string {
  const [, day = '', time = ''] = /^round-(\d{8})-(\d{6})-/.exec(round) ?? [];
  return `${from.replace(/-r\d{14}$/, '')}-r${day}${time}`;
}

const noWeights = (model: string): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: `the model has no ${WEIGHTS} to go on from`,
    where: model,
    hint: `Copy ${WEIGHTS} of its release into its folder, or roll back to a model that has it.`,
  });
