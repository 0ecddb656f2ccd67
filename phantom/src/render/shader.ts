import type { Lens } from '../camera/lens.js';
import type { Pose } from '../camera/pose.js';
import { smoothstep } from '../maths/curve.js';
import type { Colon } from '../scene/colon.js';
import { COLOURS, type Paint, type Reflectance } from '../scene/mucosa.js';
import { openness, type WallOpenness } from '../scene/openness.js';
import { RELIEF_TILE_MM, type Relief } from '../scene/relief.js';
import type { Material, Solid } from '../scene/solid.js';
import { FAR_MM, type Hits } from './tracer.js';

/** Linear light for every pixel, and what each pixel shows. */
export interface Radiance {
  /** Red, green, blue, linear, arbitrary scale. */
  readonly rgb: Float32Array;
  /** Index into MATERIALS; 255 where nothing is seen. */
  readonly material: Uint8Array;
  /** Index of the lesion in the scene's list of solids plus one; 0 for none. */
  readonly lesion: Uint8Array;
  /** How much of the pixel's wall is covered with stool or liquid, 0..255. */
  readonly cover: Uint8Array;
  /** How much of the pixel is foam, 0..255. */
  readonly foam: Uint8Array;
  /** Where on the unrolled wall each pixel lies: arc length in mm, and angle in [0, 2π). */
  readonly arc: Float32Array;
  readonly angle: Float32Array;
}

export const MATERIALS: readonly Material[] = ['wall', 'polyp', 'valve', 'stool', 'liquid'];

/** The two light guides beside the lens: right and down of it, mm. */
const LIGHTS = [
  [3.1, -0.6],
  [-2.9, -1.4],
] as const;
/** Light scattered below the surface comes out in the shade: red most. */
const WRAP = [0.42, 0.2, 0.14] as const;
const TWO_PI = 2 * Math.PI;

/** What the shader needs of the scene besides its shape. */
export interface Skin {
  readonly mucosa: Paint;
  readonly relief: Relief;
  readonly openness: WallOpenness;
  /** How much of the wet film's highlights shows, 0..1 (1 when absent). */
  readonly gloss?: number;
  /** Lesion identities in the order of their pixel codes (code = index + 1). */
  readonly lesionIds: readonly string[];
}

/** Light every traced pixel. */
export function shade(colon: Colon, skin: Skin, lens: Lens, pose: Pose, hits: Hits): Radiance {
  const { side } = lens.spec;
  const out: Radiance = {
    rgb: new Float32Array(side * side * 3),
    material: new Uint8Array(side * side).fill(255),
    lesion: new Uint8Array(side * side),
    cover: new Uint8Array(side * side),
    foam: new Uint8Array(side * side),
    arc: new Float32Array(side * side),
    angle: new Float32Array(side * side),
  };
  const shader = new Shader(colon, skin, lens, pose);
  for (let k = 0; k < side * side; k++) {
    const depth = hits.depth[k] as number;
    if ((lens.mask[k] as number) === 0 || depth >= FAR_MM) continue;
    colon.hint = hits.arc[k] as number;
    shader.pixel(k, depth, out);
  }
  return out;
}

class Shader {
  /** Hit, view direction, normal and surface axes of the pixel in hand. */
  private px = 0;
  private py = 0;
  private pz = 0;
  private nx = 0;
  private ny = 0;
  private nz = 0;
  private r = 0;
  private g = 0;
  private b = 0;
  private gloss = 0;
  private bump = 0;
  private ax = 0;
  private ay = 0;
  private az = 0;
  private readonly scratch = new Float64Array(3);
  private readonly lights: readonly (readonly [number, number, number])[];

  constructor(
    private readonly colon: Colon,
    private readonly skin: Skin,
    private readonly lens: Lens,
    private readonly pose: Pose,
  ) {
    const { position: o, right, down } = pose;
    this.lights = LIGHTS.map(([x, y]) => [
      o[0] + right[0] * x + down[0] * y,
      o[1] + right[1] * x + down[1] * y,
      o[2] + right[2] * x + down[2] * y,
    ]);
  }

