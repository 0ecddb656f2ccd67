import { INSTRUMENT_IN_VIEW } from '@haustra/clinical';
import type { Statistic } from '@haustra/learning';
import { type Case, isUnsearched, lesionFree, lesionsOf } from '../../evaluate/case.js';
import { QUANTITIES, type QuantityKey } from '../../evaluate/compare/quantities.js';
import type { JudgedSet } from '../../evaluate/compare/statistics.js';
import { isCaecum, isUsable } from '../../evaluate/heads.js';
import { dice } from '../../evaluate/mask.js';
import { typedBoxes } from '../../evaluate/types.js';
import type { SubgroupKind } from './subgroups.js';

/** One measure of one head, by which a gate compares two models. Higher is better. */
export interface GateMeasure {
  readonly head: string;
  readonly measure: string;
  /** Things that the index tells this measure of one picture: lesions or pictures, of each of two classes where it tells classes apart. */
  readonly items: (item: Case) => number | readonly [number, number];
  readonly prepare: (set: JudgedSet) => Statistic;
  /** Whether a model says anything of it, for what not every model gives; compared only where one of the two does. */
  readonly given?: (item: Case) => boolean;
  /** Cuts of the pictures that mean something for it. */
  readonly cuts: readonly SubgroupKind[];
}

const yes = (holds: boolean): number => (holds ? 1 : 0);

function byKey(key: QuantityKey): (set: JudgedSet) => Statistic {
  const prepare = QUANTITIES.find((quantity) => quantity.key === key)?.prepare ?? null;
  if (prepare === null) throw new RangeError(`${key} is not told by predictions alone`);
  return prepare;
}

/** The mean over the pictures of which something can be said. */
function meanOf({ judged }: JudgedSet, worth: (item: Case) => number | null): Statistic {
  const each = judged.map(({ item }) => worth(item));
  return (weights) => {
    let [sum, all] = [0, 0];
    for (const [picture, value] of each.entries()) {
      if (value === null) continue;
      sum += value * (weights[picture] ?? 0);
      all += weights[picture] ?? 0;
    }
    return all === 0 ? null : sum / all;
  };
}

const meanDice = (set: JudgedSet): Statistic =>
  meanOf(set, ({ mask }) => (mask === null ? null : dice(mask)));

const hasSigns = ({ prediction }: Case): boolean => prediction.signs !== undefined;

/** Share of the wall under stool or liquid above which a picture is not clean. */
const SOILED = 0.25;

/** Whether the residue lies on the side of the class of cleanliness; null without either. */
function residueRight({ row, prediction: { signs } }: Case): number | null {
  if (row.cleanliness === null || signs === undefined) return null;
  return yes(signs.residue > SOILED === (row.cleanliness !== 'bbps-2-3'));
}

/** Pictures from inside that show no instrument, as far as anyone said: nobody looked for one, most show none. */
const inside = ({ row }: Case): boolean => row.organ === 'colon' || row.organ === 'upper';

function noInstrument(item: Case): number | null {
  const { signs } = item.prediction;
  return signs === undefined || !inside(item)
    ? null
    : yes(signs.instrument < INSTRUMENT_IN_VIEW.values.above);
}

const ofNature = (item: Case, nature: string) =>
  typedBoxes(item).filter(([, , , , n]) => n === nature).length;

/** Of every head what a doctor would notice. Gains count from these too. */
export const GATE_MEASURES: readonly GateMeasure[] = [
  {
    head: 'lesion',
    measure: 'ap50',
    items: (item) => lesionsOf(item)?.length ?? 0,
    prepare: byKey('ap50'),
    cuts: ['source', 'size', 'light', 'site'],
  },
  {
    head: 'lesion',
    measure: 'sensitivity',
    items: (item) => lesionsOf(item)?.length ?? 0,
    prepare: byKey('lesionSensitivity'),
    cuts: ['source', 'size', 'light', 'site'],
  },
  {
    head: 'lesion',
    measure: 'specificity',
    items: (item) => yes(lesionFree(item) === true),
    prepare: byKey('specificity'),
    cuts: ['source', 'light', 'cleanliness', 'quality', 'site'],
  },
  {
    head: 'lesion',
    measure: 'quiet',
    items: (item) => yes(isUnsearched(item)),
    prepare: byKey('quietUnsearched'),
    cuts: ['source', 'light', 'cleanliness', 'site'],
  },
  {
    head: 'outline',
    measure: 'dice',
    items: (item) => yes(item.mask !== null),
    prepare: meanDice,
    cuts: ['source', 'size', 'light', 'site'],
  },
  {
    head: 'type',
    measure: 'auc',
    items: (item) => [ofNature(item, 'neoplastic'), ofNature(item, 'non-neoplastic')],
    prepare: byKey('typeAuc'),
    cuts: ['source', 'size', 'light', 'site'],
  },
  {
    head: 'type',
    measure: 'accuracy',
    items: (item) => typedBoxes(item).length,
    prepare: byKey('typeAccuracyAll'),
    cuts: ['source', 'size', 'light', 'site'],
  },
  {
    head: 'organ',
    measure: 'accuracy',
    items: ({ row }) => yes(row.organ !== null),
    prepare: byKey('organ'),
    cuts: ['source', 'organ', 'light', 'site'],
  },
  {
    head: 'usable',
    measure: 'accuracy',
    items: (item) => yes(isUsable(item) !== null),
    prepare: byKey('usable'),
    cuts: ['source', 'quality', 'light', 'site'],
  },
  {
    head: 'cleanliness',
    measure: 'accuracy',
    items: ({ row }) => yes(row.cleanliness !== null),
    prepare: byKey('cleanliness'),
    cuts: ['source', 'cleanliness', 'light', 'site'],
  },
  {
    head: 'caecum',
    measure: 'auc',
    items: (item) => {
      const caecum = isCaecum(item);
      return [yes(caecum === true), yes(caecum === false)];
    },
    prepare: byKey('caecumAuc'),
    cuts: ['source', 'cleanliness', 'light', 'site'],
  },
  {
    head: 'residue',
    measure: 'accuracy',
    items: ({ row }) => yes(row.cleanliness !== null),
    prepare: (set) => meanOf(set, residueRight),
    given: hasSigns,
    cuts: ['source', 'cleanliness', 'light', 'site'],
  },
  {
    head: 'instrument',
    measure: 'quiet',
    items: (item) => yes(inside(item)),
    prepare: (set) => meanOf(set, noInstrument),
    given: hasSigns,
    cuts: ['source', 'organ', 'light', 'site'],
  },
];
