import { clamp } from '../maths/curve.js';
import { Random } from '../maths/random.js';
import { boxBlur } from './develop.js';
import { type Canvas, fill, print } from './glyphs.js';

/** The whole picture as a processor puts it out: size, and the square that holds the field. Pixels. */
export const SCREEN = { width: 640, height: 512, fieldX: 152, fieldY: 16, fieldSide: 480, dot: 2 } as const;
/** The same screen at half the size: everything at the same fractions of the picture, letters a dot wide. */
export const SMALL_SCREEN = {
  width: 320,
  height: 256,
  fieldX: 76,
  fieldY: 8,
  fieldSide: 240,
  dot: 1,
} as const;

/** A screen's layout in pixels; `dot` is the size of a letter's dot. */
export type Screen = Readonly<Record<keyof typeof SCREEN, number>>;

/** What the processor prints beside the field. */
export interface Caption {
  readonly timeMs: number;
  /** The scope's shape for the inset, as points in [0, 1]²; the last one is the tip. */
  readonly shape: readonly (readonly [x: number, y: number])[];
}

const INK = [205, 205, 205] as const;
const INSET = { x: 14, y: 372, width: 120, height: 112 } as const;

/**
 * Put a developed field (display values, side × side × 3) on the processor's screen: enlarged, sharpened, with sensor
 * noise, on black, with captions and an inset outside the field.
 */
export function compose(
  field: Float32Array,
  side: number,
  caption: Caption,
  noiseSeed: number,
  screen: Screen = SCREEN,
): Uint8Array {
  const canvas: Canvas = {
    width: screen.width,
    height: screen.height,
    rgb: new Uint8Array(screen.width * screen.height * 3),
  };
  for (let k = 0; k < canvas.rgb.length; k++) canvas.rgb[k] = 2;
  const size = screen.fieldSide;
  placeField(canvas, screen, sharpen(enlarge(field, side, size), size), new Random(noiseSeed));
  const seconds = Math.floor(caption.timeMs / 1000);
  const clock = [3600, 60, 1].map((u) => String(Math.floor(seconds / u) % 60).padStart(2, '0')).join(':');
  const lines = ['PHANTOM', 'NOT A', 'PATIENT', '', 'ID: NONE', '01/01/2026', clock];
  lines.forEach((line, i) => {
    print(canvas, line, 7 * screen.dot, (13 + i * 10) * screen.dot, screen.dot, INK);
  });
  drawInset(canvas, caption.shape, screen.dot / 2);
  return canvas.rgb;
}

function enlarge(field: Float32Array, side: number, size: number): Float32Array {
  if (side === size) return field;
  const out = new Float32Array(size * size * 3);
  const ratio = side / size;
  for (let row = 0; row < size; row++) {
    const y = clamp((row + 0.5) * ratio - 0.5, 0, side - 1);
    const j = Math.min(Math.floor(y), side - 2);
    const fy = y - j;
    for (let col = 0; col < size; col++) {
      const x = clamp((col + 0.5) * ratio - 0.5, 0, side - 1);
      const i = Math.min(Math.floor(x), side - 2);
      const fx = x - i;
      const a = (j * side + i) * 3;
      const b = a + side * 3;
      for (let c = 0; c < 3; c++) {
        const top = (field[a + c] as number) * (1 - fx) + (field[a + c + 3] as number) * fx;
        const low = (field[b + c] as number) * (1 - fx) + (field[b + c + 3] as number) * fx;
        out[(row * size + col) * 3 + c] = top + (low - top) * fy;
      }
    }
  }
  return out;
}

/** The edge enhancement of a processor: brightness against its surroundings, which leaves the thin bright rims. */
function sharpen(field: Float32Array, size: number): Float32Array {
  const luma = new Float32Array(size * size);
  for (let k = 0; k < luma.length; k++) {
    luma[k] =
      0.3 * (field[k * 3] as number) +
      0.59 * (field[k * 3 + 1] as number) +
      0.11 * (field[k * 3 + 2] as number);
  }
  const soft = luma.slice();
  boxBlur(soft, size, size, 1, 0, 2);
  const out = new Float32Array(field.length);
  for (let k = 0; k < luma.length; k++) {
    const edge = clamp(0.55 * ((luma[k] as number) - (soft[k] as number)), -22, 22);
    for (let c = 0; c < 3; c++) out[k * 3 + c] = (field[k * 3 + c] as number) + edge;
  }
  return out;
}

function placeField(canvas: Canvas, screen: Screen, field: Float32Array, random: Random): void {
  const { fieldX, fieldY, fieldSide } = screen;
  // One table of noise, entered at a random place for each row: cheap, and without a visible pattern.
  const noise = new Float32Array(4099).map(
    () => (random.next() + random.next() + random.next() - 1.5) * NOISE,
  );
  for (let row = 0; row < fieldSide; row++) {
    let n = Math.floor(random.next() * noise.length);
    for (let col = 0; col < fieldSide; col++) {
      const from = (row * fieldSide + col) * 3;
      const light = (field[from] as number) + (field[from + 1] as number) + (field[from + 2] as number);
      if (light <= 0) continue;
      const to = ((row + fieldY) * canvas.width + col + fieldX) * 3;
      const shared = noise[n] as number;
      for (let c = 0; c < 3; c++) {
        n = n + 1 === noise.length ? 0 : n + 1;
        canvas.rgb[to + c] = clamp(
          Math.round((field[from + c] as number) + shared + 0.5 * (noise[n] as number)),
          0,
          255,
        );
      }
    }
  }
}

/** Strength of the sensor noise, display values. */
const NOISE = 2.4;

function drawInset(canvas: Canvas, shape: Caption['shape'], scale: number): void {
  const [x0, y0, w, h] = [INSET.x * scale, INSET.y * scale, INSET.width * scale, INSET.height * scale];
  fill(canvas, x0, y0, w, h, [16, 78, 66]);
  shape.forEach(([x, y], i) => {
    const size = (i === shape.length - 1 ? 4 : 2) * scale;
    const px = Math.round(x0 + 8 * scale + x * (w - 16 * scale) - size / 2);
    const py = Math.round(y0 + 8 * scale + y * (h - 16 * scale) - size / 2);
    fill(canvas, px, py, size, size, i === shape.length - 1 ? [250, 240, 160] : [150, 210, 190]);
  });
}
