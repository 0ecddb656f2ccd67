import { ms, type Organ, type Phase } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.js';
import { type PhaseState, phaseMachine, phaseSaid, phaseStep } from './phase-machine.js';

type View = Partial<Omit<Evidence, 'timeMs' | 'organ'>> & { readonly outside?: number };
const LUMEN: View = {};
const CAECUM: View = { caecum: 0.95 };
const SNARE: View = { instrument: 0.9 };
const FREE: View = { instrument: 0.05 };

/** A machine that is played views, for so many seconds each, at 25 pictures a second. */
class Played {
  state: PhaseState;
  readonly phases: Phase[] = [];
  #t = 0;

  constructor(state = phaseMachine()) {
    this.state = state;
  }

  play(story: readonly (readonly [View, number])[], organ: Organ | null = 'colon'): this {
    for (const [{ outside = 0.02, ...view }, seconds] of story) {
      for (const end = this.#t + seconds * 1000; this.#t < end; this.#t += 40) {
        const organs = { colon: 1 - outside, upper: 0, outside };
        const evidence = { timeMs: ms(this.#t), organ: organs, usable: 0.95, caecum: 0.02, ...view };
        this.#note(phaseStep(this.state, evidence, organ));
      }
    }
    return this;
  }

  say(word: 'confirmed' | 'refused' | 'taken-back'): this {
    this.#note(phaseSaid(this.state, word));
    return this;
  }

  #note(state: PhaseState): void {
    if (state.phase !== this.state.phase && state.phase) this.phases.push(state.phase);
    this.state = state;
  }
}

describe('treatment', () => {
  it('begins when an instrument is held in view, and ends when it is gone for a while', () => {
    const { phases } = new Played().play([
      [FREE, 5],
      [CAECUM, 4],
      [FREE, 5],
      [SNARE, 5],
      [FREE, 0.5],
      [SNARE, 5],
      [FREE, 5],
    ]);
    expect(phases).toEqual(['insertion', 'withdrawal', 'treatment', 'withdrawal']);
  });

  it('is not begun by a glimpse, nor by an instrument outside the body', () => {
    const { phases } = new Played().play([
      [{ ...SNARE, outside: 0.97 }, 5],
      [FREE, 5],
      [SNARE, 0.3],
      [FREE, 5],
    ]);
    expect(phases).toEqual(['outside', 'insertion']);
  });

  it('lasts while the instrument is given for some pictures only, and ends when it is not known any more', () => {
    const played = new Played().play([
      [LUMEN, 3],
      [SNARE, 3],
    ]);
    for (let i = 0; i < 20; i++) {
      played.play([
        [LUMEN, 1],
        [SNARE, 0.04],
      ]);
    }
    expect(played.state.phase).toBe('treatment');
    expect(played.play([[LUMEN, 7]]).state.phase).toBe('insertion');
  });
});

describe('the beginning of withdrawal', () => {
  const still: View = { approach: 0 };
  const back: View = { approach: -0.1 };
  const forth: View = { approach: 0.2 };
  const reached = () =>
    new Played().play([
      [{ ...still }, 5],
      [{ ...still, ...CAECUM }, 5],
    ]);

  it('waits for the scope to be drawn back where motion is known', () => {
    const played = reached();
    expect(played.state.caecum).not.toBeNull();
    expect(played.state.phase).toBe('insertion');
    played.play([
      [still, 30],
      [back, 5],
      [forth, 1],
      [back, 5],
    ]);
    expect(played.state.phase).toBe('insertion');
    expect(played.play([[back, 5]]).state.phase).toBe('withdrawal');
  });

  it('comes at once when motion is not known any more', () => {
    expect(reached().play([[LUMEN, 3.2]]).state.phase).toBe('withdrawal');
  });

  it('comes once: a loop forward for a minute does not bring insertion back', () => {
    const { phases } = reached().play([
      [back, 15],
      [forth, 60],
      [back, 30],
      [{ ...forth, ...CAECUM }, 30],
    ]);
    expect(phases).toEqual(['insertion', 'withdrawal']);
  });
});

describe("the doctor's word on the caecum", () => {
  it('confirms what the machine did not see', () => {
    const { state, phases } = new Played().play([[LUMEN, 5]]).say('confirmed');
    expect(phases).toEqual(['insertion', 'withdrawal']);
    expect(state).toMatchObject({ caecum: { score: 1 }, landmark: { machine: null, word: 'confirmed' } });
  });

  it('refuses what the machine saw, which is kept and does not come back by itself', () => {
    const played = new Played().play([
      [LUMEN, 3],
      [CAECUM, 4],
    ]);
    played.say('refused').play([
      [CAECUM, 20],
      [LUMEN, 5],
    ]);
    expect(played.phases).toEqual(['insertion', 'withdrawal', 'insertion']);
    expect(played.state.caecum).toBeNull();
    expect(played.state.landmark.machine?.score).toBeCloseTo(0.95, 2);
    expect(played.say('confirmed').state.phase).toBe('withdrawal');
  });

  it('is taken back: what the machine saw holds again, withdrawal goes on even while the scope stands still', () => {
    const still: View = { approach: 0 };
    const played = new Played().play([
      [still, 3],
      [{ ...still, ...CAECUM }, 4],
      [{ approach: -0.2 }, 8],
    ]);
    played
      .say('refused')
      .play([[still, 5]])
      .say('taken-back')
      .play([[still, 1]]);
    expect(played.phases).toEqual(['insertion', 'withdrawal', 'insertion', 'withdrawal']);
  });

  it('is known after a resume, and so is that withdrawal had begun', () => {
    const motion: View = { approach: 0.1, usable: 0.95 };
    const refused = new Played(phaseMachine('insertion', { score: 0.9 }, { word: 'refused' }));
    expect(refused.play([[CAECUM, 10]]).state.phase).toBe('insertion');
    const left = new Played(phaseMachine('obscured', { score: 0.9 }, { left: true }));
    expect(left.play([[motion, 5]]).state.phase).toBe('withdrawal');
  });
});

describe('turning back without a caecum', () => {
  const inwards: View = { approach: 0.8 };
  const back: View = { approach: -0.3 };
  const early = () =>
    new Played().play([
      [inwards, 20],
      [back, 20],
    ]);

  it('is withdrawal once the scope has been drawn back a long way, and claims no caecum', () => {
    const { phases, state } = early();
    expect(phases).toEqual(['insertion', 'withdrawal']);
    expect(state.caecum).toBeNull();
  });

  it('is soon known where the wall is searched, not where the scope is pulled straight', () => {
    const after = (approach: number, seconds: number) =>
      new Played().play([
        [inwards, 20],
        [{ approach }, seconds],
      ]).state.phase;
    expect(after(-0.3, 3)).toBe('insertion');
    expect(after(-0.3, 4)).toBe('withdrawal');
    // As far and farther, but fast; and for as long, but hardly moved.
    expect(after(-0.8, 3)).toBe('insertion');
    expect(after(-0.05, 30)).toBe('insertion');
  });

  it('is not begun by looks back on the way in', () => {
    const look = [[back, 2.5] as const, [{ approach: 0.4 }, 2] as const];
    const { phases } = new Played().play([[inwards, 10], ...Array.from({ length: 10 }, () => look).flat()]);
    expect(phases).toEqual(['insertion']);
  });

  it('is not begun by loops on the way in, however many', () => {
    const loop = [[{ approach: -0.7 }, 3] as const, [{ approach: 0.7 }, 3.5] as const];
    const { phases } = new Played().play([[inwards, 10], ...Array.from({ length: 20 }, () => loop).flat()]);
    expect(phases).toEqual(['insertion']);
  });

  it('is not undone by a look forward, and given up by going in past the point again', () => {
    const played = early().play([
      [{ approach: 0.5 }, 5],
      [back, 10],
    ]);
    expect(played.phases).toEqual(['insertion', 'withdrawal']);
    expect(played.play([[inwards, 12]]).phases).toEqual(['insertion', 'withdrawal', 'insertion']);
    expect(played.play([[CAECUM, 4]]).state.caecum).not.toBeNull();
  });

  it('is forgotten when the scope has left and comes in again, not when it is out for a moment', () => {
    const out: View = { outside: 0.97 };
    const moment = early().play([[out, 3]]);
    expect(moment.play([[back, 3]]).state.phase).toBe('withdrawal');
    expect(moment.play([[out, 10]]).play([[inwards, 3]]).state.phase).toBe('insertion');
  });

  it('becomes withdrawal from the caecum where the doctor says that it was reached', () => {
    const { phases, state } = early()
      .say('confirmed')
      .play([[back, 5]]);
    expect(phases).toEqual(['insertion', 'withdrawal']);
    expect(state.caecum).toEqual({ score: 1 });
  });

  it('is measured anew after the doctor has refused the caecum', () => {
    const refused = early().say('refused');
    expect(refused.state.phase).toBe('insertion');
    expect(refused.play([[back, 3]]).state.phase).toBe('insertion');
    expect(refused.play([[back, 2]]).state.phase).toBe('withdrawal');
  });

  it('is known after a resume', () => {
    const resumed = new Played(phaseMachine('obscured', null, { turned: true }));
    expect(resumed.play([[{ approach: -0.1 }, 3]]).state.phase).toBe('withdrawal');
  });
});
