/** Findings made by hand, for tests. */
import { type FrameFindings, frameId, type LesionCandidate, ms, type Rect } from '@haustra/domain';
import type { TrackerOptions } from '../tracker/types.js';

export const OPTIONS: TrackerOptions = {
  operatingPoints: { A: { show: 0.3 }, B: { show: 0.6 } },
  operatingPoint: 'A',
  typeCall: { neoplasticAbove: 0.7, nonNeoplasticBelow: 0.3 },
};

/** A stream of numbers in 0..1 that is the same on each run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number around 0 with standard deviation 1. */
export function gauss(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** How polyp number `which` looks, with `noise` added; two polyps have a likeness near 0. */
export function look(which: number, noise = 0, next: () => number = () => 0.5): Float32Array {
  const out = new Float32Array(32);
  const own = random(which * 7919 + 1);
  let squares = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = gauss(own) + (noise > 0 ? noise * gauss(next) : 0);
    squares += (out[i] ?? 0) ** 2;
  }
  return out.map((v) => v / Math.sqrt(squares));
}

export function box(cx: number, cy: number, w = 0.2, h = w): Rect {
  return { x: cx - w / 2, y: cy - h / 2, w, h };
}

export function seen(where: Rect, which = 1, score = 0.9, neoplastic = 0.8): LesionCandidate {
  return { box: where, score, neoplastic, embedding: look(which) };
}

export const FIELD: Rect = { x: 0, y: 0, w: 1, h: 1 };

/** Findings at `timeMs`, with a mask that shows every lesion as an ellipse. */
export function at(timeMs: number, lesions: readonly LesionCandidate[], usable = 1): FrameFindings {
  const size = 64;
  const values = new Uint8Array(size * size);
  for (const { box: b } of lesions) {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const dx = ((column + 0.5) / size - b.x - b.w / 2) / (b.w / 2);
        const dy = ((row + 0.5) / size - b.y - b.h / 2) / (b.h / 2);
        if (dx * dx + dy * dy < 1) values[row * size + column] = 230;
      }
    }
  }
  return {
    frameId: frameId(Math.round(timeMs)),
    timeMs: ms(timeMs),
    field: FIELD,
    organ: { colon: 1, upper: 0, outside: 0 },
    usable,
    cleanliness: { 'bbps-0-1': 0, 'bbps-2-3': 1, 'impacted-stool': 0 },
    caecum: 0,
    lesions: [...lesions].sort((a, b) => b.score - a.score),
    mask: { width: size, height: size, values },
    search: null,
    inferenceMs: 8,
  };
}
