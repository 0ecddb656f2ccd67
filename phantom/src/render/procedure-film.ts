import { Lens } from '../camera/lens.js';
import { CameraPath } from '../camera/path.js';
import { type Pose, toCamera } from '../camera/pose.js';
import { monotoneCurve, smoothstep } from '../maths/curve.js';
import { hash, Random } from '../maths/random.js';
import { addScaled, subtract, type Vec3 } from '../maths/vector.js';
import { ProcedureScene } from '../procedure/grow.js';
import type { Procedure, Stage, Stretch } from '../procedure/procedure.js';
import { segmentAt } from '../procedure/segments.js';
import { cellRows, cellsSeen } from '../truth/coverage.js';
import { measureCleanliness, round } from '../truth/measure.js';
import type { ProcedureFrame } from '../truth/procedure-schema.js';
import { type SurfacePoint, surfacePoints } from '../truth/surface.js';
import {
  bubbleShare,
  lesionsInView,
  lumenInView,
  orificeInView,
  rounded,
  toolBox,
  valveInView,
} from '../truth/view.js';
import { drawCapsules } from './capsule.js';
import { develop } from './develop.js';
import { murkyWater, narrowBand, waterJet } from './effects.js';
import { instrument, shaft } from './instrument.js';
import { renderRoom } from './room.js';
import { compose, type Screen, SMALL_SCREEN } from './screen.js';
import { type Radiance, shade } from './shader.js';
import { type Hits, traceHits } from './tracer.js';

/** Where a frame cannot be used: blur in pixels of the full screen, contact, murk, part of the wall covered. */
const UNUSABLE = { blur: 3, contact: 0.4, murk: 0.5, covered: 0.97 } as const;
/** From this degree of contact on, the picture is nothing but red. */
const RED_OUT = 0.6;
/** Mean brightness that the automatic exposure keeps, 0..1. */
const EXPOSURE = 0.52;
/** Blur is stated in pixels of a field of this side. */
const FULL_SIDE = 480;

/** Across the corners of the field, degrees. */
export const FIELD_OF_VIEW = 150;

/** How a procedure is filmed. */
export interface Camera {
  /** Pixels a side at which the field is traced. */
  readonly fieldSide: number;
  readonly fps: number;
  readonly screen: Screen;
}

/** One finished picture, what is true of it, and the cells of the wall that it shows. */
export interface ProcedureShot {
  readonly rgb: Uint8Array;
  readonly truth: ProcedureFrame;
  readonly cells: readonly number[];
}

/** A film of a procedure: any frame on its own, the same for the same seed whatever the order or the thread. */
export class ProcedureFilm {
  readonly scene: ProcedureScene;
  private readonly path: CameraPath;
  private readonly lens: Lens;
  private readonly surfaces: ReadonlyMap<string, readonly SurfacePoint[]>;
  private readonly blur: (t: number) => number;
  private readonly murk: (t: number) => number;
  private readonly back: (t: number) => number;

  constructor(
    readonly procedure: Procedure,
    readonly camera: Camera = { fieldSide: 192, fps: 10, screen: SMALL_SCREEN },
  ) {
    this.scene = new ProcedureScene(procedure);
    const random = new Random(procedure.seed).fork('film');
    this.path = new CameraPath(procedure, this.scene.colon, random.fork('path'));
    this.lens = new Lens({ side: camera.fieldSide, fieldOfView: FIELD_OF_VIEW, corner: 0.17 });
    const { colon } = this.scene;
    const points = random.fork('surface');
    this.surfaces = new Map(
      colon.anatomy.solids.flatMap((solid) => {
        if (solid.lesion === null) return [];
        colon.stage([solid], []);
        colon.focus(solid.centre, Number.POSITIVE_INFINITY);
        const s = procedure.polyps.find((p) => p.id === solid.lesion)?.s ?? 0;
        return [[solid.lesion, surfacePoints(colon, solid, 120, points, s)] as const];
      }),
    );
    this.blur = monotoneCurve(procedure.blur);
    this.murk = monotoneCurve(procedure.murk);
    this.back = monotoneCurve(procedure.retroflexion);
  }

