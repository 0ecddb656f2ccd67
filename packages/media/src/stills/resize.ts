import type { Rect } from '@haustra/domain';
import type { FieldPicture } from '../field/picture.js';

/** For each pixel of a line: where its sources start, and their weights (`taps` each). */
interface Line {
  readonly taps: number;
  readonly from: Int32Array;
  readonly weights: Float32Array;
}

/** Share of each source pixel that a target pixel covers. */
function areaLine(start: number, source: number, target: number): Line {
  const scale = source / target;
  const taps = Math.ceil(scale) + 1;
  const from = new Int32Array(target);
  const weights = new Float32Array(target * taps);
  for (let i = 0; i < target; i += 1) {
    const a = i * scale;
    const b = Math.min(source, a + scale);
    const first = Math.min(Math.floor(a), source - 1);
    from[i] = start + first;
    for (let t = 0; t < taps; t += 1) {
      const covered = Math.min(b, first + t + 1) - Math.max(a, first + t);
      weights[i * taps + t] = Math.max(0, covered) / (b - a);
    }
  }
  return { taps, from, weights };
}

/** Cubic convolution with a = −0.75 over four pixels, as the training resizes small pictures. */
function cubic(distance: number): number {
  const a = -0.75;
  const d = Math.abs(distance);
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0;
}

function cubicLine(start: number, source: number, target: number): Line {
  const taps = Math.min(4, source);
  const from = new Int32Array(target);
  const weights = new Float32Array(target * taps);
  for (let i = 0; i < target; i += 1) {
    const centre = ((i + 0.5) * source) / target - 0.5;
    const base = Math.floor(centre) - 1;
    const first = Math.min(Math.max(0, base), source - taps);
    from[i] = start + first;
    for (let t = 0; t < 4; t += 1) {
      // What lies beyond the edge repeats the edge.
      const at = Math.min(taps - 1, Math.max(0, base + t - first));
      weights[i * taps + at] = (weights[i * taps + at] ?? 0) + cubic(centre - (base + t));
    }
  }
  return { taps, from, weights };
}

/** A rectangle in fractions of a picture as whole pixels, at least one each way, within the picture. Pure. */
export function pixelRect(rect: Rect, width: number, height: number) {
  const left = Math.min(width - 1, Math.max(0, Math.round(rect.x * width)));
  const top = Math.min(height - 1, Math.max(0, Math.round(rect.y * height)));
  return {
    left,
    top,
    w: Math.max(1, Math.min(width, Math.round((rect.x + rect.w) * width)) - left),
    h: Math.max(1, Math.min(height, Math.round((rect.y + rect.h) * height)) - top),
  };
}

/**
 * Cuts a rectangle (fractions of the picture, rounded to whole pixels) out of a picture and stretches it to
 * `width` × `height` RGB: area averages where both sides shrink, cubic interpolation else, as the training does. Pure.
 */
export function cutAndResize(picture: FieldPicture, rect: Rect, width: number, height: number): Uint8Array {
  const { left, top, w, h } = pixelRect(rect, picture.width, picture.height);
  const line = w >= width && h >= height ? areaLine : cubicLine;
  const across = line(left, w, width);
  const down = line(top, h, height);
  const narrow = squeeze(picture, across, top, h);
  const out = new Uint8Array(width * height * 3);
  const stride = width * 3;
  const sums = new Float32Array(stride);
  for (let y = 0; y < height; y += 1) {
    sums.fill(0);
    const first = (down.from[y] ?? 0) - top;
    for (let t = 0; t < down.taps; t += 1) {
      const weight = down.weights[y * down.taps + t] ?? 0;
      if (weight === 0) continue;
      const row = (first + t) * stride;
      for (let x = 0; x < stride; x += 1) sums[x] = (sums[x] ?? 0) + weight * (narrow[row + x] ?? 0);
    }
    for (let x = 0; x < stride; x += 1) {
      out[y * stride + x] = Math.min(255, Math.max(0, Math.round(sums[x] ?? 0)));
    }
  }
  return out;
}

/** The rows `top … top + rows` of the picture, each resized to the length of `across`; RGB as floats. */
function squeeze(picture: FieldPicture, across: Line, top: number, rows: number): Float32Array {
  const { data, channels } = picture;
  const width = across.from.length;
  const out = new Float32Array(rows * width * 3);
  for (let y = 0; y < rows; y += 1) {
    const row = (top + y) * picture.width;
    for (let x = 0; x < width; x += 1) {
      let [r, g, b] = [0, 0, 0];
      let at = (row + (across.from[x] ?? 0)) * channels;
      for (let t = 0; t < across.taps; t += 1, at += channels) {
        const weight = across.weights[x * across.taps + t] ?? 0;
        if (weight === 0) continue;
        r += weight * (data[at] ?? 0);
        g += weight * (data[at + 1] ?? 0);
        b += weight * (data[at + 2] ?? 0);
      }
      const to = (y * width + x) * 3;
      out[to] = r;
      out[to + 1] = g;
      out[to + 2] = b;
    }
  }
  return out;
}
