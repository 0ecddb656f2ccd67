import { known, NO_SIGN, type Sign, signStep } from './evidence.js';
import { SLIP_BACK, TOO_FAST, WASH } from './rules.js';
import type { SiteSettings } from './site-settings.js';
import type { Situation } from './situation.js';

/** What the picture has looked like for a while: speed, slips, cleanliness and obscured view. */
export interface ViewWatch {
  /** Shrinking of the picture per second, smoothed; null where motion is not known. */
  readonly speed: Sign;
  readonly fastMs: number;
  readonly tooFast: boolean;
  /** Net shrinking lately, fading (natural logarithm). */
  readonly slip: number;
  /** How long a sudden large motion has lasted, and whether the scope was seen to go back in it. */
  readonly suddenMs: number;
  readonly suddenBack: boolean;
  /** Since the last slip; null where there was none lately. */
  readonly sinceSlipMs: number | null;
  readonly slipped: boolean;
  /** 0 clean .. 1 unclean, smoothed. */
  readonly dirt: Sign;
  readonly uncleanMs: number;
  readonly cleanMs: number;
  readonly unclean: boolean;
  readonly obscuredMs: number;
}

export const STILL: ViewWatch = {
  speed: NO_SIGN,
  fastMs: 0,
  tooFast: false,
  slip: 0,
  suddenMs: 0,
  suddenBack: false,
  sinceSlipMs: null,
  slipped: false,
  dirt: NO_SIGN,
  uncleanMs: 0,
  cleanMs: 0,
  unclean: false,
  obscuredMs: 0,
};

/** Takes in one picture that stands for `step` ms. Rules `too-fast`, `slip-back`, `wash`, `obscured-long`. */
export function watchView(
  before: ViewWatch,
  now: Situation,
  step: number,
  settings: SiteSettings,
): ViewWatch {
  const obscuredMs = now.phase === 'obscured' ? before.obscuredMs + step : 0;
  // Speed and cleanliness are judged where the wall is examined, and nowhere else.
  if (now.phase !== 'withdrawal') return { ...STILL, obscuredMs };
  return { ...motionNow(before, now, step, settings), ...dirtNow(before, now, step, settings), obscuredMs };
}

function motionNow(
  before: ViewWatch,
  { evidence }: Situation,
  step: number,
  { speed: limits }: SiteSettings,
) {
  const { approach } = evidence;
  const { fadeMs, shownMs } = SLIP_BACK.values;
  const speed = signStep(before.speed, known(approach) ? -approach : null, step, TOO_FAST.values.smoothingMs);
  const shrinking = speed.value ?? 0;
  const fastMs = held(before.fastMs, shrinking, limits.tooFastAbove, calmSpeed(limits.tooFastAbove), step);
  const faded = before.slip * Math.exp(-step / fadeMs);
  const slip = Math.max(0, faded - (known(approach) ? (approach * step) / 1000 : 0));
  const sudden = suddenNow(before, evidence, step);
  const slips =
    slip >= limits.slipAbove || (sudden.suddenBack && sudden.suddenMs >= SLIP_BACK.values.suddenMs);
  const { sinceSlipMs: since } = before;
  const sinceSlipMs = slips ? 0 : since === null || since + step >= shownMs ? null : since + step;
  const slipped = sinceSlipMs !== null;
  return { speed, fastMs, tooFast: fastMs > limits.holdMs, slip, ...sudden, sinceSlipMs, slipped };
}

/** In a sudden large motion the way itself is soon not known any more; how it began tells it. */
function suddenNow(before: ViewWatch, { approach, slip }: Situation['evidence'], step: number) {
  const { suddenAbove, backAbove } = SLIP_BACK.values;
  if (!known(slip) || slip < suddenAbove) return { suddenMs: 0, suddenBack: false };
  const isBack = known(approach) && -approach >= backAbove;
  return { suddenMs: before.suddenMs + step, suddenBack: before.suddenBack || isBack };
}

/** Below this the speed is calm again: a site's own limit moves it along. */
const calmSpeed = (limit: number): number => (limit * TOO_FAST.values.below) / TOO_FAST.values.above;

function dirtNow(before: ViewWatch, { evidence }: Situation, step: number, { view }: SiteSettings) {
  const { smoothingMs, above, below, cleanMs: longClean, usableAbove } = WASH.values;
  const { dirt: lately, uncleanMs: lasted, cleanMs: cleanFor, unclean: was } = before;
  if (evidence.usable < usableAbove) {
    return { dirt: lately, uncleanMs: lasted, cleanMs: cleanFor, unclean: was };
  }
  const dirt = signStep(lately, dirtOf(evidence), step, smoothingMs);
  const uncleanMs = held(lasted, dirt.value ?? 0, above, below, step);
  const cleanMs = (dirt.value ?? 0) < below ? cleanFor + step : 0;
  const unclean = was ? cleanMs < longClean : uncleanMs >= view.uncleanMs;
  return { dirt, uncleanMs, cleanMs, unclean };
}

/** The measured share of covered wall says more than the classes, where there is one. Null: not known. */
function dirtOf({ residue, cleanliness }: Situation['evidence']): number | null {
  if (known(residue)) return residue >= WASH.values.residueAbove ? 1 : 0;
  return cleanliness ? cleanliness['bbps-0-1'] + cleanliness['impacted-stool'] : null;
}

/** For how long a value has been high: grows above `above`, stays between, starts anew below `below`. */
function held(before: number, value: number, above: number, below: number, step: number): number {
  if (value >= above) return before + step;
  return value < below ? 0 : before;
}
