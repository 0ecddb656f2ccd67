import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { SetMetrics } from '../measure.js';
import type { EvaluateMessages } from '../messages/index.js';
import type { Calibration } from '../stats/calibration.js';

const CONFIG = {
  background: 'white',
  font: 'system-ui, "Noto Sans CJK SC", sans-serif',
  axis: { gridColor: '#e6eaed', labelFontSize: 11, titleFontSize: 11 },
  title: { fontSize: 13, anchor: 'start' },
  view: { stroke: '#c9d1d8' },
  legend: { labelLimit: 320 },
  range: { category: { scheme: 'tableau10' } },
} as const;

const unit = { domain: [0, 1] };

/** A plot as an SVG of its own, drawn without a browser. */
export async function drawSvg(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile({ ...spec, config: CONFIG }).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Precision against recall at IoU 0.5, one line a set; null where no set holds lesions. */
export function precisionRecall(sets: readonly SetMetrics[], m: EvaluateMessages): TopLevelSpec | null {
  const values = sets.flatMap(({ name, detection }) =>
    detection?.ap50 ? detection.curve.map(({ recall, precision }) => ({ name, recall, precision })) : [],
  );
  const p = m.report.plots;
  if (values.length === 0) return null;
  return {
    title: p.precisionRecall,
    width: 360,
    height: 260,
    data: { values },
    mark: { type: 'line', interpolate: 'step-before' },
    encoding: {
      x: { field: 'recall', type: 'quantitative', title: p.recall, scale: unit },
      y: { field: 'precision', type: 'quantitative', title: p.precision, scale: unit },
      order: { field: 'recall', type: 'quantitative' },
      color: { field: 'name', type: 'nominal', title: p.set, sort: null },
    },
  };
}

/** AP50 with its interval, one set a row; null where there is none. */
export function apIntervals(sets: readonly SetMetrics[], m: EvaluateMessages): TopLevelSpec | null {
  const values = sets.flatMap(({ name, detection }) =>
    detection?.ap50 ? [{ name, ...detection.ap50 }] : [],
  );
  if (values.length === 0) return null;
  const y = { field: 'name', type: 'nominal', title: null, sort: null } as const;
  return {
    title: m.report.plots.ap50,
    width: 300,
    height: { step: 24 },
    data: { values },
    layer: [
      {
        mark: { type: 'rule', color: '#6b7785' },
        encoding: { y, x: { field: 'low', type: 'quantitative', scale: unit }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 60 },
        encoding: { y, x: { field: 'value', type: 'quantitative', title: 'AP50', scale: unit } },
      },
    ],
  };
}

/** Sensitivity and specificity by threshold; null where neither is known. */
export function byThreshold(set: SetMetrics, m: EvaluateMessages): TopLevelSpec | null {
  const p = m.report.plots;
  const values = set.tradeOff.flatMap(({ threshold, lesionSensitivity, specificity }) => [
    ...(lesionSensitivity === null ? [] : [{ threshold, what: p.sensitivity, value: lesionSensitivity }]),
    ...(specificity === null ? [] : [{ threshold, what: p.specificity, value: specificity }]),
  ]);
  if (values.length === 0) return null;
  return {
    title: p.tradeOff,
    width: 360,
    height: 240,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'threshold', type: 'quantitative', title: p.threshold, scale: unit },
      y: { field: 'value', type: 'quantitative', title: p.share, scale: unit },
      color: { field: 'what', type: 'nominal', title: null, sort: null },
    },
  };
}

