import type { ScorePart, ScorePartId, ScoreReason, ScoreSheet } from '@haustra/domain';
import { judgedWithdrawal, type QualityFacts } from './indicators.js';
import {
  BBPS_ADEQUACY,
  CAECUM_PHOTO,
  CLEAR_VIEW,
  COVERAGE,
  PHOTO_LIST,
  PROMPT_MANNERS,
  SCORE_SHEET,
  TOO_FAST_SHARE,
  WITHDRAWAL_GOAL,
} from './rules.js';
import { DEFAULT_SETTINGS, type SiteSettings } from './site-settings.js';

const { values: SCALES } = SCORE_SHEET;

/** The score sheet of a training examination: each part from what is known, and a total only where all that matters is. Rule `score-sheet`. Pure. */
export function scoreSheet(facts: QualityFacts, settings: SiteSettings = DEFAULT_SETTINGS): ScoreSheet {
  const judgedMs = judgedWithdrawal(facts, settings);
  const goalShare = judgedMs === null ? null : judgedMs / settings.withdrawal.goalMs;
  const { asked, followed } = facts.reaction;
  const motionless = judgedMs === null ? 'no-withdrawal' : 'no-motion';
  const unseen = 'no-withdrawal';
  const parts = [
    part('speed', on(SCALES.tooFast, facts.tooFastShare), motionless, TOO_FAST_SHARE.id),
    part('clear-view', on(SCALES.clearView, facts.clearShare), unseen, CLEAR_VIEW.id),
    part('cleanliness', on(SCALES.bbpsTotal, facts.bbps.total), 'not-scored-clean', BBPS_ADEQUACY.id),
    part('withdrawal-time', on(SCALES.withdrawal, goalShare), unseen, WITHDRAWAL_GOAL.id),
    caecumPart(facts),
    part('completeness', on(SCALES.coverage, facts.coverage), 'no-coverage', COVERAGE.id, false),
    part(
      'retroflexion',
      facts.retroflexionPhoto === true ? 100 : null,
      'no-retroflexion',
      PHOTO_LIST.id,
      false,
    ),
    part(
      'reaction',
      on(SCALES.reaction, asked === 0 ? null : followed / asked),
      'nothing-asked',
      PROMPT_MANNERS.id,
      false,
    ),
  ];
  return {
    parts,
    total: totalOf(parts),
    rule: SCORE_SHEET.id,
    note: 'For practice. Not validated: no one has shown that a higher score goes with a better examination.',
  };
}

function caecumPart({ caecumReached, caecumPhotos }: QualityFacts): ScorePart {
  const scored = (score: number | null, reason: ScoreReason): ScorePart =>
    part('caecum', score, reason, CAECUM_PHOTO.id);
  if (caecumReached === false) return scored(0, 'caecum-unknown');
  if (caecumReached === null) return scored(null, 'caecum-unknown');
  if (caecumPhotos === null) return scored(null, 'photos-unplaced');
  const { proved, taken } = caecumPhotos;
  return scored(proved ? 100 : taken > 0 ? SCALES.caecumHalf : 0, 'photos-unplaced');
}

function part(
  id: ScorePartId,
  score: number | null,
  reason: ScoreReason,
  rule: string,
  matters = true,
): ScorePart {
  return { id, score, reason: score === null ? reason : null, matters, rule };
}

/** A value on its scale, whole points 0..100; null stays null. */
function on({ zeroAt, fullAt }: { readonly zeroAt: number; readonly fullAt: number }, value: number | null) {
  if (value === null) return null;
  return Math.round(100 * Math.min(1, Math.max(0, (value - zeroAt) / (fullAt - zeroAt))));
}

function totalOf(parts: readonly ScorePart[]): number | null {
  if (parts.some(({ score, matters }) => matters && score === null)) return null;
  const known = parts.flatMap(({ score }) => (score === null ? [] : [score]));
  return Math.round(known.reduce((sum, score) => sum + score, 0) / known.length);
}
