import type { Lens } from '../camera/lens.js';
import { type Pose, toCamera } from '../camera/pose.js';
import { dot, length, subtract, type Vec3 } from '../maths/vector.js';
import { SCREEN } from '../render/screen.js';
import { MATERIALS, type Radiance } from '../render/shader.js';
import type { Hits } from '../render/tracer.js';
import type { FrameTruth } from './schema.js';
import type { SurfacePoint } from './surface.js';

/** Fewer pixels of the lens's square than this are no view of a lesion, unless told otherwise. */
const LEAST_PIXELS = 24;

/** Parts of the visible wall under stool or liquid from which the wall counts as poorly prepared, or as blocked. */
const POOR = 0.25;
const BLOCKED = 0.75;

/** Rounds to keep the truth file small: nothing in it is known better than this. */
export function round(x: number, digits: number): number {
  const k = 10 ** digits;
  return Math.round(x * k) / k;
}

/** A place in the lens's square as fractions of the whole picture. */
export function toScreen(lens: Lens, col: number, row: number): readonly [number, number] {
  const scale = SCREEN.fieldSide / lens.spec.side;
  return [(SCREEN.fieldX + col * scale) / SCREEN.width, (SCREEN.fieldY + row * scale) / SCREEN.height];
}

/** The pixels of one lesion: where they reach to, how many, how bright. Null when there are too few to see. */
export interface LesionPixels {
  readonly box: readonly [x: number, y: number, w: number, h: number];
  readonly area: number;
  readonly luma: number;
}

/**
 * Measure lesion number `code` (its pixel value) in the buffers of a frame.
 * @param picture display values 0..255 @param least fewer pixels than this are no view of it
 */
export function lesionPixels(
  lesion: Uint8Array,
  code: number,
  picture: Float32Array,
  lens: Lens,
  least: number = LEAST_PIXELS,
): LesionPixels | null {
  const { side } = lens.spec;
  let [left, top, right, bottom] = [side, side, -1, -1];
  let count = 0;
  let light = 0;
  for (let k = 0; k < lesion.length; k++) {
    if (lesion[k] !== code || (lens.mask[k] as number) < 0.5) continue;
    const col = k % side;
    const row = (k - col) / side;
    left = Math.min(left, col);
    right = Math.max(right, col);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    count++;
    light +=
      0.3 * (picture[k * 3] as number) +
      0.59 * (picture[k * 3 + 1] as number) +
      0.11 * (picture[k * 3 + 2] as number);
  }
  if (count < least) return null;
  const [x0, y0] = toScreen(lens, left, top);
  const [x1, y1] = toScreen(lens, right + 1, bottom + 1);
  const scale = SCREEN.fieldSide / side;
  return {
    box: [round(x0, 4), round(y0, 4), round(x1 - x0, 4), round(y1 - y0, 4)],
    area: round((count * scale * scale) / (SCREEN.width * SCREEN.height), 6),
    luma: round(Math.min(light / count, 255), 1),
  };
}

/** Of the surface points that face the lens, the part that is in the field with nothing in front. 0..1 */
export function visibleFraction(points: readonly SurfacePoint[], lens: Lens, pose: Pose, hits: Hits): number {
  let facing = 0;
  let seen = 0;
  for (const { point, normal } of points) {
    const way = subtract(point, pose.position);
    if (dot(way, normal) >= 0) continue;
    facing++;
    if (isSeen(way, lens, pose, hits, 1.2)) seen++;
  }
  return facing === 0 ? 0 : round(seen / facing, 3);
}

/** Whether the point `way` from the lens (mm) is in the field and nothing lies more than `slack` mm in front of it. */
export function isSeen(way: Vec3, lens: Lens, pose: Pose, hits: Hits, slack: number): boolean {
  const { side } = lens.spec;
  const place = lens.project(...toCamera(pose, way));
  if (place === null) return false;
  const [col, row] = [Math.floor(place[0]), Math.floor(place[1])];
  if (col < 0 || row < 0 || col >= side || row >= side) return false;
  const k = row * side + col;
  return (lens.mask[k] as number) > 0.5 && (hits.depth[k] as number) > length(way) - slack;
}

/** How clean the visible wall is, from the buffers of a frame. */
export function measureCleanliness(radiance: Radiance): NonNullable<FrameTruth['cleanliness']> {
  let wall = 0;
  let covered = 0;
  for (let k = 0; k < radiance.material.length; k++) {
    const name = MATERIALS[radiance.material[k] as number];
    if (name === undefined || name === 'polyp' || name === 'valve') continue;
    wall++;
    if (name === 'stool' || (radiance.cover[k] as number) > 127) covered++;
  }
  const part = wall === 0 ? 0 : round(covered / wall, 4);
  const label = part >= BLOCKED ? 'impacted-stool' : part >= POOR ? 'bbps-0-1' : 'bbps-2-3';
  return { covered: part, label };
}