/** Lesions found against false boxes on pictures without polyp (on all where there is none of these). */
export function againstFalseBoxes(set: SetMetrics, m: EvaluateMessages): TopLevelSpec | null {
  const p = m.report.plots;
  const clean = set.withoutPolyp > 0;
  const values = set.tradeOff.flatMap((point) => {
    const falseBoxes = clean ? point.falseBoxesPerCleanPicture : point.falseBoxesPerPicture;
    return falseBoxes === null || point.lesionSensitivity === null
      ? []
      : [{ falseBoxes, found: point.lesionSensitivity, threshold: point.threshold }];
  });
  if (values.length === 0) return null;
  const encoding = {
    x: { field: 'falseBoxes', type: 'quantitative', title: clean ? p.falsePerClean : p.falsePerPicture },
    y: { field: 'found', type: 'quantitative', title: p.sensitivity, scale: unit },
  } as const;
  return {
    title: p.falseBoxes,
    width: 360,
    height: 240,
    data: { values },
    encoding,
    layer: [
      { mark: { type: 'line', point: true }, encoding: { order: { field: 'threshold' } } },
      {
        transform: [{ filter: 'indexof([0.05, 0.1, 0.25, 0.5, 0.75, 0.9], datum.threshold) >= 0' }],
        mark: { type: 'text', align: 'left', dx: 6, dy: 8, fontSize: 10 },
        encoding: { text: { field: 'threshold', type: 'quantitative' } },
      },
    ],
  };
}

/** What was said against what was true, one panel a question; null where nothing is known. */
export function reliability(set: SetMetrics, m: EvaluateMessages): TopLevelSpec | null {
  const p = m.report.plots;
  const { heads } = set;
  const panels: readonly (readonly [string, Calibration | null | undefined])[] = [
    [p.score, set.detection?.calibration],
    [p.type, set.type?.calibration],
    [m.heads.colon, heads.colon?.calibration],
    [m.heads.usable, heads.usable?.calibration],
    [m.heads.adequate, heads.adequate?.calibration],
    [m.heads.caecum, heads.caecum?.calibration],
  ];
  const values = panels.flatMap(([what, measured]) =>
    measured ? measured.bins.map(({ said, true: so, n }) => ({ what, said, so, n })) : [],
  );
  if (values.length === 0) return null;
  return {
    title: p.reliability,
    data: { values },
    facet: { field: 'what', type: 'nominal', title: null, sort: panels.map(([what]) => what) },
    columns: 3,
    spec: {
      width: 200,
      height: 200,
      layer: [
        {
          data: { values: [{ at: 0 }, { at: 1 }] },
          mark: { type: 'line', strokeDash: [4, 4], color: '#9aa5af' },
          encoding: { x: { field: 'at', type: 'quantitative' }, y: { field: 'at', type: 'quantitative' } },
        },
        {
          mark: { type: 'line', color: '#4c78a8' },
          encoding: {
            x: { field: 'said', type: 'quantitative', title: p.said, scale: unit },
            y: { field: 'so', type: 'quantitative', title: p.true, scale: unit },
          },
        },
        {
          mark: { type: 'point', filled: true },
          encoding: {
            x: { field: 'said', type: 'quantitative' },
            y: { field: 'so', type: 'quantitative' },
            size: { field: 'n', type: 'quantitative', title: m.columns.n, scale: { type: 'log' } },
          },
        },
      ],
    },
  };
}

/** Sensitivity by size of the lesion with intervals; null where no lesion is drawn. */
export function bySize(set: SetMetrics, m: EvaluateMessages): TopLevelSpec | null {
  const values = set.operating.bySize.flatMap(({ lesions }, size) =>
    lesions === null ? [] : [{ ...lesions, size: `${m.report.sizes[size]} (n=${lesions.n})` }],
  );
  if (values.length === 0) return null;
  const x = {
    field: 'size',
    type: 'nominal',
    title: m.columns.size,
    sort: null,
    axis: { labelAngle: -20 },
  } as const;
  return {
    title: m.report.plots.sizes,
    width: { step: 90 },
    height: 220,
    data: { values },
    layer: [
      {
        mark: { type: 'rule', color: '#6b7785' },
        encoding: { x, y: { field: 'low', type: 'quantitative', scale: unit }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 60 },
        encoding: {
          x,
          y: { field: 'value', type: 'quantitative', title: m.report.plots.sensitivity, scale: unit },
        },
      },
    ],
  };
}
