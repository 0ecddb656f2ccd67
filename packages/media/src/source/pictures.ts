import { HaustraError } from '@haustra/domain';
import { readDicom } from '../dicom/file.js';
import { dicomSeries } from '../dicom/pictures.js';
import { extractVideo } from '../dicom/video.js';
import { folderSeries } from '../stills/folder.js';
import { kindOf } from './spec.js';
import type { PictureSeries } from './types.js';

/** A recording as it can be read a second time: a video file for FFmpeg, or a series of pictures. */
export type Recorded =
  | { readonly kind: 'video'; readonly path: string; close(): Promise<void> }
  | { readonly kind: 'series'; readonly series: PictureSeries; close(): Promise<void> };

const nothing = async () => undefined;

/** Opens a recording for reading it again at full size. Throws `unsupported` for streams, and as `openSource`. */
export async function openRecorded(spec: string, options: { fps?: number }): Promise<Recorded> {
  const kind = await kindOf(spec);
  switch (kind) {
    case 'stream':
    case 'device':
      throw new HaustraError({
        code: 'unsupported',
        message: 'a live source cannot be read a second time',
        hint: 'Record it first, then use the recording.',
      });
    case 'folder':
    case 'picture':
      return { kind: 'series', series: await folderSeries(spec, options), close: nothing };
    case 'recording':
      return { kind: 'video', path: spec, close: nothing };
    case 'dicom': {
      const file = await readDicom(spec);
      if (file.coding !== 'video')
        return { kind: 'series', series: await dicomSeries(file, spec), close: nothing };
      const video = await extractVideo(file);
      return { kind: 'video', path: video.path, close: () => video.remove() };
    }
  }
}
