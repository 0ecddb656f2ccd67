import type { Random } from '../maths/random.js';
import type { Pool } from '../scene/pool.js';
import type { Paris, PolypSpec } from '../scene/solid.js';
import type { Fold } from '../scene/wall.js';
import type { Kind } from './kinds.js';
import type { Lump, Soiling } from './procedure.js';
import type { Span } from './segments.js';

/** What lies and grows in a colon. */
export interface Contents {
  readonly polyps: readonly PolypSpec[];
  readonly soiling: readonly Soiling[];
  readonly lumps: readonly Lump[];
  readonly pools: readonly Pool[];
}

/** Share of the wall that is covered at each residue state 0 … 3: well within the bounds that define the states. */
const COVERED: readonly (readonly [number, number])[] = [
  [0.82, 0.93],
  [0.38, 0.58],
  [0.1, 0.17],
  [0, 0.025],
];

/** Sizes in mm of each Paris class, and how often it comes. */
const POLYPS: readonly {
  readonly paris: Paris;
  readonly size: readonly [number, number];
  readonly often: number;
}[] = [
  { paris: '0-Is', size: [3, 12], often: 5 },
  { paris: '0-IIa', size: [5, 18], often: 3 },
  { paris: '0-Ip', size: [7, 15], often: 2 },
  { paris: '0-Isp', size: [5, 12], often: 1 },
  { paris: '0-IIb', size: [6, 10], often: 0.6 },
];

const COUNTS: Readonly<Partial<Record<Kind, readonly [number, number]>>> = {
  treatment: [3, 4],
  fast: [1, 3],
};

/** Fill a colon by chance as its kind asks: polyps between folds, residue by segment, liquid and lumps where it is dirty. */
export function fillColon(
  kind: Kind,
  spans: readonly Span[],
  folds: readonly Fold[],
  capStart: number,
  random: Random,
): Contents {
  const polyps = growPolyps(kind, folds, capStart, random.fork('polyps'));
  const soil = random.fork('soil');
  const soiling = spans.map((span) => {
    const [before, after] = states(kind, span, soil);
    const dirt = soil.range(...(COVERED[before] as [number, number]));
    const left = soil.range(...(COVERED[after] as [number, number]));
    const foam = before < 3 && soil.next() < 0.6 ? soil.range(0.05, 0.2) : 0;
    return { from: span.from, to: span.to, before: dirt, after: Math.min(dirt, left), foam };
  });
  const dirty = soiling.filter((s) => s.before > 0.08);
  return {
    polyps,
    soiling,
    pools: dirty.flatMap((s) => pools(s, folds, soil)),
    lumps: dirty.filter((s) => s.before > 0.3).flatMap((s) => lumps(s, soil)),
  };
}

/** Residue state 0 … 3 of a segment before and after washing. */
function states(kind: Kind, span: Span, random: Random): readonly [before: number, after: number] {
  const chance = random.next();
  const second = random.next();
  if (kind !== 'dirty') {
    if (chance < 0.62) return [3, 3];
    if (chance < 0.9) return second < 0.5 ? [2, 3] : [2, 2];
    return second < 0.5 ? [1, 2] : [1, 3];
  }
  // Liquid and stool gather on the right; there is always something that water does not clear.
  if (span.segment === 'ascending') return second < 0.5 ? [0, 1] : [1, 1];
  if (chance < 0.2) return second < 0.5 ? [0, 0] : [0, 1];
  if (chance < 0.6) return second < 0.4 ? [1, 1] : [1, 2];
  return second < 0.5 ? [2, 2] : [1, 3];
}

function growPolyps(kind: Kind, folds: readonly Fold[], capStart: number, random: Random): PolypSpec[] {
  const [least, most] = COUNTS[kind] ?? [1, 4];
  const count = Math.floor(random.range(least, most + 1));
  const gaps = folds.slice(0, -1).flatMap((fold, i) => {
    const next = folds[i + 1] as Fold;
    const usable = next.s - fold.s > 14 && fold.s > 60 && next.s < capStart - 30;
    return usable ? [(fold.s + next.s) / 2] : [];
  });
  const specs: PolypSpec[] = [];
  for (let i = 0; i < count * 12 && specs.length < count && gaps.length > 0; i++) {
    const s = gaps[Math.floor(random.next() * gaps.length)] as number;
    const { paris, size } = pickPolyp(random);
    const spec = {
      paris,
      sizeMm: Math.round(random.range(...size) * 2) / 2,
      s: Math.round(s + random.range(-2, 2)),
      angle: Math.round(random.range(0, 2 * Math.PI) * 100) / 100,
      variant: Math.round(random.range(0, 50)),
      redness: random.range(0.55, 0.95),
    };
    if (specs.every((other) => Math.abs(other.s - s) > 45)) specs.push({ id: '', ...spec });
  }
  return specs.sort((a, b) => b.s - a.s).map((spec, i) => ({ ...spec, id: `P${i + 1}` }));
}

function pickPolyp(random: Random): (typeof POLYPS)[number] {
  const total = POLYPS.reduce((sum, p) => sum + p.often, 0);
  let at = random.next() * total;
  for (const polyp of POLYPS) {
    at -= polyp.often;
    if (at < 0) return polyp;
  }
  return POLYPS[0] as (typeof POLYPS)[number];
}

function pools(soiling: Soiling, folds: readonly Fold[], random: Random): Pool[] {
  const own = folds.filter((f) => f.s > soiling.from && f.s < soiling.to);
  return own.slice(0, -1).flatMap((fold, i) => {
    const next = own[i + 1] as Fold;
    return random.next() < 0.25 + 0.4 * soiling.before ? [{ from: fold.s, to: next.s }] : [];
  });
}

function lumps(soiling: Soiling, random: Random): Lump[] {
  const count = Math.round(((soiling.to - soiling.from) / 12) * soiling.before);
  return Array.from({ length: count }, () => ({
    s: random.range(soiling.from, soiling.to),
    // Heavy things lie below.
    angle: 1.5 * Math.PI + random.range(-0.9, 0.9),
    radius: random.range(1.6, 5),
    variant: random.range(0, 50),
  }));
}
