import { smoothstep } from '../maths/curve.js';
import { addScaled, normalise, type Vec3 } from '../maths/vector.js';
import type { CentreLine } from './centreline.js';
import { type Pool, surfaceHeight } from './pool.js';
import type { Anchor, Material, Solid } from './solid.js';
import type { Wall } from './wall.js';

/** The closed end of the caecum: from arc length `start` the wall closes over `depth` mm, with the appendiceal orifice off its centre. */
export interface Cap {
  readonly start: number;
  readonly depth: number;
  /** Offset of the appendiceal orifice from the axis, mm along n and b. */
  readonly orifice: readonly [u: number, v: number];
  /** Height in mm of the three folds that run together at the orifice, where the taeniae meet; none when absent. */
  readonly star?: number;
}

/** A pool as it lies at one moment: its place in the anatomy's list, and how far its surface has sunk, mm. */
export interface Level {
  readonly pool: number;
  readonly drop: number;
}

/** Everything that makes up the scene's geometry. */
export interface Anatomy {
  readonly line: CentreLine;
  readonly wall: Wall;
  readonly cap: Cap;
  readonly solids: readonly Solid[];
  readonly pools: readonly Pool[];
  /** Unit vector against gravity. */
  readonly up: Vec3;
}

const TWO_PI = 2 * Math.PI;

/** atan2 in [0, 2π) to about 1e-4 rad: a third of the time of Math.atan2, and exact enough for a texture coordinate. */
export function fastAngle(y: number, x: number): number {
  const ax = x < 0 ? -x : x;
  const ay = y < 0 ? -y : y;
  const high = Math.max(ax, ay);
  if (high < 1e-9) return 0;
  const q = Math.min(ax, ay) / high;
  const z = q * q;
  let a =
    q *
    (0.99997726 +
      z * (-0.33262347 + z * (0.19354346 + z * (-0.11643287 + z * (0.05265332 - z * 0.0117212)))));
  if (ay > ax) a = Math.PI / 2 - a;
  if (x < 0) a = Math.PI - a;
  if (y < 0) a = TWO_PI - a;
  return a >= TWO_PI ? 0 : a;
}

/**
 * The colon as a field: `step` for a ray that must not pass through anything, `shape` for the surface itself.
 * After `shape`, the fields s, angle, r, material, solid and share say where the point is and what is nearest.
 * One instance serves one thread: these fields are its scratch pad (no allocation in the inner loop).
 */
export class Colon {
  s = 0;
  angle = 0;
  r = 0;
  radius = 0;
  material: Material = 'wall';
  solid: Solid | null = null;
  /** 0 all wall, 1 all solid; between the two where they melt together. */
  share = 0;
  /** After `shape`: nothing but wall within a few millimetres. */
  plain = true;
  /** After `step`: the plain signed height above the nearest surface, mm, not shortened for safety. */
  height = 0;
  /** Arc length near which the next point is expected. */
  hint = 0;

  private near: Solid[] = [];

  private standing: readonly Solid[];
  private readonly full: readonly { readonly pool: Pool; readonly height: number }[];
  private surfaces: readonly { readonly pool: Pool; readonly height: number }[];

  constructor(readonly anatomy: Anatomy) {
    this.standing = anatomy.solids;
    this.near = [...anatomy.solids];
    this.full = anatomy.pools.map((pool) => ({
      pool,
      height: surfaceHeight(anatomy.line, anatomy.wall, pool, anatomy.up),
    }));
    this.surfaces = this.full;
  }

  /** Set up one moment: only these solids stand and only these pools lie, until the next call. */
  stage(solids: readonly Solid[], levels: readonly Level[]): void {
    this.standing = solids;
    this.near = [...solids];
    this.surfaces = levels.flatMap(({ pool, drop }) => {
      const full = this.full[pool];
      return full === undefined ? [] : [{ pool: full.pool, height: full.height - drop }];
    });
  }

  /** Keep only the solids within `reach` mm of a point for the rays that follow. */
  focus(point: Vec3, reach: number): void {
    this.near = this.standing.filter((solid) => {
      const [x, y, z] = solid.centre;
      return Math.hypot(x - point[0], y - point[1], z - point[2]) < reach + solid.bound;
    });
  }

