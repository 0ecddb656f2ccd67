import { type Case, lesionsOf } from '../../evaluate/case.js';
import { isUsable } from '../../evaluate/heads.js';

/** Ways to cut the frozen pictures. `site`: the site's own pictures. */
export const SUBGROUP_KINDS = ['source', 'size', 'light', 'cleanliness', 'organ', 'quality', 'site'] as const;
export type SubgroupKind = (typeof SUBGROUP_KINDS)[number];

/** Shares of the picture that the largest drawn lesion covers: from here on it is medium, and large. */
const MEDIUM_FROM = 0.04;
const LARGE_FROM = 0.15;

/** The subgroup of a kind that a picture belongs to; null where the index does not know. */
export function subgroupOf(kind: SubgroupKind, item: Case, isOwn: (item: Case) => boolean): string | null {
  const { row } = item;
  switch (kind) {
    case 'source':
      return row.source === '' ? null : row.source;
    case 'size':
      return sizeOf(item);
    case 'light':
      return row.light;
    case 'cleanliness':
      return row.cleanliness;
    case 'organ':
      return row.organ;
    case 'quality': {
      const usable = isUsable(item);
      return usable === null ? null : usable ? 'usable' : 'unusable';
    }
    case 'site':
      return isOwn(item) ? 'own' : null;
  }
}

function sizeOf(item: Case): string | null {
  const areas = lesionsOf(item)?.map(({ w, h }) => w * h) ?? [];
  if (areas.length === 0) return null;
  const largest = Math.max(...areas);
  if (largest < MEDIUM_FROM) return 'small';
  return largest < LARGE_FROM ? 'medium' : 'large';
}
