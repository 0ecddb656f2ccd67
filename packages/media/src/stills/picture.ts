import { extname } from 'node:path';
import { readDicom } from '../dicom/file.js';
import { frameDecoder } from '../dicom/frames.js';
import { extractVideo } from '../dicom/video.js';
import { findField } from '../field/find.js';
import type { FieldPicture } from '../field/picture.js';
import { decodeFile, decodeFirst } from './decode.js';
import { frameOf, type LoadedPicture } from './frame.js';

async function decodeDicom(path: string, signal: AbortSignal | undefined): Promise<FieldPicture> {
  const file = await readDicom(path);
  if (file.coding !== 'video') return frameDecoder(file)(0);
  const video = await extractVideo(file);
  try {
    return await decodeFirst(video.path, file.name, signal);
  } finally {
    await video.remove();
  }
}

/** Any still in RGB at its own size: a picture file, or the first frame of a DICOM file. Throws as `loadPicture`. */
export async function decodeStill(path: string, signal?: AbortSignal): Promise<FieldPicture> {
  const dicom = ['.dcm', '.dicom'].includes(extname(path).toLowerCase());
  return dicom ? decodeDicom(path, signal) : decodeFile(path, signal);
}

/**
 * Loads one still picture for the model: decoded, its visible field found and cut out, resized to `size` pixels
 * (`longest`: as in `OpenOptions`). Its id and time are 0. Throws `not-found`, `unreadable`, `unsupported`.
 */
export async function loadPicture(
  path: string,
  size: { width: number; height: number; longest?: number; signal?: AbortSignal },
): Promise<LoadedPicture> {
  const picture = await decodeStill(path, size.signal);
  return frameOf(picture, findField(picture), size, { id: 0, timeMs: 0 });
}
