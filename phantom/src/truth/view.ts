import type { Lens } from '../camera/lens.js';
import { type Pose, toCamera } from '../camera/pose.js';
import { addScaled, length, subtract, type Vec3 } from '../maths/vector.js';
import type { ProcedureScene } from '../procedure/grow.js';
import { MATERIALS, type Radiance } from '../render/shader.js';
import type { Hits } from '../render/tracer.js';
import { isSeen, lesionPixels, round, toScreen, visibleFraction } from './measure.js';
import type { ProcedureFrame } from './procedure-schema.js';
import type { LesionTruth } from './schema.js';
import type { SurfacePoint } from './surface.js';

/** How far on the lumen is looked for, mm. */
const LUMEN_AHEAD = 45;
/** Landmarks further away than this are not in view, mm. */
const LANDMARK_MM = 70;
/** Part of the traced square that the valve's own pixels take at least when it is in view. */
const VALVE_PART = 0.003;

/** Part of the traced square that a lesion's pixels take at least when it is in view. */
const LESION_PART = 0.0002;

/** The buffers of one frame. */
export interface View {
  readonly radiance: Radiance;
  readonly picture: Float32Array;
  readonly lens: Lens;
  readonly pose: Pose;
  readonly hits: Hits;
}

/** Where the lumen goes on: place in the picture, clock direction from the field's middle, and whether it is in plain view. */
export function lumenInView(
  scene: ProcedureScene,
  lens: Lens,
  pose: Pose,
  hits: Hits,
): Pick<ProcedureFrame, 'lumen' | 'lumenDeg' | 'lumenSeen'> {
  const { line, cap } = scene.colon.anatomy;
  const none = { lumen: null, lumenDeg: null, lumenSeen: false };
  // In a blind end no lumen goes on.
  if (pose.s > cap.start - LUMEN_AHEAD) return none;
  const way = subtract(line.at(pose.s + LUMEN_AHEAD).point, pose.position);
  const place = lens.project(...toCamera(pose, way));
  if (place === null) return none;
  const [x, y] = toScreen(lens, ...place);
  const middle = lens.spec.side / 2;
  const deg = (Math.atan2(place[0] - middle, middle - place[1]) * 180) / Math.PI;
  return {
    lumen: [round(x, 4), round(y, 4)],
    lumenDeg: round((deg + 360) % 360, 1),
    lumenSeen: isSeen(way, lens, pose, hits, 8),
  };
}

/** Whether the appendiceal orifice is in view, near enough and with nothing in front of it. */
export function orificeInView(
  { colon, procedure }: ProcedureScene,
  lens: Lens,
  pose: Pose,
  hits: Hits,
): boolean {
  const { line, cap } = colon.anatomy;
  const end = line.at(cap.start);
  const [u, v] = cap.orifice;
  const depth = cap.depth * Math.sqrt(Math.max(0, 1 - (Math.hypot(u, v) / procedure.organ.baseRadius) ** 2));
  const point = addScaled(addScaled(addScaled(end.point, end.tangent, depth), end.n, u), end.b, v);
  const way = subtract(point, pose.position);
  return length(way) < LANDMARK_MM && isSeen(way, lens, pose, hits, 5);
}

/** Whether enough of the ileocaecal valve's own pixels are in view. */
export function valveInView(radiance: Radiance, hits: Hits): boolean {
  const code = MATERIALS.indexOf('valve');
  let count = 0;
  radiance.material.forEach((material, k) => {
    if (material === code && (hits.depth[k] as number) < LANDMARK_MM) count++;
  });
  return count > VALVE_PART * radiance.material.length;
}

/** Foam and bubbles as a part of the visible wall, 0..1. */
export function bubbleShare(radiance: Radiance): number {
  let [wall, foam] = [0, 0];
  radiance.material.forEach((material, k) => {
    if (material === 255) return;
    wall++;
    if ((radiance.foam[k] as number) > 127) foam++;
  });
  return wall === 0 ? 0 : round(foam / wall, 4);
}

/** Around the pixels that a tool takes, in fractions of the picture; null when it takes hardly any. */
export function toolBox(pixels: readonly number[], lens: Lens): [number, number, number, number] | null {
  if (pixels.length < 8) return null;
  const { side } = lens.spec;
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (const k of pixels) {
    const col = k % side;
    const row = (k - col) / side;
    left = Math.min(left, col);
    right = Math.max(right, col);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  const [x0, y0] = toScreen(lens, left, top);
  const [x1, y1] = toScreen(lens, right + 1, bottom + 1);
  return [round(x0, 4), round(y0, 4), round(x1 - x0, 4), round(y1 - y0, 4)];
}

/** Every lesion of which some pixels are in view. */
export function lesionsInView(
  { colon, procedure }: ProcedureScene,
  surfaces: ReadonlyMap<string, readonly SurfacePoint[]>,
  { radiance, picture, lens, pose, hits }: View,
): LesionTruth[] {
  const least = Math.max(4, Math.round(LESION_PART * lens.mask.length));
  return procedure.polyps.flatMap((spec, i) => {
    const pixels = lesionPixels(radiance.lesion, i + 1, picture, lens, least);
    const solid = colon.anatomy.solids.find((s) => s.lesion === spec.id);
    if (pixels === null || solid === undefined) return [];
    return [
      {
        id: spec.id,
        box: [...pixels.box] as [number, number, number, number],
        area: pixels.area,
        visibleFraction: visibleFraction(surfaces.get(spec.id) ?? [], lens, pose, hits),
        sizeMm: spec.sizeMm,
        paris: spec.paris,
        distanceMm: round(length(subtract(solid.centre, pose.position)), 1),
        luma: pixels.luma,
      },
    ];
  });
}

/** A place or direction to three digits. */
export function rounded(v: Vec3): [number, number, number] {
  return [round(v[0], 3), round(v[1], 3), round(v[2], 3)];
}
