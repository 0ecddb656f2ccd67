/** Made-up findings and a tracker without a mind of its own, for the tests of this package. */
import {
  type FrameFindings,
  frameId,
  type ModelManifest,
  ModelManifestSchema,
  ms,
  type ShownLesion,
  WHOLE,
} from '@haustra/domain';
import type { LesionSummary } from '@haustra/vision';
import type { StartOptions, Tracker } from './types.js';

const file = { path: 'model.onnx', sha256: 'a'.repeat(64), bytes: 1 };
export const MANIFEST: ModelManifest = ModelManifestSchema.parse({
  id: 'test-model',
  version: '0.0.1',
  created: '2026-01-01',
  files: { int8: file, fp32: file },
  default: 'int8',
  input: {
    name: 'image',
    width: 8,
    height: 8,
    layout: 'NHWC',
    dtype: 'uint8',
    colour: 'rgb',
    fit: 'stretch',
    crop: 'visible-field',
  },
  tasks: {
    lesion: { boxes: 'boxes', scores: 'scores', mask: 'mask' },
    type: { output: 'types', classes: ['non-neoplastic', 'neoplastic'] },
    organ: { output: 'organ', classes: ['colon', 'upper', 'outside'] },
    usable: { output: 'usable' },
    cleanliness: { output: 'cleanliness', classes: ['bbps-0-1', 'bbps-2-3', 'impacted-stool'] },
    caecum: { output: 'caecum' },
    embedding: { output: 'embedding', dimensions: 4, stride: 16 },
  },
  operatingPoints: { A: { show: 0.3 }, B: { show: 0.6 } },
  defaultOperatingPoint: 'A',
  nmsIou: 0.5,
  typeCall: { neoplasticAbove: 0.7, nonNeoplasticBelow: 0.3 },
  licence: 'test',
  data: [],
  metrics: {},
  notFor: 'anything',
});

export const STARTED = {
  examId: 'rec-0123456789abcdef',
  source: { kind: 'recording', name: 'clip.mp4', fingerprint: 'f'.repeat(64) },
  model: { id: 'test-model', version: '0.0.1', sha256: 'a'.repeat(64), precision: 'int8' },
  manifest: MANIFEST,
  operatingPoint: 'A',
  startedAt: null,
} as const satisfies Omit<StartOptions, 'journal'>;

/** Of an examination that was not measured. */
export const PERFORMANCE = {
  framesIn: 0,
  framesAnalysed: 0,
  dropped: 0,
  fps: 0,
  latencyMs: null,
  realtimeFactor: null,
} as const;

export interface View {
  readonly outside?: number;
  /** Share of the upper tract in what is not outside. */
  readonly upper?: number;
  readonly usable?: number;
  readonly caecum?: number;
  /** Scores of polyps; each stays at its own place. */
  readonly polyps?: readonly number[];
}

export function findingsOf(timeMs: number, view: View = {}): FrameFindings {
  const outside = view.outside ?? 0.02;
  const upper = view.upper ?? 0.03;
  return {
    frameId: frameId(Math.max(0, Math.round(timeMs / 40))),
    timeMs: ms(timeMs),
    field: WHOLE,
    organ: { colon: (1 - outside) * (1 - upper), upper: (1 - outside) * upper, outside },
    usable: view.usable ?? 0.95,
    cleanliness: { 'bbps-0-1': 0.1, 'bbps-2-3': 0.85, 'impacted-stool': 0.05 },
    caecum: view.caecum ?? 0.02,
    lesions: (view.polyps ?? []).map((score, i) => ({
      box: { x: 0.1 + 0.2 * i, y: 0.3, w: 0.15, h: 0.15 },
      score,
      neoplastic: 0.8,
      embedding: Float32Array.from([0, 1, 2, 3], (k) => (k === i % 4 ? 1 : 0)),
    })),
    mask: { width: 1, height: 1, values: new Uint8Array(1) },
    search: null,
    inferenceMs: 5,
  };
}

/** Shows every candidate at once under the number of its place; forgets nothing. */
export class PlainTracker implements Tracker {
  show: number;
  readonly known = new Map<number, LesionSummary>();
  restored: readonly LesionSummary[] = [];
  #inView: readonly number[] = [];
  readonly #firstId: number;

  constructor(show: number, firstId: number) {
    this.show = show;
    this.#firstId = firstId;
  }

  update(findings: FrameFindings) {
    const { timeMs } = findings;
    const shown: ShownLesion[] = [];
    const firstSight: number[] = [];
    findings.lesions.forEach(({ box, score, neoplastic }, place) => {
      if (score < this.show) return;
      const id = this.#firstId + place;
      const before = this.known.get(id);
      if (!before) firstSight.push(id);
      const frames = (before?.frames ?? 0) + 1;
      const best =
        before && before.bestScore >= score
          ? { bestFrameMs: before.bestFrameMs, bestScore: before.bestScore, box: before.box }
          : { bestFrameMs: timeMs, bestScore: score, box };
      const call = frames >= 5 ? 'neoplastic' : 'no-call';
      const firstMs = before?.firstMs ?? timeMs;
      const summary = {
        lesionId: id,
        firstMs,
        lastMs: timeMs,
        frames,
        neoplastic,
        call,
        size: null,
      } as const;
      this.known.set(id, { ...summary, ...best });
      shown.push({ id, box, score, outline: [], neoplastic, call, held: false, firstMs });
    });
    const gone = this.#inView.filter((id) => !shown.some((lesion) => lesion.id === id));
    this.#inView = shown.map((lesion) => lesion.id);
    return { shown, firstSight, left: this.#summaries(gone) };
  }

  setThreshold(show: number): void {
    this.show = show;
  }

  inView(): LesionSummary[] {
    return this.#summaries(this.#inView);
  }

  finish(): LesionSummary[] {
    return this.inView();
  }

  restore(summaries: readonly LesionSummary[]): void {
    this.restored = summaries;
  }

  #summaries(ids: readonly number[]): LesionSummary[] {
    return ids.flatMap((id) => this.known.get(id) ?? []);
  }
}
