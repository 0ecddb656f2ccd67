import { setImmediate } from 'node:timers/promises';
import type { GateReport } from '@haustra/domain';
import {
  checksOf,
  comparedOneByOne,
  decide,
  type ModelRegistry,
  manifestHash,
  type PairedDifference,
} from '@haustra/learning';
import { openModel } from '@haustra/vision';
import type { Case } from '../../evaluate/case.js';
import { leaksOf } from '../frozen/leaks.js';
import { frozenLookup, type JudgedPictures, judgedPictures } from '../frozen/site-set.js';
import type { Judge, JudgeOptions } from '../parts.js';
import { type EvaluationKey, readEvaluation, writeEvaluation } from './evaluation-files.js';
import { gateQuantities } from './quantities.js';
import { type CasePair, runPair } from './run-pair.js';

/** Draws of the bootstrap: the standard error is then known to 2 %. */
const ROUNDS = 1000;
const SEED = 1;

export interface JudgeHere {
  readonly data: string;
  readonly registry: ModelRegistry;
  /** Pass also where nothing is better beyond noise. */
  readonly acceptEqual?: boolean;
}

/**
 * What judges candidates at a site: both models on the frozen pictures of the labelled folder, compared by head and
 * subgroup. What is whole in `out` and of the same models and pictures is not measured again.
 * @throws HaustraError for what cannot be read or run; the signal's reason
 */
export const judgeAt =
  ({ data, registry, acceptEqual = false }: JudgeHere): Judge =>
  async (options) => {
    const { current, candidate, labelled, learnt, signal } = options;
    const work = { data, registry, signal, onDone: showing(options, 'frozen set') };
    const pictures = labelled === null ? null : await judgedPictures(labelled, work);
    const pair = pictures === null ? NOTHING : await evaluated(pictures, options);
    const own = new Set(pictures?.set.pictures.flatMap((picture) => (picture.own ? [picture.id] : [])));
    const quantities = gateQuantities(pair.current, pair.candidate, ({ row }) => own.has(row.id));
    const compared: PairedDifference[] = [];
    const onCompared = showing(options, 'comparing');
    for (const found of comparedOneByOne(quantities, { rounds: ROUNDS, seed: SEED })) {
      compared.push(found);
      // Lets a wish to stop through between two checks.
      await setImmediate();
      signal.throwIfAborted();
      onCompared(compared.length, quantities.length);
    }
    const leaks =
      learnt === null
        ? []
        : await leaksOf(learnt, await frozenLookup(data), signal, showing(options, 'looking for leaks'));
    return decide({
      current: current.name,
      candidate: candidate.name,
      checks: checksOf(quantities, compared),
      frozenSet: factsOf(pictures, own.size),
      changes: pictures?.changes ?? null,
      leaks,
      speed: { before: medianMs(pair.current), after: medianMs(pair.candidate) },
      acceptEqual,
    });
  };

const NOTHING: CasePair = { current: [], candidate: [] };

const factsOf = (pictures: JudgedPictures | null, own: number): GateReport['frozenSet'] => ({
  pictures: pictures?.rows.length ?? 0,
  sha256: pictures?.set.sha256 ?? '',
  own,
});

async function evaluated(pictures: JudgedPictures, options: JudgeOptions): Promise<CasePair> {
  const { rows, folder, set } = pictures;
  const { current, candidate, out, signal, breathe } = options;
  const key: EvaluationKey = {
    current: await manifestHash(current.folder),
    candidate: await manifestHash(candidate.folder),
    frozen: set.sha256,
  };
  const kept = await readEvaluation(out, rows, key);
  if (kept !== null) return kept;
  const onDone = showing(options, 'pictures');
  const pair = await runPair({
    rows,
    folder,
    current: await openModel(current.folder),
    candidate: await openModel(candidate.folder),
    signal,
    breathe,
    onDone: (done) => onDone(done, rows.length),
  });
  await writeEvaluation(out, pair, key);
  return pair;
}

/** Tells how far a part of the work is, and how long the rest takes at the rate so far. */
function showing({ onProgress }: JudgeOptions, note: string): (done: number, of: number) => void {
  const began = performance.now();
  return (done, of) => {
    const seconds = (performance.now() - began) / 1000;
    const secondsLeft = done === 0 ? null : (seconds / done) * (of - done);
    onProgress({ done, of, secondsLeft, note: `${note}, ${(done / Math.max(seconds, 0.001)).toFixed(1)}/s` });
  };
}

function medianMs(cases: readonly Case[]): number {
  const times = cases
    .flatMap(({ prediction }) => (prediction.error === undefined ? [prediction.ms] : []))
    .sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}
