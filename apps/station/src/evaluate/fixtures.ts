import type { IndexRow, Prediction } from '@haustra/domain';
import type { Case } from './case.js';

/** A made-up row of an index for tests: a colon picture of which nothing else is known. */
export function aRow(known: Partial<IndexRow> = {}): IndexRow {
  return {
    id: 'p1',
    image: 'images/p1.jpg',
    source: 'made-up',
    split: 'test',
    width: 100,
    height: 80,
    organ: 'colon',
    sequence: null,
    polyp: null,
    mask: null,
    boxes: null,
    cleanliness: null,
    landmark: null,
    quality: null,
    light: null,
    licence: 'CC0',
    ...known,
  };
}

/** A made-up prediction for tests: colon, usable, no lesion. */
export function aPrediction(said: Partial<Prediction> = {}): Prediction {
  return {
    id: 'p1',
    image: 'images/p1.jpg',
    model: 'made-up@sha256:00',
    ms: 1,
    organ: { colon: 1, upper: 0, outside: 0 },
    usable: 1,
    cleanliness: { 'bbps-0-1': 0, 'bbps-2-3': 1, 'impacted-stool': 0 },
    landmarks: { caecum: 0 },
    lesions: [],
    ...said,
  };
}

/** A made-up lesion of a prediction: shown from a score of 0.5 on. */
export function aLesion(box: readonly [number, number, number, number], score: number, neoplastic = 0.5) {
  const call = neoplastic > 0.7 ? 'neoplastic' : neoplastic < 0.3 ? 'non-neoplastic' : 'no-call';
  return {
    box: [...box] as [number, number, number, number],
    score,
    shown: score >= 0.5,
    type: { neoplastic, 'non-neoplastic': 1 - neoplastic },
    call,
  } as const;
}

/** A made-up case for tests. */
export function aCase(known: Partial<IndexRow> = {}, said: Partial<Prediction> = {}): Case {
  const row = aRow(known);
  return { row, prediction: aPrediction({ id: row.id, image: row.image, ...said }), mask: null };
}
