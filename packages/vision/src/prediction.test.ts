import { PredictionSchema } from '@haustra/domain';
import { expect, it } from 'vitest';
import { loadModel } from './model/catalogue.js';
import { callOf, modelName, toPrediction } from './prediction.js';
import { at, box, seen } from './testing/synthetic.js';
import { TINY } from './testing/tiny.js';

it('a prediction is valid, best first, and says what would be shown at the default operating point', async () => {
  const { manifest } = await loadModel(TINY);
  const findings = at(0, [seen(box(0.5, 0.5), 1, 0.29, 0.1), seen(box(0.2, 0.2), 2, 0.31, 0.5)]);
  const line = toPrediction(findings, manifest, 'a/1', 'images/1.jpg', modelName('tiny', 'ff'));
  expect(PredictionSchema.parse(line)).toEqual(line);
  expect(line.model).toBe('tiny@sha256:ff');
  expect(line.lesions.map((l) => [l.score, l.shown, l.call])).toEqual([
    [0.31, true, 'no-call'],
    [0.29, false, 'non-neoplastic'],
  ]);
});

it('calls only beyond the thresholds', () => {
  const thresholds = { neoplasticAbove: 0.7, nonNeoplasticBelow: 0.3 };
  expect([0, 0.3, 0.31, 0.69, 0.7, 1].map((p) => callOf(p, thresholds))).toEqual([
    'non-neoplastic',
    'non-neoplastic',
    'no-call',
    'no-call',
    'neoplastic',
    'neoplastic',
  ]);
});
