import type { Lens } from '../camera/lens.js';

/** A rectangle on one of the room's six faces: face number, centre and half-size in metres, linear colour. */
interface Panel {
  readonly face: number;
  readonly x: number;
  readonly y: number;
  readonly halfX: number;
  readonly halfY: number;
  readonly colour: readonly [number, number, number];
}

/** Half-size of the room, metres: across, up, along. */
const HALF = [3, 1.5, 3.6] as const;
/** Faces in the order −x, +x, −y (floor), +y (ceiling), −z, +z. Linear colours. */
const FACES = [
  [0.3, 0.33, 0.32],
  [0.33, 0.34, 0.31],
  [0.12, 0.11, 0.1],
  [0.5, 0.5, 0.47],
  [0.28, 0.3, 0.3],
  [0.32, 0.34, 0.34],
] as const;
/** Coordinates on a face: x and z for floor and ceiling, the horizontal one and the height for walls. */
const PANELS: readonly Panel[] = [
  { face: 3, x: -1, y: 0.8, halfX: 0.3, halfY: 0.7, colour: [2.6, 2.6, 2.4] },
  { face: 3, x: 1.2, y: 1.4, halfX: 0.3, halfY: 0.7, colour: [2.6, 2.6, 2.4] },
  { face: 5, x: -1.3, y: 0.1, halfX: 0.55, halfY: 0.4, colour: [0.05, 0.12, 0.2] },
  { face: 5, x: -1.3, y: 0.12, halfX: 0.48, halfY: 0.33, colour: [0.2, 0.4, 0.55] },
  { face: 5, x: 1.5, y: -0.35, halfX: 0.45, halfY: 1.1, colour: [0.36, 0.22, 0.12] },
  { face: 5, x: 0.1, y: -0.9, halfX: 0.6, halfY: 0.45, colour: [0.08, 0.26, 0.24] },
  { face: 0, x: 1.4, y: 0.35, halfX: 0.8, halfY: 0.6, colour: [1.2, 1.35, 1.5] },
  { face: 0, x: 1.4, y: 0.35, halfX: 0.04, halfY: 0.6, colour: [0.4, 0.4, 0.4] },
  { face: 1, x: 1.6, y: -0.5, halfX: 0.9, halfY: 0.8, colour: [0.55, 0.56, 0.55] },
  { face: 1, x: 1.6, y: -0.5, halfX: 0.02, halfY: 0.8, colour: [0.2, 0.2, 0.2] },
  { face: 2, x: 0.2, y: 1.6, halfX: 0.5, halfY: 1.1, colour: [0.1, 0.22, 0.4] },
];

/**
 * The examination room as a scope sees it that hangs from a hand: a box with lamps, a window, a screen, a door.
 * @param yaw @param pitch radians
 * @returns linear red, green, blue for the lens's square
 */
export function renderRoom(lens: Lens, yaw: number, pitch: number): Float32Array {
  const { side } = lens.spec;
  const out = new Float32Array(side * side * 3);
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  for (let k = 0; k < side * side; k++) {
    if ((lens.mask[k] as number) === 0) continue;
    const rx = lens.rays[k * 3] as number;
    const up = -(lens.rays[k * 3 + 1] as number);
    const rz = lens.rays[k * 3 + 2] as number;
    const y = up * cp + rz * sp;
    const z0 = rz * cp - up * sp;
    const x = rx * cy + z0 * sy;
    const z = z0 * cy - rx * sy;
    const colour = hit([x, y, z]);
    out[k * 3] = colour[0];
    out[k * 3 + 1] = colour[1];
    out[k * 3 + 2] = colour[2];
  }
  return out;
}

function hit(d: readonly [number, number, number]): readonly [number, number, number] {
  const ways = d.map((v, axis) =>
    v === 0 ? Number.POSITIVE_INFINITY : (HALF[axis as 0 | 1 | 2] as number) / Math.abs(v),
  );
  const way = Math.min(...ways);
  const axis = ways.indexOf(way);
  const face = axis * 2 + ((d[axis] as number) > 0 ? 1 : 0);
  const p = [d[0] * way, d[1] * way, d[2] * way] as const;
  const [a, b] = axis === 1 ? [p[0], p[2]] : axis === 0 ? [p[2], p[1]] : [p[0], p[1]];
  let colour: readonly [number, number, number] = FACES[face] ?? FACES[5];
  for (const panel of PANELS) {
    if (panel.face === face && Math.abs(a - panel.x) < panel.halfX && Math.abs(b - panel.y) < panel.halfY) {
      colour = panel.colour;
    }
  }
  // Corners of a room are darker.
  const shade = 0.75 + 0.25 * Math.cos(a * 0.5) * Math.cos(b * 0.5);
  return [colour[0] * shade, colour[1] * shade, colour[2] * shade];
}
