import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  asHaustraError,
  HaustraError,
  type ModelManifest,
  ModelManifestSchema,
  type Precision,
} from '@haustra/domain';

/** A released model whose manifest was parsed and whose files were found to be the ones that were released. */
export interface ReleasedModel {
  readonly manifest: ModelManifest;
  readonly folder: string;
  /** Absolute path of the ONNX file of this precision. */
  file(precision: Precision): string;
}

const REPAIR = 'Restore the model folder from the release, or run "haustra doctor".';

/**
 * Opens the model released in `folder` and checks both of its ONNX files against size and SHA-256 of the manifest.
 * @throws HaustraError `model-invalid` where manifest or a file is missing, malformed or not the one released.
 */
export async function openModel(folder: string): Promise<ReleasedModel> {
  const manifest = await readManifest(folder);
  for (const precision of ['int8', 'fp32'] as const) await readModelFile(folder, manifest, precision);
  return { manifest, folder, file: (precision) => join(folder, manifest.files[precision].path) };
}

/**
 * The bytes of one ONNX file, checked against the manifest: what was checked is what is run.
 * @throws HaustraError `model-invalid` where the file is missing or is not the one released.
 */
export async function readModelFile(
  folder: string,
  manifest: ModelManifest,
  precision: Precision,
): Promise<Buffer> {
  const { path, sha256, bytes } = manifest.files[precision];
  const where = `${basename(folder)}/${path}`;
  const content = await readFile(join(folder, path)).catch((cause: unknown) => {
    throw new HaustraError({
      code: 'model-invalid',
      message: 'the model file cannot be read',
      where,
      hint: REPAIR,
      cause,
    });
  });
  if (content.length !== bytes) {
    const message = `the file has ${content.length} bytes but the manifest says ${bytes}`;
    throw new HaustraError({ code: 'model-invalid', message, where, hint: REPAIR });
  }
  const found = createHash('sha256').update(content).digest('hex');
  if (found !== sha256) {
    const message = `the file is not the one released: its SHA-256 is ${found.slice(0, 12)}…, the manifest says ${sha256.slice(0, 12)}…`;
    throw new HaustraError({ code: 'model-invalid', message, where, hint: REPAIR });
  }
  return content;
}

async function readManifest(folder: string): Promise<ModelManifest> {
  const where = `${basename(folder)}/manifest.json`;
  try {
    const parsed = ModelManifestSchema.safeParse(
      JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')),
    );
    if (parsed.success) return parsed.data;
    const first = parsed.error.issues[0];
    const message = `the manifest is malformed at "${first?.path.join('.') ?? ''}": ${first?.message ?? 'unknown'}`;
    throw new HaustraError({ code: 'model-invalid', message, where, hint: REPAIR });
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: 'model-invalid',
      message: 'the manifest cannot be read',
      where,
      hint: REPAIR,
    });
  }
}
