/** A phantom clip watched frame by frame, beside its truth. */
import { readFile } from 'node:fs/promises';
import { openSource } from '@haustra/media';
import { clockDirection, watchScene } from '@haustra/vision';

/** Degrees between two directions, 0..180. */
export const apart = (a, b) => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

/**
 * One row for each frame of every `every`: the truth, the scene, the time it took, and for each lumen found how far it is
 * from the true one: `angle` in degrees about the centre of the field and `miss` in half sides of the field; null where
 * none was found.
 */
export async function watchClip(clip, truthFile, every) {
  const truth = JSON.parse(await readFile(truthFile, 'utf8'));
  const source = await openSource(clip, { width: 256, height: 256 });
  const aspect = source.info.width / source.info.height;
  const rows = [];
  let memory = null;
  try {
    for await (const frame of source.frames()) {
      if (frame.id % every !== 0) continue;
      const begun = performance.now();
      const seen = watchScene(memory, frame);
      const ms = performance.now() - begun;
      memory = seen.memory;
      const known = truth.frames[frame.id];
      const { field } = frame;
      const goal = known.lumen === null ? null : clockDirection(known.lumen, field, aspect);
      const against = (lumen) => {
        if (lumen === null || goal === null) return null;
        const found = clockDirection(lumen.at, field, aspect);
        const miss =
          Math.hypot((lumen.at[0] - known.lumen[0]) * aspect, lumen.at[1] - known.lumen[1]) /
          (Math.min(field.w * aspect, field.h) / 2);
        return { angle: apart(found.degrees, goal.degrees), miss };
      };
      const { scene } = seen;
      rows.push({
        clip,
        truth: known,
        scene,
        ms,
        distance: goal?.distance ?? null,
        alone: against(scene.lumen),
        steady: against(scene.steadyLumen),
      });
    }
  } finally {
    await source.close();
  }
  return rows;
}