  private locate(x: number, y: number, z: number): void {
    const { line, wall } = this.anatomy;
    line.locate(x, y, z, this.hint);
    this.s = line.s;
    this.hint = line.s;
    this.r = Math.sqrt(line.u * line.u + line.v * line.v);
    this.angle = fastAngle(line.v, line.u);
    this.radius = wall.radiusAt(this.s, this.angle);
  }

  /** Distance in mm that a ray may travel from (x, y, z) without passing through a surface; negative inside one. */
  step(x: number, y: number, z: number): number {
    this.locate(x, y, z);
    const { cap, wall } = this.anatomy;
    const past = this.s - cap.start;
    let free = past > 0 ? this.capShape(past) * 0.6 : wall.safeStep(this.s, this.angle, this.r, this.radius);
    if (past <= 0 && past > -7 && free > -past + 2) free = -past + 2;
    let height = past > 0 ? free / 0.6 : this.radius - this.r;
    for (let i = 0; i < this.near.length; i++) {
      const solid = this.near[i] as Solid;
      const dx = x - solid.centre[0];
      const dy = y - solid.centre[1];
      const dz = z - solid.centre[2];
      const toBound = Math.sqrt(dx * dx + dy * dy + dz * dz) - solid.bound - solid.blend;
      if (toBound >= free) continue;
      if (toBound > 0.5) free = toBound;
      else {
        const d = solid.distance(dx, dy, dz) - 0.25 * solid.blend;
        // Where it may melt into the wall only the surface itself tells how far to go.
        const melting = d < solid.blend;
        const own = melting ? this.shape(x, y, z) : d;
        height = melting ? own : Math.min(height, own);
        free = Math.min(free, own * (melting ? 0.55 : 0.7));
      }
    }
    if (this.surfaces.length > 0) {
      const depth = this.overPool(x, y, z);
      free = Math.min(free, depth);
      height = Math.min(height, depth);
    }
    this.height = height;
    return free;
  }

  /** Signed height above the surface in mm (exact for a smooth wall); fills the scratch fields. */
  shape(x: number, y: number, z: number): number {
    this.locate(x, y, z);
    const past = this.s - this.anatomy.cap.start;
    let d = past > 0 ? this.capShape(past) : this.radius - this.r;
    this.material = 'wall';
    this.solid = null;
    this.share = 0;
    this.plain = past <= 0;
    for (let i = 0; i < this.near.length; i++) {
      const solid = this.near[i] as Solid;
      const dx = x - solid.centre[0];
      const dy = y - solid.centre[1];
      const dz = z - solid.centre[2];
      const limit = solid.bound + solid.blend;
      const away = dx * dx + dy * dy + dz * dz;
      if (away > (limit + REACH) * (limit + REACH)) continue;
      this.plain = false;
      if (away > limit * limit) continue;
      const own = solid.distance(dx, dy, dz);
      const k = solid.blend;
      const h = k - Math.abs(own - d);
      const share = own < d - k ? 1 : own > d + k ? 0 : 0.5 + (0.5 * (d - own)) / k;
      d = h <= 0 ? Math.min(own, d) : Math.min(own, d) - (h * h) / (4 * k);
      if (share > 0 && share >= this.share) {
        this.share = share;
        this.solid = solid;
        if (share > 0.5) this.material = solid.material;
      }
    }
    if (this.surfaces.length > 0) {
      const depth = this.overPool(x, y, z);
      if (depth < REACH) this.plain = false;
      if (depth < d) {
        d = depth;
        this.material = 'liquid';
        this.solid = null;
        this.share = 0;
      }
    }
    return d;
  }

  /** Height above the nearest liquid surface, mm; large where there is none. */
  private overPool(x: number, y: number, z: number): number {
    const { up } = this.anatomy;
    for (let i = 0; i < this.surfaces.length; i++) {
      const { pool, height } = this.surfaces[i] as (typeof this.surfaces)[number];
      const into = Math.min(this.s - pool.from, pool.to - this.s);
      if (into < -SHORE) continue;
      const above = x * up[0] + y * up[1] + z * up[2] - height;
      // Beyond the pool's ends its surface dips below the wall.
      return into < 0 ? above - into * 1.5 : above;
    }
    return 1e9;
  }

