import { fingerprintOf } from '../source/fingerprint.js';
import type { PictureSeries } from '../source/types.js';
import type { DicomFile } from './file.js';
import { frameDecoder } from './frames.js';
import { frameTimes } from './times.js';

/** The frames of an opened DICOM file (not video) as a series of pictures. */
export async function dicomSeries(file: DicomFile, path: string): Promise<PictureSeries> {
  const times = frameTimes(file);
  return {
    name: file.name,
    fingerprint: await fingerprintOf(path),
    length: file.frames,
    fps: times.fps,
    picture: frameDecoder(file),
    timeMs: (index) => times.timeMs(index),
  };
}
