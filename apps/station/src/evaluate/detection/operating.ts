import { fromBox, type Rect } from '@haustra/domain';
import { type Case, groupOf, isUnsearched, lesionFree, lesionsOf } from '../case.js';
import { type Proportion, wilson } from '../stats/wilson.js';
import { matchPicture, type ScoredBox } from './match.js';
import { SIZES, sizeOf } from './size.js';

/** What a doctor would have seen at one operating point. */
export interface AtOperatingPoint {
  /** Drawn lesions found by a shown box at IoU ≥ 0.5. */
  readonly lesions: Proportion | null;
  /** Drawn lesions with the centre of a shown box inside their box: the box points at the lesion. */
  readonly lesionsPointedAt: Proportion | null;
  /** Pictures with a polyp in which any box is shown. */
  readonly pictures: Proportion | null;
  /** Sequences with drawn lesions in which one is found in at least one picture. */
  readonly sequences: Proportion | null;
  /** Pictures without a polyp in which no box is shown. */
  readonly specificity: Proportion | null;
  /** Pictures of the colon in which nobody looked for lesions and no box is shown; no specificity, but near to one. */
  readonly quietUnsearched: Proportion | null;
  /** Sequences without any polyp in which no box is shown in any picture. */
  readonly sequenceSpecificity: Proportion | null;
  /** Shown boxes that find no lesion at IoU ≥ 0.5, a picture; over pictures with known boxes. */
  readonly falseBoxesPerPicture: number | null;
  /** Shown boxes whose centre lies in no lesion, a picture; over pictures with known boxes. */
  readonly strayBoxesPerPicture: number | null;
  /** Shown boxes a picture without polyp. */
  readonly falseBoxesPerCleanPicture: number | null;
  readonly bySize: readonly { readonly size: string; readonly lesions: Proportion | null }[];
}

/** Which boxes of a prediction are on screen. */
export type Showing = (lesion: { readonly score: number; readonly shown: boolean }) => boolean;

/** As the model's own operating point decided. */
export const asShown: Showing = (lesion) => lesion.shown;

/**
 * Sensitivity, specificity and false boxes of a set of cases. Pictures of which nothing is known count nowhere.
 * @param showing which boxes count as shown; `asShown` for the model's default operating point
 */
export function atOperatingPoint(cases: readonly Case[], showing: Showing = asShown): AtOperatingPoint {
  const found: Rect[] = [];
  const lesions: Rect[] = [];
  const sequences = new Map<string, { lesions: boolean; clean: boolean; found: boolean; shown: boolean }>();
  let pointed = 0;
  let positive = 0;
  let alarmed = 0;
  let clean = 0;
  let quiet = 0;
  let cleanBoxes = 0;
  let known = 0;
  let falseBoxes = 0;
  let strayBoxes = 0;
  for (const item of cases) {
    const shown = item.prediction.lesions
      .filter(showing)
      .map(({ box, score }) => ({ box: fromBox(box), score }));
    const drawn = lesionsOf(item);
    const free = lesionFree(item);
    const hits = drawn === null ? [] : lesionsHit(drawn, shown);
    if (drawn !== null) {
      known++;
      lesions.push(...drawn);
      found.push(...hits);
      pointed += drawn.filter((lesion) => shown.some(({ box }) => pointsAt(box, lesion))).length;
      falseBoxes += shown.length - hits.length;
      strayBoxes += shown.filter(({ box }) => isStray(box, drawn)).length;
    }
    if (free === false) {
      positive++;
      if (shown.length > 0) alarmed++;
    }
    if (free === true) {
      clean++;
      cleanBoxes += shown.length;
      if (shown.length === 0) quiet++;
    }
    if (item.row.sequence === null || free === null) continue;
    const key = groupOf(item);
    const before = sequences.get(key) ?? { lesions: false, clean: true, found: false, shown: false };
    sequences.set(key, {
      lesions: before.lesions || (drawn?.length ?? 0) > 0,
      clean: before.clean && free,
      found: before.found || hits.length > 0,
      shown: before.shown || shown.length > 0,
    });
  }
  const unsearched = cases.filter(isUnsearched);
  const all = [...sequences.values()];
  const withLesions = all.filter((s) => s.lesions);
  const withoutLesions = all.filter((s) => s.clean);
  return {
    lesions: wilson(found.length, lesions.length),
    lesionsPointedAt: wilson(pointed, lesions.length),
    pictures: wilson(alarmed, positive),
    sequences: wilson(withLesions.filter((s) => s.found).length, withLesions.length),
    specificity: wilson(quiet, clean),
    quietUnsearched: wilson(
      unsearched.filter((item) => !item.prediction.lesions.some(showing)).length,
      unsearched.length,
    ),
    sequenceSpecificity: wilson(withoutLesions.filter((s) => !s.shown).length, withoutLesions.length),
    falseBoxesPerPicture: known === 0 ? null : falseBoxes / known,
    strayBoxesPerPicture: known === 0 ? null : strayBoxes / known,
    falseBoxesPerCleanPicture: clean === 0 ? null : cleanBoxes / clean,
    bySize: SIZES.map(({ name }, size) => ({
      size: name,
      lesions: wilson(
        found.filter((box) => sizeOf(box) === size).length,
        lesions.filter((box) => sizeOf(box) === size).length,
      ),
    })),
  };
}

/** The lesions that a shown box finds at IoU ≥ 0.5. */
export function lesionsHit(lesions: readonly Rect[], shown: readonly ScoredBox[]): Rect[] {
  const hit = new Set(matchPicture(lesions, shown, [0.5]).found[0]);
  return lesions.filter((_, lesion) => hit.has(lesion));
}

/** True where the box points at none of the lesions. */
export const isStray = (box: Rect, lesions: readonly Rect[]): boolean =>
  !lesions.some((lesion) => pointsAt(box, lesion));

/** True where the centre of the box lies in the lesion's box. */
export function pointsAt(box: Rect, lesion: Rect): boolean {
  const x = box.x + box.w / 2;
  const y = box.y + box.h / 2;
  return x >= lesion.x && x <= lesion.x + lesion.w && y >= lesion.y && y <= lesion.y + lesion.h;
}
