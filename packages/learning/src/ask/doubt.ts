import type { Cleanliness, FrameFindings, ModelManifest, Organ } from '@haustra/domain';

/** What each reason for doubt weighs: lesions first, since they are what the examination is for. */
const WEIGHTS = { lesion: 1, mirror: 0.8, type: 0.6, organ: 0.6, cleanliness: 0.3 } as const;
/** Distance in log-odds from the operating point at which doubt over a lesion has fallen to 1/e. */
const REACH = 1.5;
const LEAST = 1e-4;

const logit = (p: number): number => {
  const q = Math.min(1 - LEAST, Math.max(LEAST, p));
  return Math.log(q / (1 - q));
};

/** 0 where one of them is sure, 1 where all are alike. */
function entropy(shares: readonly number[]): number {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (!(sum > 0) || shares.length < 2) return 0;
  const bits = shares.reduce((total, share) => {
    const p = share / sum;
    return p > 0 ? total - p * Math.log(p) : total;
  }, 0);
  return bits / Math.log(shares.length);
}

/** How near a lesion's score is to the point from which it would be shown. 0…1 */
function nearTheLine(score: number, show: number): number {
  const distance = (logit(score) - logit(show)) / REACH;
  return Math.exp(-distance * distance);
}

const ORGANS: readonly Organ[] = ['colon', 'upper', 'outside'];
const GRADES: readonly Cleanliness[] = ['bbps-0-1', 'bbps-2-3', 'impacted-stool'];

const best = (findings: FrameFindings): number => findings.lesions[0]?.score ?? 0;

/**
 * How much a label of this picture would teach the model that found this, 0 (sure of everything) … 1: a lesion near the
 * line from which it is shown, another answer for the picture's mirror image, a type near one half, several organs or
 * grades of cleanliness alike. Reasons add up as independent chances do. Pure.
 * @param mirrored what the same model found in the mirror image; null where it was not asked
 */
export function doubtOf(
  findings: FrameFindings,
  mirrored: FrameFindings | null,
  manifest: Pick<ModelManifest, 'operatingPoints' | 'defaultOperatingPoint'>,
): number {
  const { show } = manifest.operatingPoints[manifest.defaultOperatingPoint];
  const seen = best(findings);
  const lesion = Math.max(0, ...findings.lesions.map(({ score }) => nearTheLine(score, show)));
  const mirror = mirrored === null ? 0 : Math.abs(seen - best(mirrored));
  const neoplastic = findings.lesions[0]?.neoplastic ?? 0;
  const reasons = {
    lesion,
    mirror: Math.min(1, mirror),
    // The type of what is hardly a lesion does not matter.
    type: seen * (1 - Math.abs(2 * neoplastic - 1)),
    organ: entropy(ORGANS.map((organ) => findings.organ[organ])),
    // Cleanliness is graded in the colon only.
    cleanliness: findings.organ.colon * entropy(GRADES.map((grade) => findings.cleanliness[grade])),
  };
  let sure = 1;
  for (const name of Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[])
    sure *= 1 - WEIGHTS[name] * reasons[name];
  return Math.min(1, Math.max(0, 1 - sure));
}
