import { ms } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import type { PhotoCandidate } from './photo-list.js';
import { photoScout, placesShown, scoutEnd, scoutStep } from './photo-scout.js';
import type { WhereReading } from './whereabouts.js';

/** Runs pictures through the scout; `wanted` may depend on the time. */
function run(pictures: readonly PhotoCandidate[], wanted: (timeMs: number) => readonly string[]) {
  let state = photoScout();
  const said = pictures.map((picture) => {
    const step = scoutStep(state, picture, wanted(picture.timeMs));
    state = step.state;
    return { at: picture.timeMs, hold: step.hold, take: step.take };
  });
  return { takes: said.flatMap(({ at, take }) => take.map((choice) => ({ at, choice }))), said, state };
}

const picture = (timeMs: number, more: Partial<PhotoCandidate> = {}): PhotoCandidate => ({
  frameId: timeMs / 40,
  timeMs: ms(timeMs),
  usable: 0.9,
  sharp: 0.6,
  shows: { transverse: 0.9 },
  ...more,
});
const stretch = (fromMs: number, toMs: number, more: Partial<PhotoCandidate> = {}) =>
  Array.from({ length: (toMs - fromMs) / 200 }, (_, i) => picture(fromMs + i * 200, more));

describe('photo scout', () => {
  it('takes the sharpest of the first ten seconds, once', () => {
    const pictures = [...stretch(0, 4000), picture(4000, { sharp: 0.95 }), ...stretch(4200, 14_000)];
    let has = false;
    const { takes, said } = run(pictures, () => (has ? [] : ['transverse']));
    expect(takes[0]).toMatchObject({ at: 10_000, choice: { place: 'transverse', timeMs: 4000 } });
    expect(
      said
        .filter(({ hold }) => hold.length > 0)
        .map(({ at }) => at)
        .slice(0, 2),
    ).toEqual([0, 4000]);
    has = true;
    expect(run(pictures, () => []).takes).toEqual([]);
  });

  it('takes what it has once the place was left', () => {
    const away = stretch(3000, 9000, { shows: {} });
    const { takes } = run([...stretch(0, 3000), ...away], () => ['transverse']);
    expect(takes).toMatchObject([{ at: 4800, choice: { timeMs: 0 } }]);
  });

  it('lets go what the doctor took in the meantime', () => {
    const { takes, state } = run(stretch(0, 20_000), (at) => (at < 5000 ? ['transverse'] : []));
    expect(takes).toEqual([]);
    expect(scoutEnd(state)).toEqual([]);
  });

  it('takes nothing blurred, unusable or with an instrument before a better one', () => {
    const poor = [...stretch(0, 5000, { sharp: 0.2 }), ...stretch(5000, 10_000, { usable: 0.4 })];
    expect(run(poor, () => ['transverse']).said.every(({ hold }) => hold.length === 0)).toBe(true);
    const snare = [...stretch(0, 2000, { instrument: 0.9 }), ...stretch(2000, 3000)];
    expect(scoutEnd(run(snare, () => ['transverse']).state)).toMatchObject([{ timeMs: 2000 }]);
  });
});

describe('what a picture may be said to show', () => {
  const NOWHERE: WhereReading = { region: null, segment: null, regions: null, segments: null };
  /** The scope is held to be there, and how sure that is. */
  const at = (
    named: Partial<WhereReading>,
    segments: Partial<WhereReading['segments'] & object>,
  ): WhereReading => ({
    region: null,
    segment: null,
    regions: { right: 0, transverse: 0, left: 0 },
    ...named,
    segments: { caecum: 0, ascending: 0, transverse: 0, descending: 0, sigmoid: 0, rectum: 0, ...segments },
  });
  const inSigmoid = at({ region: 'left', segment: 'sigmoid' }, { sigmoid: 0.9, descending: 0.1 });
  const now = { phase: 'withdrawal', caecumReached: true, caecum: 0, where: inSigmoid } as const;

  it('is nothing before the caecum, out of the body, or where the place is not sure', () => {
    expect(placesShown({ ...now, caecumReached: false })).toEqual({});
    expect(placesShown({ ...now, phase: 'outside' })).toEqual({});
    expect(placesShown({ ...now, where: NOWHERE })).toEqual({ caecum: 0 });
    // By region alone, the left colon is three segments: none is named.
    const left = at({ region: 'left' }, { descending: 0.6, sigmoid: 0.4 });
    expect(placesShown({ ...now, where: left })).toEqual({ caecum: 0 });
  });

  it('is a segment that is named, and the caecum without a word on orifice or valve', () => {
    expect(placesShown(now)).toEqual({ caecum: 0, sigmoid: 0.9 });
    const transverse = at({ region: 'transverse' }, { transverse: 0.7, ascending: 0.3 });
    expect(placesShown({ ...now, where: transverse })).toEqual({ caecum: 0, transverse: 0.7 });
    const atCaecum = at({ region: 'right', segment: 'caecum' }, { caecum: 1 });
    expect(placesShown({ ...now, caecum: 0.9, where: atCaecum })).toEqual({ caecum: 0.9 });
  });
});
