import type { LearnMessages } from '../messages/index.js';

/** `1 h 05 min`, `12 min`, `40 s`: no more exact than a forecast is. */
export function duration(seconds: number, { units }: Pick<LearnMessages, 'units'>): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} ${units.s}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} ${units.min}`;
  const rest = String(minutes % 60).padStart(2, '0');
  return `${Math.floor(minutes / 60)} ${units.h} ${rest} ${units.min}`;
}
