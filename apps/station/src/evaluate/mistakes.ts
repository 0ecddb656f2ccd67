import { type Box, fromBox, iou } from '@haustra/domain';
import { type Case, lesionFree, lesionsOf } from './case.js';
import { isStray, lesionsHit } from './detection/operating.js';
import { saidOrgan } from './heads.js';
import { isRight, typedLesions } from './types.js';

/** One mistake, with what is needed to show it. */
export interface Mistake {
  readonly kind: 'missed' | 'false-box' | 'wrong-type' | 'wrong-organ';
  /** Id and image path of the picture, as the index gives them. */
  readonly id: string;
  readonly image: string;
  readonly drawn: readonly Box[];
  readonly shown: readonly Box[];
  /** The numbers that its caption tells: their meaning depends on the kind. */
  readonly numbers: readonly number[];
  readonly words: readonly string[];
}

interface Ranked {
  readonly badness: number;
  readonly mistake: Mistake;
}

export type Mistakes = Readonly<Record<Mistake['kind'], readonly Mistake[]>>;

/**
 * The worst mistakes of each kind, worst first: lesions missed at the operating point (the largest first), boxes that
 * point at no lesion (the highest score first), wrong calls of the type and wrong organs (the surest first).
 */
export function worstMistakes(cases: readonly Case[], most = 12): Mistakes {
  const worst = (found: readonly Ranked[]) =>
    [...found]
      .sort((a, b) => b.badness - a.badness)
      .slice(0, most)
      .map((r) => r.mistake);
  return {
    missed: worst(cases.flatMap(missed)),
    'false-box': worst(cases.flatMap(falseBoxes)),
    'wrong-type': worst(cases.flatMap(wrongTypes)),
    'wrong-organ': worst(cases.flatMap(wrongOrgan)),
  };
}

function mistakeOf(
  item: Case,
  kind: Mistake['kind'],
  numbers: readonly number[],
  words: readonly string[] = [],
): Mistake {
  return {
    kind,
    id: item.row.id,
    image: item.row.image,
    drawn: item.row.boxes?.map(([x, y, w, h]) => [x, y, w, h]) ?? [],
    shown: item.prediction.lesions.filter((l) => l.shown).map((l) => l.box),
    numbers,
    words,
  };
}

const shownBoxes = (item: Case) =>
  item.prediction.lesions.filter((l) => l.shown).map(({ box, score }) => ({ box: fromBox(box), score }));

/** Each missed lesion: best score of any box on it, and its share of the picture. */
function missed(item: Case): Ranked[] {
  const drawn = lesionsOf(item) ?? [];
  const hit = new Set(lesionsHit(drawn, shownBoxes(item)));
  return drawn
    .filter((lesion) => !hit.has(lesion))
    .map((lesion) => {
      const onIt = item.prediction.lesions.filter((l) => iou(fromBox(l.box), lesion) >= 0.5);
      const best = Math.max(0, ...onIt.map((l) => l.score));
      const area = lesion.w * lesion.h;
      return { badness: area, mistake: mistakeOf(item, 'missed', [best, area]) };
    });
}

/** The surest box of a picture that points at no lesion: its score. */
function falseBoxes(item: Case): Ranked[] {
  const drawn = lesionsOf(item) ?? (lesionFree(item) === true ? [] : null);
  if (drawn === null) return [];
  const wrong = shownBoxes(item).filter(({ box }) => isStray(box, drawn));
  if (wrong.length === 0) return [];
  const score = Math.max(...wrong.map((w) => w.score));
  return [{ badness: score, mistake: mistakeOf(item, 'false-box', [score]) }];
}

/** Each wrong call: the truth in words, the probability of neoplastic that was said. */
function wrongTypes(item: Case): Ranked[] {
  return typedLesions(item)
    .filter((lesion) => lesion.call !== 'no-call' && !isRight(lesion))
    .map((lesion) => ({
      badness: Math.abs(lesion.said - 0.5),
      mistake: mistakeOf(
        item,
        'wrong-type',
        [lesion.said],
        [lesion.neoplastic ? 'neoplastic' : 'non-neoplastic'],
      ),
    }));
}

/** A wrong organ: truth and answer in words, the probability of the answer. */
function wrongOrgan(item: Case): Ranked[] {
  const truth = item.row.organ;
  const said = saidOrgan(item);
  if (truth === null || truth === said || item.prediction.error !== undefined) return [];
  const probability = item.prediction.organ[said];
  return [{ badness: probability, mistake: mistakeOf(item, 'wrong-organ', [probability], [truth, said]) }];
}
