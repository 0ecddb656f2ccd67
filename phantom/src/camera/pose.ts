import { addScaled, cross, dot, normalise, type Vec3 } from '../maths/vector.js';

/** Where the scope's tip is and how it is turned. `right`, `down` and `forward` are unit vectors of the scene. */
export interface Pose {
  readonly position: Vec3;
  readonly right: Vec3;
  readonly down: Vec3;
  readonly forward: Vec3;
  /** Arc length of the tip along the centre line, mm. */
  readonly s: number;
}

/** A pose that looks along `forward`, rolled by `roll` radians from the upright given by `up`. */
export function lookAlong(position: Vec3, forward: Vec3, up: Vec3, roll: number, s: number): Pose {
  const f = normalise(forward);
  const k = dot(up, f);
  const upright = normalise(addScaled(up, f, -k));
  const level = cross(f, upright);
  const c = Math.cos(roll);
  const q = Math.sin(roll);
  const right: Vec3 = [
    level[0] * c + upright[0] * q,
    level[1] * c + upright[1] * q,
    level[2] * c + upright[2] * q,
  ];
  return { position, right, down: cross(f, right), forward: f, s };
}

/** A direction of the scene in the camera's own axes: right, down, forward. */
export function toCamera(pose: Pose, d: Vec3): Vec3 {
  return [dot(d, pose.right), dot(d, pose.down), dot(d, pose.forward)];
}