  private capShape(past: number): number {
    const { cap, line } = this.anatomy;
    const a = past / cap.depth;
    const q = this.r / this.radius;
    let d = (1 - Math.sqrt(a * a + q * q)) * Math.min(cap.depth, this.radius);
    // The appendiceal orifice: a shallow funnel with a small hole, inside a ring-like fold.
    const x = line.u - cap.orifice[0];
    const y = line.v - cap.orifice[1];
    const off = Math.sqrt(x * x + y * y);
    if (off < (cap.star === undefined ? 16 : 30)) {
      const turn = fastAngle(y, x);
      const slit = (x * x) / 7 + ((y - 0.12 * x * x) * (y - 0.12 * x * x)) / 1.5;
      // One side of the ring stands up as a crescent, the other runs out into the swirl of the caecal folds.
      const ring = (off - 4.6 - 0.8 * Math.sin(turn + 1)) / (1.6 + 0.5 * Math.sin(turn));
      const swirl = Math.sin(3 * turn + 0.5 * off) * Math.exp(-(((off - 9) / 3.5) ** 2));
      if (cap.star !== undefined) {
        const opening = (x * x) / 14 + ((y - 0.1 * x * x) * (y - 0.1 * x * x)) / 3.2;
        // The orifice's own crescent fold stands up on one side.
        const crescent = (1.1 + 1.1 * Math.sin(turn + 0.6)) * Math.exp(-ring * ring);
        // The folds run out before the rim, where the wall knows nothing of them.
        const star = cap.star * starFold(turn, off) * smoothstep(1, 9, past);
        return d + 4.2 * Math.exp(-opening) - crescent - star;
      }
      d += 2.8 * Math.exp(-slit) - (0.9 + 0.8 * Math.sin(turn + 0.6)) * Math.exp(-ring * ring) - 0.7 * swirl;
    }
    return d;
  }

  /** The point of the wall at (s, angle) and the direction into the lumen there. */
  anchor(s: number, angle: number): Anchor {
    const station = this.anatomy.line.at(s);
    const r = this.anatomy.wall.radiusAt(s, angle);
    const out = addScaled(addScaled([0, 0, 0], station.n, Math.cos(angle)), station.b, Math.sin(angle));
    const point = addScaled(station.point, out, r);
    this.hint = s;
    return { point, inward: this.normal(point, 1.2) };
  }

  /**
   * Unit vector out of plain wall at the point that `shape` was last asked about (only where `plain` is true), from
   * the wall's slopes `h` mm around it. Writes x, y, z to `out`. Much quicker than `normal`.
   */
  wallNormal(h: number, out: Float64Array): void {
    const { line, wall } = this.anatomy;
    const { s, angle, r } = this;
    const turn = h / r;
    const before = angle < turn ? angle - turn + TWO_PI : angle - turn;
    const after = angle + turn >= TWO_PI ? angle + turn - TWO_PI : angle + turn;
    const along =
      (wall.radiusAt(s + h, angle) - wall.radiusAt(s - h, angle)) / (2 * h * Math.max(line.stretch, 0.25));
    const around = (wall.radiusAt(s, after) - wall.radiusAt(s, before)) / (2 * h);
    const scale = 1 / Math.sqrt(1 + along * along + around * around);
    const c = line.u / r;
    const q = line.v / r;
    line.toScene(along * scale, (-c - around * q) * scale, (-q + around * c) * scale, out);
  }

  /** Unit vector out of the surface (into the lumen) at a point, from four samples `h` mm around it. */
  normal(p: Vec3, h: number): Vec3 {
    const a = this.shape(p[0] + h, p[1] - h, p[2] - h);
    const b = this.shape(p[0] - h, p[1] - h, p[2] + h);
    const c = this.shape(p[0] - h, p[1] + h, p[2] - h);
    const d = this.shape(p[0] + h, p[1] + h, p[2] + h);
    return normalise([a - b - c + d, -a - b + c + d, -a + b - c + d]);
  }
}

/** The "Mercedes star": three folds at even angles that rise beside the orifice and run out on the way to the wall. 0..1 */
function starFold(turn: number, off: number): number {
  const lobe = 0.5 + 0.5 * Math.cos(3 * turn + 0.5 + 0.03 * off);
  return lobe ** 5 * smoothstep(4, 10, off) * (1 - smoothstep(18, 30, off));
}

/** Solids and liquid further away than this, mm, do not change how the wall looks. */
const REACH = 6;
/** How far beyond a pool's ends its surface is still looked for, mm. */
const SHORE = 12;
