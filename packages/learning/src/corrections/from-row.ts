import type { Correction, IndexRow } from '@haustra/domain';

/** What a row of an index labelled elsewhere says of a frame, without who and when. Pure. */
export function sayingOf(
  row: IndexRow,
): Pick<Correction, 'organ' | 'usable' | 'cleanliness' | 'caecum' | 'lesions'> {
  // A box names its kind, `polyp` where the kind is not known. `polyp` 0 without boxes says that there is none.
  const lesions =
    row.boxes?.map(([x, y, w, h, label]) => ({
      box: [x, y, w, h] as [number, number, number, number],
      type: label === 'polyp' ? ('unknown' as const) : label,
    })) ?? (row.polyp === false ? [] : null);
  return {
    organ: row.organ,
    usable: row.quality === null ? null : row.quality === 'usable',
    cleanliness: row.cleanliness,
    caecum: row.landmark === null ? null : row.landmark === 'caecum',
    lesions,
  };
}

/** The round and frame that an id names (`round-…/12`); null where it is none of ours. */
export function frameOfId(id: string): { round: string; frame: number } | null {
  const [, round, frame] = /^(round-[0-9]{8}-[0-9]{6}-[0-9a-f]{4})\/([0-9]{1,9})$/.exec(id) ?? [];
  return round === undefined || frame === undefined ? null : { round, frame: Number(frame) };
}
