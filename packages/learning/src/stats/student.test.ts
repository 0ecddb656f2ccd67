import { expect, it } from 'vitest';
import { studentBelow, studentQuantile } from './student.js';

it.each([
  // Tables of Student's t, one-sided.
  [12.706, 1, 0.975],
  [2.776, 4, 0.975],
  [8.61, 4, 0.9995],
  [1.812, 10, 0.95],
  [2.228, 10, 0.975],
  [1.98, 120, 0.975],
])('below t = %f with %i degrees of freedom lies %f', (t, df, share) => {
  expect(studentBelow(t, df)).toBeCloseTo(share, 4);
  expect(studentBelow(-t, df)).toBeCloseTo(1 - share, 4);
  expect(studentQuantile(share, df)).toBeCloseTo(t, 2);
});

it('is near to the normal distribution for many degrees of freedom, far out too', () => {
  expect(studentBelow(-3.2905, 1e6)).toBeCloseTo(0.0005, 6);
  expect(studentBelow(Number.NEGATIVE_INFINITY, 5)).toBe(0);
  expect(studentBelow(0, 5)).toBe(0.5);
});
