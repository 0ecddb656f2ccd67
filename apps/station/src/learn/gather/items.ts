import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { isPictureName, naturalOrder } from '@haustra/media';
import { ARCHIVE } from '../settings.js';

/** One recording or picture to take frames from. */
export interface Item {
  /** What frames call their source: the path below the folder that was given, never one of the machine. */
  readonly source: string;
  readonly path: string;
  readonly kind: 'recording' | 'picture';
  readonly bytes: number;
}

/** Files that are recordings; DICOM files may hold many frames and are read as such. */
const RECORDINGS = new Set([
  ...['.mp4', '.m4v', '.mov', '.mkv', '.webm', '.avi', '.mpg', '.mpeg', '.ts', '.mts', '.m2ts'],
  ...['.wmv', '.asf', '.flv', '.vob', '.3gp', '.ogv', '.dv', '.mxf', '.dcm', '.dicom'],
]);

/** What the file is; null for what is neither a recording nor a picture. */
async function kindOf(path: string): Promise<Item['kind'] | null> {
  const ending = extname(path).toLowerCase();
  if (RECORDINGS.has(ending)) return 'recording';
  if (isPictureName(path)) return 'picture';
  // Recorders write DICOM files without an ending.
  return (ending === '' || /^\.\d+$/.test(ending)) && (await saysDicom(path)) ? 'recording' : null;
}

async function saysDicom(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 128);
    return bytesRead === 4 && buffer.toString('latin1') === 'DICM';
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

async function itemOf(path: string, source: string): Promise<Item | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return null;
  const kind = await kindOf(path);
  return kind === null ? null : { source, path, kind, bytes: found.size };
}

async function folderItems(folder: string, name: string): Promise<Item[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, below: relative(folder, path).split(sep).join('/') }))
    .filter(({ below }) => !below.split('/').some((part) => part.startsWith('.')))
    .sort((a, b) => naturalOrder(a.below, b.below));
  const items: Item[] = [];
  for (const { path, below } of paths) {
    const item = await itemOf(path, `${name}/${below}`);
    if (item !== null) items.push(item);
  }
  return items;
}

/** Recordings and photos of the examinations that ended; one that is open still has parts. */
async function archiveItems(exams: string): Promise<Item[]> {
  const items: Item[] = [];
  for (const exam of (await readdir(exams).catch(() => [])).sort()) {
    for (const item of await folderItems(join(exams, exam), exam).catch(() => [])) {
      if (/^[^/]+\/(recording-\d+\.webm|photos\/[\w-]+\.jpg)$/.test(item.source)) items.push(item);
    }
  }
  return items;
}

/**
 * The recordings and pictures of the sources of a round, in an order that is always the same.
 * @param data the station's data folder, for the source `archive`
 * @throws HaustraError `not-found` for a source that is not there, `no-picture` where nothing can be learnt from
 */
export async function itemsOf(sources: readonly string[], data: string): Promise<Item[]> {
  const items: Item[] = [];
  const names = new Map<string, number>();
  for (const source of sources) {
    if (source === ARCHIVE) {
      items.push(...(await archiveItems(join(data, 'exams'))));
      continue;
    }
    const path = resolve(source);
    const found = await stat(path).catch(() => null);
    if (found === null) throw noSource(source);
    // Two folders of the same name stay two.
    const plain = basename(path);
    const times = (names.get(plain) ?? 0) + 1;
    names.set(plain, times);
    const name = times === 1 ? plain : `${plain}~${times}`;
    const one = found.isDirectory() ? null : await itemOf(path, name);
    items.push(...(found.isDirectory() ? await folderItems(path, name) : one === null ? [] : [one]));
  }
  if (items.length > 0) return items;
  throw new HaustraError({
    code: 'no-picture',
    message: 'there is no recording and no picture in the sources',
    hint: sources.includes(ARCHIVE)
      ? 'Record examinations at this station first, or name a folder of recordings.'
      : 'Name a folder that holds videos, DICOM files or pictures.',
  });
}

const noSource = (source: string): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: 'there is no such file or folder',
    where: basename(source),
    hint: 'Check the path of the source.',
  });

/** The recording that a frame belongs to, for keeping frames of one recording together. Pictures go by their folder. */
export function sequenceOf(source: string): string {
  const folder = source.slice(0, Math.max(0, source.lastIndexOf('/')));
  return isPictureName(source) && !/\.(dcm|dicom)$/i.test(source) && folder !== '' ? folder : source;
}
