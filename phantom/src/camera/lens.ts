import { clamp } from '../maths/curve.js';

/** The picture field and optics of a scope. Angles in degrees, lengths in pixels. */
export interface LensSpec {
  /** Side of the square that holds the field. */
  readonly side: number;
  /** Field of view across the corners of the square. */
  readonly fieldOfView: number;
  /** How much of each side its cut corners take, as a fraction of the side. */
  readonly corner: number;
}

/** An equidistant wide-angle lens behind an octagonal mask: which way each pixel looks, and which pixels exist. */
export class Lens {
  /** Three numbers a pixel: right, down, forward (unit length). */
  readonly rays: Float32Array;
  /** 1 inside the octagon, 0 outside, between the two on its edge. */
  readonly mask: Float32Array;
  /** Angle for a pixel, radians: also the width of one pixel's cone. */
  readonly pixelAngle: number;

  constructor(readonly spec: LensSpec) {
    const { side } = spec;
    this.rays = new Float32Array(side * side * 3);
    this.mask = new Float32Array(side * side);
    this.pixelAngle = ((spec.fieldOfView / 2) * (Math.PI / 180)) / ((side / 2) * this.reach());
    for (let row = 0; row < side; row++) {
      for (let col = 0; col < side; col++) {
        const x = col + 0.5 - side / 2;
        const y = row + 0.5 - side / 2;
        const k = row * side + col;
        this.mask[k] = this.coverage(x, y);
        const radius = Math.hypot(x, y);
        const theta = radius * this.pixelAngle;
        const sin = radius > 0 ? Math.sin(theta) / radius : 0;
        this.rays[k * 3] = x * sin;
        this.rays[k * 3 + 1] = y * sin;
        this.rays[k * 3 + 2] = Math.cos(theta);
      }
    }
  }

  /** Half-diagonal of the octagon in half-sides. */
  private reach(): number {
    return Math.hypot(1, 1 - 2 * this.spec.corner);
  }

  private coverage(x: number, y: number): number {
    const half = this.spec.side / 2;
    const cut = (2 * half - 2 * this.spec.corner * half) / Math.SQRT2;
    const straight = half - Math.max(Math.abs(x), Math.abs(y));
    const slanted = cut - (Math.abs(x) + Math.abs(y)) / Math.SQRT2;
    return clamp(Math.min(straight, slanted) + 0.5, 0, 1);
  }

  /**
   * Where a direction (right, down, forward; any length) falls, in pixels of the square; null more than 170° off axis.
   * The place may lie outside the field.
   */
  project(x: number, y: number, z: number): readonly [col: number, row: number] | null {
    const across = Math.hypot(x, y);
    const theta = Math.atan2(across, z);
    if (theta > 2.97) return null;
    const k = across > 1e-9 ? theta / (this.pixelAngle * across) : 0;
    return [x * k + this.spec.side / 2, y * k + this.spec.side / 2];
  }
}
