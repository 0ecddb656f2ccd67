import { open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { isPictureName } from '../stills/list.js';

/** What a source is, as its spec and a look at its first bytes tell. */
export type SpecKind = 'stream' | 'device' | 'folder' | 'dicom' | 'picture' | 'recording';

/** DICOM files say `DICM` after 128 bytes, whatever their name. */
async function saysDicom(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 128);
    return bytesRead === 4 && buffer.toString('latin1') === 'DICM';
  } finally {
    await file.close();
  }
}

/**
 * Tells what a source spec names: `rtsp://…`, `/dev/video0`, a folder, a DICOM file, a picture, or else a recording.
 * Throws `not-found`, `unsupported`, and `unreadable` for an empty or forbidden file.
 */
export async function kindOf(spec: string): Promise<SpecKind> {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(spec)?.[1]?.toLowerCase();
  if (scheme === 'rtsp' || scheme === 'rtsps') return 'stream';
  const where = basename(spec);
  if (scheme !== undefined) {
    throw new HaustraError({
      code: 'unsupported',
      message: `sources of the kind ${scheme}:// are not read`,
      where,
      hint: 'Use a file, a folder, rtsp://… or a capture device such as /dev/video0.',
    });
  }
  const found = await stat(spec).catch(() => null);
  if (found === null) {
    throw new HaustraError({
      code: 'not-found',
      message: 'there is no such file, folder or device',
      where,
      hint: 'Check the path.',
    });
  }
  if (found.isCharacterDevice()) return 'device';
  if (found.isDirectory()) return 'folder';
  if (!found.isFile()) {
    throw new HaustraError({
      code: 'unsupported',
      message: 'this is neither a file, a folder nor a capture device',
      where,
      hint: 'Use a file, a folder, rtsp://… or a capture device such as /dev/video0.',
    });
  }
  if (found.size === 0) {
    throw new HaustraError({
      code: 'unreadable',
      message: 'the file is empty',
      where,
      hint: 'Copy it again from where it was recorded.',
    });
  }
  const dicom = await saysDicom(spec).catch((thrown) => {
    throw new HaustraError({
      code: 'unreadable',
      message: 'the file may not be read',
      where,
      hint: 'Check its permissions.',
      cause: thrown,
    });
  });
  if (dicom || ['.dcm', '.dicom'].includes(extname(spec).toLowerCase())) return 'dicom';
  return isPictureName(spec) ? 'picture' : 'recording';
}
