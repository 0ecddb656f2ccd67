import { readFile } from 'node:fs/promises';
import { asHaustraError, HaustraError } from '@haustra/domain';
import { z } from 'zod';
import { type ProcedureTruth, ProcedureTruthSchema } from './procedure-schema.js';
import { type ClipTruth, ClipTruthSchema } from './schema.js';

const REMAKE = 'Fetch it again with the repository, or render it with "haustra-phantom render".';

/** The committed clip (H.264, 640×512, 25 frames a second) as a file URL. */
export function phantomClipPath(): URL {
  return new URL('../../clip/phantom-withdrawal.mp4', import.meta.url);
}

/** The committed clip's ground truth (JSON, see ClipTruthSchema) as a file URL. */
export function phantomTruthPath(): URL {
  return new URL('../../clip/phantom-withdrawal.truth.json', import.meta.url);
}

/** The committed procedure (kind treatment; H.264, 320×256, 8 frames a second) as a file URL. */
export function phantomProcedurePath(): URL {
  return new URL('../../clip/procedure-treatment.mp4', import.meta.url);
}

/** The committed procedure's ground truth (JSON, see ProcedureTruthSchema) as a file URL. */
export function phantomProcedureTruthPath(): URL {
  return new URL('../../clip/procedure-treatment.truth.json', import.meta.url);
}

/**
 * Read and check a truth file; the committed one unless told otherwise.
 * Throws HaustraError `not-found` when the file cannot be read, `unreadable` when it is not a truth file.
 */
export async function loadPhantomTruth(file: URL | string = phantomTruthPath()): Promise<ClipTruth> {
  return readTruth(file, ClipTruthSchema);
}

/**
 * Read and check the truth file of a rendered procedure; the committed one unless told otherwise.
 * Throws HaustraError `not-found` when the file cannot be read, `unreadable` when it is not such a file.
 */
export async function loadProcedureTruth(
  file: URL | string = phantomProcedureTruthPath(),
): Promise<ProcedureTruth> {
  return readTruth(file, ProcedureTruthSchema);
}

/** Read and check a truth file of either sort; `version` tells them apart (1 a clip, 2 a procedure). */
export async function loadAnyTruth(file: URL | string): Promise<ClipTruth | ProcedureTruth> {
  return readTruth(file, z.discriminatedUnion('version', [ClipTruthSchema, ProcedureTruthSchema]));
}

async function readTruth<T>(file: URL | string, schema: z.ZodType<T>): Promise<T> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new HaustraError({
      code: 'not-found',
      message: "the phantom's ground truth is missing",
      where: String(file),
      hint: REMAKE,
      cause,
    });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw asHaustraError(cause, {
      code: 'unreadable',
      message: 'this is not a ground-truth file of the phantom',
      where: String(file),
      hint: REMAKE,
    });
  }
}
