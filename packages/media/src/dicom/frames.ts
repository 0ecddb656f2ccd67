import type { FieldPicture } from '../field/picture.js';
import { decodeBytes, decodeRareJpeg } from '../stills/decode.js';
import { from422, interleave, toBytes, toRgb } from './colour.js';
import { brokenFrame, type DicomFile, nativeBytes } from './file.js';
import { frameBytes } from './fragments.js';
import { decodeJpeg2000 } from './jpeg2000.js';
import { paletteOf } from './palette.js';
import { decodeRle } from './rle.js';

/** Decodes frame `index` of a file; throws `unreadable` where its bytes are damaged or missing. */
export type FrameDecoder = (index: number) => Promise<FieldPicture>;

function windowOf({ data }: DicomFile): { centre: number; width: number } | null {
  const centre = data.floatString('x00281050');
  const width = data.floatString('x00281051');
  return centre === undefined || width === undefined || width < 1 ? null : { centre, width };
}

/** Samples, pixel by pixel and 8 bits, in RGB. Indices into a palette stay as they are until they are looked up. */
function inColour(file: DicomFile, values: Uint8Array, photometric = file.photometric): FieldPicture {
  const { width, height, samples } = file;
  return toRgb({ width, height, samples, photometric, values }, paletteOf(file));
}

function wide(
  file: DicomFile,
  low: (i: number) => number,
  high: (i: number) => number,
  n: number,
): Uint8Array {
  const values = new Int32Array(n);
  for (let i = 0; i < n; i += 1) {
    const value = (high(i) << 8) | low(i);
    values[i] = file.signed && value >= 0x8000 ? value - 0x10000 : value;
  }
  return toBytes(values, file.bitsStored, file.signed, windowOf(file));
}

function nativeDecoder(file: DicomFile): FrameDecoder {
  const { width, height, samples } = file;
  const pixels = width * height;
  const half = file.photometric === 'YBR_FULL_422' && file.bitsAllocated === 8;
  const size = half ? Math.ceil(pixels / 2) * 4 : (pixels * samples * file.bitsAllocated) / 8;
  const all = nativeBytes(file);
  return async (index) => {
    const bytes = all.subarray(index * size, (index + 1) * size);
    if (bytes.length < size) throw brokenFrame(file, index);
    if (half) return from422(width, height, bytes);
    const narrow =
      file.bitsAllocated === 8
        ? bytes
        : wide(
            file,
            (i) => bytes[i * 2 + (file.bigEndian ? 1 : 0)] ?? 0,
            (i) => bytes[i * 2 + (file.bigEndian ? 0 : 1)] ?? 0,
            pixels * samples,
          );
    return inColour(file, samples > 1 && file.planar ? interleave(narrow, pixels, samples) : narrow);
  };
}

function rleFrame(file: DicomFile, bytes: Uint8Array): FieldPicture | null {
  const pixels = file.width * file.height;
  const deep = file.bitsAllocated / 8;
  const planes = decodeRle(bytes, pixels, file.samples * deep);
  if (planes === null) return null;
  const narrow = Array.from({ length: file.samples }, (_, s) => {
    const [first, second] = [planes[s * deep], planes[s * deep + 1]];
    if (deep === 1 || second === undefined) return first ?? new Uint8Array(pixels);
    return wide(
      file,
      (i) => second[i] ?? 0,
      (i) => first?.[i] ?? 0,
      pixels,
    );
  });
  return inColour(file, interleave(Buffer.concat(narrow), pixels, file.samples));
}

/** Says in the JPEG's own words (Adobe marker, transform 0) that its three components are RGB. Pure. */
export function markedAsRgb(jpeg: Uint8Array): Uint8Array {
  const adobe = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];
  return Buffer.concat([jpeg.subarray(0, 2), Uint8Array.from(adobe), jpeg.subarray(2)]);
}

async function jpeg2000Frame(file: DicomFile, bytes: Uint8Array): Promise<FieldPicture> {
  const picture = await decodeJpeg2000(bytes);
  const { width, height, componentCount: samples } = picture;
  const n = width * height * samples;
  const deep = picture.bitsPerSample > 8;
  const view = new DataView(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength);
  const values = deep
    ? toBytes(
        Int32Array.from({ length: n }, (_, i) =>
          picture.isSigned ? view.getInt16(i * 2, true) : view.getUint16(i * 2, true),
        ),
        picture.bitsPerSample,
        picture.isSigned,
        windowOf(file),
      )
    : picture.bytes;
  // The codec has undone its own colour transform (YBR_ICT, YBR_RCT); only plain YBR_FULL is left to us.
  const photometric = file.photometric === 'YBR_FULL' ? 'YBR_FULL' : samples === 3 ? 'RGB' : file.photometric;
  return toRgb({ width, height, samples, photometric, values }, paletteOf(file));
}

async function packedFrame(file: DicomFile, bytes: Uint8Array): Promise<FieldPicture | null> {
  switch (file.coding) {
    case 'rle':
      return rleFrame(file, bytes);
    case 'jpeg2000':
      return jpeg2000Frame(file, bytes);
    default: {
      const jpeg = file.samples === 3 && file.photometric === 'RGB' ? markedAsRgb(bytes) : bytes;
      return file.coding === 'jpeg' ? decodeBytes(jpeg, file.name) : decodeRareJpeg(jpeg, file.name);
    }
  }
}

/** How the frames of a file are decoded, whatever their coding; not for video. */
export function frameDecoder(file: DicomFile): FrameDecoder {
  if (file.coding === 'native') return nativeDecoder(file);
  const frames = frameBytes(file);
  return async (index) => {
    const bytes = frames[index];
    if (bytes === undefined) throw brokenFrame(file, index);
    const picture = await packedFrame(file, bytes).catch((thrown) => {
      throw brokenFrame(file, index, thrown);
    });
    if (picture === null) throw brokenFrame(file, index);
    return picture;
  };
}
