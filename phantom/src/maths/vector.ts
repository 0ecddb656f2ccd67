/** A point or direction in the scene, millimetres. */
export type Vec3 = readonly [x: number, y: number, z: number];

/** a + b·k */
export function addScaled(a: Vec3, b: Vec3, k: number): Vec3 {
  return [a[0] + b[0] * k, a[1] + b[1] * k, a[2] + b[2] * k];
}

/** a − b */
export function subtract(a: Vec3, b: Vec3): Vec3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** Scalar product. */
export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Vector product, right-handed. */
export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** Length of a. */
export function length(a: Vec3): number {
  return Math.hypot(a[0], a[1], a[2]);
}

/** a at length 1; the zero vector stays zero. */
export function normalise(a: Vec3): Vec3 {
  const l = length(a);
  return l === 0 ? a : [a[0] / l, a[1] / l, a[2] / l];
}

/** Two unit vectors that, with the unit vector n, form a right-handed frame (e1 × e2 = n). */
export function tangentFrame(n: Vec3): readonly [e1: Vec3, e2: Vec3] {
  const helper: Vec3 = Math.abs(n[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0];
  const e1 = normalise(cross(helper, n));
  return [e1, cross(n, e1)];
}
