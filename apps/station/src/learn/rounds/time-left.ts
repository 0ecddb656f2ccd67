import { ROUND_STAGES, type Round, type RoundStage } from '@haustra/domain';

/** Seconds that a stage takes where no round at this station has shown it (two cores, about 900 frozen pictures). */
const USUAL: Readonly<Record<Exclude<RoundStage, 'train'>, number>> = {
  gather: 120,
  release: 150,
  evaluate: 240,
  gate: 2,
  shadow: 0,
  decide: 1,
};

/**
 * Seconds that the whole round will still take: what its own stage says, and for those that follow what they took in the
 * last round that came so far. Waiting for examinations and for people is not counted. Pure.
 * @param earlier rounds of the station, the newest first
 * @returns null while the stage itself cannot tell
 */
export function totalSecondsLeft(round: Round, earlier: readonly Round[]): number | null {
  const { secondsLeft } = round.progress;
  const at = ROUND_STAGES.indexOf(round.stage);
  // Training says its own time; before it has begun it is what was asked for.
  const own = secondsLeft ?? (round.stage === 'gather' ? null : expected(round, round.stage, earlier));
  if (own === null) return null;
  const rest = ROUND_STAGES.slice(at + 1).map((stage) => expected(round, stage, earlier));
  return Math.round(rest.reduce((sum, seconds) => sum + seconds, own));
}

/**
 * Seconds that a stage will take: training as long as it was asked to, the others as in the last round that came so far,
 * else as usual. Pure.
 */
export function expected({ settings }: Round, stage: RoundStage, earlier: readonly Round[]): number {
  if (stage === 'train') return settings.minutes * 60;
  if (stage === 'shadow') return 0;
  return earlier.find(({ seconds }) => seconds?.[stage] !== undefined)?.seconds?.[stage] ?? USUAL[stage];
}
