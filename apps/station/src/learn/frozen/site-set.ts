import { join, resolve } from 'node:path';
import { HaustraError, type IndexRow } from '@haustra/domain';
import {
  cameFromRound,
  changesOf,
  type Fingerprint,
  type FrozenChanges,
  FrozenLookup,
  type FrozenSet,
  frozenSetOf,
  frozenSetText,
  JUDGED_SPLITS,
  type ModelRegistry,
} from '@haustra/learning';
import { writeFileAtomic } from '@haustra/store';
import { readIndex } from '../../evaluate/files/read-index.js';
import { type FileFingerprint, fileFingerprint, forEachRow, pictureHash } from './fingerprints.js';
import { readSiteSet, shippedSet, siteSetPath } from './shipped-set.js';

export interface FrozenWork {
  readonly data: string;
  readonly registry: ModelRegistry;
  readonly signal: AbortSignal;
  readonly onDone?: (done: number, of: number) => void;
}

/** The pictures that a site's models are judged on. */
export interface JudgedPictures {
  readonly rows: readonly IndexRow[];
  /** The folder that the paths of the rows are relative to. */
  readonly folder: string;
  readonly set: FrozenSet;
  /** How the pictures that are there differ from those that were frozen; null where they do not. */
  readonly changes: FrozenChanges | null;
}

const SITE = 'station';

type Frozen = Pick<JudgedPictures, 'set' | 'changes'>;

/** Rows of a labelled folder that models are judged on: `val` and `test`, and none that a round brought. */
export async function judgedRows(labelled: string): Promise<IndexRow[]> {
  const filter = { splits: [...JUDGED_SPLITS], sources: null };
  const rows = await readIndex(join(labelled, 'index.csv'), filter).catch((thrown: unknown) => {
    if (thrown instanceof HaustraError && thrown.code === 'no-picture') return [];
    throw thrown;
  });
  return rows.filter((row) => !cameFromRound(row));
}

/**
 * The frozen pictures of a site as they are in its labelled folder. At the first use they are frozen: their fingerprints
 * are kept in the data folder and the audit journal says so; from then on they are compared.
 * @throws HaustraError `not-found`, `unreadable`; the signal's reason
 */
export async function judgedPictures(labelled: string, work: FrozenWork): Promise<JudgedPictures> {
  const folder = resolve(labelled);
  const rows = await judgedRows(folder);
  const now = await forEachRow(rows, work.signal, (row) => fileFingerprint(row, folder));
  const frozen = await readSiteSet(work.data);
  if (frozen !== null) return { rows, folder, set: frozen, changes: changesOf(frozen, now) };
  return { rows, folder, ...(await freeze(rows, now, folder, work, SITE)) };
}

/**
 * Freezes the pictures of a labelled folder anew, whatever was frozen before. Nothing is frozen where there is none, or
 * where public pictures are not those that were shipped (`changes`).
 * @param by who decided so
 */
export async function freezeSite(labelled: string, work: FrozenWork, by: string): Promise<Frozen> {
  const folder = resolve(labelled);
  const rows = await judgedRows(folder);
  const now = await forEachRow(rows, work.signal, (row) => fileFingerprint(row, folder));
  return freeze(rows, now, folder, work, by);
}

async function freeze(
  rows: readonly IndexRow[],
  now: readonly FileFingerprint[],
  folder: string,
  { data, registry, signal, onDone }: FrozenWork,
  by: string,
): Promise<Frozen> {
  const shipped = new Map((await shippedSet()).pictures.map((picture) => [picture.id, picture]));
  const pictures = await forEachRow(
    now.map((print, at) => ({ print, row: rows[at] })),
    signal,
    async ({ print, row }): Promise<Fingerprint> => {
      const known = shipped.get(print.id);
      if (known?.sha256 === print.sha256) return { ...print, dhash: known.dhash, own: false };
      return { ...print, dhash: await pictureHash(resolve(folder, row?.image ?? '')), own: true };
    },
    (done) => onDone?.(done, now.length),
  );
  const set = frozenSetOf(pictures);
  // A public picture that is not what it was when its fingerprint was shipped is no measure for anybody.
  const publicOnes = frozenSetOf(pictures.flatMap(({ id }) => shipped.get(id) ?? []));
  const changes = changesOf(
    publicOnes,
    now.filter(({ id }) => shipped.has(id)),
  );
  if (changes === null && set.pictures.length > 0) {
    const event = { type: 'frozen', pictures: set.pictures.length, sha256: set.sha256 } as const;
    await registry.audit.append(by, [event]);
    await writeFileAtomic(siteSetPath(data), frozenSetText(set));
  }
  return { set, changes };
}

/**
 * What tells a gathering which pictures to leave out. Freezes the labelled folder where this is its first use, so that
 * its judged pictures are left out from the first round on.
 */
export const frozenAt =
  ({ data, registry }: Pick<FrozenWork, 'data' | 'registry'>) =>
  async (labelled: string | null): Promise<FrozenLookup> => {
    const { signal } = new AbortController();
    if (labelled !== null) await judgedPictures(labelled, { data, registry, signal });
    return frozenLookup(data);
  };

/** Knows every picture again that models are judged on here: the shipped ones and the site's own. */
export async function frozenLookup(data: string): Promise<FrozenLookup> {
  const own = (await readSiteSet(data))?.pictures ?? [];
  const ids = new Set(own.map(({ id }) => id));
  const shipped = (await shippedSet()).pictures.filter(({ id }) => !ids.has(id));
  return new FrozenLookup([...own, ...shipped]);
}
