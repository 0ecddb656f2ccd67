import { ORGANS, PHASES } from '@haustra/domain';
import { expect, it } from 'vitest';
import { lesionsOff } from './lesions-off.js';

it('lesions are shown in the colon, and while nothing is settled', () => {
  for (const phase of [null, ...PHASES]) {
    for (const organ of [null, ...ORGANS]) {
      const expected = phase === 'outside' ? 'outside' : organ === 'upper' ? 'gastroscopy' : null;
      expect(lesionsOff(phase, organ)).toBe(expected);
    }
  }
  expect(lesionsOff('withdrawal', 'colon')).toBeNull();
  // The scope may lie outside when the examination begins; inside, it is looked for until the organ is known.
  expect(lesionsOff('insertion', 'outside')).toBeNull();
});
