import { smoothstep } from '../maths/curve.js';
import type { Random } from '../maths/random.js';
import type { Bend } from '../scene/centreline.js';
import { type Fold, type FoldHabit, growFolds, type Profile } from '../scene/wall.js';

/** The six segments of the colon, from the anal end. */
export const SEGMENTS = ['rectum', 'sigmoid', 'descending', 'transverse', 'ascending', 'caecum'] as const;
export type Segment = (typeof SEGMENTS)[number];

/** A segment's stretch of the centre line, mm. */
export interface Span {
  readonly segment: Segment;
  readonly from: number;
  readonly to: number;
}

/** What is typical of a segment: its share of the length, its radius (mm), how far the taeniae pull it in, its folds. */
interface Habit {
  readonly share: number;
  readonly radius: number;
  readonly taeniae: number;
  readonly spacing: number;
  readonly folds: FoldHabit;
}

const HABITS: Readonly<Record<Segment, Habit>> = {
  rectum: {
    share: 0.14,
    radius: 24,
    taeniae: 0,
    spacing: 34,
    folds: { height: [4, 7], narrowness: [1.2, 1.6], thickness: [2.6, 3.4] },
  },
  sigmoid: {
    share: 0.22,
    radius: 19,
    taeniae: 0.03,
    spacing: 21,
    folds: { height: [3.5, 7], narrowness: [1.2, 2.4], thickness: [2.4, 3.5] },
  },
  descending: {
    share: 0.18,
    radius: 20.5,
    taeniae: 0.04,
    spacing: 25,
    folds: { height: [3.5, 7], narrowness: [1.6, 3], thickness: [2.2, 3.2] },
  },
  transverse: {
    share: 0.25,
    radius: 22.5,
    taeniae: 0.11,
    spacing: 27,
    folds: { height: [7.5, 10.5], narrowness: [2.8, 4.4], thickness: [2.1, 3] },
  },
  ascending: {
    share: 0.14,
    radius: 25,
    taeniae: 0.08,
    spacing: 31,
    folds: { height: [7.5, 12], narrowness: [2.2, 3.8], thickness: [2.4, 3.3] },
  },
  caecum: {
    share: 0.07,
    radius: 26,
    taeniae: 0.05,
    spacing: 40,
    folds: { height: [7, 9], narrowness: [2, 3], thickness: [3, 4] },
  },
};

/** Segments melt into each other over this length, mm. */
const MELT = 24;
/** The anal canal: its length and radius, mm. */
const CANAL = { length: 30, radius: 9 } as const;

/** The six segments over a colon of `length` mm, with their typical shares jittered. */
export function layOutSegments(length: number, random: Random): Span[] {
  const shares = SEGMENTS.map((s) =>
    s === 'caecum' ? HABITS[s].share : HABITS[s].share * random.range(0.93, 1.07),
  );
  const total = shares.reduce((a, b) => a + b, 0);
  let at = 0;
  return SEGMENTS.map((segment, i) => {
    const from = at;
    at = i === SEGMENTS.length - 1 ? length : at + ((shares[i] as number) / total) * length;
    return { segment, from, to: at };
  });
}

/** The segment at arc length s (mm). */
export function segmentAt(spans: readonly Span[], s: number): Segment {
  return spans.find((span) => s < span.to)?.segment ?? 'caecum';
}

/** The stretch of one segment. Throws RangeError for a segment that the list lacks. */
export function spanOf(spans: readonly Span[], segment: Segment): Span {
  const span = spans.find((x) => x.segment === segment);
  if (span === undefined) throw new RangeError(`no stretch for ${segment}`);
  return span;
}

/**
 * The course of a colon that lies flat, as in a patient on the back (gravity across it): sigmoid loop, splenic flexure,
 * sagging transverse part, hepatic flexure. Flexures are wider than real ones: no bend is tighter than the tube is wide.
 */
export function layBends(spans: readonly Span[], random: Random): Bend[] {
  const bends: Bend[] = [];
  // A short colon has no room for full bends.
  const room = Math.min(1, (spans.at(-1)?.to ?? 0) / 850);
  const turn = (segment: Segment, from: number, to: number, angle: number): void => {
    const span = spanOf(spans, segment);
    const length = span.to - span.from;
    const towards = (angle > 0 ? 0 : Math.PI) + random.range(-0.3, 0.3);
    bends.push({
      at: span.from + from * length,
      length: (to - from) * length,
      angle: Math.abs(angle) * room * random.range(0.9, 1.08),
      towards,
    });
  };
  turn('rectum', 0.35, 0.95, 0.6);
  turn('sigmoid', 0, 0.34, -1.1);
  turn('sigmoid', 0.34, 0.72, 1.25);
  turn('sigmoid', 0.72, 1, -0.7);
  turn('descending', 0.2, 0.8, 0.2);
  turn('transverse', 0, 0.45, -1.55);
  turn('transverse', 0.45, 0.68, 0.5);
  turn('transverse', 0.62, 1, -1.35);
  turn('ascending', 0.1, 0.9, -0.3);
  return bends;
}

/** The plain tube: radius and pull of the taeniae by segment, with the anal canal at its start. */
export function colonProfile(spans: readonly Span[]): Profile {
  const weigh = (s: number, of: (habit: Habit) => number): number => {
    let value = of(HABITS[spans[0]?.segment ?? 'rectum']);
    for (let i = 1; i < spans.length; i++) {
      const span = spans[i] as Span;
      value += (of(HABITS[span.segment]) - value) * smoothstep(span.from - MELT, span.from + MELT, s);
    }
    return value;
  };
  // Asked for every point of a row in turn: the row's two numbers are kept.
  let row = Number.NaN;
  let [radius, taeniae] = [0, 0];
  return (s, angle) => {
    if (s !== row) {
      row = s;
      radius =
        CANAL.radius +
        (weigh(s, (h) => h.radius) - CANAL.radius) * smoothstep(CANAL.length * 0.3, CANAL.length * 1.3, s);
      taeniae = weigh(s, (h) => h.taeniae);
    }
    return radius * (1 + taeniae * Math.cos(3 * angle + Math.PI));
  };
}

/** The folds of all segments; in the rectum three half-moon valves on alternating sides. */
export function colonFolds(spans: readonly Span[], capStart: number, random: Random): Fold[] {
  return spans.flatMap((span) => {
    const habit = HABITS[span.segment];
    const own = random.fork(span.segment);
    if (span.segment === 'rectum') return rectalValves(span, own);
    const to = span.segment === 'caecum' ? capStart - 12 : span.to - habit.spacing * 0.4;
    return growFolds(span.from + habit.spacing * 0.4, to, habit.spacing, own, habit.folds);
  });
}

function rectalValves(span: Span, random: Random): Fold[] {
  return [0.42, 0.64, 0.86].map((part, i) => ({
    s: span.from + part * (span.to - span.from),
    thickness: random.range(2.4, 3),
    lean: random.range(0.5, 2),
    leanAngle: random.range(0, 2 * Math.PI),
    crescents: [
      {
        angle: (i % 2) * Math.PI + random.range(-0.5, 0.5),
        narrowness: random.range(1.3, 1.7),
        height: random.range(8, 11),
      },
    ],
  }));
}
