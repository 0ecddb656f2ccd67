import { mkdir } from 'node:fs/promises';
import type { Round } from '@haustra/domain';
import { ModelRegistry } from '@haustra/learning';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lab } from '../lab.js';
import { makeSite, type Site, saveExam } from '../testing/site.js';
import { readRound, writeRound } from './round-file.js';
import { wakeWaiting } from './tend.js';
import { totalSecondsLeft } from './time-left.js';

const ID = 'round-20260102-030405-0a0b';
const FROM = '2026-01-02T04:00:00.000Z';

const round = (change: Partial<Round> = {}): Round => ({
  id: ID,
  startedAt: '2026-01-02T03:04:05.000Z',
  settings: {
    ...{ sources: ['archive'], frames: 10, perSecond: 1, labelled: null, minutes: 10, pretrain: 0, seed: 0 },
    ...{ shadowExams: 1, autoPromote: false },
  },
  current: 'tiny@0.0.1+7ecc95361e0a',
  stage: 'shadow',
  state: 'waiting',
  progress: { done: 0, of: 0, secondsLeft: null, note: '' },
  counts: { looked: 3, kept: 2, dropped: {}, corrections: 0 },
  candidate: 'tiny@0.0.2+7ecc95361e0a',
  gatePassed: true,
  shadow: { wanted: 1, done: 0, from: FROM },
  decision: null,
  problem: null,
  ...change,
});

let site: Site;
let lab: Lab;
let launched: string[];
beforeEach(async () => {
  site = await makeSite([]);
  launched = [];
  const registry = new ModelRegistry(site.data, { shipped: site.shipped });
  lab = new Lab(site.data, registry, async ({ id }) => void launched.push(id));
  await mkdir(lab.learning.round(ID).path, { recursive: true });
  await writeRound(lab.learning.round(ID), round());
});
afterEach(() => site.remove());

const exam = (id: string, startedAt: string, photo: boolean) =>
  saveExam(site, id, new Date(startedAt), photo);

describe('a round that waits for examinations', () => {
  it('goes on when one has ended that began after the gate and left pictures', async () => {
    await exam('live-old', '2026-01-02T03:30:00.000Z', true);
    await exam('live-dark', '2026-01-02T05:00:00.000Z', false);
    expect(await wakeWaiting(lab)).toBe(false);
    await exam('live-new', '2026-01-02T05:30:00.000Z', true);
    expect(await wakeWaiting(lab)).toBe(true);
    expect(launched).toEqual([ID]);
    expect((await readRound(lab.learning.round(ID))).state).toBe('running');
  });

  it('is left alone where it waits for a person, or another one runs', async () => {
    await exam('live-new', '2026-01-02T05:30:00.000Z', true);
    await writeRound(lab.learning.round(ID), round({ stage: 'decide' }));
    expect(await wakeWaiting(lab)).toBe(false);
    await writeRound(lab.learning.round(ID), round({ state: 'paused' }));
    expect(await wakeWaiting(lab)).toBe(false);
    expect(launched).toEqual([]);
  });
});

describe('the time that a whole round will still take', () => {
  const at = (stage: Round['stage'], secondsLeft: number | null) =>
    round({ stage, state: 'running', progress: { done: 1, of: 2, secondsLeft, note: '' } });

  it('is what the stage says, and what the others took before', () => {
    const earlier = [
      round({ seconds: { evaluate: 100 } }),
      round({ seconds: { evaluate: 900, release: 50 } }),
    ];
    expect(totalSecondsLeft(at('release', 20), earlier)).toBe(20 + 100 + 2 + 1);
    expect(totalSecondsLeft(at('gather', 30), earlier)).toBe(30 + 600 + 50 + 100 + 2 + 1);
    expect(totalSecondsLeft(at('train', null), [])).toBe(600 + 150 + 240 + 2 + 1);
    expect(totalSecondsLeft(at('gather', null), earlier)).toBeNull();
  });
});
