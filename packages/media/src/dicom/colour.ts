import type { FieldPicture } from '../field/picture.js';

/** Samples of one picture, 8 bits each, pixel by pixel (`samples` a pixel), and what they mean. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly photometric: string;
  readonly values: Uint8Array;
}

const byte = (value: number) => Math.min(255, Math.max(0, Math.round(value)));

/** YBR_FULL to RGB (PS3.3 C.7.6.3.1.2), full range. */
function writeRgb(out: Uint8Array, at: number, y: number, cb: number, cr: number): void {
  out[at] = byte(y + 1.402 * (cr - 128));
  out[at + 1] = byte(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128));
  out[at + 2] = byte(y + 1.772 * (cb - 128));
}

/** Samples as RGB: grey spread, MONOCHROME1 turned over, YBR converted. `palette` maps one sample to RGB. Pure. */
export function toRgb(picture: Samples, palette: Uint8Array | null = null): FieldPicture {
  const { width, height, samples, photometric, values } = picture;
  if (samples === 3 && !photometric.startsWith('YBR')) return { width, height, channels: 3, data: values };
  const out = new Uint8Array(width * height * 3);
  if (samples === 3) {
    for (let i = 0; i < out.length; i += 3) {
      writeRgb(out, i, values[i] ?? 0, values[i + 1] ?? 128, values[i + 2] ?? 128);
    }
  } else {
    for (let i = 0; i < width * height; i += 1) {
      const value = values[i] ?? 0;
      if (palette === null) {
        out.fill(photometric === 'MONOCHROME1' ? 255 - value : value, i * 3, i * 3 + 3);
      } else {
        for (let c = 0; c < 3; c += 1) out[i * 3 + c] = palette[value * 3 + c] ?? 0;
      }
    }
  }
  return { width, height, channels: 3, data: out };
}

/** Native YBR_FULL_422: two pixels in four bytes, Y Y Cb Cr. Pure. */
export function from422(width: number, height: number, values: Uint8Array): FieldPicture {
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    const pair = (i >> 1) * 4;
    writeRgb(out, i * 3, values[pair + (i & 1)] ?? 0, values[pair + 2] ?? 128, values[pair + 3] ?? 128);
  }
  return { width, height, channels: 3, data: out };
}

/** Planes one after the other as pixel by pixel. Pure. */
export function interleave(planes: Uint8Array, pixels: number, samples: number): Uint8Array {
  const out = new Uint8Array(pixels * samples);
  for (let s = 0; s < samples; s += 1) {
    for (let i = 0; i < pixels; i += 1) out[i * samples + s] = planes[s * pixels + i] ?? 0;
  }
  return out;
}

/**
 * 16-bit samples as 8-bit: by the window where the file has one, else its stored bits from black to white. Pure.
 */
export function toBytes(
  values: ArrayLike<number>,
  bitsStored: number,
  signed: boolean,
  window: { centre: number; width: number } | null,
): Uint8Array {
  const low = window === null ? (signed ? -(2 ** (bitsStored - 1)) : 0) : window.centre - window.width / 2;
  const span = window === null ? 2 ** bitsStored - 1 : Math.max(1, window.width);
  const out = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) out[i] = byte((((values[i] ?? 0) - low) / span) * 255);
  return out;
}
