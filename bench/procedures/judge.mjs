/** What a played procedure got right, by the truth of the phantom. */

import { bbps } from '@haustra/clinical';

/** The phase that the truth stands for: the caecum is a landmark, passed in the phase before withdrawal. */
const PHASE = { caecum: 'insertion', examination: 'insertion' };
/** A change of the mode counts as right when it comes within so long, ms. */
const MODE_MS = 3000;
/** A prompt belongs to a stretch when it comes in it or so soon after, ms. */
const AFTER_MS = 4000;
const REGIONS = ['right', 'transverse', 'left'];
const REGION_OF = {
  caecum: 'right',
  ascending: 'right',
  transverse: 'transverse',
  descending: 'left',
  sigmoid: 'left',
  rectum: 'left',
};

const prompts = ({ entries }, kind) =>
  entries.filter(
    ({ event }) => event.type === 'prompt-raised' && (kind === undefined || event.kind === kind),
  );

/** One row for a run of a procedure. */
export function judge({ truth }, run) {
  const wanted = truth.frames.map(({ phase }) => PHASE[phase] ?? phase);
  const pairs = run.frames.map(({ phase }, n) => [wanted[n], phase]).filter(([want]) => want !== undefined);
  const { caecumMs, insertionMs, withdrawalMs, endMs, effectiveWithdrawalMs } = truth.times;
  const off = (got, want) => (got === null || want === null ? null : Math.abs(got - want) / 1000);
  const colon = truth.site === 'colon';
  return {
    kind: truth.kind,
    seed: truth.seed,
    colon,
    minutes: truth.frames.length / truth.fps / 60,
    reached: caecumMs !== null,
    found: run.caecumReached,
    frames: pairs.length,
    right: pairs.filter(([want, got]) => want === got).length,
    confusion: pairs
      .filter(([want, got]) => want !== got)
      .map(([want, got]) => `${want} as ${got ?? 'unknown'}`),
    insertionOff: caecumMs === null ? null : off(run.clock.insertionMs, caecumMs - insertionMs),
    withdrawalOff: caecumMs === null ? null : off(run.clock.withdrawalMs, endMs - withdrawalMs),
    effectiveOff: caecumMs === null ? null : off(run.clock.effectiveWithdrawalMs, effectiveWithdrawalMs),
    ...modes(truth, run),
    bbps: bbpsPairs(truth, run),
    adequate: adequacy(truth, run),
    prompts: prompts(run).map(({ event }) => event.kind),
    promptsMs: prompts(run).map(({ event, atMs }) => [event.kind, atMs]),
    ...speed(truth, run),
  };
}

/** When the organ was settled, after the first picture from inside, and how often it changed to a wrong one. */
function modes(truth, run) {
  const organ = truth.site === 'colon' ? 'colon' : 'upper';
  const begun = truth.times.insertionMs;
  const first = run.frames.find((frame) => frame.timeMs >= begun && frame.organ === organ);
  const wrong = run.entries.filter(
    ({ event }) => event.type === 'organ-changed' && event.to !== organ && event.to !== 'outside',
  );
  const lateMs = first === undefined ? null : first.timeMs - begun;
  return { modeMs: lateMs, modeRight: lateMs !== null && lateMs <= MODE_MS, falseSwitches: wrong.length };
}

/**
 * The true and the given score of every region that the scope came into, by the truth; one that it never came into is
 * rightly left without a score, and a score there is invented.
 */
function bbpsPairs(truth, run) {
  if (truth.bbps === null) return [];
  return REGIONS.map((region) => {
    const reached = truth.segments.some((one) => one.reached && REGION_OF[one.segment] === region);
    return { region, reached, truth: truth.bbps[region], got: run.cleanliness.segments[region] };
  });
}

/** Whether the preparation was adequate, by the truth and as decided (null: not decided); only where the caecum was reached. */
function adequacy(truth, run) {
  if (truth.bbps === null || truth.times.caecumMs === null) return null;
  const { right, transverse, left } = truth.bbps;
  return { truth: bbps({ right, transverse, left }, true).adequate, got: run.cleanliness.adequate };
}

/** Fast and slipping stretches of withdrawal that were shown (alarm) and of which a word was said; and those without one. */
function speed(truth, run) {
  const fast = truth.events.filter(({ what }) => what === 'fast' || what === 'slip-back');
  const isSpeed = ({ event }) => event.kind === 'too-fast' || event.kind === 'slip-back';
  const said = prompts(run).filter(isSpeed);
  const shown = run.entries.filter(({ event }) => event.type === 'alarm' && event.on);
  const of = ({ fromMs, toMs }, { atMs }) => atMs >= fromMs && atMs <= toMs + AFTER_MS;
  const met = (words) => fast.filter((stretch) => words.some((one) => of(stretch, one))).length;
  const astray = (words) => words.filter((one) => !fast.some((stretch) => of(stretch, one)));
  return {
    fast: fast.length,
    fastSaid: met(said),
    falseSaid: astray(said).length,
    fastShown: met(shown),
    falseShown: astray(shown).length,
    falseShownMs: astray(shown).map(({ atMs, event }) => [event.kind, atMs]),
  };
}