  pixel(k: number, depth: number, out: Radiance): void {
    const { colon, pose } = this;
    const x = this.lens.rays[k * 3] as number;
    const y = this.lens.rays[k * 3 + 1] as number;
    const z = this.lens.rays[k * 3 + 2] as number;
    const dx = pose.right[0] * x + pose.down[0] * y + pose.forward[0] * z;
    const dy = pose.right[1] * x + pose.down[1] * y + pose.forward[1] * z;
    const dz = pose.right[2] * x + pose.down[2] * y + pose.forward[2] * z;
    this.px = pose.position[0] + dx * depth;
    this.py = pose.position[1] + dy * depth;
    this.pz = pose.position[2] + dz * depth;
    const h = 0.32 + 0.003 * depth;
    colon.shape(this.px, this.py, this.pz);
    let open: number;
    if (colon.plain) {
      colon.wallNormal(h, this.scratch);
      this.nx = this.scratch[0] as number;
      this.ny = this.scratch[1] as number;
      this.nz = this.scratch[2] as number;
      open = this.skin.openness.at(colon.s, colon.angle);
    } else {
      this.normal(h);
      open = openness(colon, this.px, this.py, this.pz, this.nx, this.ny, this.nz);
      colon.shape(this.px, this.py, this.pz);
    }
    const solid = colon.solid;
    out.arc[k] = colon.s;
    out.angle[k] = colon.angle;
    out.material[k] = MATERIALS.indexOf(colon.material);
    if (colon.material === 'polyp' && solid?.lesion) {
      out.lesion[k] = this.skin.lesionIds.indexOf(solid.lesion) + 1;
    }
    this.paint();
    out.cover[k] =
      colon.material === 'liquid' ? 255 : Math.round(255 * this.skin.mucosa.stool * (1 - colon.share));
    out.foam[k] = colon.material === 'liquid' ? 0 : Math.round(255 * this.skin.mucosa.foam);
    this.light(k, dx, dy, dz, open, out.rgb);
  }

