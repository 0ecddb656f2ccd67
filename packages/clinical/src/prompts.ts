import type { EventBody, PromptKind } from '@haustra/domain';
import {
  CAECUM_PHOTO,
  INSERTION_LONG,
  LEAVING_EARLY,
  OBSCURED_LONG,
  PROMPT_MANNERS,
  RETROFLEXION,
  SECOND_LOOK,
  SLIP_BACK,
  TOO_FAST,
  WASH,
  WITHDRAWAL_GOAL,
  WITHDRAWAL_MINIMUM,
} from './rules.js';

export type Severity = Extract<EventBody, { type: 'prompt-raised' }>['severity'];

/** How a kind of prompt is treated. */
export interface PromptKindSpec {
  readonly rule: string;
  readonly severity: Severity;
  /** The higher goes first; no two are equal. */
  readonly priority: number;
  /** At most once in an examination. */
  readonly once: boolean;
  /** For how long after its cause began it is worth saying, ms; null: for as long as the cause holds. */
  readonly lastsMs: number | null;
  /** Least distance from the one before of its kind, ms, where it is more than what holds for all. */
  readonly apartMs?: number;
}

/**
 * What comes once goes before what comes again and again, so that a restless examination does not crowd out the times;
 * the times last as long as the window of the budget, so that they find a place in it.
 */
export const PROMPTS: Readonly<Record<PromptKind, PromptKindSpec>> = {
  'slip-back': spec(SLIP_BACK.id, 'advice', 90, false, SLIP_BACK.values.lastsMs),
  'leaving-early': spec(LEAVING_EARLY.id, 'warning', 80, false, LEAVING_EARLY.values.lastsMs),
  'withdrawal-minimum': spec(WITHDRAWAL_MINIMUM.id, 'info', 70, true, PROMPT_MANNERS.values.windowMs),
  'withdrawal-goal': spec(WITHDRAWAL_GOAL.id, 'info', 65, true, PROMPT_MANNERS.values.windowMs),
  'caecum-photo': spec(CAECUM_PHOTO.id, 'advice', 60, true, CAECUM_PHOTO.values.lastsMs),
  'too-fast': spec(TOO_FAST.id, 'advice', 50, false, null),
  'obscured-long': spec(OBSCURED_LONG.id, 'advice', 40, false, null),
  wash: spec(WASH.id, 'advice', 30, false, null),
  'insertion-long': spec(INSERTION_LONG.id, 'info', 20, true, null),
  retroflexion: spec(RETROFLEXION.id, 'info', 15, true, RETROFLEXION.values.lastsMs),
  'second-look': {
    ...spec(SECOND_LOOK.id, 'info', 10, false, SECOND_LOOK.values.lastsMs),
    apartMs: SECOND_LOOK.values.apartMs,
  },
};

/** Something that there is reason to say now. */
export interface Ask {
  readonly kind: PromptKind;
  /** The how manieth cause of this kind in the examination, from 1. */
  readonly episode: number;
  readonly severity: Severity;
  readonly priority: number;
  readonly rule: string;
  /** For the record, in English; the screen has its own words for each kind. */
  readonly text: string;
}

function spec(
  rule: string,
  severity: Severity,
  priority: number,
  once: boolean,
  lastsMs: number | null,
): PromptKindSpec {
  return { rule, severity, priority, once, lastsMs };
}

/** Minutes and seconds, such as `6:00`. */
export function minutes(timeMs: number): string {
  const seconds = Math.floor(Math.max(0, timeMs) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
