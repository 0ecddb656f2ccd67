import { readDicom } from '../dicom/file.js';
import { dicomSeries } from '../dicom/pictures.js';
import { extractVideo } from '../dicom/video.js';
import { folderSeries } from '../stills/folder.js';
import { openSeries } from '../stills/series.js';
import { openRecording } from '../video/recording.js';
import { openStream } from '../video/stream.js';
import { fingerprintOf } from './fingerprint.js';
import { kindOf } from './spec.js';
import type { FrameSource, OpenOptions } from './types.js';

async function openDicom(path: string, options: OpenOptions): Promise<FrameSource> {
  const file = await readDicom(path);
  if (file.coding !== 'video') return openSeries(await dicomSeries(file, path), options);
  const video = await extractVideo(file);
  try {
    return await openRecording(video.path, {
      ...options,
      name: file.name,
      fingerprint: await fingerprintOf(path),
      onClose: () => video.remove(),
    });
  } catch (thrown) {
    await video.remove();
    throw thrown;
  }
}

/**
 * Opens a source of frames for the analysis.
 *
 * `spec` is a video file that FFmpeg reads, a folder of pictures, one picture, a DICOM file (single frame, multi-frame
 * or encapsulated video), `rtsp://…`, or a capture device such as `/dev/video0`. The frames come cut to the visible
 * field and resized to `width` × `height`, RGB, with their true times. The caller must `close()` the source, or read
 * its frames to the end.
 *
 * Throws `HaustraError`: `not-found`, `unsupported`, `unreadable` (empty, damaged, no answer), `no-picture` (sound
 * only), `missing-tool` (no FFmpeg), `cancelled`.
 */
export async function openSource(spec: string, options: OpenOptions): Promise<FrameSource> {
  switch (await kindOf(spec)) {
    case 'stream':
    case 'device':
      return openStream(spec, options);
    case 'dicom':
      return openDicom(spec, options);
    case 'folder':
    case 'picture':
      return openSeries(await folderSeries(spec, options), options);
    case 'recording':
      return openRecording(spec, options);
  }
}
