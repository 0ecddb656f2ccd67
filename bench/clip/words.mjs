/** The results of `bench/clip.mjs` as lines for a person. */
import { wilson } from '../../apps/station/dist/evaluate/stats/wilson.js';

/** `109 of 114, 95.6 % (90–98)`: a share with its 95 % Wilson interval. */
function share(hits, n) {
  const { value, low, high } = wilson(hits, n) ?? { value: 0, low: 0, high: 1 };
  const percent = (v, digits = 0) => (100 * v).toFixed(digits);
  return `${hits} of ${n}, ${percent(value, 1)} % (${percent(low)}–${percent(high)})`;
}

export const organLine = ({ organ, frames, perFrame, settled, settledMs }) =>
  `organ ${organ}: right in ${share(perFrame, frames)} of the frames; ` +
  `settled in ${share(settled, frames)}, ${settledMs === null ? 'never' : `from ${Math.round(settledMs)} ms on`}`;

export const polypLine = ({ as, visible, outlined, numbers, longestElsewhereMs, falseActivations }) =>
  `${as}: outlined in ${share(outlined, visible)} of the frames where it is seen, under ${numbers.length} number(s); ` +
  `false activations ${falseActivations.length}; longest box elsewhere ${Math.round(longestElsewhereMs)} ms`;

export const gastroscopyLine = ({ as, falseActivations, shownFrames, frames, perMinute }) =>
  `${as}: false activations ${falseActivations.length} (${perMinute.toFixed(1)} a minute), shown in ${share(shownFrames, frames)} of frames`;
