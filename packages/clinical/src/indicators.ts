import type { Indicator, IndicatorId } from '@haustra/domain';
import type { Clocks } from './clocks.js';
import type { Rule } from './rule.js';
import {
  BBPS_ADEQUACY,
  CAECUM_PHOTO,
  CAECUM_REACHED,
  CLEAR_VIEW,
  COVERAGE,
  EFFECTIVE_WITHDRAWAL,
  INSERTION_LONG,
  LESION_COUNT,
  LESION_PHOTO,
  OBSCURED_VIEW,
  PHOTO_LIST,
  PROMPT_MANNERS,
  TOO_FAST_SHARE,
  WITHDRAWAL_CLOCK,
  WITHDRAWAL_GOAL,
  WITHDRAWAL_MINIMUM,
} from './rules.js';
import { DEFAULT_SETTINGS, type SiteSettings } from './site-settings.js';

/** What is known of an examination of the colon when it is over. `null` is "not known". Shares 0..1, times in ms. */
export interface QualityFacts {
  readonly clock: Pick<Clocks, 'insertionMs' | 'withdrawalMs' | 'effectiveWithdrawalMs'>;
  /** False only by the doctor's word. */
  readonly caecumReached: boolean | null;
  /** Pictures of the places that prove it; null where no picture was given a place. */
  readonly caecumPhotos: { readonly proved: boolean; readonly taken: number } | null;
  readonly bbps: { readonly total: number | null; readonly adequate: boolean | null };
  /** Shares of the withdrawal; see the rules `clear-view`, `obscured-view`, `too-fast-share`. */
  readonly clearShare: number | null;
  readonly obscuredShare: number | null;
  readonly tooFastShare: number | null;
  readonly coverage: number | null;
  /** Photographed: at least one picture is of it. */
  readonly lesions: {
    readonly seen: number;
    readonly seenInWithdrawal: number;
    readonly photographed: number;
  };
  /** Places of the photo list without a picture; null where no picture was given a place. */
  readonly photosMissing: number | null;
  readonly retroflexionPhoto: boolean | null;
  readonly prompts: number;
  /** Prompts that asked for something, and how many were followed. */
  readonly reaction: { readonly asked: number; readonly followed: number };
}

/** The indicators of an examination of the colon, in the order in which they are read. Pure. */
export function indicators(facts: QualityFacts, settings: SiteSettings = DEFAULT_SETTINGS): Indicator[] {
  const { clock, bbps, lesions, caecumPhotos } = facts;
  const { minimumMs, goalMs } = settings.withdrawal;
  const judgedMs = judgedWithdrawal(facts, settings);
  return [
    isTrue('caecum-reached', facts.caecumReached, CAECUM_REACHED),
    isTrue('caecum-documented', caecumPhotos?.proved ?? null, CAECUM_PHOTO),
    atMost('insertion-time', 'ms', clock.insertionMs, settings.insertion.limitMs, INSERTION_LONG),
    told('withdrawal-time', 'ms', clock.withdrawalMs, WITHDRAWAL_CLOCK),
    told('effective-withdrawal-time', 'ms', clock.effectiveWithdrawalMs, EFFECTIVE_WITHDRAWAL),
    atLeast('withdrawal-minimum', 'ms', judgedMs, minimumMs, WITHDRAWAL_MINIMUM),
    atLeast('withdrawal-goal', 'ms', judgedMs, goalMs, WITHDRAWAL_GOAL),
    atLeast('bbps-total', 'points', bbps.total, BBPS_ADEQUACY.values.minTotal, BBPS_ADEQUACY),
    isTrue('preparation-adequate', bbps.adequate, BBPS_ADEQUACY),
    told('clear-view', 'share', facts.clearShare, CLEAR_VIEW),
    told('obscured-view', 'share', facts.obscuredShare, OBSCURED_VIEW),
    told('too-fast', 'share', facts.tooFastShare, TOO_FAST_SHARE),
    told('coverage', 'share', facts.coverage, COVERAGE),
    told('lesions', 'count', lesions.seen, LESION_COUNT),
    told('lesions-per-minute', 'per-minute', perMinute(facts), LESION_COUNT),
    atLeast('lesions-photographed', 'share', photographed(lesions), 1, LESION_PHOTO),
    atMost('photos-missing', 'count', facts.photosMissing, 0, PHOTO_LIST),
    told('prompts', 'count', facts.prompts, PROMPT_MANNERS),
  ];
}

/** The withdrawal time that the site judges by; null where withdrawal has not begun: it was not short, it was not done. */
export function judgedWithdrawal({ clock }: QualityFacts, { withdrawal }: SiteSettings): number | null {
  if (clock.withdrawalMs === null || clock.withdrawalMs === 0) return null;
  return withdrawal.timedBy === 'wall' ? clock.withdrawalMs : clock.effectiveWithdrawalMs;
}

/** Null in a withdrawal too short to divide by. */
function perMinute({ clock: { effectiveWithdrawalMs }, lesions }: QualityFacts): number | null {
  if (effectiveWithdrawalMs === null || effectiveWithdrawalMs < LESION_COUNT.values.leastMs) return null;
  return lesions.seenInWithdrawal / (effectiveWithdrawalMs / 60_000);
}

/** Null where there is no lesion to photograph. */
const photographed = ({ seen, photographed: of }: QualityFacts['lesions']): number | null =>
  seen === 0 ? null : of / seen;

type AnyRule = Pick<Rule<unknown>, 'id' | 'source' | 'verified'>;
type Unit = Indicator['unit'];

function indicator(
  id: IndicatorId,
  unit: Unit,
  value: Indicator['value'],
  target: Indicator['target'],
  met: boolean | null,
  { id: rule, source, verified }: AnyRule,
): Indicator {
  return { id, value, unit, target, met, rule, source, verified };
}

const told = (id: IndicatorId, unit: Unit, value: number | null, rule: AnyRule): Indicator =>
  indicator(id, unit, value, null, null, rule);

const atLeast = (
  id: IndicatorId,
  unit: Unit,
  value: number | null,
  least: number,
  rule: AnyRule,
): Indicator => indicator(id, unit, value, { atLeast: least }, value === null ? null : value >= least, rule);

const atMost = (id: IndicatorId, unit: Unit, value: number | null, most: number, rule: AnyRule): Indicator =>
  indicator(id, unit, value, { atMost: most }, value === null ? null : value <= most, rule);

const isTrue = (id: IndicatorId, value: boolean | null, rule: AnyRule): Indicator =>
  indicator(id, 'yes-no', value, { is: true }, value, rule);
