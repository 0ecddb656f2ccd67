import { ms, type PromptKind } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { deskStep, promptDesk } from './prompt-desk.js';
import { alarmsOf, remind, reminders } from './reminders.js';
import { DEFAULT_SETTINGS } from './site-settings.js';
import type { Situation } from './situation.js';

type Change = Partial<Omit<Situation, 'evidence' | 'clock'>> & {
  readonly view?: Partial<Situation['evidence']>;
  readonly effectiveMs?: number | null;
  readonly inBodyMs?: number;
};
const PERIOD = 40;

const situation = (timeMs: number, change: Change): Situation => {
  const { view, effectiveMs = null, inBodyMs = 0, ...rest } = change;
  const times = { insertionMs: null, withdrawalMs: effectiveMs, effectiveWithdrawalMs: effectiveMs };
  return {
    evidence: {
      timeMs: ms(timeMs),
      organ: { colon: 0.97, upper: 0.01, outside: 0.02 },
      usable: 0.95,
      caecum: 0.02,
      ...view,
    },
    phase: 'withdrawal',
    organ: 'colon',
    caecumReached: false,
    caecumPictured: false,
    paused: false,
    clock: { ...times, pausedMs: 0, inBodyMs },
    ...rest,
  };
};

/** Plays stretches of so many seconds, and gives every cause in the order in which it began, with its second. */
function causes(story: readonly (readonly [Change, number])[], settings = DEFAULT_SETTINGS) {
  let state = reminders();
  let t = 0;
  const begun = new Map<string, number>();
  const ended = new Map<PromptKind, number>();
  for (const [change, seconds] of story) {
    for (const end = t + seconds * 1000; t < end; t += PERIOD) {
      const next = remind(state, situation(t, change), settings);
      state = next.state;
      for (const { kind, episode } of next.asks) {
        if (!begun.has(`${kind} ${episode}`)) begun.set(`${kind} ${episode}`, t / 1000);
        ended.set(kind, t / 1000);
      }
    }
  }
  return { begun: Object.fromEntries(begun), ended: Object.fromEntries(ended) };
}
const fast: Change = { view: { approach: -0.8 } };
const calm: Change = { view: { approach: -0.05 } };
const dirty: Change = {
  view: { cleanliness: { 'bbps-0-1': 0.9, 'bbps-2-3': 0.05, 'impacted-stool': 0.05 } },
};
const clean: Change = { view: { cleanliness: { 'bbps-0-1': 0.1, 'bbps-2-3': 0.9, 'impacted-stool': 0 } } };

