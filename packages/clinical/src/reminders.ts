import { ALARM_KINDS, type AlarmKind, type Ms, PROMPT_KINDS, type PromptKind } from '@haustra/domain';
import { latest, stepMs } from './evidence.js';
import type { ClockReading } from './live-clock.js';
import { type Ask, minutes, PROMPTS } from './prompts.js';
import type { SiteSettings } from './site-settings.js';
import type { Situation } from './situation.js';
import { STILL, type ViewWatch, watchView } from './view-watch.js';

/** What the reminders remember from picture to picture. */
export interface Reminders {
  readonly timeMs: Ms | null;
  readonly view: ViewWatch;
  readonly causes: Readonly<Record<PromptKind, Cause>>;
}

interface Cause {
  readonly holds: boolean;
  /** How often it has begun. */
  readonly episode: number;
  readonly sinceMs: number;
}

/** Reminders that know nothing yet, or how often each kind was raised before (after a resume). */
export function reminders(raised: Partial<Readonly<Record<PromptKind, number>>> = {}): Reminders {
  const causes = Object.fromEntries(
    PROMPT_KINDS.map((kind) => [kind, { holds: false, episode: raised[kind] ?? 0, sinceMs: 0 }]),
  ) as Record<PromptKind, Cause>;
  return { timeMs: null, view: STILL, causes };
}

/**
 * Takes in one picture; gives what there is reason to say now, the most urgent first. Nothing begins in a pause, and
 * nothing is asked for. Rules: those named in `PROMPTS`.
 */
export function remind(
  before: Reminders,
  now: Situation,
  settings: SiteSettings,
): { readonly state: Reminders; readonly asks: readonly Ask[] } {
  const timeMs = latest(before.timeMs, now.evidence.timeMs);
  if (now.paused) return { state: { ...before, timeMs }, asks: [] };
  const view = watchView(before.view, now, stepMs(before.timeMs, now.evidence.timeMs), settings);
  const asks: Ask[] = [];
  let { causes } = before;
  for (const kind of PROMPT_KINDS) {
    const cause = causeNow(kind, causes[kind], isCause(kind, now, view, settings), timeMs);
    if (cause !== causes[kind]) causes = { ...causes, [kind]: cause };
    if (isWorthSaying(kind, cause, timeMs)) asks.push(askOf(kind, cause, now, settings));
  }
  return { state: { timeMs, view, causes }, asks };
}

/** The states that are to be shown, whether something is said of them or not. */
export const alarmsOf = ({ view }: Reminders): readonly AlarmKind[] =>
  ALARM_KINDS.filter((kind) => (kind === 'too-fast' ? view.tooFast : view.slipped));

function causeNow(kind: PromptKind, before: Cause, holds: boolean, timeMs: number): Cause {
  if (holds === before.holds) return before;
  if (!holds) return { ...before, holds };
  if (PROMPTS[kind].once && before.episode > 0) return before;
  return { holds, episode: before.episode + 1, sinceMs: timeMs };
}

function isWorthSaying(kind: PromptKind, cause: Cause, timeMs: number): boolean {
  const { lastsMs } = PROMPTS[kind];
  return cause.holds && (lastsMs === null || timeMs - cause.sinceMs <= lastsMs);
}

function isCause(kind: PromptKind, now: Situation, view: ViewWatch, settings: SiteSettings): boolean {
  const { clock, phase } = now;
  const withdrawnMs = withdrawalOf(clock, settings);
  switch (kind) {
    case 'slip-back':
      return view.slipped;
    case 'too-fast':
      return view.tooFast;
    case 'wash':
      return view.unclean;
    case 'obscured-long':
      return view.obscuredMs >= settings.view.obscuredMs;
    case 'leaving-early':
      return (
        phase === 'outside' &&
        now.caecumReached &&
        (clock.withdrawalMs ?? 0) > 0 &&
        withdrawnMs < settings.withdrawal.minimumMs
      );
    case 'withdrawal-minimum':
      return withdrawnMs >= settings.withdrawal.minimumMs;
    case 'withdrawal-goal':
      return withdrawnMs >= settings.withdrawal.goalMs;
    case 'caecum-photo':
      return now.caecumReached && phase === 'withdrawal' && !now.caecumPictured;
    case 'insertion-long':
      return (
        now.organ === 'colon' &&
        phase === 'insertion' &&
        !now.caecumReached &&
        clock.inBodyMs >= settings.insertion.limitMs
      );
  }
}

const withdrawalOf = (clock: ClockReading, { withdrawal }: SiteSettings): number =>
  (withdrawal.timedBy === 'wall' ? clock.withdrawalMs : clock.effectiveWithdrawalMs) ?? 0;

function askOf(kind: PromptKind, { episode }: Cause, now: Situation, settings: SiteSettings): Ask {
  const { rule, severity, priority } = PROMPTS[kind];
  return { kind, episode, severity, priority, rule, text: textOf(kind, now, settings) };
}

function textOf(kind: PromptKind, { clock }: Situation, settings: SiteSettings): string {
  const { minimumMs, goalMs, timedBy } = settings.withdrawal;
  const withdrawal = timedBy === 'effective' ? 'effective withdrawal' : 'withdrawal';
  switch (kind) {
    case 'slip-back':
      return 'the scope slipped back';
    case 'too-fast':
      return 'withdrawal is fast';
    case 'wash':
      return 'the view is not clean: washing may help';
    case 'obscured-long':
      return `no clear view for more than ${minutes(settings.view.obscuredMs)}`;
    case 'leaving-early':
      return `${withdrawal} ${minutes(withdrawalOf(clock, settings))}, less than ${minutes(minimumMs)}`;
    case 'withdrawal-minimum':
      return `${withdrawal} ${minutes(minimumMs)} reached`;
    case 'withdrawal-goal':
      return `${withdrawal} ${minutes(goalMs)} reached, the goal of this site`;
    case 'caecum-photo':
      return 'caecum left without a picture of appendiceal orifice and ileocaecal valve';
    case 'insertion-long':
      return `insertion has taken ${minutes(settings.insertion.limitMs)}`;
  }
}
