/** Model folders made from the tiny model, for tests. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DISCLAIMER, type GateReport, type ModelManifest } from '@haustra/domain';

/** The tiny model of the vision package, which answers from the pixels. */
export const TINY = fileURLToPath(new URL('../../../vision/test/tiny', import.meta.url));

const made: string[] = [];

/** A folder of a test's own; `removeTemps` takes it away. */
export async function temp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haustra-learning-'));
  made.push(folder);
  return folder;
}

export const removeTemps = async (): Promise<void> => {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
};

/** A copy of the tiny model that says it is of this version. */
export async function tinyModel(
  version: string,
  change: (manifest: ModelManifest) => unknown = (manifest) => manifest,
): Promise<string> {
  const folder = join(await temp(), `tiny-${version}`);
  await mkdir(folder);
  await cp(TINY, folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(TINY, 'manifest.json'), 'utf8')) as ModelManifest;
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(change({ ...manifest, version })));
  return folder;
}

/** What a gate said, for tests. */
export const aGate = (candidate: string, current: string, passed: boolean): GateReport => ({
  current,
  candidate,
  passed,
  reasons: passed
    ? [{ code: 'gain', head: 'lesion', subgroup: 'all', fact: 'ap50 +3.0' }]
    : [{ code: 'worse', head: 'organ', subgroup: 'source:a', fact: 'accuracy −40.0' }],
  checks: [],
  frozenSet: { pictures: 100, sha256: '0'.repeat(64), own: 0 },
  disclaimer: DISCLAIMER,
});
