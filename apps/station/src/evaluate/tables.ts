import { number, UNKNOWN, withChance, withCounts, withInterval } from './format.js';
import type { ClassMetrics, YesNoMetrics } from './heads.js';
import type { SetMetrics } from './measure.js';
import type { EvaluateMessages } from './messages/index.js';
import type { Table } from './table.js';

/** Lesions found and false boxes, one set a row; sets whose boxes can be counted for nothing are left out. */
export function lesionTable(sets: readonly SetMetrics[], m: EvaluateMessages): Table {
  const c = m.columns;
  return {
    header: [
      c.set,
      c.pictures,
      c.lesions,
      c.ap50,
      c.ap,
      c.lesionSensitivity,
      c.pictureSensitivity,
      c.specificity,
      c.quietUnsearched,
      c.falseBoxes,
      c.dice,
    ],
    rows: sets
      .filter((set) => set.detection !== null || saysOfLesions(set))
      .map((set) => [
        set.name,
        `${set.pictures}`,
        set.detection === null ? UNKNOWN : `${set.detection.lesions}`,
        withInterval(set.detection?.ap50),
        withInterval(set.detection?.ap50to95),
        withInterval(set.operating.lesions),
        withInterval(set.operating.pictures),
        withInterval(set.operating.specificity),
        withInterval(set.operating.quietUnsearched),
        number(set.operating.falseBoxesPerPicture, 2),
        withInterval(set.mask?.dice),
      ]),
  };
}

/** The finer counts at the operating point, one set a row. */
export function operatingTable(sets: readonly SetMetrics[], m: EvaluateMessages): Table {
  const c = m.columns;
  return {
    header: [
      c.set,
      c.lesionSensitivity,
      c.pointed,
      c.pictureSensitivity,
      c.specificity,
      c.quietUnsearched,
      c.sequences,
      c.sequenceSpecificity,
      c.strayBoxes,
      c.cleanBoxes,
    ],
    rows: sets
      .filter(saysOfLesions)
      .map(({ name, operating: at }) => [
        name,
        withCounts(at.lesions),
        withCounts(at.lesionsPointedAt),
        withCounts(at.pictures),
        withCounts(at.specificity),
        withCounts(at.quietUnsearched),
        withCounts(at.sequences),
        withCounts(at.sequenceSpecificity),
        number(at.strayBoxesPerPicture, 2),
        number(at.falseBoxesPerCleanPicture, 2),
      ]),
  };
}

/** True where the shown boxes of a set can be counted for or against anything. */
const saysOfLesions = (set: SetMetrics): boolean =>
  set.withPolyp + set.withoutPolyp > 0 || set.operating.quietUnsearched !== null;

/** Sensitivity by the size of the lesion in the picture, one set a row. */
export function sizeTable(sets: readonly SetMetrics[], m: EvaluateMessages): Table {
  return {
    header: [m.columns.set, ...m.report.sizes],
    rows: sets
      .filter((set) => set.operating.lesions !== null)
      .map((set) => [set.name, ...set.operating.bySize.map((size) => withCounts(size.lesions))]),
  };
}

/** Calls of the type, one set a row. */
export function typeTable(sets: readonly SetMetrics[], m: EvaluateMessages): Table {
  const c = m.columns;
  return {
    header: [
      c.set,
      c.typed,
      c.found,
      c.auc,
      c.callRate,
      c.accuracyAtCalls,
      c.accuracyAll,
      c.accuracyOfSurest,
      c.neoplasticCalled,
      c.nonNeoplasticCalled,
      c.ece,
    ],
    rows: sets.flatMap(({ name, type }) =>
      type === null
        ? []
        : [
            [
              name,
              `${type.found?.n ?? 0}`,
              withInterval(type.found),
              withInterval(type.auc),
              withInterval(type.callRate),
              withInterval(type.accuracyAtCalls),
              withInterval(type.accuracyAll),
              withInterval(type.accuracyOfSurest),
              withInterval(type.neoplasticCalled),
              withInterval(type.nonNeoplasticCalled),
              withChance(type.calibration),
            ],
          ],
    ),
  };
}

/** What the model says of whole pictures of one set, one question a row. */
export function headTable({ heads }: SetMetrics, m: EvaluateMessages): Table {
  const c = m.columns;
  const ofClasses = (name: string, metrics: ClassMetrics | null) =>
    metrics === null
      ? []
      : [
          [
            name,
            `${metrics.accuracy?.n ?? 0}`,
            withInterval(metrics.accuracy),
            UNKNOWN,
            UNKNOWN,
            metrics.byClass
              .filter((k) => k.recall !== null)
              .map((k) => `${className(k.name, m)} ${number(k.recall?.value, 2)}`)
              .join(', '),
          ],
        ];
  const ofYesNo = (name: string, metrics: YesNoMetrics | null) =>
    metrics === null
      ? []
      : [
          [
            name,
            `${metrics.positives}+${metrics.negatives}`,
            withInterval(metrics.accuracy),
            withInterval(metrics.auc),
            withChance(metrics.calibration),
            metrics.withinSource.map((s) => `${s.source} ${number(s.auc?.value, 2)}`).join(', ') || UNKNOWN,
          ],
        ];
  return {
    header: [c.question, c.n, c.accuracy, c.auc, c.ece, c.within],
    rows: [
      ...ofClasses(m.heads.organ, heads.organ),
      ...ofYesNo(m.heads.colon, heads.colon),
      ...ofYesNo(m.heads.usable, heads.usable),
      ...ofClasses(m.heads.cleanliness, heads.cleanliness),
      ...ofYesNo(m.heads.adequate, heads.adequate),
      ...ofYesNo(m.heads.bbps, heads.bbps),
      ...ofYesNo(m.heads.caecum, heads.caecum),
    ],
  };
}

/** What was said for what: the truth by row, the answer by column. */
export function confusionTable(metrics: ClassMetrics, m: EvaluateMessages): Table {
  const names = metrics.byClass.map((k) => className(k.name, m));
  return {
    header: [m.columns.truth, ...names],
    rows: names.map((name, row) => [name, ...(metrics.confusion[row] ?? []).map(String)]),
  };
}

/** A class in the words of the language. */
export function className(name: string, m: EvaluateMessages): string {
  const known: Readonly<Record<string, string>> = m.classes;
  return known[name] ?? name;
}
