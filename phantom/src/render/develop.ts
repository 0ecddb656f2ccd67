import type { Lens } from '../camera/lens.js';
import { clamp } from '../maths/curve.js';

/** How the camera turns light into a picture at one moment. */
export interface Development {
  /** Gaussian blur, pixels of the square (mucus on the lens, out of focus). */
  readonly blur: number;
  /** A veil of red light, 0 none … 1 nothing but red (the tip against the wall). */
  readonly veil: number;
  /** Exposure is turned so that the mean of the field comes to this, 0..1. */
  readonly target: number;
}

/** The veil's colour, linear. */
const VEIL = [0.78, 0.16, 0.07] as const;

/**
 * Expose and tone linear light as a scope's processor does: automatic gain, soft shoulder, vignette.
 * With the `depth` of each pixel (mm), outlines are smoothed.
 * @returns red, green, blue in display values 0..255 (floating point), for the lens's square
 */
export function develop(rgb: Float32Array, lens: Lens, how: Development, depth?: Float32Array): Float32Array {
  const { side } = lens.spec;
  const gain = exposure(rgb, lens, how.target);
  const out = new Float32Array(rgb.length);
  const half = side / 2;
  for (let row = 0; row < side; row++) {
    for (let col = 0; col < side; col++) {
      const k = row * side + col;
      if ((lens.mask[k] as number) === 0) continue;
      const q = Math.hypot(col + 0.5 - half, row + 0.5 - half) / half;
      const vignette = 1 - 0.2 * q * q;
      for (let c = 0; c < 3; c++) {
        const linear = (rgb[k * 3 + c] as number) * gain * vignette;
        const lit = linear * (1 - how.veil) + (VEIL[c] as number) * how.veil * (0.75 + 0.5 * vignette);
        out[k * 3 + c] = tone(lit + LIFT[c as 0 | 1 | 2]);
      }
    }
  }
  if (depth !== undefined) smoothOutlines(out, lens, depth);
  bloom(out, side);
  if (how.blur > 0.2) blurField(out, lens, how.blur);
  return out;
}

/** Stray light in the lens: the far lumen is dark brown, never black. */
const LIFT = [0.008, 0.0055, 0.0055] as const;

/** The camera's curve, tabled over √x up to x = TONE_MAX: shoulder, display gamma, a little added contrast. */
const TONE_MAX = 16;
const TONE_STEPS = 4096;
const TONE = new Float32Array(TONE_STEPS + 1).map((_, i) => {
  const x = (i / TONE_STEPS) ** 2 * TONE_MAX;
  const y = 1 - Math.exp(-1.7 * x);
  const v = y <= 0.0031308 ? 12.92 * y : 1.055 * y ** (1 / 2.4) - 0.055;
  return 255 * (v + 0.35 * (v * v * (3 - 2 * v) - v));
});

function tone(x: number): number {
  return x >= TONE_MAX ? 255 : (TONE[(Math.sqrt(x / TONE_MAX) * TONE_STEPS) | 0] as number);
}

/** The gain at which the toned mean of the field (measured on every seventh pixel) meets the target. */
function exposure(rgb: Float32Array, lens: Lens, target: number): number {
  const light: number[] = [];
  for (let k = 0; k < lens.mask.length; k += 7) {
    if ((lens.mask[k] as number) < 1) continue;
    light.push(
      0.35 * (rgb[k * 3] as number) + 0.5 * (rgb[k * 3 + 1] as number) + 0.15 * (rgb[k * 3 + 2] as number),
    );
  }
  let low = 1;
  let high = 1e5;
  for (let i = 0; i < 24; i++) {
    const gain = Math.sqrt(low * high);
    let sum = 0;
    for (const l of light) sum += Math.min(tone(l * gain) / 255, 0.85);
    if (sum / light.length < target) low = gain;
    else high = gain;
  }
  return Math.sqrt(low * high);
}

/** One ray a pixel leaves stairs and specks on outlines: there, each pixel takes the mean of itself and its neighbours. */
function smoothOutlines(rgb: Float32Array, lens: Lens, depth: Float32Array): void {
  const { side } = lens.spec;
  const source = rgb.slice();
  for (let row = 1; row < side - 1; row++) {
    for (let col = 1; col < side - 1; col++) {
      const k = row * side + col;
      const d = depth[k] as number;
      const jump = 0.6 + 0.05 * d;
      const edge =
        Math.abs((depth[k - 1] as number) - d) > jump ||
        Math.abs((depth[k + 1] as number) - d) > jump ||
        Math.abs((depth[k - side] as number) - d) > jump ||
        Math.abs((depth[k + side] as number) - d) > jump;
      if (!edge || (lens.mask[k] as number) < 1) continue;
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        let count = 0;
        for (let dy = -side; dy <= side; dy += side) {
          for (let dx = -1; dx <= 1; dx++) {
            if ((lens.mask[k + dy + dx] as number) < 1) continue;
            sum += source[(k + dy + dx) * 3 + c] as number;
            count++;
          }
        }
        rgb[k * 3 + c] = sum / count;
      }
    }
  }
}

/** Brightest spots spill a little onto their neighbours. */
function bloom(rgb: Float32Array, side: number): void {
  const spill = new Float32Array(side * side);
  for (let k = 0; k < spill.length; k++) spill[k] = Math.max(0, (rgb[k * 3 + 2] as number) - 215) * 0.5;
  boxBlur(spill, side, side, 1, 0, 2);
  for (let k = 0; k < spill.length; k++) {
    const s = spill[k] as number;
    if (s === 0) continue;
    for (let c = 0; c < 3; c++) rgb[k * 3 + c] = Math.min(255, (rgb[k * 3 + c] as number) + s);
  }
}

/** Blur the field with three box passes; the black outside takes no part. */
function blurField(rgb: Float32Array, lens: Lens, sigma: number): void {
  const { side } = lens.spec;
  const radius = Math.max(1, Math.round(sigma));
  const weight = lens.mask.slice();
  for (let k = 0; k < weight.length; k++) {
    for (let c = 0; c < 3; c++) rgb[k * 3 + c] = (rgb[k * 3 + c] as number) * (weight[k] as number);
  }
  for (let pass = 0; pass < 2; pass++) {
    for (let c = 0; c < 3; c++) boxBlur(rgb, side, side, 3, c, radius);
    boxBlur(weight, side, side, 1, 0, radius);
  }
  for (let k = 0; k < weight.length; k++) {
    const w = (lens.mask[k] as number) > 0 ? (weight[k] as number) : 0;
    for (let c = 0; c < 3; c++) rgb[k * 3 + c] = w > 0 ? (rgb[k * 3 + c] as number) / w : 0;
  }
}

/** One separable box pass over one channel of a picture with `stride` values a pixel. */
export function boxBlur(
  values: Float32Array,
  width: number,
  height: number,
  stride: number,
  channel: number,
  radius: number,
): void {
  const line = new Float32Array(Math.max(width, height));
  const run = (start: number, step: number, count: number): void => {
    for (let i = 0; i < count; i++) line[i] = values[start + i * step] as number;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += line[clamp(i, 0, count - 1)] as number;
    for (let i = 0; i < count; i++) {
      values[start + i * step] = sum / (2 * radius + 1);
      sum +=
        (line[Math.min(i + radius + 1, count - 1)] as number) - (line[Math.max(i - radius, 0)] as number);
    }
  };
  for (let row = 0; row < height; row++) run(row * width * stride + channel, stride, width);
  for (let col = 0; col < width; col++) run(col * stride + channel, width * stride, height);
}
