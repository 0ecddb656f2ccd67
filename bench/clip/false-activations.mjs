/**
 * False activations: lesions shown under a number of their own that are, in no frame that shows them, a lesion.
 *
 * `frames` are `{ frameId, timeMs, shown }` in order; `isLesion(lesion, frameId)` says whether what is shown lies on a
 * lesion. Each activation has its number, when it was shown first and last, in how many frames, and the frame that shows
 * it best (the highest score where it was found, not held). Pure.
 */
export function falseActivations(frames, isLesion) {
  const seen = new Map();
  for (const { frameId, timeMs, shown } of frames) {
    for (const lesion of shown) {
      const { id, score, held, box } = lesion;
      const one = seen.get(id) ?? {
        id,
        firstMs: timeMs,
        lastMs: timeMs,
        frames: 0,
        right: false,
        best: null,
      };
      one.lastMs = timeMs;
      one.frames += 1;
      one.right ||= isLesion(lesion, frameId);
      const worth = held ? 0 : score;
      if (one.best === null || worth > one.best.worth) one.best = { frameId, timeMs, score, box, worth };
      seen.set(id, one);
    }
  }
  return [...seen.values()].filter((one) => !one.right).map(({ right: _, ...activation }) => activation);
}

/** In how many of the frames any of these activations is shown. */
export function framesWith(frames, activations) {
  const ids = new Set(activations.map(({ id }) => id));
  return frames.filter(({ shown }) => shown.some(({ id }) => ids.has(id))).length;
}
