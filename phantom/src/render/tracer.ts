import type { Lens } from '../camera/lens.js';
import type { Pose } from '../camera/pose.js';
import type { Colon } from '../scene/colon.js';

/** Rays end here, mm: nothing further away gets any light. */
export const FAR_MM = 170;
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
 * Find the surface behind every pixel. A cone around each block of pixels goes first, as far as nothing can touch it;
 * each pixel's own ray starts where its block's cone stopped.
 */
export function traceHits(colon: Colon, lens: Lens, pose: Pose): Hits {
  const { side } = lens.spec;
  const depth = new Float32Array(side * side);
  const arc = new Float32Array(side * side);
  colon.focus(pose.position, FAR_MM);
  const march = new March(colon, lens, pose);
  const cone = lens.pixelAngle * BLOCK * 0.9;
  for (let by = 0; by < side; by += BLOCK) {
    for (let bx = 0; bx < side; bx += BLOCK) {
      if (!blockSeen(lens, bx, by)) continue;
      const middle = Math.min(by + BLOCK / 2, side - 1) * side + Math.min(bx + BLOCK / 2, side - 1);
      colon.hint = pose.s;
      const start = march.cone(middle, cone);
      const hint = colon.hint;
      for (let row = by; row < Math.min(by + BLOCK, side); row++) {
        for (let col = bx; col < Math.min(bx + BLOCK, side); col++) {
          const k = row * side + col;
          if ((lens.mask[k] as number) === 0) continue;
          colon.hint = hint;
          depth[k] = march.ray(k, start);
          arc[k] = colon.hint;
        }
      }
    }
  }
  return { depth, arc };
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
    for (let i = 0; i < 64; i++) {
      const free = this.colon.step(ox + this.dx * t, oy + this.dy * t, oz + this.dz * t);
      if (Math.abs(free) < 0.008 + 0.0007 * t) break;
      t += free;
      if (t > FAR_MM) return FAR_MM;
    }
    return Math.max(t, 0.05);
  }
}
