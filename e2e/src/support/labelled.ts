import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SHIPPED = new URL('../../../models/haustra-colon-lite0/', import.meta.url);
const data = process.env.HAUSTRA_DATA ?? '';

/** Why a true gate cannot be asked here; null where it can. It measures two models on real pictures: minutes. */
export const noGate =
  process.env.HAUSTRA_E2E_GATE !== '1'
    ? 'skipped: set HAUSTRA_E2E_GATE=1, and HAUSTRA_DATA to a folder of labelled pictures'
    : existsSync(join(data, 'index.csv'))
      ? null
      : 'skipped: HAUSTRA_DATA names no folder with an index.csv';

/** One of so many pictures is taken where neither cleanliness nor the caecum is labelled, which are rare. */
const EVERY = 3;

/** Makes a folder of labelled pictures: a part of the val and test pictures of `HAUSTRA_DATA`, without copying any. */
export async function somePictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of ['images', 'masks']) await symlink(join(data, name), join(folder, name));
  const [head = '', ...lines] = (await readFile(join(data, 'index.csv'), 'utf8')).trimEnd().split('\n');
  const judged = lines.filter((line) => /^[^,]*,[^,]*,[^,]*,(val|test),/.test(line));
  const kept = judged.filter((line, i) => /bbps|impacted|caecum/.test(line) || i % EVERY === 0);
  await writeFile(join(folder, 'index.csv'), `${[head, ...kept].join('\n')}\n`);
}

/** Copies the shipped model; `damaged`, it reads cleanliness from the output for the organ, and is otherwise the same. */
export async function copyModel(folder: string, damaged: boolean): Promise<void> {
  await cp(SHIPPED, folder, { recursive: true });
  if (!damaged) return;
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as {
    version: string;
    tasks: { cleanliness: { output: string }; organ: { output: string } };
  };
  manifest.tasks.cleanliness.output = manifest.tasks.organ.output;
  await writeFile(path, JSON.stringify({ ...manifest, version: `${manifest.version}-damaged` }));
}
