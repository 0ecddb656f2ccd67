import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { HaustraError } from '@haustra/domain';
import sharp from 'sharp';
import type { FieldPicture } from '../field/picture.js';
import { runChild } from '../tools/child.js';
import { requireTools } from '../tools/find.js';
import { fileInput, probe } from '../tools/probe.js';
import { temporaryFile } from '../tools/temporary.js';

/** 8K is 33 million; more is a mistake or an attack. */
const MOST_PIXELS = 120_000_000;

const unreadable = (where: string, cause: unknown): HaustraError =>
  new HaustraError({
    code: 'unreadable',
    message: 'this picture is damaged, cut off, or of a kind that cannot be read',
    where,
    hint: 'Open it in another program; if it opens there, save it as PNG or JPEG and try again.',
    cause,
  });

/** Formats that sharp does not know but FFmpeg does. */
const BY_FFMPEG = new Set(['.bmp', '.jp2', '.j2k', '.tga', '.ppm', '.pgm']);

async function bySharp(input: string | Uint8Array, where: string): Promise<FieldPicture> {
  try {
    const { data, info } = await sharp(input, { failOn: 'error', limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .flatten({ background: '#000' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3 && info.channels !== 4) return threeChannels(data, info);
    return { width: info.width, height: info.height, channels: info.channels, data };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.includes('exceeds pixel limit')) throw tooLarge(where);
    throw unreadable(where, thrown);
  }
}

/** One grey value a pixel as three equal ones; further channels are left aside. */
function threeChannels(
  data: Uint8Array,
  info: { width: number; height: number; channels: number },
): FieldPicture {
  const { width, height, channels } = info;
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) out.fill(data[i * channels] ?? 0, i * 3, i * 3 + 3);
  return { width, height, channels: 3, data: out };
}

const tooLarge = (where: string): HaustraError =>
  new HaustraError({
    code: 'unsupported',
    message: `the picture has more than ${MOST_PIXELS / 1e6} million pixels`,
    where,
    hint: 'Make it smaller and try again.',
  });

/** `input` are FFmpeg's input options for the one picture. */
async function byFfmpeg(
  input: readonly string[],
  where: string,
  signal: AbortSignal | undefined,
): Promise<FieldPicture> {
  const facts = await probe(input, where, signal);
  if (facts.width * facts.height > MOST_PIXELS) throw tooLarge(where);
  const { ffmpeg } = await requireTools();
  const bytes = facts.width * facts.height * 3;
  const args = [
    ...['-v', 'error', '-nostdin', ...input, '-frames:v', '1'],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
  ];
  const run = await runChild(ffmpeg.path, args, { timeoutMs: 30_000, signal, maxBytes: bytes });
  if (run.stdout.length !== bytes) throw unreadable(where, run.complaints.join('\n'));
  return { width: facts.width, height: facts.height, channels: 3, data: run.stdout };
}

/** The file itself, also where its name has a `%` in it. */
const onePicture = (path: string) => ['-f', 'image2', '-pattern_type', 'none', '-i', `file:${path}`];

/** As `decodeBytes`, for the kinds of JPEG that sharp does not know: lossless, JPEG-LS, 12-bit. */
export async function decodeRareJpeg(bytes: Uint8Array, where: string): Promise<FieldPicture> {
  // JPEG-LS has a start-of-frame marker of its own, 0xFFF7.
  const ending = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('fff7', 0, 'hex')
    ? 'jls'
    : 'jpg';
  const file = await temporaryFile(`picture.${ending}`, [bytes]);
  try {
    return await byFfmpeg(onePicture(file.path), where, undefined);
  } finally {
    await file.remove();
  }
}

/**
 * Decodes an encoded picture to 8-bit RGB at its own size: EXIF rotation done, transparency on black, 16-bit, grey and
 * CMYK converted. `where` names it in messages. Throws `unreadable` or `unsupported`.
 */
export function decodeBytes(bytes: Uint8Array, where: string): Promise<FieldPicture> {
  return bySharp(bytes, where);
}

/** As `decodeBytes`, from a file; also `not-found`. */
export async function decodeFile(path: string, signal?: AbortSignal): Promise<FieldPicture> {
  const where = basename(path);
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) {
    throw new HaustraError({
      code: 'not-found',
      message: 'there is no such picture',
      where,
      hint: 'Check the name.',
    });
  }
  if (found.size === 0) throw unreadable(where, 'empty file');
  return BY_FFMPEG.has(extname(path).toLowerCase())
    ? byFfmpeg(onePicture(path), where, signal)
    : bySharp(path, where);
}

/** The first picture of a video file. Throws `unreadable`, `no-picture`, `missing-tool`. */
export function decodeFirst(path: string, where: string, signal?: AbortSignal): Promise<FieldPicture> {
  return byFfmpeg(fileInput(path), where, signal);
}
