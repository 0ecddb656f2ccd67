import { ROUND_STAGES, type Round } from '@haustra/domain';

/** True where the round has a gate report to show. */
export const hasGate = ({ stage, gatePassed }: Round): boolean =>
  gatePassed !== null && ROUND_STAGES.indexOf(stage) >= ROUND_STAGES.indexOf('gate');
