import { clamp, smoothstep } from '../maths/curve.js';
import { Random } from '../maths/random.js';
import type { Vec3 } from '../maths/vector.js';
import type { Skin } from '../render/shader.js';
import { CentreLine } from '../scene/centreline.js';
import { Colon, type Level } from '../scene/colon.js';
import { growLips, growLump } from '../scene/growths.js';
import { type Colours, Mucosa } from '../scene/mucosa.js';
import { WallOpenness } from '../scene/openness.js';
import { Relief } from '../scene/relief.js';
import { type Cover, Residue } from '../scene/residue.js';
import { growPolyp, type Solid } from '../scene/solid.js';
import { Wall } from '../scene/wall.js';
import type { Procedure, Wash } from './procedure.js';

/** Gravity lies across the colon: the made-up patient is on the back. */
const UP: Vec3 = [0, 1, 0];
/** The lowest line of the wall in the cross-section. */
export const DOWN = 1.5 * Math.PI;
/** Solids further along the tube than this are out of sight, mm; the tube may pass nearer by in space. */
const SIGHT = { behind: 60, ahead: 190 } as const;
/** A wash clears its ends gradually over this length, and segments melt over it, mm. */
const SOFT = 8;
/** How far washing lowers a pool, mm: deeper than any pool is. */
const DRAIN = 16;

/** A healthy, washed mucosa: pinker and less brown than the one of the demonstration clip. */
const CLEAN: Colours = {
  mucosa: [0.79, 0.29, 0.2],
  pale: [0.88, 0.42, 0.3],
  flushed: [0.74, 0.2, 0.13],
  vein: [0.46, 0.09, 0.08],
  twig: [0.6, 0.13, 0.1],
  stool: [0.5, 0.2, 0.035],
  bile: [0.78, 0.36, 0.06],
};
/** The stomach's mucosa is redder. */
const GASTRIC: Colours = { ...CLEAN, mucosa: [0.8, 0.25, 0.14], pale: [0.86, 0.34, 0.2] };

interface Placed {
  readonly solid: Solid;
  readonly s: number;
}

/** A procedure grown into geometry and paint, which can be set to any moment. */
export class ProcedureScene {
  readonly colon: Colon;
  readonly skin: Skin;
  readonly residue: Residue;
  private readonly valve: readonly Placed[];
  private readonly polyps: readonly Placed[];
  private readonly lumps: readonly Placed[];

  constructor(readonly procedure: Procedure) {
    const { organ, polyps, pools, lumps } = procedure;
    const { baseRadius, profile, folds, cap, valve } = organ;
    const random = new Random(procedure.seed).fork('scene');
    const line = new CentreLine(organ.length, organ.bends);
    const wall = new Wall(organ.length, baseRadius, folds, [], random.fork('wall'), profile);
    const bare = new Colon({ line, wall, cap, solids: [], pools: [], up: UP });
    const lips = (v: NonNullable<typeof valve>): Solid =>
      growLips(bare.anchor(v.s, v.angle), line.at(v.s).tangent, v.width);
    this.valve = valve === null ? [] : [{ s: valve.s, solid: lips(valve) }];
    this.polyps = polyps.map((p) => ({ s: p.s, solid: growPolyp(p, bare.anchor(p.s, p.angle)) }));
    this.lumps = lumps.map((l) => ({
      s: l.s,
      solid: growLump(bare.anchor(l.s, l.angle), l.radius, l.variant),
    }));
    const solids = [...this.valve, ...this.polyps, ...this.lumps].map((p) => p.solid);
    this.colon = new Colon({ line, wall, cap, solids, pools, up: UP });
    const colours = procedure.site === 'upper' ? GASTRIC : CLEAN;
    const clean = new Mucosa(organ.length, baseRadius, [], random.fork('mucosa'), colours);
    this.residue = new Residue(clean, organ.length, baseRadius, DOWN, random.fork('residue'));
    this.skin = {
      mucosa: this.residue,
      gloss: 0.6,
      relief: new Relief(random.fork('relief')),
      openness: new WallOpenness(bare),
      lesionIds: polyps.map((p) => p.id),
    };
  }

  /** Set everything to t seconds, as far as it can be seen from arc length `near` (mm); all of it when absent. */
  at(t: number, near?: number): void {
    this.residue.cover = coverAt(this.procedure, t);
    const { pools } = this.procedure;
    const inSight = (s: number): boolean =>
      near === undefined || (s > near - SIGHT.behind && s < near + SIGHT.ahead);
    const solids = [
      ...this.valve,
      ...this.polyps.filter(({ solid }) => !isRemoved(this.procedure, solid.lesion ?? '', t)),
      ...this.lumps.filter(({ s }) => cleared(this.procedure.washes, s, t) < 0.5),
    ].filter(({ s }) => inSight(s));
    const levels: Level[] = pools.flatMap((pool, i) => {
      const drop = DRAIN * cleared(this.procedure.washes, (pool.from + pool.to) / 2, t);
      return drop < DRAIN && (inSight(pool.from) || inSight(pool.to)) ? [{ pool: i, drop }] : [];
    });
    this.colon.stage(
      solids.map((p) => p.solid),
      levels,
    );
    this.colon.focus([0, 0, 0], Number.POSITIVE_INFINITY);
  }
}

/** Whether a lesion has been taken away by t seconds. */
export function isRemoved({ tools }: Procedure, lesion: string, t: number): boolean {
  return tools.some(
    (tool) => tool.removes && tool.lesion === lesion && t >= tool.fromS + 0.75 * (tool.toS - tool.fromS),
  );
}

/** How far the wall at arc length s has been washed by t seconds, 0 not … 1 as clean as it gets. */
export function cleared(washes: readonly Wash[], s: number, t: number): number {
  let most = 0;
  for (const wash of washes) {
    if (t <= wash.fromS) continue;
    const inside = smoothstep(-SOFT, 0, Math.min(s - wash.from, wash.to - s));
    most = Math.max(most, inside * clamp((t - wash.fromS) / (0.85 * (wash.toS - wash.fromS)), 0, 1));
  }
  return most;
}

/** What covers the wall at t seconds, row by row. */
function coverAt({ organ, soiling, washes }: Procedure, t: number): Cover {
  const rows = Math.ceil(organ.length) + 2;
  const cover = { stool: new Float32Array(rows), foam: new Float32Array(rows) };
  for (let s = 0; s < rows; s++) {
    const clear = cleared(washes, s, t);
    let [stool, foam, weight] = [0, 0, 0];
    for (const part of soiling) {
      const w = smoothstep(-SOFT, SOFT, Math.min(s - part.from, part.to - s));
      // At the organ's very ends there is no neighbour to melt into.
      const own = w + 1e-6;
      stool += own * (part.before + (part.after - part.before) * clear);
      foam += own * part.foam * (1 - clear);
      weight += own;
    }
    cover.stool[s] = weight === 0 ? 0 : stool / weight;
    cover.foam[s] = weight === 0 ? 0 : foam / weight;
  }
  return cover;
}
