import { clamp, type Knot, monotoneCurve, smoothstep } from '../maths/curve.js';
import type { Random } from '../maths/random.js';
import { addScaled, normalise, subtract, type Vec3 } from '../maths/vector.js';
import type { Colon } from '../scene/colon.js';
import type { Scenario } from '../scene/scenario.js';
import { lookAlong, type Pose } from './pose.js';

/** How near the tip comes to the wall when it does not mean to, and when it touches it, mm. */
const CLEARANCE = 6;
const TOUCH = 1.1;
/** How far the view wanders off its aim, radians. */
const WANDER = 0.25;
/** How long a gaze takes to turn to its target and back, s. */
const TURN_S = 1.1;

/** A hand's unrest: sines of given rates (Hz) and weights, with seeded phases. About ±1. */
function unrest(
  rates: readonly (readonly [hz: number, weight: number])[],
  random: Random,
): (t: number) => number {
  const parts = rates.map(([hz, weight]) => ({ hz, weight, phase: random.range(0, 2 * Math.PI) }));
  return (t) => parts.reduce((sum, p) => sum + p.weight * Math.sin(2 * Math.PI * p.hz * t + p.phase), 0);
}

/** What moves the tip: a scenario, or a whole procedure. */
export interface Course extends Pick<Scenario, 'advance' | 'gazes' | 'contacts' | 'blur'> {
  /** How far the tip is turned back upon itself over time, 0 straight … 1 looking at its own shaft. */
  readonly retroflexion?: readonly Knot[];
}

/** The way of the tip through a scenario: the pose at any moment, the same for the same seed. */
export class CameraPath {
  private readonly advance: (t: number) => number;
  private readonly blurAt: (t: number) => number;
  private readonly retroflexion: ((t: number) => number) | undefined;
  private readonly sway: readonly ((t: number) => number)[];
  private readonly roll: (t: number) => number;

  constructor(
    private readonly scenario: Course,
    private readonly colon: Colon,
    random: Random,
  ) {
    this.advance = monotoneCurve(scenario.advance);
    this.blurAt = monotoneCurve(scenario.blur);
    this.retroflexion = scenario.retroflexion && monotoneCurve(scenario.retroflexion);
    const slow = [
      [0.13, 0.6],
      [0.31, 0.4],
    ] as const;
    const look = [
      [0.19, 0.55],
      [0.43, 0.3],
      [0.9, 0.1],
      [3.1, 0.035],
      [5.3, 0.02],
    ] as const;
    this.sway = [slow, slow, look, look].map((rates, i) => unrest(rates, random.fork(`sway ${i}`)));
    this.roll = unrest(
      [
        [0.07, 0.7],
        [0.21, 0.3],
      ],
      random.fork('roll'),
    );
  }

  /** How far the tip is pressed against the wall at t seconds: 0 free … 1 touching. */
  contact(t: number): number {
    let most = 0;
    for (const c of this.scenario.contacts) {
      const rise = (c.to - c.from) * 0.4;
      most = Math.max(most, smoothstep(c.from, c.from + rise, t) * (1 - smoothstep(c.to - rise, c.to, t)));
    }
    return most;
  }

  /** Blur of the picture at t seconds, pixels. */
  blur(t: number): number {
    return this.blurAt(t);
  }

  /** The pose at t seconds. */
  pose(t: number): Pose {
    const { line, up } = this.colon.anatomy;
    const s = clamp(this.advance(t) + 0.5 * Math.sin(1.6 * t), 1, line.length);
    const station = line.at(s);
    const [swayU, swayV, yaw, pitch] = this.sway.map((f) => f(t)) as [number, number, number, number];
    let position = addScaled(addScaled(station.point, station.n, 4.5 * swayU), station.b, 4.5 * swayV);
    const contact = this.contact(t);
    const touched = this.scenario.contacts.find((c) => t >= c.from && t <= c.to)?.angle ?? 0;
    const out = addScaled(addScaled([0, 0, 0], station.n, Math.cos(touched)), station.b, Math.sin(touched));
    if (contact > 0) {
      const wall = addScaled(station.point, out, this.colon.anatomy.wall.radiusAt(s, touched) - TOUCH);
      position = addScaled(position, subtract(wall, position), contact);
    }
    position = this.keepClear(position, s, CLEARANCE + (TOUCH - CLEARANCE) * contact);
    let forward = addScaled(this.aim(t, position, s, station.tangent), out, 1.6 * contact);
    const side = lookAlong(position, forward, up, 0, s);
    forward = addScaled(addScaled(forward, side.right, WANDER * yaw), side.down, WANDER * pitch);
    const back = this.retroflexion?.(t) ?? 0;
    if (back > 0) return turnedBack(lookAlong(position, forward, up, 0, s), back);
    return lookAlong(position, forward, up, 0.5 * this.roll(t), s);
  }

  private aim(t: number, position: Vec3, s: number, tangent: Vec3): Vec3 {
    const { line, solids } = this.colon.anatomy;
    const ahead = normalise(subtract(line.at(s + 34).point, position));
    let forward = normalise(addScaled(addScaled([0, 0, 0], tangent, 0.5), ahead, 0.5));
    for (const gaze of this.scenario.gazes) {
      const w =
        gaze.weight *
        smoothstep(gaze.from - TURN_S / 2, gaze.from + TURN_S / 2, t) *
        (1 - smoothstep(gaze.to - TURN_S / 2, gaze.to + TURN_S / 2, t));
      if (w === 0) continue;
      const { target } = gaze;
      const point =
        'lesion' in target
          ? solids.find((solid) => solid.lesion === target.lesion)?.centre
          : this.colon.anchor(
              's' in target ? target.s : clamp(s + target.ahead, 1, line.length),
              target.angle,
            ).point;
      if (point === undefined) continue;
      const towards = normalise(subtract(point, position));
      forward = normalise(addScaled(addScaled([0, 0, 0], forward, 1 - w), towards, w));
    }
    return forward;
  }

  /** Push a place away from the wall until it is `clearance` mm off. */
  private keepClear(position: Vec3, s: number, clearance: number): Vec3 {
    let p = position;
    for (let i = 0; i < 6; i++) {
      this.colon.hint = s;
      const free = this.colon.shape(p[0], p[1], p[2]);
      if (free >= clearance) break;
      p = addScaled(p, this.colon.normal(p, 1), (clearance - free) * 0.8);
    }
    return p;
  }
}

/** How far a fully retroflexed tip turns, radians. */
const TURN_BACK = 2.75;

/** The pose bent upwards over itself by `back` (0..1). */
function turnedBack(pose: Pose, back: number): Pose {
  const c = Math.cos(back * TURN_BACK);
  const q = Math.sin(back * TURN_BACK);
  const forward = addScaled(addScaled([0, 0, 0], pose.forward, c), pose.down, -q);
  const down = addScaled(addScaled([0, 0, 0], pose.down, c), pose.forward, q);
  return { ...pose, forward, down };
}
