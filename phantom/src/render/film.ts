import { Lens } from '../camera/lens.js';
import { CameraPath } from '../camera/path.js';
import { type Pose, toCamera } from '../camera/pose.js';
import { clamp } from '../maths/curve.js';
import { hash, Random } from '../maths/random.js';
import { length, subtract, type Vec3 } from '../maths/vector.js';
import { buildScene, type Scene } from '../scene/build.js';
import type { Phase, Scenario } from '../scene/scenario.js';
import {
  isSeen,
  lesionPixels,
  measureCleanliness,
  round,
  toScreen,
  visibleFraction,
} from '../truth/measure.js';
import type { FrameTruth, LesionTruth } from '../truth/schema.js';
import { type SurfacePoint, surfacePoints } from '../truth/surface.js';
import { develop } from './develop.js';
import { renderRoom } from './room.js';
import { compose, SCREEN } from './screen.js';
import { type Radiance, shade } from './shader.js';
import { type Hits, traceHits } from './tracer.js';

/** Frames a second of every clip. */
export const FPS = 25;
/** Pixels a side at which the field is rendered; a scope's sensor has no more to give than its screen shows. */
export const FIELD_SIDE = 340;
/** Mean brightness that the automatic exposure keeps, 0..1. */
const EXPOSURE = 0.5;

/** From this degree of contact on, the picture is nothing but red. */
const RED_OUT = 0.6;

/** One finished picture and what is true of it. */
export interface FilmFrame {
  /** SCREEN.width × SCREEN.height × 3, red, green, blue. */
  readonly rgb: Uint8Array;
  readonly truth: FrameTruth;
}

/** A film of a scenario: any frame on its own, the same for the same seed whatever the order or the thread. */
export class Film {
  private readonly scene: Scene;
  private readonly path: CameraPath;
  private readonly lens: Lens;
  private readonly lesionIds: readonly string[];
  private readonly surfaces: ReadonlyMap<string, readonly SurfacePoint[]>;

  /** @param fieldSide pixels a side at which the field is rendered before it is enlarged to the screen */
  constructor(
    readonly scenario: Scenario,
    readonly seed: number,
    fieldSide: number = FIELD_SIDE,
  ) {
    this.scene = buildScene(scenario, seed);
    const { colon } = this.scene;
    this.path = new CameraPath(scenario, colon, new Random(seed).fork('path'));
    this.lens = new Lens({ side: fieldSide, fieldOfView: 150, corner: 0.17 });
    this.lesionIds = scenario.polyps.map((p) => p.id);
    const random = new Random(seed).fork('surface');
    this.surfaces = new Map(
      colon.anatomy.solids
        .filter((solid) => solid.lesion !== null)
        .map((solid) => [solid.lesion ?? '', surfacePoints(colon, solid, 160, random)]),
    );
  }

  /** Number of frames of the whole scenario. */
  get frames(): number {
    return Math.round(this.scenario.durationS * FPS);
  }

  /** Render frame number `index` (from 0) with its truth. */
  frame(index: number): FilmFrame {
    const t = index / FPS;
    const phase = this.phaseAt(t);
    return phase === 'outside' ? this.outside(index, t) : this.inside(index, t, phase);
  }

  private phaseAt(t: number): Phase {
    let phase: Phase = 'outside';
    for (const p of this.scenario.phases) if (t >= p.fromS) phase = p.phase;
    return phase;
  }

  private outside(index: number, t: number): FilmFrame {
    const contact = this.path.contact(t);
    const yaw = 0.5 * Math.sin(1.1 * t + 0.4) - 0.2;
    const pitch = 0.1 + 0.22 * Math.sin(1.7 * t + 1) - 0.5 * contact;
    const picture = develop(renderRoom(this.lens, yaw, pitch), this.lens, {
      blur: (this.lens.spec.side / 100) * (1.2 + 3 * contact),
      veil: 0.9 * contact,
      target: 0.48,
    });
    return {
      rgb: this.screen(picture, index, 0),
      truth: {
        ...this.common(index, t, 'outside'),
        organ: 'outside',
        usable: false,
        arcMm: null,
        speedMmPerS: null,
        pose: null,
        lumen: null,
        caecum: false,
        cleanliness: null,
        lesions: [],
      },
    };
  }