  private normal(h: number): void {
    const { colon, px, py, pz } = this;
    const a = colon.shape(px + h, py - h, pz - h);
    const b = colon.shape(px - h, py - h, pz + h);
    const c = colon.shape(px - h, py + h, pz - h);
    const d = colon.shape(px + h, py + h, pz + h);
    const nx = a - b - c + d;
    const ny = -a - b + c + d;
    const nz = -a + b - c + d;
    const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + 1e-20);
    this.nx = nx * scale;
    this.ny = ny * scale;
    this.nz = nz * scale;
  }

  /** Colour, gloss and bumped normal of the pixel in hand. `colon.shape` has just been asked about it. */
  private paint(): void {
    const { colon } = this;
    const { mucosa, relief } = this.skin;
    if (colon.material === 'liquid') {
      this.paintLiquid();
      return;
    }
    const { line, cap } = colon.anatomy;
    const past = colon.s - cap.start;
    const share = colon.share;
    const solid = colon.solid;
    if (past > 4) this.paintCap(past, line.u, line.v);
    else mucosa.sample(colon.s, colon.angle);
    this.r = mucosa.red;
    this.g = mucosa.green;
    this.b = mucosa.blue;
    let u = colon.s;
    let v = colon.angle * ((3 * RELIEF_TILE_MM) / TWO_PI);
    if (past > 4) {
      u = line.u;
      v = line.v;
    }
    if (solid !== null && share > 0) {
      const [n, e1, e2] = solid.frame;
      const x = this.px - solid.centre[0];
      const y = this.py - solid.centre[1];
      const z = this.pz - solid.centre[2];
      const h = x * n[0] + y * n[1] + z * n[2];
      if (share > 0.5) {
        u = x * e1[0] + y * e1[1] + z * e1[2] + 0.7 * h;
        v = x * e2[0] + y * e2[1] + z * e2[2] - 0.7 * h;
      }
    }
    relief.sample(u, v);
    if (solid !== null && share > 0) this.paintSolid(solid, share);
    const film = smoothstep(-0.1, 0.55, relief.wet);
    const stool = mucosa.stool * (1 - share);
    this.gloss = (0.12 + 0.88 * film) * (1 - 0.5 * stool) * (this.skin.gloss ?? 1);
    this.bump = 0.45 + 1.1 * film + 0.6 * stool;
  }

  /** Around the pole of the caecum the unrolled map would pinch: a flat patch of it takes over there. */
  private paintCap(past: number, u: number, v: number): void {
    const { mucosa } = this.skin;
    const { cap } = this.colon.anatomy;
    mucosa.sample(this.colon.s, this.colon.angle);
    const w = smoothstep(4, 12, past);
    const r = mucosa.red * (1 - w);
    const g = mucosa.green * (1 - w);
    const b = mucosa.blue * (1 - w);
    const stool = mucosa.stool * (1 - w);
    mucosa.sample(cap.start - 45 + v, 3 + u / 24);
    mucosa.set(r + mucosa.red * w, g + mucosa.green * w, b + mucosa.blue * w, stool + mucosa.stool * w);
  }

  private paintSolid(solid: Solid, share: number): void {
    const { relief } = this.skin;
    const amount = share * solid.tint;
    if (solid.material === 'polyp') {
      const pit = smoothstep(0.12, 0.5, relief.pit);
      const patch = 0.5 + 0.5 * relief.wet;
      this.blend(COLOURS.polyp, amount);
      this.blend(COLOURS.pit, 0.55 * share * pit * patch);
    } else {
      this.blend(solid.material === 'valve' ? COLOURS.valve : COLOURS.stool, amount);
    }
  }

  private blend(colour: Reflectance, t: number): void {
    this.r += (colour[0] - this.r) * t;
    this.g += (colour[1] - this.g) * t;
    this.b += (colour[2] - this.b) * t;
  }

  /** Liquid: the wall shows through it at the shore, and it is cloudy. */
  private paintLiquid(): void {
    const { colon } = this;
    const { mucosa, relief } = this.skin;
    mucosa.sample(colon.s, colon.angle);
    relief.sample(this.px * 0.35, this.pz * 0.35);
    this.r = mucosa.red;
    this.g = mucosa.green;
    this.b = mucosa.blue;
    const depth = Math.max(colon.radius - colon.r, 0);
    this.blend(COLOURS.liquid, 0.95 - 0.75 * Math.exp(-depth / 2.5));
    const cloud = 1 + 0.3 * relief.wet;
    this.r *= cloud;
    this.g *= cloud;
    this.b *= cloud;
    this.gloss = 0.35;
    this.bump = 0.25;
  }

  private light(k: number, dx: number, dy: number, dz: number, open: number, rgb: Float32Array): void {
    const { px, py, pz, nx, ny, nz, pose } = this;
    const { relief } = this.skin;
    // Any two axes along the surface serve for the bumps, as long as they turn slowly over it.
    const t = pose.forward;
    const along = t[0] * nx + t[1] * ny + t[2] * nz;
    this.ax = t[0] - along * nx;
    this.ay = t[1] - along * ny;
    this.az = t[2] - along * nz;
    const cx = ny * this.az - nz * this.ay;
    const cy = nz * this.ax - nx * this.az;
    const cz = nx * this.ay - ny * this.ax;
    const bx = relief.dx * this.bump;
    const by = relief.dy * this.bump;
    let mx = nx + this.ax * bx + cx * by;
    let my = ny + this.ay * bx + cy * by;
    let mz = nz + this.az * bx + cz * by;
    const scale = 1 / Math.sqrt(mx * mx + my * my + mz * mz);
    mx *= scale;
    my *= scale;
    mz *= scale;
    // The matt layer below the film is smoother than the film.
    const sx = nx + (mx - nx) * 0.4;
    const sy = ny + (my - ny) * 0.4;
    const sz = nz + (mz - nz) * 0.4;
    let dr = 0;
    let dg = 0;
    let db = 0;
    let shine = 0;
    let even = 0;
    for (let i = 0; i < this.lights.length; i++) {
      const light = this.lights[i] as readonly [number, number, number];
      let lx = light[0] - px;
      let ly = light[1] - py;
      let lz = light[2] - pz;
      const d2 = lx * lx + ly * ly + lz * lz;
      const inv = 1 / Math.sqrt(d2);
      lx *= inv;
      ly *= inv;
      lz *= inv;
      const beam = -(lx * t[0] + ly * t[1] + lz * t[2]);
      const power = (0.18 + 0.82 * Math.max(beam, 0)) / (d2 + 6);
      const cos = sx * lx + sy * ly + sz * lz;
      dr += power * wrapped(cos, WRAP[0]);
      dg += power * wrapped(cos, WRAP[1]);
      db += power * wrapped(cos, WRAP[2]);
      even += power;
      const hx = lx - dx;
      const hy = ly - dy;
      const hz = lz - dz;
      const hl = 1 / Math.sqrt(hx * hx + hy * hy + hz * hz);
      const nh = (mx * hx + my * hy + mz * hz) * hl;
      const flat = (nx * hx + ny * hy + nz * hz) * hl;
      if (nh > 0.985) shine += power * 11 * nh ** 420;
      if (flat > 0.8) shine += power * 0.1 * flat ** 26;
    }
    // Light that has met the wall more than once fills the tube, redder each time.
    const shadow = 0.3 + 0.7 * open;
    const fill = 0.1 * even * (0.4 + 0.6 * open);
    const s = shine * this.gloss;
    rgb[k * 3] = this.r * (dr * shadow + fill * (0.35 + this.r)) + s;
    rgb[k * 3 + 1] = this.g * (dg * shadow + fill * (0.35 + this.g)) + s * 0.97;
    rgb[k * 3 + 2] = this.b * (db * shadow + fill * (0.35 + this.b)) + s * 0.93;
  }
}

function wrapped(cos: number, wrap: number): number {
  const v = (cos + wrap) / (1 + wrap);
  return Math.max(v, 0);
}