describe('reminders', () => {
  it('say nothing in a calm, clean examination', () => {
    const story = [{ phase: 'outside' }, { phase: 'insertion' }, { ...calm, ...clean }] as const;
    expect(causes(story.map((change) => [change, 60])).begun).toEqual({});
  });

  it('remind of the minimum and of the goal, once each, and not long after', () => {
    const story = [359, 360, 479, 480, 470, 485].map(
      (seconds) => [{ effectiveMs: seconds * 1000 }, 40] as const,
    );
    const { begun, ended } = causes(story);
    expect(begun).toEqual({ 'withdrawal-minimum 1': 40, 'withdrawal-goal 1': 120 });
    expect(ended['withdrawal-minimum']).toBeLessThan(101);
  });

  it('go by all of the withdrawal where the site says so', () => {
    const wall = { ...DEFAULT_SETTINGS.withdrawal, timedBy: 'wall' } as const;
    const clock = { insertionMs: 0, withdrawalMs: 370_000, effectiveWithdrawalMs: 100_000 };
    const now = { ...situation(0, {}), clock: { ...clock, pausedMs: 0, inBodyMs: 370_000 } };
    const { asks } = remind(reminders(), now, { ...DEFAULT_SETTINGS, withdrawal: wall });
    expect(asks).toMatchObject([{ kind: 'withdrawal-minimum', text: 'withdrawal 6:00 reached' }]);
    expect(remind(reminders(), now, DEFAULT_SETTINGS).asks).toEqual([]);
  });

  it('warn of leaving too early, for a few seconds, and not after enough time', () => {
    const out = (seconds: number): Change => ({
      phase: 'outside',
      caecumReached: true,
      effectiveMs: seconds * 1000,
    });
    const { begun, ended } = causes([
      [{ effectiveMs: 250_000 }, 5],
      [out(250), 20],
    ]);
    expect(begun).toMatchObject({ 'leaving-early 1': 5 });
    expect(ended['leaving-early']).toBeCloseTo(13, 0);
    expect(causes([[out(365), 40]]).begun).not.toHaveProperty('leaving-early 1');
    expect(causes([[{ phase: 'outside' }, 40]]).begun).toEqual({});
    // The minimum is of an examination that reached the caecum.
    expect(causes([[{ ...out(250), caecumReached: false }, 40]]).begun).toEqual({});
  });

  it('say that insertion takes long, in the colon, before the caecum', () => {
    const long: Change = { phase: 'insertion', inBodyMs: 600_000 };
    expect(causes([[long, 1]]).begun).toEqual({ 'insertion-long 1': 0 });
    expect(causes([[{ ...long, caecumReached: true }, 1]]).begun).toEqual({});
    expect(causes([[{ ...long, organ: 'upper' }, 1]]).begun).toEqual({});
  });

  it('ask for a picture of the caecum when it is left without one', () => {
    const [at, left] = [{ phase: 'insertion', caecumReached: true } as const, { caecumReached: true }];
    expect(
      causes([
        [at, 20],
        [left, 20],
      ]).begun,
    ).toEqual({ 'caecum-photo 1': 20 });
    expect(
      causes([
        [at, 20],
        [{ ...left, caecumPictured: true }, 20],
      ]).begun,
    ).toEqual({});
  });

  it('call a withdrawal too fast after more than a second, and only in withdrawal', () => {
    const { begun } = causes([
      [calm, 10],
      [fast, 1],
      [calm, 10],
      [fast, 6],
      [calm, 10],
      [fast, 6],
    ]);
    expect(Object.keys(begun)).toEqual(['too-fast 1', 'too-fast 2']);
    expect(begun['too-fast 1']).toBeGreaterThan(22.2);
    expect(begun['too-fast 1']).toBeLessThan(24);
    expect(causes([[{ ...fast, phase: 'insertion' }, 20]]).begun).toEqual({});
  });

  it('notice a sudden slip back', () => {
    const { begun } = causes([
      [calm, 10],
      [{ view: { approach: -3 } }, 0.4],
      [calm, 20],
    ]);
    expect(Object.keys(begun)).toEqual(['slip-back 1']);
    expect(begun['slip-back 1']).toBeLessThan(10.5);
  });

  it('take a sudden motion for a slip where it began with drawing back, though the way is then not known', () => {
    const sudden = (approach: number) => ({ approach, slip: 1 });
    const slipping = (first: number): ReturnType<typeof causes>['begun'] =>
      causes([
        [calm, 10],
        [{ view: sudden(first) }, 0.1],
        [{ view: { slip: 1 } }, 0.6],
        [{ view: { slip: 0 } }, 20],
      ]).begun;
    expect(Object.keys(slipping(-0.7))).toEqual(['slip-back 1']);
    expect(slipping(0.7)).toEqual({});
    expect(causes([[{ view: sudden(-0.7) }, 0.2]]).begun).toEqual({});
  });

  it('suggest washing after a long unclean view, again only after a clean one', () => {
    const { begun } = causes([
      [dirty, 6],
      [clean, 10],
      [dirty, 30],
      [{ ...dirty, view: { ...dirty.view, usable: 0.1 } }, 30],
      [clean, 10],
      [dirty, 12],
    ]);
    expect(Object.keys(begun)).toEqual(['wash 1', 'wash 2']);
    expect(causes([[{ view: { residue: 0.4, ...clean.view } }, 20]]).begun).toHaveProperty('wash 1');
  });

  it('say that the view has long been obscured', () => {
    expect(causes([[{ phase: 'obscured' }, 14]]).begun).toEqual({});
    expect(causes([[{ phase: 'obscured' }, 16]]).begun).toHaveProperty('obscured-long 1');
  });

  it('show an alarm for as long as it holds, however little is said of it', () => {
    let state = reminders();
    const shown: string[][] = [];
    for (let t = 0; t < 6000; t += PERIOD) {
      state = remind(state, situation(t, t < 3000 ? fast : calm), DEFAULT_SETTINGS).state;
      shown.push([...alarmsOf(state)]);
    }
    expect(shown.at(2000 / PERIOD)).toEqual(['too-fast']);
    expect(shown.at(-1)).toEqual([]);
  });

  it('are silent in a pause', () => {
    expect(causes([[{ ...fast, paused: true, effectiveMs: 400_000 }, 30]]).begun).toEqual({});
  });

  it('do not say again after a resume what was said', () => {
    const resumed = reminders({ 'withdrawal-minimum': 1 });
    expect(remind(resumed, situation(0, { effectiveMs: 400_000 }), DEFAULT_SETTINGS).asks).toEqual([]);
  });

  it('lead to few prompts, by way of the desk', () => {
    let [state, desk] = [reminders(), promptDesk()];
    const said: string[] = [];
    for (let t = 0; t < 600_000; t += PERIOD) {
      const wild = (t / 1000) % 20 < 10 ? fast : dirty;
      const next = remind(state, situation(t, { ...wild, effectiveMs: t }), DEFAULT_SETTINGS);
      state = next.state;
      const chosen = deskStep(desk, next.asks, t, DEFAULT_SETTINGS.prompts);
      desk = chosen.desk;
      if (chosen.say) said.push(chosen.say.kind);
    }
    expect(said.length).toBeLessThanOrEqual(20);
    expect(said).toContain('withdrawal-minimum');
  });
});
