import { CAECUM_PICTURE, PHOTO_PLACES, UPPER_PLACES } from '@haustra/clinical';
import {
  ANALYSIS_STATES,
  CLEANLINESS,
  COLON_REGIONS,
  DROP_REASONS,
  GateReportSchema,
  ORGANS,
  PHASES,
  PROMPT_KINDS,
  ROUND_STAGES,
  ROUND_STATES,
  STATE_REASONS,
  TYPE_CALLS,
} from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { SHADOW_DIFFERENCES } from '../learning/api/answers.js';
import { LESION_TYPES } from '../learning/ask/sheet.js';
import { NUMBER_FIELDS } from '../learning/now/start-form.js';
import { LEARNING_TABS } from '../pages/route.js';
import { SOURCE_PROBLEMS } from '../state/state.js';
import { en } from './en.js';
import { zh } from './zh.js';

const variables = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

describe('the catalogues', () => {
  it('have the same keys, no empty text, and the same variables', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      const other = zh[key as keyof typeof en];
      expect(text.trim() && other.trim(), key).not.toBe('');
      expect(variables(other), key).toEqual(variables(text));
    }
  });

  it('have a text for every word of the wire', () => {
    const needed = [
      ...ANALYSIS_STATES.map((state) => `chip.${state}`),
      ...STATE_REASONS.map((reason) => `reason.${reason}`),
      ...TYPE_CALLS.map((call) => `call.${call}`),
      ...ORGANS.map((organ) => `organ.${organ}`),
      ...PHASES.map((phase) => `phase.${phase}`),
      ...SOURCE_PROBLEMS.map((problem) => `source.problem.${problem}`),
      ...PROMPT_KINDS.map((kind) => `prompt.${kind}`),
      ...COLON_REGIONS.map((region) => `region.${region}`),
      ...[CAECUM_PICTURE, ...[...PHOTO_PLACES, ...UPPER_PLACES].map(({ id }) => id)].map(
        (place) => `place.${place}`,
      ),
    ];
    expect(needed.filter((key) => !(key in en))).toEqual([]);
  });

  it('have a text for every word of learning', () => {
    const { reasons, checks } = GateReportSchema.shape;
    const needed = [
      ...LEARNING_TABS.map((tab) => `learn.tab.${tab}`),
      ...ROUND_STAGES.flatMap((stage) => [`learn.stage.${stage}`, `learn.stageText.${stage}`]),
      ...ROUND_STATES.map((state) => `learn.state.${state}`),
      ...DROP_REASONS.flatMap((why) => [`learn.why.${why}`, `learn.why.${why}Hint`]),
      ...NUMBER_FIELDS.flatMap((field) => [`learn.start.${field}`, `learn.start.${field}Hint`]),
      ...SHADOW_DIFFERENCES.map((what) => `learn.shadow.what.${what}`),
      ...LESION_TYPES.map((type) => `learn.lesionType.${type}`),
      ...CLEANLINESS.map((cleanliness) => `learn.cleanliness.${cleanliness}`),
      ...checks.element.shape.verdict.options.map((verdict) => `learn.verdict.${verdict}`),
      ...reasons.element.shape.code.options.flatMap((code) => [
        `learn.reason.${code}`,
        `learn.reason.${code}.whole`,
      ]),
    ];
    expect(needed.filter((key) => !(key in en))).toEqual([]);
  });
});
