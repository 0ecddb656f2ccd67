/** Real pictures with a lumen direction labelled by looking, and what the program answers to each alone. */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPicture } from '@haustra/media';
import { clockDirection, watchScene } from '@haustra/vision';
import { apart } from './phantom.mjs';

export const SOURCES = ['polypgen', 'cvc-clinicdb', 'hyperkvasir', 'neopolyp'];

/** One row a labelled picture, or null where the data is not there. */
export async function askPictures(labelFile, data) {
  if (
    await access(join(data, 'index.csv')).then(
      () => false,
      () => true,
    )
  )
    return null;
  const { pictures } = JSON.parse(await readFile(labelFile, 'utf8'));
  const rows = [];
  for (const [id, label] of Object.entries(pictures)) {
    const picture = await loadPicture(join(data, 'images', `${id}.jpg`), { width: 256, height: 256 });
    const { field } = picture;
    const aspect = picture.pictureWidth / picture.pictureHeight;
    const { scene } = watchScene(null, picture);
    const place = label.at && [field.x + label.at[0] * field.w, field.y + label.at[1] * field.h];
    const goal = place && clockDirection(place, field, aspect);
    const found = scene.lumen && clockDirection(scene.lumen.at, field, aspect);
    rows.push({
      id,
      source: id.split('/')[0],
      unit: label.unit,
      half: label.half,
      direction: label.direction,
      scene,
      distance: goal?.distance ?? null,
      answered: found !== null,
      angle: found && goal ? apart(found.degrees, goal.degrees) : null,
      miss:
        found && place
          ? Math.hypot((scene.lumen.at[0] - place[0]) * aspect, scene.lumen.at[1] - place[1]) /
            (Math.min(field.w * aspect, field.h) / 2)
          : null,
    });
  }
  return rows;
}
