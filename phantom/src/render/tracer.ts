import type { Lens } from '../camera/lens.js';
import type { Pose } from '../camera/pose.js';
import type { Colon } from '../scene/colon.js';

/** Rays end here, mm: nothing further away gets any light. */
export const FAR_MM = 170;
/** Nearer than this to a surface a ray may jump to where its slope points, mm. */
const CLOSE_MM = 1.5;
/** A block of this many pixels a side shares the first part of its way. */
const BLOCK = 4;

/** What a traced picture knows of every pixel of the lens's square. */
export interface Hits {
  /** Way to the surface, mm; FAR_MM where nothing is met, 0 outside the field. */
  readonly depth: Float32Array;
  /** Arc length near the hit, mm: where a later look at the same point starts its search. */
  readonly arc: Float32Array;
}

/**
 * Find the surface behind every pixel. A cone around each block of pixels goes first, as far as nothing can touch it.
 * From where it stopped, every second pixel of every second row sends a ray; the pixels between take the mean of their
 * neighbours where those agree (smooth wall), and send a ray of their own where they do not (outlines).
 */
export function traceHits(colon: Colon, lens: Lens, pose: Pose): Hits {
  const { side } = lens.spec;
  const hits: Hits = { depth: new Float32Array(side * side), arc: new Float32Array(side * side) };
  colon.focus(pose.position, FAR_MM);
  const march = new March(colon, lens, pose);
  const starts = coneStarts(march, colon, lens, pose);
  const blocks = Math.ceil(side / BLOCK);
  const ray = (row: number, col: number, k: number): void => {
    const block = Math.floor(row / BLOCK) * blocks + Math.floor(col / BLOCK);
    colon.hint = starts.arc[block] as number;
    hits.depth[k] = march.ray(k, starts.way[block] as number);
    hits.arc[k] = colon.hint;
  };
  for (let row = 0; row < side; row += 2) {
    for (let col = 0; col < side; col += 2) {
      const k = row * side + col;
      if ((lens.mask[k] as number) > 0) ray(row, col, k);
    }
  }
  for (let row = 0; row < side; row++) {
    for (let col = 0; col < side; col++) {
      const k = row * side + col;
      if ((row % 2 === 0 && col % 2 === 0) || (lens.mask[k] as number) === 0) continue;
      if (!between(hits, k, col % 2, (row % 2) * side)) ray(row, col, k);
    }
  }
  return hits;
}

/** Take pixel k from its traced neighbours, `dx` columns and `dy` pixels to either side; false when they disagree. */
function between(hits: Hits, k: number, dx: number, dy: number): boolean {
  const { depth, arc } = hits;
  let [low, high, sum, arcs] = [FAR_MM, 0, 0, 0];
  for (const at of [k - dx - dy, k + dx - dy, k - dx + dy, k + dx + dy]) {
    const d = depth[at] ?? 0;
    low = Math.min(low, d);
    high = Math.max(high, d);
    sum += d;
    arcs += arc[at] ?? 0;
  }
  if (low === 0 || high >= FAR_MM || high - low > 0.1 + 0.025 * low) return false;
  depth[k] = sum / 4;
  arc[k] = arcs / 4;
  return true;
}

/** For each block: how far its cone goes freely, mm, and the arc length there. */
function coneStarts(
  march: March,
  colon: Colon,
  lens: Lens,
  pose: Pose,
): { readonly way: Float32Array; readonly arc: Float32Array } {
  const { side } = lens.spec;
  const blocks = Math.ceil(side / BLOCK);
  const way = new Float32Array(blocks * blocks);
  const arc = new Float32Array(blocks * blocks);
  const width = lens.pixelAngle * BLOCK * 0.9;
  for (let by = 0; by < side; by += BLOCK) {
    for (let bx = 0; bx < side; bx += BLOCK) {
      if (!blockSeen(lens, bx, by)) continue;
      const middle = Math.min(by + BLOCK / 2, side - 1) * side + Math.min(bx + BLOCK / 2, side - 1);
      const block = (by / BLOCK) * blocks + bx / BLOCK;
      colon.hint = pose.s;
      way[block] = march.cone(middle, width);
      arc[block] = colon.hint;
    }
  }
  return { way, arc };
}

function blockSeen(lens: Lens, bx: number, by: number): boolean {
  const { side } = lens.spec;
  for (let row = by; row < Math.min(by + BLOCK, side); row++) {
    for (let col = bx; col < Math.min(bx + BLOCK, side); col++) {
      if ((lens.mask[row * side + col] as number) > 0) return true;
    }
  }
  return false;
}

class March {
  private dx = 0;
  private dy = 0;
  private dz = 0;

  constructor(
    private readonly colon: Colon,
    private readonly lens: Lens,
    private readonly pose: Pose,
  ) {}

  private aim(pixel: number): void {
    const { right, down, forward } = this.pose;
    const x = this.lens.rays[pixel * 3] as number;
    const y = this.lens.rays[pixel * 3 + 1] as number;
    const z = this.lens.rays[pixel * 3 + 2] as number;
    this.dx = right[0] * x + down[0] * y + forward[0] * z;
    this.dy = right[1] * x + down[1] * y + forward[1] * z;
    this.dz = right[2] * x + down[2] * y + forward[2] * z;
  }

  /** How far the cone of half-angle `width` (radians, small) around a pixel's ray surely meets nothing, mm. */
  cone(pixel: number, width: number): number {
    this.aim(pixel);
    const [ox, oy, oz] = this.pose.position;
    let t = 0;
    for (let i = 0; i < 80 && t < FAR_MM; i++) {
      const free = this.colon.step(ox + this.dx * t, oy + this.dy * t, oz + this.dz * t) - t * width;
      if (free < 0.15) break;
      t += (0.8 * free) / (1 + width);
    }
    return t;
  }

  /** Way to the surface along a pixel's ray from `start` mm on. */
  ray(pixel: number, start: number): number {
    this.aim(pixel);
    const [ox, oy, oz] = this.pose.position;
    let t = start;
    let lastT = start;
    let lastHeight = 0;
    for (let i = 0; i < 64; i++) {
      const free = this.colon.step(ox + this.dx * t, oy + this.dy * t, oz + this.dz * t);
      const height = this.colon.height;
      if (Math.abs(height) < 0.012 + 0.0007 * t) break;
      // Close by, the line through the last two heights tells where the surface is better than a safe step does.
      const fall = lastHeight - height;
      const secant = i > 0 && fall > 0 ? (height * (t - lastT)) / fall : free;
      const step = Math.abs(height) < CLOSE_MM && Math.abs(secant) < CLOSE_MM ? secant : free;
      lastT = t;
      lastHeight = height;
      t += Math.abs(step) < 0.004 ? Math.sign(step) * 0.004 : step;
      if (t > FAR_MM) return FAR_MM;
    }
    return Math.max(t, 0.05);
  }
}
