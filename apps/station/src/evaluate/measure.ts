import { fromBox } from '@haustra/domain';
import { type BootstrapOptions, bootstrap, type Estimate, type Weights } from '@haustra/learning';
import { type Case, groupOf, lesionFree, lesionsOf } from './case.js';
import { AveragePrecision, type CurvePoint } from './detection/average-precision.js';
import { type MatchedPicture, matchPicture } from './detection/match.js';
import { type AtOperatingPoint, atOperatingPoint } from './detection/operating.js';
import { type TradeOffPoint, tradeOff } from './detection/trade-off.js';
import { type HeadMetrics, headMetrics } from './heads.js';
import { dice, jaccard } from './mask.js';
import type { CaseSet, SetKind } from './sets.js';
import { type Calibration, calibration } from './stats/calibration.js';
import { type TypeMetrics, typeMetrics } from './types.js';

export interface DetectionMetrics {
  /** Pictures of which it is known where their lesions are. */
  readonly pictures: number;
  readonly lesions: number;
  readonly ap50: Estimate | null;
  readonly ap50to95: Estimate | null;
  /** Score of a box against whether it finds a lesion at IoU ≥ 0.5. */
  readonly calibration: Calibration | null;
  readonly curve: readonly CurvePoint[];
}

/** Everything that is measured on one set of pictures; null where the index does not know the truth. */
export interface SetMetrics {
  readonly name: string;
  readonly kind: SetKind;
  readonly pictures: number;
  readonly sequences: number;
  /** Pictures that could not be analysed; they count as pictures in which nothing was found. */
  readonly unread: number;
  readonly withPolyp: number;
  readonly withoutPolyp: number;
  readonly detection: DetectionMetrics | null;
  readonly operating: AtOperatingPoint;
  readonly tradeOff: readonly TradeOffPoint[];
  /** Mean over pictures with a drawn mask, the prediction cut at 0.5. */
  readonly mask: { readonly dice: Estimate | null; readonly iou: Estimate | null } | null;
  readonly type: TypeMetrics | null;
  readonly heads: HeadMetrics;
}

/** Measures one set. Pure; the same cases and options give the same numbers. */
export function measure(set: CaseSet, options: BootstrapOptions): SetMetrics {
  const { cases } = set;
  const sequences = new Set(cases.flatMap((c) => (c.row.sequence === null ? [] : groupOf(c))));
  return {
    name: set.name,
    kind: set.kind,
    pictures: cases.length,
    sequences: sequences.size,
    unread: cases.filter((c) => c.prediction.error !== undefined).length,
    withPolyp: cases.filter((c) => lesionFree(c) === false).length,
    withoutPolyp: cases.filter((c) => lesionFree(c) === true).length,
    detection: detection(cases, options),
    operating: atOperatingPoint(cases),
    tradeOff: cases.some((c) => lesionFree(c) !== null) ? tradeOff(cases) : [],
    mask: masks(cases, options),
    type: typeMetrics(cases, options),
    heads: headMetrics(cases, options),
  };
}

/** The pictures of which it is known where their lesions are, each with the model's boxes matched to them. */
export function matchedPictures(cases: readonly Case[]): { item: Case; matched: MatchedPicture }[] {
  return cases.flatMap((item) => {
    const lesions = lesionsOf(item);
    if (lesions === null) return [];
    const boxes = item.prediction.lesions.map(({ box, score }) => ({ box: fromBox(box), score }));
    return [{ item, matched: matchPicture(lesions, boxes) }];
  });
}

function detection(cases: readonly Case[], options: BootstrapOptions): DetectionMetrics | null {
  const known = matchedPictures(cases);
  if (known.length === 0) return null;
  const matched = known.map((k) => k.matched);
  const groups = known.map(({ item }) => groupOf(item));
  const precision = new AveragePrecision(matched);
  const lesions = matched.reduce((sum, m) => sum + m.lesions, 0);
  const boxes = matched.flatMap((m) =>
    m.scores.map((score, box) => ({ score, positive: (m.found[0]?.[box] ?? -1) >= 0 })),
  );
  return {
    pictures: known.length,
    lesions,
    ap50: bootstrap(groups, (weights) => precision.at(0, weights), options),
    ap50to95: bootstrap(groups, (weights) => precision.mean(weights), options),
    calibration: calibration(boxes),
    curve: thinned(precision.curve(0)),
  };
}

function masks(cases: readonly Case[], options: BootstrapOptions): SetMetrics['mask'] {
  const measured = cases.flatMap((item) => (item.mask === null ? [] : [{ item, mask: item.mask }]));
  if (measured.length === 0) return null;
  const groups = measured.map(({ item }) => groupOf(item));
  const mean = (values: readonly number[]) =>
    bootstrap(groups, (weights) => weightedMean(values, weights), options);
  return {
    dice: mean(measured.map(({ mask }) => dice(mask))),
    iou: mean(measured.map(({ mask }) => jaccard(mask))),
  };
}

function weightedMean(values: readonly number[], weights: Weights): number | null {
  let sum = 0;
  let total = 0;
  for (const [index, value] of values.entries()) {
    sum += value * (weights[index] ?? 0);
    total += weights[index] ?? 0;
  }
  return total === 0 ? null : sum / total;
}

const MOST_CURVE_POINTS = 200;

/** At most a few hundred points of a curve, evenly chosen, the last one kept: enough to draw it. */
function thinned(curve: readonly CurvePoint[]): CurvePoint[] {
  const stride = Math.max(1, Math.ceil(curve.length / MOST_CURVE_POINTS));
  return curve.filter((_, index) => index % stride === 0 || index === curve.length - 1);
}
