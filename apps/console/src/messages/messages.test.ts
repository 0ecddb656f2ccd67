import { ANALYSIS_STATES, ORGANS, PHASES, STATE_REASONS, TYPE_CALLS } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
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
    ];
    expect(needed.filter((key) => !(key in en))).toEqual([]);
  });
});
