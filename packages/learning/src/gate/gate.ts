import { DISCLAIMER, type GateCheck, type GateReport } from '@haustra/domain';
import { changesText, type FrozenChanges } from '../frozen/changes.js';
import type { FrozenMatch } from '../frozen/lookup.js';

/** All that a gate decides on. */
export interface GateFacts {
  readonly current: string;
  readonly candidate: string;
  readonly checks: readonly GateCheck[];
  readonly frozenSet: GateReport['frozenSet'];
  /** How the frozen pictures differ from those that were frozen; null where they do not. */
  readonly changes: FrozenChanges | null;
  /** Pictures that were learnt from and that the models are judged on. */
  readonly leaks: readonly { readonly learnt: string; readonly frozen: FrozenMatch }[];
  /** Median milliseconds a picture of both models, measured in turn on this machine. */
  readonly speed: { readonly before: number; readonly after: number };
  readonly acceptEqual: boolean;
}

/** Every head that a model has; one that cannot be judged could be damaged unseen. */
export const HEADS = ['lesion', 'outline', 'type', 'organ', 'usable', 'cleanliness', 'caecum'] as const;

/** A candidate may take at most this many times as long for a picture. */
export const SLOWER = 1.5;

type Reason = GateReport['reasons'][number];

/**
 * Decides. A candidate passes where the frozen pictures are those that were frozen, none of them was learnt from, every head
 * could be judged, nothing is worse beyond noise, it is not slower, and something is better beyond noise. Pure.
 */
export function decide(facts: GateFacts): GateReport {
  const { checks, current, candidate, frozenSet, acceptEqual } = facts;
  const gains = checks.filter(({ verdict }) => verdict === 'better').map((check) => told('gain', check));
  const against: Reason[] = [
    ...changed(facts),
    ...leaked(facts),
    ...unjudged(checks, frozenSet.pictures),
    ...byFall(checks.filter(({ verdict }) => verdict === 'worse')).map((check) => told('worse', check)),
    ...slower(facts),
  ];
  const equal: Reason = {
    code: 'no-gain',
    head: null,
    subgroup: null,
    fact: `${checks.length} checks, none better beyond noise`,
  };
  const noGain = gains.length === 0 && !acceptEqual ? [equal] : [];
  const passed = against.length === 0 && (gains.length > 0 || acceptEqual);
  return {
    current,
    candidate,
    passed,
    reasons: [...against, ...noGain, ...gains],
    checks: [...checks],
    frozenSet,
    disclaimer: DISCLAIMER,
  };
}

/** The deepest fall first; what can no longer be measured at all, such as types where no lesion is found, last: it follows from another. */
const byFall = (checks: readonly GateCheck[]): GateCheck[] =>
  [...checks].sort((a, b) => (a.difference ?? 0) - (b.difference ?? 0));

/** Such as `ap50 91.2 → 84.0, −7.2 (−9.9 to −4.5), n 464`. */
function told(code: 'worse' | 'gain', { head, subgroup, ...check }: GateCheck): Reason {
  const { measure, before, after, difference, low, high, n } = check;
  const change = difference === null ? '' : `, ${signed(difference)} (${signed(low)} to ${signed(high)})`;
  return {
    code,
    head,
    subgroup,
    fact: `${measure} ${percent(before)} → ${percent(after)}${change}, n ${n}`,
  };
}

const percent = (share: number | null): string => (share === null ? '–' : (share * 100).toFixed(1));
function signed(share: number | null): string {
  if (share === null) return '–';
  const points = (Math.abs(share) * 100).toFixed(1);
  return share < 0 && points !== '0.0' ? `−${points}` : `+${points}`;
}

const changed = ({ changes }: GateFacts): Reason[] =>
  changes === null
    ? []
    : [{ code: 'frozen-set-changed', head: null, subgroup: null, fact: changesText(changes) }];

function leaked({ leaks }: GateFacts): Reason[] {
  const [first] = leaks;
  if (first === undefined) return [];
  const fact = `${leaks.length} learnt, such as ${first.learnt}: ${first.frozen.how} ${first.frozen.id}`;
  return [{ code: 'leak', head: null, subgroup: null, fact }];
}

/** A head of which not even one measure on all pictures could be judged. */
function unjudged(checks: readonly GateCheck[], pictures: number): Reason[] {
  if (pictures === 0)
    return [{ code: 'too-few-pictures', head: null, subgroup: null, fact: 'no picture to judge on' }];
  return HEADS.flatMap((head): Reason[] => {
    const whole = checks.filter((check) => check.head === head && check.subgroup === 'all');
    if (whole.some(({ verdict }) => verdict !== 'too-few')) return [];
    const n = Math.max(0, ...whole.map((check) => check.n));
    return [{ code: 'too-few-pictures', head, subgroup: 'all', fact: `n ${n}` }];
  });
}

function slower({ speed: { before, after } }: GateFacts): Reason[] {
  if (!(after > before * SLOWER)) return [];
  const fact = `${before.toFixed(1)} → ${after.toFixed(1)} ms`;
  return [{ code: 'slower', head: null, subgroup: null, fact }];
}
