import { type TemporaryFile, temporaryFile } from '../tools/temporary.js';
import { brokenFrame, type DicomFile } from './file.js';
import { allFragments } from './fragments.js';

/** The MPEG-2, H.264 or HEVC video inside a DICOM file, as a file that FFmpeg reads. Throws `unreadable` when empty. */
export async function extractVideo(file: DicomFile): Promise<TemporaryFile> {
  const parts = allFragments(file);
  if (parts.reduce((sum, p) => sum + p.length, 0) === 0) throw brokenFrame(file, 0);
  return temporaryFile('video', parts);
}
