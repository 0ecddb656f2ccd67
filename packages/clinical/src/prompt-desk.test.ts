import { PROMPT_KINDS, type PromptKind } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskStep, mutePrompts, type PromptDesk, promptDesk } from './prompt-desk.js';
import { type Ask, PROMPTS } from './prompts.js';
import { DEFAULT_SETTINGS } from './site-settings.js';

const MANNERS = DEFAULT_SETTINGS.prompts;
const ask = (kind: PromptKind, episode = 1): Ask => ({ kind, episode, text: kind, ...PROMPTS[kind] });

/** Gives a desk the same asks at each of these seconds, and says what it said and when. */
function talk(desk: PromptDesk, story: readonly (readonly [number, readonly Ask[]])[], manners = MANNERS) {
  const said: [number, PromptKind][] = [];
  let now = desk;
  for (const [second, asks] of story) {
    const next = deskStep(now, asks, second * 1000, manners);
    now = next.desk;
    if (next.say) said.push([second, next.say.kind]);
  }
  return { said, desk: now };
}

describe('prompt desk', () => {
  it('says the most urgent first, the other after the distance, and each once', () => {
    const asks = [ask('wash'), ask('slip-back')];
    expect(
      talk(
        promptDesk(),
        [0, 1, 9, 10, 80, 90].map((s) => [s, asks]),
      ).said,
    ).toEqual([
      [0, 'slip-back'],
      [10, 'wash'],
    ]);
  });

  it('does not say what holds no more when its turn comes', () => {
    const { said } = talk(promptDesk(), [
      [0, [ask('slip-back'), ask('wash')]],
      [5, [ask('wash')]],
      [10, []],
    ]);
    expect(said).toEqual([[0, 'slip-back']]);
  });

  it('keeps a minute between two of a kind, and the budget', () => {
    const { said } = talk(
      promptDesk(),
      Array.from({ length: 200 }, (_, s) => [s, [ask('too-fast', s + 1), ask('slip-back', s + 1)]]),
    );
    expect(said.slice(0, 4)).toEqual([
      [0, 'slip-back'],
      [10, 'too-fast'],
      [60, 'slip-back'],
      [70, 'too-fast'],
    ]);
  });

  it('is silent when muted, and hears again what still holds', () => {
    const muted = promptDesk(['wash']);
    const asks = [ask('wash'), ask('insertion-long')];
    const first = talk(muted, [[0, asks]]);
    expect(first.said).toEqual([[0, 'insertion-long']]);
    expect(talk(mutePrompts(first.desk, 'all'), [[20, asks]]).said).toEqual([]);
    expect(talk(mutePrompts(first.desk, []), [[20, asks]]).said).toEqual([[20, 'wash']]);
  });

  it('goes on after a resume as if it had not been cut off', () => {
    const story = Array.from(
      { length: 30 },
      (_, i) => [i * 5, [ask('too-fast', 1 + Math.floor(i / 10)), ask('wash')]] as const,
    );
    const whole = talk(promptDesk(), story);
    const half = talk(promptDesk(), story.slice(0, 13));
    const resumed = promptDesk(
      [],
      half.said.map(([second, kind]) => ({ kind, atMs: second * 1000 })),
    );
    expect([...half.said, ...talk(resumed, story.slice(13)).said]).toEqual(whole.said);
  });

  it('keeps its manners whatever is asked, in whatever order of time', () => {
    const asked = fc.uniqueArray(fc.tuple(fc.constantFrom(...PROMPT_KINDS), fc.integer({ min: 1, max: 9 })), {
      selector: ([kind]) => kind,
    });
    const manners = fc.record({
      distanceMs: fc.integer({ min: 0, max: 90_000 }),
      sameKindMs: fc.integer({ min: 0, max: 90_000 }),
      budget: fc.integer({ min: 0, max: 4 }),
      muted: fc.constant([]),
    });
    const story = fc.array(fc.tuple(fc.integer({ min: -4000, max: 30_000 }), asked), { maxLength: 60 });
    fc.assert(
      fc.property(story, manners, (steps, how) => {
        let desk = promptDesk();
        let t = 0;
        const said: { atMs: number; kind: PromptKind; episode: number }[] = [];
        for (const [step, kinds] of steps) {
          t += step;
          const asks = kinds.map(([kind, episode]) => ask(kind, episode));
          const next = deskStep(desk, asks, t, how);
          desk = next.desk;
          if (!next.say) continue;
          expect(asks).toContain(next.say);
          const { kind, episode } = next.say;
          for (const other of said) {
            expect(desk.nowMs - other.atMs).toBeGreaterThanOrEqual(how.distanceMs);
            if (other.kind !== kind) continue;
            expect(desk.nowMs - other.atMs).toBeGreaterThanOrEqual(how.sameKindMs);
            expect(episode).toBeGreaterThan(other.episode);
          }
          said.push({ atMs: desk.nowMs, kind, episode });
          expect(said.filter(({ atMs }) => desk.nowMs - atMs < 60_000).length).toBeLessThanOrEqual(
            how.budget,
          );
        }
      }),
    );
  });

  it('has no two kinds of the same priority', () => {
    expect(new Set(Object.values(PROMPTS).map(({ priority }) => priority)).size).toBe(PROMPT_KINDS.length);
  });
});
