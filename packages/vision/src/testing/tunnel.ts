/** A tunnel drawn by a formula, for tests: bright rim, dark end, a texture on its wall that moves exactly as told. */
import { type AnalysisFrame, frameId, ms, px, WHOLE } from '@haustra/domain';
import { random } from './synthetic.js';

export interface TunnelView {
  /** Where the far end lies, in fractions of the picture. */
  readonly at: readonly [x: number, y: number];
  /** How far the scope has gone in since the start, in radii of the tunnel. */
  readonly in?: number;
  /** Another wall. */
  readonly seed?: number;
  readonly timeMs?: number;
  readonly side?: number;
}

interface Wave {
  readonly along: number;
  readonly around: number;
  readonly phase: number;
}

/**
 * A wall point at depth d appears at distance 1/d (half sides) from the end; going in by `in` brings it nearer, so that
 * the picture flows outward with the square of the distance, as in a bowel.
 */
export function tunnel({ at, in: depth = 0, seed = 1, timeMs = 0, side = 128 }: TunnelView): AnalysisFrame {
  const next = random(seed);
  const waves: Wave[] = Array.from({ length: 6 }, (_, i) => ({
    along: 3 + 3 * next(),
    around: i - 2,
    phase: 2 * Math.PI * next(),
  }));
  const [cx, cy] = [2 * at[0] - 1, 2 * at[1] - 1];
  const rgb = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const x = (2 * column + 1) / side - 1 - cx;
      const y = (2 * row + 1) / side - 1 - cy;
      const r = Math.hypot(x, y);
      const d = 1 / Math.max(r, 0.05) + depth;
      const angle = Math.atan2(y, x);
      const pattern =
        waves.reduce((sum, w) => sum + Math.sin(w.along * d + w.around * angle + w.phase), 0) / 6;
      const light = (20 + 190 * (r / (r + 0.5))) * (1 + 0.3 * Math.min(1, r / 0.3) * pattern);
      const i = (row * side + column) * 3;
      rgb[i] = Math.min(230, light);
      rgb[i + 1] = Math.min(230, light * 0.6);
      rgb[i + 2] = Math.min(230, light * 0.5);
    }
  }
  return { id: frameId(0), timeMs: ms(timeMs), field: WHOLE, width: px(side), height: px(side), rgb };
}

/** The frame seen in a mirror that swaps left and right. */
export function mirrored(frame: AnalysisFrame): AnalysisFrame {
  const { width, height } = frame;
  const rgb = new Uint8Array(frame.rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      rgb.set(frame.rgb.subarray(from, from + 3), (y * width + width - 1 - x) * 3);
    }
  }
  return { ...frame, rgb };
}

/** A frame of one colour. */
export function flat(colour: readonly [number, number, number], side = 256, timeMs = 0): AnalysisFrame {
  const rgb = Uint8Array.from({ length: side * side * 3 }, (_, i) => colour[i % 3] ?? 0);
  return { id: frameId(0), timeMs: ms(timeMs), field: WHOLE, width: px(side), height: px(side), rgb };
}
