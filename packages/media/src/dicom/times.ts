import type { DicomFile } from './file.js';

const NOMINAL_FPS = 25;

/** When each frame was taken, and the nominal rate where the frames are evenly spaced. */
export interface FrameTimes {
  readonly fps: number | null;
  timeMs(index: number): number;
}

function even(stepMs: number): FrameTimes {
  return { fps: 1000 / stepMs, timeMs: (index) => index * stepMs };
}

/**
 * Frame times of a DICOM file (PS3.3 C.7.6.5): Frame Time Vector, else Frame Time, else the recommended display or
 * cine rate, else 25 frames a second. Pure.
 */
export function frameTimes({ data, frames }: Pick<DicomFile, 'data' | 'frames'>): FrameTimes {
  const vector = (data.string('x00181065') ?? '').split('\\').map(Number);
  if (vector.length >= frames && frames > 1 && vector.every((step) => Number.isFinite(step) && step >= 0)) {
    let sum = 0;
    // The first value is the time before the first frame and does not count.
    const times = vector.slice(0, frames).map((step, i) => {
      if (i > 0) sum += step;
      return sum;
    });
    return { fps: null, timeMs: (index) => times[index] ?? sum };
  }
  const step = data.floatString('x00181063');
  if (step !== undefined && step > 0) return even(step);
  const rate = data.intString('x00082144') ?? data.intString('x00180040');
  return even(1000 / (rate !== undefined && rate > 0 ? rate : NOMINAL_FPS));
}
