import { ms, type Organ, type Phase } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.js';
import { type PhaseState, phaseMachine, phaseStep } from './phase-machine.js';

interface View {
  outside: number;
  usable: number;
  caecum: number;
}
const LUMEN: View = { outside: 0.02, usable: 0.95, caecum: 0.02 };
const CAECUM: View = { ...LUMEN, caecum: 0.95 };
const ROOM: View = { ...LUMEN, outside: 0.97 };
const BLUR: View = { ...LUMEN, usable: 0.05 };

const picture = (timeMs: number, view: View): Evidence => ({
  timeMs: ms(timeMs),
  organ: { colon: 1 - view.outside, upper: 0, outside: view.outside },
  usable: view.usable,
  caecum: view.caecum,
});

/** Plays views for so many seconds each and gives the phases in the order in which they came. */
function play(story: readonly (readonly [View, number])[], organ: Organ | null = 'colon') {
  let state: PhaseState = phaseMachine();
  const phases: Phase[] = [];
  let t = 0;
  for (const [view, seconds] of story) {
    for (const end = t + seconds * 1000; t < end; t += 40) {
      const next = phaseStep(state, picture(t, view), organ);
      if (next.phase !== state.phase && next.phase) phases.push(next.phase);
      state = next;
    }
  }
  return { phases, state };
}

describe('phase machine', () => {
  it('follows a whole examination', () => {
    const { phases, state } = play([
      [ROOM, 5],
      [LUMEN, 20],
      [BLUR, 5],
      [LUMEN, 5],
      [CAECUM, 4],
      [LUMEN, 20],
      [BLUR, 5],
      [LUMEN, 5],
      [ROOM, 5],
    ]);
    expect(phases).toEqual([
      'outside',
      'insertion',
      'obscured',
      'insertion',
      'withdrawal',
      'obscured',
      'withdrawal',
      'outside',
    ]);
    expect(state.caecum?.score).toBeCloseTo(0.95, 2);
  });

  it('never calls withdrawal where the caecum was not seen', () => {
    expect(
      play([
        [LUMEN, 60],
        [BLUR, 4],
        [LUMEN, 5],
        [ROOM, 5],
      ]).phases,
    ).not.toContain('withdrawal');
  });

  it('wants the caecum held: flashes do not count', () => {
    const flashes = Array.from(
      { length: 20 },
      () =>
        [
          [CAECUM, 1],
          [LUMEN, 2],
        ] as const,
    ).flat();
    expect(play([[LUMEN, 3], ...flashes]).state.caecum).toBeNull();
  });

  it('looks for the caecum in the colon only', () => {
    expect(
      play(
        [
          [LUMEN, 3],
          [CAECUM, 30],
        ],
        'upper',
      ).phases,
    ).toEqual(['insertion']);
    expect(
      play(
        [
          [LUMEN, 3],
          [CAECUM, 30],
        ],
        null,
      ).phases,
    ).toEqual(['insertion']);
  });

  it('overlooks a short blur and a short look outside', () => {
    expect(
      play([
        [LUMEN, 5],
        [BLUR, 0.2],
        [LUMEN, 5],
        [ROOM, 0.3],
        [LUMEN, 5],
      ]).phases,
    ).toEqual(['insertion']);
  });

  it('goes on from what was known', () => {
    const resumed = phaseMachine('obscured', { score: 0.9 });
    let state = resumed;
    for (let t = 0; t < 2000; t += 40) state = phaseStep(state, picture(t, LUMEN), 'colon');
    expect(state.phase).toBe('withdrawal');
  });

  it('keeps its rules for any sequence of evidence', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const view = fc.oneof(
      fc.constantFrom(LUMEN, CAECUM, ROOM, BLUR),
      fc.record({ outside: share, usable: share, caecum: share }),
    );
    const stretch = fc.tuple(view, fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 900 }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 15 }), (stretches) => {
        let state = phaseMachine();
        let t = 0;
        let changedAt = Number.NEGATIVE_INFINITY;
        for (const [seen, frames, period] of stretches) {
          for (let i = 0; i < frames; i++, t += period) {
            const next = phaseStep(state, picture(t, seen), 'colon');
            if (state.phase !== null) expect(next.phase).not.toBeNull();
            if (state.caecum) expect(next.caecum).toEqual(state.caecum);
            if (next.phase === 'withdrawal') expect(next.caecum).not.toBeNull();
            if (next.caecum) expect(next.phase).not.toBe('insertion');
            expect(next.phase).not.toBe('treatment');
            if (next.phase !== state.phase) {
              expect(t - changedAt).toBeGreaterThanOrEqual(500); // no flicker
              changedAt = t;
            }
            state = next;
          }
        }
      }),
    );
  });
});
