import { falseActivations } from './false-activations.mjs';

/**
 * How much of the polyp is outlined, and what is shown elsewhere. `frames` are `{ frameId, timeMs, shown }` in order.
 * Where the labels are in doubt, a box near the polyp's place is nobody's mistake. Pure.
 */
export function measurePolyp(frames, labels) {
  let visible = 0;
  let outlined = 0;
  let longestElsewhereMs = 0;
  let before = 0;
  const numbers = new Set();
  const strays = new Map();
  for (const { frameId, timeMs, shown } of frames) {
    if (labels.visible(frameId)) {
      visible++;
      const hit = shown.filter((lesion) => labels.onPolyp(lesion, frameId));
      if (hit.length > 0) outlined++;
      for (const { id } of hit) numbers.add(id);
    }
    for (const lesion of shown) {
      const stray = !labels.mayBePolyp(lesion, frameId);
      const lasted = stray ? (strays.get(lesion.id) ?? 0) + (timeMs - before) : 0;
      strays.set(lesion.id, lasted);
      longestElsewhereMs = Math.max(longestElsewhereMs, lasted);
    }
    for (const id of strays.keys()) if (!shown.some((lesion) => lesion.id === id)) strays.delete(id);
    before = timeMs;
  }
  const activations = falseActivations(frames, (lesion, n) => labels.mayBePolyp(lesion, n));
  return { visible, outlined, numbers: [...numbers], longestElsewhereMs, falseActivations: activations };
}
