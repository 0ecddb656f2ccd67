import { join } from 'node:path';
import { savePhoto } from '@haustra/media';

/** Writes the best frame of each false activation, with its box, as `NAME-POINT-NUMBER-TIMEms.jpg`. Gives how many. */
export async function writePictures(folder, clip, name, activations) {
  for (const { id, best } of activations) {
    const out = join(folder, `${name}-${String(id).padStart(2, '0')}-${Math.round(best.timeMs)}ms.jpg`);
    await savePhoto({ source: clip, atMs: best.timeMs, out, box: best.box });
  }
  return activations.length;
}
