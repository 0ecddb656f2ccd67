import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { HaustraError } from '@haustra/domain';
import dicomParser from 'dicom-parser';

const NATIVE = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.1.99',
]);
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
const JPEG = '1.2.840.10008.1.2.4.';

export type PixelCoding = 'native' | 'rle' | 'jpeg' | 'jpeg-other' | 'jpeg2000' | 'video';

/** What a DICOM file says of its pictures, and where their bytes lie. */
export interface DicomFile {
  readonly name: string;
  readonly data: dicomParser.DataSet;
  readonly pixels: dicomParser.Element;
  readonly coding: PixelCoding;
  readonly bigEndian: boolean;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly samples: number;
  readonly photometric: string;
  readonly planar: boolean;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
}

/** How the pixels of a transfer syntax are coded (DICOM PS3.5, annex A); null for one that is not read here. Pure. */
export function codingOf(syntax: string): PixelCoding | null {
  if (NATIVE.has(syntax)) return 'native';
  if (syntax === '1.2.840.10008.1.2.5') return 'rle';
  if (!syntax.startsWith(JPEG)) return null;
  const kind = Number(syntax.slice(JPEG.length).split('.')[0]);
  if (kind === 50) return 'jpeg';
  if (kind === 51 || kind === 57 || kind === 70 || kind === 80 || kind === 81) return 'jpeg-other';
  if (kind === 90 || kind === 91) return 'jpeg2000';
  return kind >= 100 && kind <= 108 ? 'video' : null;
}

const broken = (where: string, message: string, cause?: unknown): HaustraError =>
  new HaustraError({
    code: 'unreadable',
    message,
    where,
    hint: 'The file is damaged or was cut off; fetch it again from the archive.',
    cause,
  });

/** The deflated transfer syntax packs all that follows the file's head. */
function inflate(bytes: Uint8Array, position: number): Uint8Array {
  return Buffer.concat([bytes.subarray(0, position), inflateRawSync(bytes.subarray(position))]);
}

function parse(bytes: Uint8Array, where: string): dicomParser.DataSet {
  try {
    return dicomParser.parseDicom(bytes, { inflater: inflate });
  } catch (thrown) {
    throw broken(where, 'this is no complete DICOM file', thrown);
  }
}

/** Reads the tags of a DICOM file that hold for its pictures. Throws `unreadable`, `unsupported`, `no-picture`. */
export async function readDicom(path: string): Promise<DicomFile> {
  const name = basename(path);
  const bytes = await readFile(path).catch((thrown) => {
    throw broken(name, 'the file cannot be read, or is larger than 2 GiB', thrown);
  });
  const data = parse(bytes, name);
  const pixels = data.elements.x7fe00010;
  if (pixels === undefined) {
    throw new HaustraError({
      code: 'no-picture',
      message: 'this DICOM file holds no picture',
      where: name,
      hint: 'Choose an image or video object; reports and presentation states hold none.',
    });
  }
  const syntax = data.string('x00020010') ?? '1.2.840.10008.1.2';
  const coding = codingOf(syntax);
  if (coding === null) {
    throw new HaustraError({
      code: 'unsupported',
      message: `its pictures are compressed in a way that is not read here (transfer syntax ${syntax})`,
      where: name,
      hint: 'Ask the archive for it uncompressed, as JPEG or as JPEG 2000.',
    });
  }
  const file = {
    name,
    data,
    pixels,
    coding,
    bigEndian: syntax === BIG_ENDIAN,
    width: data.uint16('x00280011') ?? 0,
    height: data.uint16('x00280010') ?? 0,
    frames: Math.max(1, data.intString('x00280008') ?? 1),
    samples: data.uint16('x00280002') ?? 1,
    photometric: (data.string('x00280004') ?? 'MONOCHROME2').trim(),
    planar: data.uint16('x00280006') === 1,
    bitsAllocated: data.uint16('x00280100') ?? 8,
    bitsStored: data.uint16('x00280101') ?? data.uint16('x00280100') ?? 8,
    signed: data.uint16('x00280103') === 1,
  };
  const sane =
    file.width > 0 &&
    file.height > 0 &&
    (file.samples === 1 || file.samples === 3) &&
    (file.bitsAllocated === 8 || file.bitsAllocated === 16) &&
    file.bitsStored >= 1 &&
    file.bitsStored <= file.bitsAllocated;
  if (sane) return file;
  throw broken(name, 'its description of the picture (rows, columns, samples, bits) makes no sense');
}

/**
 * The bytes of native pixel data in the order of their samples; short where the file was cut off. A view, except that
 * big-endian files keep 8-bit samples in swapped pairs (VR OW, PS3.5 section 7.3).
 */
export function nativeBytes(file: DicomFile): Uint8Array {
  const { dataOffset, length, vr } = file.pixels;
  const bytes = file.data.byteArray.subarray(dataOffset, dataOffset + length);
  if (!file.bigEndian || file.bitsAllocated !== 8 || vr !== 'OW') return bytes;
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

/** Says that the pixels of a frame are damaged. */
export const brokenFrame = (file: DicomFile, index: number, cause?: unknown): HaustraError =>
  broken(file.name, `the pixels of frame ${index + 1} are damaged or missing`, cause);
