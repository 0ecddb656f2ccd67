import { clamp, smoothstep } from '../maths/curve.js';
import { addScaled, cross, length, normalise, type Vec3 } from '../maths/vector.js';
import type { Capsule } from './capsule.js';

/** Where the channel opens beside the lens (right, down, forward; mm): instruments come from about five o'clock. */
const CHANNEL: Vec3 = [2.6, 3.4, -1];
const STEEL: Vec3 = [0.36, 0.37, 0.39];
const PLASTIC: Vec3 = [0.42, 0.5, 0.6];
const WIRE: Vec3 = [0.62, 0.62, 0.6];
const BLACK: Vec3 = [0.018, 0.018, 0.02];

/**
 * A forceps or snare on its way to a target and back, as rods in the camera's axes.
 * @param target where it works, in the camera's axes, mm
 * @param progress 0 just out of the channel … 1 just back in it
 */
export function instrument(kind: 'forceps' | 'snare', target: Vec3, progress: number): Capsule[] {
  const out = smoothstep(0, 0.28, progress) * (1 - smoothstep(0.84, 1, progress));
  // The channel points straight ahead; a target too far aside is met by turning the scope, not by a bent instrument.
  const way: Vec3 = [target[0] - CHANNEL[0], target[1] - CHANNEL[1], Math.max(target[2] - CHANNEL[2], 6)];
  const aim = normalise([clamp(way[0] / way[2], -0.45, 0.3), clamp(way[1] / way[2], -0.55, 0.25), 1]);
  const reach = 3 + (clamp(length(way), 8, 34) - 3) * out;
  const tip = addScaled(CHANNEL, aim, reach);
  const side = normalise(cross(aim, [0, 1, 0]));
  const up = cross(side, aim);
  return kind === 'forceps' ? forceps(tip, aim, side, progress) : snare(tip, aim, side, up, progress);
}

function forceps(tip: Vec3, aim: Vec3, side: Vec3, progress: number): Capsule[] {
  // Open on the way, shut around the tissue.
  const open = 0.75 * smoothstep(0.1, 0.25, progress) * (1 - smoothstep(0.5, 0.6, progress)) + 0.06;
  const root = addScaled(tip, aim, -4.5);
  const jaw = (sign: number): Capsule => ({
    a: addScaled(root, aim, 0.8),
    b: addScaled(
      addScaled(root, aim, 0.8 + 3.4 * Math.cos(open)),
      side,
      sign * (0.35 + 3.4 * Math.sin(open)),
    ),
    radius: 0.62,
    colour: STEEL,
    gloss: 1,
    rings: 0,
  });
  return [{ a: CHANNEL, b: root, radius: 1, colour: STEEL, gloss: 0.6, rings: 0.9 }, jaw(1), jaw(-1)];
}

function snare(tip: Vec3, aim: Vec3, side: Vec3, up: Vec3, progress: number): Capsule[] {
  const open = smoothstep(0.18, 0.34, progress) * (1 - 0.93 * smoothstep(0.5, 0.72, progress));
  const long = 4 + 9 * open;
  const wide = 0.4 + 4.6 * open;
  const root = addScaled(tip, aim, -long * 0.85);
  const ring: Vec3[] = Array.from({ length: 15 }, (_, i) => {
    const turn = (2 * Math.PI * i) / 14;
    const along = (long / 2) * (1 - Math.cos(turn));
    // The loop lies a little tilted, as it does when it is laid over a polyp.
    const across = wide * Math.sin(turn) * (0.7 + 0.3 * Math.sin(turn / 2));
    return addScaled(addScaled(addScaled(root, aim, along), side, across), up, 0.25 * across);
  });
  const wire = ring
    .slice(0, -1)
    .map((a, i): Capsule => ({ a, b: ring[i + 1] as Vec3, radius: 0.3, colour: WIRE, gloss: 1, rings: 0 }));
  return [{ a: CHANNEL, b: root, radius: 1, colour: PLASTIC, gloss: 0.5, rings: 0 }, ...wire];
}

/** The scope's own shaft as a retroflexed tip sees it: a black rod through the points (camera's axes, mm). */
export function shaft(points: readonly Vec3[]): Capsule[] {
  return points.slice(0, -1).map((a, i) => ({
    a,
    b: points[i + 1] as Vec3,
    radius: 4.6,
    colour: BLACK,
    gloss: 0.25,
    rings: 0,
  }));
}
