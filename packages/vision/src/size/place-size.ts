import { LESION_SIZE } from '@haustra/clinical';
import type { Rect } from '@haustra/domain';
import type { Place } from '../scene/lumen.js';

type Ray = readonly [number, number, number];

/**
 * Size in mm of a lesion by its place in one picture: on the wall of a tube of known radius, seen at an angle from where
 * the lumen goes on, it lies at distance radius / sin(angle); its size is that distance times the angle that it spans.
 * Radius and lens are recalled, not measured: rule `lesion-size`. Pure.
 * @param box of the lesion, and `lumen`, in fractions of the source picture
 * @param field the visible field, taken to be as wide as high
 * @returns null where the place says nothing: too near the lumen, or beside and behind the scope
 */
export function sizeByPlace(box: Rect, lumen: Place, field: Rect): number | null {
  const { radiusMm, leastAngle, mostAngle } = LESION_SIZE.values;
  const lesion = rayTo([box.x + box.w / 2, box.y + box.h / 2], field);
  const way = rayTo(lumen, field);
  const cosine = lesion[0] * way[0] + lesion[1] * way[1] + lesion[2] * way[2];
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  if (!(angle >= leastAngle && angle <= mostAngle)) return null;
  const spanned = Math.sqrt((box.w / field.w) * (box.h / field.h)) * VIEW;
  return (radiusMm * spanned) / Math.sin(angle);
}

/** Angle of view across the field, radians. */
const VIEW = (LESION_SIZE.values.viewDeg * Math.PI) / 180;

/** Direction in which a place of the picture lies, for a lens whose angle grows evenly from the middle. */
function rayTo([x, y]: Place, field: Rect): Ray {
  const u = (x - field.x) / field.w - 0.5;
  const v = (y - field.y) / field.h - 0.5;
  const r = Math.hypot(u, v);
  if (r === 0) return [0, 0, 1];
  const angle = r * VIEW;
  return [(Math.sin(angle) * u) / r, (Math.sin(angle) * v) / r, Math.cos(angle)];
}