  private inside(index: number, t: number, phase: Phase): FilmFrame {
    const { colon } = this.scene;
    colon.focus([0, 0, 0], Number.POSITIVE_INFINITY);
    const pose = this.path.pose(t);
    const later = this.path.pose(t + 0.5 / FPS);
    const earlier = this.path.pose(t - 0.5 / FPS);
    const hits = traceHits(colon, this.lens, pose);
    const radiance = shade(colon, { ...this.scene, lesionIds: this.lesionIds }, this.lens, pose, hits);
    const contact = this.path.contact(t);
    const blur = this.path.blur(t);
    const picture = develop(
      radiance.rgb,
      this.lens,
      {
        blur: ((blur + 9 * contact) * this.lens.spec.side) / SCREEN.fieldSide,
        veil: 0.85 * contact,
        target: EXPOSURE,
      },
      hits.depth,
    );
    return {
      rgb: this.screen(picture, index, pose.s),
      truth: {
        ...this.common(index, t, phase),
        organ: 'colon',
        usable: blur < 3 && contact < 0.4,
        arcMm: round(pose.s, 2),
        speedMmPerS: round((later.s - earlier.s) * FPS, 2),
        pose: { position: rounded(pose.position), forward: rounded(pose.forward), down: rounded(pose.down) },
        lumen: this.lumen(pose),
        caecum: this.orificeSeen(pose, hits),
        cleanliness: measureCleanliness(radiance),
        lesions: contact < RED_OUT ? this.lesions(radiance, picture, pose, hits) : [],
      },
    };
  }

  private common(
    index: number,
    t: number,
    phase: Phase,
  ): Pick<FrameTruth, 'frame' | 'timeMs' | 'phase' | 'blurPx' | 'contact'> {
    return {
      frame: index,
      timeMs: Math.round(t * 1000),
      phase,
      blurPx: round(this.path.blur(t), 2),
      contact: round(this.path.contact(t), 3),
    };
  }

  private screen(picture: Float32Array, index: number, s: number): Uint8Array {
    const shape: (readonly [number, number])[] = [];
    const { line } = this.scene.colon.anatomy;
    // The scope's course from above, scaled so that the whole colon fits the inset.
    const size = line.length * 0.95;
    for (let x = 0; x <= s; x += 4) {
      const [px, , pz] = line.at(x).point;
      shape.push([clamp(0.62 + px / size, 0, 1), clamp(1 - pz / size, 0, 1)]);
    }
    if (shape.length === 0) shape.push([0.62, 1]);
    const caption = { timeMs: (index / FPS) * 1000, shape };
    return compose(picture, this.lens.spec.side, caption, hash(this.seed, `noise ${index}`));
  }

  private lumen(pose: Pose): [number, number] | null {
    const ahead = this.scene.colon.anatomy.line.at(pose.s + 45).point;
    const place = this.lens.project(...toCamera(pose, subtract(ahead, pose.position)));
    if (place === null) return null;
    const [x, y] = toScreen(this.lens, ...place);
    return [round(x, 4), round(y, 4)];
  }

  private orificeSeen(pose: Pose, hits: Hits): boolean {
    const { line, cap } = this.scene.colon.anatomy;
    const end = line.at(cap.start);
    const depth = cap.depth * Math.sqrt(1 - (Math.hypot(...cap.orifice) / this.scenario.baseRadius) ** 2);
    const point = [0, 1, 2].map(
      (i) =>
        (end.point[i] as number) +
        (end.tangent[i] as number) * depth +
        (end.n[i] as number) * cap.orifice[0] +
        (end.b[i] as number) * cap.orifice[1],
    ) as [number, number, number];
    const way = subtract(point, pose.position);
    return length(way) < 70 && isSeen(way, this.lens, pose, hits, 5);
  }

  private lesions(radiance: Radiance, picture: Float32Array, pose: Pose, hits: Hits): LesionTruth[] {
    const found: LesionTruth[] = [];
    this.scenario.polyps.forEach((spec, i) => {
      const pixels = lesionPixels(radiance.lesion, i + 1, picture, this.lens);
      const solid = this.scene.colon.anatomy.solids.find((s) => s.lesion === spec.id);
      if (pixels === null || solid === undefined) return;
      found.push({
        id: spec.id,
        box: [...pixels.box],
        area: pixels.area,
        visibleFraction: visibleFraction(this.surfaces.get(spec.id) ?? [], this.lens, pose, hits),
        sizeMm: spec.sizeMm,
        paris: spec.paris,
        distanceMm: round(length(subtract(solid.centre, pose.position)), 1),
        luma: pixels.luma,
      });
    });
    return found;
  }
}

function rounded(v: Vec3): [number, number, number] {
  return [round(v[0], 3), round(v[1], 3), round(v[2], 3)];
}
