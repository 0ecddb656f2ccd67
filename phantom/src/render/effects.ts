import type { Lens } from '../camera/lens.js';
import { mix, smoothstep } from '../maths/curve.js';
import { cellMap, noiseMap } from '../maths/noise.js';
import { Random } from '../maths/random.js';

const TILE = 128;
const DROPS = cellMap(TILE, 18, new Random(11));
const CLOUDS = noiseMap(TILE, TILE, 3, 3, 3, new Random(12));

/** Where the water nozzle sits, and where its jet goes, in the camera's axes (right, down). */
const NOZZLE = { right: -0.12, down: 0.92 } as const;

/**
 * Narrow-band light: green (540 nm) is shown as red, blue (415 nm) as green and blue. Blood takes up both, so vessels turn
 * dark and stool reddish. Changes linear light in place.
 */
export function narrowBand(rgb: Float32Array): void {
  for (let k = 0; k < rgb.length; k += 3) {
    const green = rgb[k + 1] as number;
    const blue = rgb[k + 2] as number;
    rgb[k] = green * 0.9;
    rgb[k + 1] = blue * 1.05;
    rgb[k + 2] = blue * 0.62;
  }
}

/** Mean of the linear light in the field, for things that are as bright as what is around them. */
function meanLight(rgb: Float32Array, lens: Lens): number {
  let [sum, count] = [0, 0];
  for (let k = 0; k < lens.mask.length; k += 5) {
    if ((lens.mask[k] as number) < 1) continue;
    sum += (rgb[k * 3] as number) + (rgb[k * 3 + 1] as number) + (rgb[k * 3 + 2] as number);
    count += 3;
  }
  return count === 0 ? 0 : sum / count;
}

/** Read a tile between its points, at fractions of the field, at any scale and shift. */
function tile(map: Float32Array, x: number, y: number): number {
  const [i, j] = [Math.floor(x * TILE), Math.floor(y * TILE)];
  const at = (di: number, dj: number): number =>
    map[((j + dj) & (TILE - 1)) * TILE + ((i + di) & (TILE - 1))] as number;
  const fx = x * TILE - i;
  return mix(mix(at(0, 0), at(1, 0), fx), mix(at(0, 1), at(1, 1), fx), y * TILE - j);
}

/** A jet of water from the lower edge to the middle, and the spray where it lands. `t` in seconds makes it flow. */
export function waterJet(rgb: Float32Array, lens: Lens, t: number, strength: number): void {
  const { side } = lens.spec;
  const mean = meanLight(rgb, lens);
  const sway = 0.08 * Math.sin(2.3 * t);
  for (let k = 0; k < lens.mask.length; k++) {
    if ((lens.mask[k] as number) === 0) continue;
    const x = ((k % side) + 0.5) / (side / 2) - 1;
    const y = (Math.floor(k / side) + 0.5) / (side / 2) - 1;
    // Along the jet: 1 at the nozzle, 0 where it lands.
    const v = (y - 0.02) / (NOZZLE.down - 0.02);
    const axis = sway * (1 - v) + NOZZLE.right * v;
    const width = 0.015 + 0.07 * Math.max(v, 0);
    const jet =
      v > 0 ? Math.exp(-(((x - axis) / width) ** 2)) * (0.35 + 0.4 * tile(DROPS, x * 2, y - 4 * t)) : 0;
    const off = Math.hypot(x - sway, (y - 0.02) * 1.3);
    const ring = off / (0.2 + 0.04 * Math.sin(9 * t));
    const shift = 0.13 * Math.floor(t * 9);
    const drops = 1 - smoothstep(0.08, 0.3, tile(DROPS, x * 0.9 + shift, y * 0.9 - shift));
    const spray = 0.65 + 0.5 * tile(CLOUDS, x * 1.3 - shift, y * 1.3 + 0.7 * shift);
    const splash = Math.exp(-ring * ring) * 0.6 * spray + Math.exp(-ring * 0.8) * 0.35 * drops;
    const a = Math.min(0.92, strength * Math.max(jet, 0.75 * splash));
    for (let c = 0; c < 3; c++) {
      const light = mean * (WATER[c] as number);
      rgb[k * 3 + c] = (rgb[k * 3 + c] as number) * (1 - a) + light * a;
    }
  }
}

/** Lit water, relative to the mean light of the field. */
const WATER = [2.3, 2.2, 2.1] as const;

/** Murky water before the lens: `amount` 0 none … 1 little else. */
export function murkyWater(rgb: Float32Array, lens: Lens, t: number, amount: number): void {
  const { side } = lens.spec;
  const mean = meanLight(rgb, lens);
  for (let k = 0; k < lens.mask.length; k++) {
    if ((lens.mask[k] as number) === 0) continue;
    const x = (k % side) / side;
    const y = Math.floor(k / side) / side;
    const cloud = tile(CLOUDS, x * 0.5 + 0.05 * t, y * 0.5 + 0.03 * Math.sin(t));
    const bit = 1 - smoothstep(0.05, 0.3, tile(DROPS, x * 0.5 + 0.11 * t, y * 0.5 - 0.07 * t));
    const a = amount * Math.min(0.98, 0.9 + 0.08 * cloud);
    const light = mean * (1 + 0.3 * cloud) * (1 - 0.3 * bit * smoothstep(-0.1, 0.5, cloud));
    for (let c = 0; c < 3; c++) {
      rgb[k * 3 + c] = (rgb[k * 3 + c] as number) * (1 - a) + (MURK[c] as number) * light * a;
    }
  }
}

/** Murky water's colour, relative to the mean light of the field. */
const MURK = [1.75, 1, 0.3] as const;