  /** Number of frames of the whole procedure. */
  get frames(): number {
    return Math.round(this.procedure.durationS * this.camera.fps);
  }

  /** Render frame number `index` (from 0) with its truth. */
  frame(index: number): ProcedureShot {
    const t = index / this.camera.fps;
    let stage: Stage = 'outside';
    for (const s of this.procedure.stages) if (t >= s.fromS) stage = s.stage;
    return stage === 'outside' ? this.outside(index, t) : this.inside(index, t, stage);
  }

  private outside(index: number, t: number): ProcedureShot {
    const contact = this.path.contact(t);
    const yaw = 0.5 * Math.sin(1.1 * t + 0.4 + this.procedure.seed) - 0.2;
    const pitch = 0.1 + 0.22 * Math.sin(1.7 * t + 1) - 0.5 * contact;
    const picture = develop(renderRoom(this.lens, yaw, pitch), this.lens, {
      blur: (this.lens.spec.side / 100) * (1.2 + 3 * contact),
      veil: 0.9 * contact,
      target: 0.48,
    });
    return {
      rgb: this.screen(picture, index, 0),
      cells: [],
      truth: {
        ...this.common(index, t),
        organ: 'outside',
        stage: 'outside',
        phase: 'outside',
        usable: false,
        segment: null,
        light: 'white',
        instrument: null,
        washing: false,
        bubbles: null,
        lumen: null,
        lumenDeg: null,
        lumenSeen: false,
        arcMm: null,
        speedMmPerS: null,
        pose: null,
        caecum: false,
        valve: false,
        retroflexed: false,
        cleanliness: null,
        lesions: [],
      },
    };
  }

  private inside(index: number, t: number, stage: Exclude<Stage, 'outside'>): ProcedureShot {
    const { procedure, lens, scene } = this;
    const { colon } = scene;
    const step = 0.02;
    scene.at(t);
    const pose = this.path.pose(t);
    const speed = (this.path.pose(t + step).s - this.path.pose(t - step).s) / (2 * step);
    scene.at(t, pose.s);
    const hits = traceHits(colon, lens, pose);
    const radiance = shade(colon, scene.skin, lens, pose, hits);
    const tool = this.drawTool(t, pose, radiance, hits);
    const retroflexed = this.back(t) > 0.5;
    if (this.back(t) > 0) this.drawShaft(pose, radiance, hits);
    const band = isIn(procedure.narrowBand, t);
    const wash = procedure.washes.find((w) => t >= w.fromS && t < w.toS);
    const murk = this.murk(t);
    const contact = this.path.contact(t);
    const blur = this.blur(t);
    if (wash !== undefined)
      waterJet(radiance.rgb, lens, t, Math.min(1, 2 * (t - wash.fromS), 2 * (wash.toS - t)));
    if (murk > 0) murkyWater(radiance.rgb, lens, t, murk);
    if (band) narrowBand(radiance.rgb);
    const picture = develop(
      radiance.rgb,
      lens,
      { blur: ((blur + 9 * contact) * lens.spec.side) / FULL_SIDE, veil: 0.85 * contact, target: EXPOSURE },
      hits.depth,
    );
    const cleanliness = measureCleanliness(radiance);
    const usable =
      blur < UNUSABLE.blur &&
      contact < UNUSABLE.contact &&
      murk < UNUSABLE.murk &&
      cleanliness.covered < UNUSABLE.covered;
    const lumen = lumenInView(scene, lens, pose, hits);
    const colonic = procedure.site === 'colon';
    const seeing = contact < RED_OUT && murk < UNUSABLE.murk;
    return {
      rgb: this.screen(picture, index, pose.s),
      cells:
        usable && colonic
          ? cellsSeen(radiance, hits.depth, picture, lens, cellRows(procedure.organ.cap.start))
          : [],
      truth: {
        ...this.common(index, t),
        organ: colonic ? 'colon' : 'upper',
        stage,
        phase: tool !== null ? 'treatment' : usable ? stage : 'obscured',
        usable,
        segment: colonic ? segmentAt(procedure.organ.spans, pose.s) : null,
        light: band ? 'narrow-band' : 'white',
        instrument: tool,
        washing: wash !== undefined,
        bubbles: bubbleShare(radiance),
        ...lumen,
        arcMm: round(pose.s, 2),
        speedMmPerS: round(speed, 2),
        pose: { position: rounded(pose.position), forward: rounded(pose.forward), down: rounded(pose.down) },
        caecum: colonic && seeing && orificeInView(scene, lens, pose, hits),
        valve: colonic && seeing && valveInView(radiance, hits),
        retroflexed,
        cleanliness,
        lesions: seeing ? lesionsInView(scene, this.surfaces, { radiance, picture, lens, pose, hits }) : [],
      },
    };
  }

