import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, siteSettings } from './site-settings.js';

describe('site settings', () => {
  it('are the rules where the site gives nothing', () => {
    expect(siteSettings({})).toEqual(DEFAULT_SETTINGS);
    expect(DEFAULT_SETTINGS.withdrawal).toEqual({
      minimumMs: 360_000,
      goalMs: 480_000,
      timedBy: 'effective',
    });
  });

  it('take what the site gives and leave the rest', () => {
    const got = siteSettings({ withdrawal: { goalMs: 540_000 }, prompts: { muted: ['wash'] } });
    expect(got.withdrawal).toEqual({ ...DEFAULT_SETTINGS.withdrawal, goalMs: 540_000 });
    expect(got.prompts).toEqual({ ...DEFAULT_SETTINGS.prompts, muted: ['wash'] });
  });

  it.each([
    [{ withdrawal: { goalMs: 'eight' } }, 'withdrawal.goalMs'],
    [{ withdrawal: { goalMs: 300_000 } }, 'withdrawal.goalMs'],
    [{ insertion: { limitMs: -1 } }, 'insertion.limitMs'],
    [{ prompts: { muted: ['everything'] } }, 'prompts.muted'],
    [{ prompts: { budgt: 3 } }, 'prompts'],
    [{ speeed: {} }, 'settings'],
    [null, 'settings'],
  ])('say which field is wrong: %j', (given, where) => {
    expect(() => siteSettings(given)).toThrow(
      expect.objectContaining({ code: 'usage', where, hint: expect.stringContaining('leave it out') }),
    );
  });
});
