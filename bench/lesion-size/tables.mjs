/** Tables of `bench/lesion-size.mjs`. */
import { LESION_SIZE, sizeClass } from '@haustra/clinical';
import { wilson } from '../../apps/station/dist/evaluate/stats/wilson.js';
import { median } from '../scene/numbers.mjs';

const CLASSES = ['diminutive', 'small', 'large'];
/** How much wider or narrower the colon is than the method takes it to be. */
const RADIUS_ERRORS = [1, 1.2, 1.35, 0.8, 0.74];
const { diminutiveBelowMm, largeFromMm, leastFrames } = LESION_SIZE.values;

const classOf = (mm) => (mm < diminutiveBelowMm ? 'diminutive' : mm < largeFromMm ? 'small' : 'large');
const percent = (value) => `${(100 * value).toFixed(0)} %`;

/** By what is used: the plain class of every estimate, then the class that rule `lesion-size` gives or withholds. */
export function tables(rows) {
  return ['drawn', 'found'].flatMap((way) => [
    `${way}: ${spreadLine(rows, way)}`,
    `  every estimate: ${shareLine(rows, (row) => plainly(row[way]))}`,
    ...RADIUS_ERRORS.map(
      (error) =>
        `  by the rule, colon taken ${error === 1 ? 'as it is said to be' : `× ${error}`}: ${shareLine(rows, (row) => byRule(row[way], error))}`,
    ),
    ...confusion(rows, (row) => byRule(row[way], 1)),
  ]);
}

const plainly = (sizes) => (sizes.length < leastFrames ? null : classOf(median(sizes)));
const byRule = (sizes, error) =>
  sizes.length === 0 ? null : (sizeClass({ mm: median(sizes) * error, frames: sizes.length })?.class ?? null);

function spreadLine(rows, way) {
  const ratios = rows
    .filter((row) => row[way].length >= leastFrames)
    .map((row) => Math.log(median(row[way]) / row.sizeMm));
  const mean = ratios.reduce((sum, value) => sum + value, 0) / ratios.length;
  const spread = Math.sqrt(ratios.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ratios.length);
  return `log(estimate / true) of ${ratios.length} of ${rows.length} lesions: mean ${mean.toFixed(2)}, standard deviation ${spread.toFixed(2)}`;
}

function shareLine(rows, said) {
  const given = rows.filter((row) => said(row) !== null);
  const right = given.filter((row) => said(row) === classOf(row.sizeMm)).length;
  const exact = wilson(right, given.length);
  const share = exact
    ? `${percent(exact.value)} (95 % ${percent(exact.low)} to ${percent(exact.high)})`
    : 'none';
  return `a class for ${given.length} of ${rows.length}, exact ${right}: ${share}`;
}

/** True class by rows, said class by columns. */
function confusion(rows, said) {
  const count = (is, as) => rows.filter((row) => classOf(row.sizeMm) === is && said(row) === as).length;
  return [
    '| true | diminutive | small | large | not known |',
    '|---|---:|---:|---:|---:|',
    ...CLASSES.map((is) => `| ${is} | ${[...CLASSES, null].map((as) => count(is, as)).join(' | ')} |`),
  ];
}