  private drawTool(t: number, pose: Pose, radiance: Radiance, hits: Hits): ProcedureFrame['instrument'] {
    const tool = this.procedure.tools.find((x) => t >= x.fromS && t < x.toS);
    const lesion = this.scene.colon.anatomy.solids.find((s) => s.lesion === tool?.lesion);
    if (tool === undefined || lesion === undefined) return null;
    const above = addScaled(lesion.centre, lesion.frame[0], lesion.bound * 0.3);
    const target = toCamera(pose, subtract(above, pose.position));
    const rods = instrument(tool.kind, target, (t - tool.fromS) / (tool.toS - tool.fromS));
    const taken = drawCapsules(rods, this.lens, radiance.rgb, hits.depth);
    hide(radiance, taken);
    const box = toolBox(taken, this.lens);
    return box === null ? null : { kind: tool.kind, box };
  }

  /** The scope's shaft, from the anus along the lower wall and past the tip, out of its view. */
  private drawShaft(pose: Pose, radiance: Radiance, hits: Hits): void {
    const { line } = this.scene.colon.anatomy;
    const points: Vec3[] = [];
    for (let s = 0; s < pose.s + 30; s += 10) {
      const { point, b } = line.at(s);
      points.push(addScaled(point, b, -13 * smoothstep(5, 45, s)));
    }
    const local = points.map((p) => toCamera(pose, subtract(p, pose.position)));
    hide(radiance, drawCapsules(shaft(local), this.lens, radiance.rgb, hits.depth));
  }

  private common(
    index: number,
    t: number,
  ): Pick<ProcedureFrame, 'frame' | 'timeMs' | 'blurPx' | 'contact' | 'murk'> {
    return {
      frame: index,
      timeMs: Math.round(t * 1000),
      blurPx: round(this.blur(t), 2),
      contact: round(this.path.contact(t), 3),
      murk: round(this.murk(t), 3),
    };
  }

  private screen(picture: Float32Array, index: number, s: number): Uint8Array {
    const { line } = this.scene.colon.anatomy;
    const plan: (readonly [number, number])[] = [];
    for (let x = 0; x <= line.length; x += 6) plan.push([line.at(x).point[0], line.at(x).point[2]]);
    const [xs, zs] = [plan.map((p) => p[0]), plan.map((p) => p[1])];
    const [x0, z0] = [Math.min(...xs), Math.min(...zs)];
    const size = Math.max(Math.max(...xs) - x0, Math.max(...zs) - z0);
    const shape = plan
      .slice(0, Math.max(1, Math.ceil(s / 6)))
      .map(([x, z]) => [(x - x0) / size, 1 - (z - z0) / size] as const);
    const caption = { timeMs: (index / this.camera.fps) * 1000, shape };
    const noise = hash(this.procedure.seed, `noise ${index}`);
    return compose(picture, this.lens.spec.side, caption, noise, this.camera.screen);
  }
}

/** What a tool hides is neither wall nor lesion. */
function hide(radiance: Radiance, pixels: readonly number[]): void {
  for (const k of pixels) {
    radiance.material[k] = 255;
    radiance.lesion[k] = 0;
    radiance.cover[k] = 0;
    radiance.foam[k] = 0;
  }
}

function isIn(stretches: readonly Stretch[], t: number): boolean {
  return stretches.some((x) => t >= x.fromS && t < x.toS);
}
