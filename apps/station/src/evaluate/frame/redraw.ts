import { createHash } from 'node:crypto';
import { seededRandom } from '@haustra/learning';
import { drawFrame } from './draw.js';
import { eraseFrame } from './erase.js';
import type { Raster } from './raster.js';

/** The frame around the picture, as the model gets to see it: as recorded, or redrawn at random. */
export const FRAMES = ['original', 'random'] as const;
export type Frame = (typeof FRAMES)[number];

/**
 * The picture with its own frame taken away and another one drawn. Text, insets and the cut of the corners tell where
 * a picture comes from, and with it often what it shows; a model that answers as well with frames that say nothing
 * reads the mucosa. One that answers worse may have read the frame, or miss what is hidden, or stumble over the traces of
 * the redrawing. The same id gives the same frame; the centre of the picture is never touched. What the new frame
 * hides stays in the truth: sensitivity for lesions falls a little with any model.
 * @param picture the visible field at the model's input size; left as it is
 */
export function redrawFrame<Picture extends Raster>(picture: Picture, id: string): Picture {
  const { rgb } = picture;
  const { width, height } = picture;
  const drawn = eraseFrame({ width, height, rgb });
  drawFrame(drawn, seededRandom(createHash('sha256').update(id).digest().readUInt32LE()));
  return { ...picture, rgb: drawn.rgb };
}
