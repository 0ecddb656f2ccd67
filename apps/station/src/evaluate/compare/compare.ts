import { type BootstrapOptions, bootstrap } from '@haustra/learning';
import type { Case } from '../case.js';
import type { Frame } from '../frame/redraw.js';
import { measure, type SetMetrics } from '../measure.js';
import type { MetricsFile } from '../metrics-file.js';
import { type CaseSet, setsOf } from '../sets.js';
import { type Measured, QUANTITIES, type Quantity, type QuantityKey } from './quantities.js';
import { type Judged, type JudgedSet, judge, judgedSet } from './statistics.js';

/** One run of `haustra evaluate`: what it measured, and its cases where its predictions are there. */
export interface EvaluatedRun {
  readonly metrics: MetricsFile;
  readonly cases: readonly Case[] | null;
}

/** One quantity of both runs on one set, as shares of 1. */
export interface ComparedQuantity {
  readonly key: QuantityKey;
  readonly now: Measured | null;
  readonly before: Measured | null;
  /** Now less before; null where one of them is not known. */
  readonly difference: number | null;
  /** 95 % interval of the difference, the same groups of pictures drawn for both runs; null where it cannot be had. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface ComparedSet {
  readonly name: string;
  readonly kind: 'all' | 'named';
  readonly pictures: number;
  /** Without the quantities that neither run measured. */
  readonly quantities: readonly ComparedQuantity[];
}

interface RunFacts {
  readonly model: string;
  readonly frame: Frame | null;
}

/** Two runs on the same pictures, side by side. */
export interface Comparison {
  readonly now: RunFacts;
  readonly before: RunFacts;
  readonly index: string;
  /** SHA-256 of the ids of the pictures. */
  readonly picturesSha256: string;
  /**
   * True where the predictions of both runs were there: the earlier run was then judged again by the truth of today's
   * index (all but Dice), and differences have intervals. False: the earlier numbers are as they were written.
   */
  readonly paired: boolean;
  /** True where judging the earlier run again gave other numbers than it had written: the index's truth has changed. */
  readonly truthChanged: boolean;
  readonly bootstrap: MetricsFile['bootstrap'];
  readonly sets: readonly ComparedSet[];
  readonly disclaimer: string;
}

/**
 * Compares two runs on the same pictures, on all of them and on the named sets. Pure; the caller has made sure that the
 * pictures are the same and gives the cases of both runs in the same order.
 * @throws RangeError where the cases are not of the same pictures in the same order, or the later run has none
 */
export function compareRuns(
  now: EvaluatedRun & { readonly cases: readonly Case[] },
  before: EvaluatedRun,
  options: BootstrapOptions,
): Comparison {
  const paired = before.cases === null ? null : ([now.cases.map(judge), before.cases.map(judge)] as const);
  if (paired !== null) mustPair(...paired);
  const writtenOf = (name: string, kind: string) =>
    before.metrics.sets.find((set) => set.name === name && set.kind === kind);
  let truthChanged = false;
  const sets = setsOf(now.cases).flatMap((set): ComparedSet[] => {
    const { name, kind, cases } = set;
    if (kind !== 'all' && kind !== 'named') return [];
    const measured = now.metrics.sets.find((m) => m.name === name && m.kind === kind);
    const written = writtenOf(name, kind);
    const pair = paired === null ? null : ([within(paired[0], set), within(paired[1], set)] as const);
    const again = pair === null ? null : measuredAgain(set, pair[1], written);
    if (again !== null && written !== undefined && differs(again, written)) truthChanged = true;
    const quantities = QUANTITIES.map((quantity) =>
      compared(quantity, measured, again ?? written, pair, options),
    );
    const known = quantities.filter((q) => q.now !== null || q.before !== null);
    return [{ name, kind, pictures: cases.length, quantities: known }];
  });
  return {
    now: factsOf(now),
    before: factsOf(before),
    index: now.metrics.index,
    picturesSha256: now.metrics.picturesSha256 ?? '',
    paired: paired !== null,
    truthChanged,
    bootstrap: { rounds: options.rounds, seed: options.seed, level: 0.95 },
    sets,
    disclaimer: now.metrics.disclaimer,
  };
}

const factsOf = ({ metrics }: EvaluatedRun): RunFacts => ({ model: metrics.model, frame: metrics.frame });

function mustPair(now: readonly Judged[], before: readonly Judged[]): void {
  const same =
    now.length === before.length && now.every(({ item }, i) => item.row.id === before[i]?.item.row.id);
  if (!same) throw new RangeError('the two runs do not hold the same pictures in the same order');
}

/** The judged pictures that belong to a set of the later run. */
function within(judged: readonly Judged[], { cases }: CaseSet): JudgedSet {
  const ids = new Set(cases.map((c) => c.row.id));
  return judgedSet(judged.filter(({ item }) => ids.has(item.row.id)));
}

/** The earlier run's set judged by the truth that the later run was judged by; its masks are as they were written. */
function measuredAgain(
  { name, kind }: CaseSet,
  { judged }: JudgedSet,
  written: SetMetrics | undefined,
): SetMetrics {
  const cases = judged.map(({ item }) => item);
  return { ...measure({ name, kind, cases }, { rounds: 0, seed: 0 }), mask: written?.mask ?? null };
}

/** True where any quantity that both know differs by more than the last digits. */
function differs(again: SetMetrics, written: SetMetrics): boolean {
  return QUANTITIES.some(({ of }) => {
    const [one, other] = [of(again), of(written)];
    return one !== null && other !== null && Math.abs(one.value - other.value) > 1e-9;
  });
}

function compared(
  { key, of, prepare }: Quantity,
  now: SetMetrics | undefined,
  before: SetMetrics | undefined,
  pair: readonly [JudgedSet, JudgedSet] | null,
  options: BootstrapOptions,
): ComparedQuantity {
  const valueNow = now === undefined ? null : plain(of(now));
  const valueBefore = before === undefined ? null : plain(of(before));
  const difference = valueNow === null || valueBefore === null ? null : valueNow.value - valueBefore.value;
  const interval =
    difference === null || pair === null || prepare === null
      ? null
      : intervalOf(prepare(pair[0]), prepare(pair[1]), pair[0].groups, options);
  return {
    key,
    now: valueNow,
    before: valueBefore,
    difference,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

const plain = (measured: Measured | null): Measured | null =>
  measured === null ? null : { value: measured.value, n: measured.n };

/** The paired bootstrap: in each round the same groups are drawn for both runs. */
function intervalOf(
  now: (weights: Uint16Array) => number | null,
  before: (weights: Uint16Array) => number | null,
  groups: readonly string[],
  options: BootstrapOptions,
) {
  return bootstrap(
    groups,
    (weights) => {
      const [one, other] = [now(weights), before(weights)];
      return one === null || other === null ? null : one - other;
    },
    options,
  );
}
