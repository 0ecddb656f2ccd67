import { ROUND_STAGES, type Round, type RoundStage } from '@haustra/domain';

/** `stopped`: paused, or its process ended; it goes on from here. `skipped`: this round has no such stage. */
export type StepState = 'done' | 'now' | 'stopped' | 'failed' | 'next' | 'skipped';

function atItsStage({ state }: Round): StepState {
  if (state === 'failed') return 'failed';
  if (state === 'paused' || state === 'stopped' || state === 'cancelled') return 'stopped';
  return state === 'done' ? 'done' : 'now';
}

/** How far each stage of a round has come. */
export function stepStates(round: Round): Readonly<Record<RoundStage, StepState>> {
  const at = ROUND_STAGES.indexOf(round.stage);
  const over = round.state === 'done' || round.state === 'cancelled';
  const of = (stage: RoundStage, i: number): StepState => {
    if (stage === 'shadow' && (round.shadow.wanted === 0 || (over && round.shadow.done === 0)))
      return 'skipped';
    if (i < at) return 'done';
    if (i > at) return over ? 'skipped' : 'next';
    return atItsStage(round);
  };
  return Object.fromEntries(ROUND_STAGES.map((stage, i) => [stage, of(stage, i)])) as Record<
    RoundStage,
    StepState
  >;
}
