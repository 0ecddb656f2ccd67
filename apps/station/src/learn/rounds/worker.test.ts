import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type GateReport, HaustraError, type Round, type RoundSettings } from '@haustra/domain';
import { ModelRegistry } from '@haustra/learning';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lab } from '../lab.js';
import type { RoundParts } from '../parts.js';
import { FAKE_TRAINING, makeSite, type Site, saveExam } from '../testing/site.js';
import { workOn } from './worker.js';
import { noteWorker } from './worker-file.js';

let site: Site;
let registry: ModelRegistry;
let lab: Lab;
let working: Promise<Round> | null = null;
let stop: AbortController;
let parts: RoundParts;

const report = (current: string, candidate: string, passed: boolean): GateReport => ({
  current,
  candidate,
  passed,
  reasons: [
    passed
      ? { code: 'gain', head: 'lesion', subgroup: 'all', fact: '0.80 to 0.90' }
      : { code: 'worse', head: 'type', subgroup: 'size:small', fact: '0.90 to 0.60' },
  ],
  checks: [],
  frozenSet: { pictures: 100, sha256: 'a'.repeat(64), own: 0 },
  disclaimer: 'for research',
});

beforeEach(async () => {
  site = await makeSite([{ look: 1 }, { look: 2, lesion: 80 }, { look: 3 }, { look: 4, outside: true }]);
  vi.stubEnv('HAUSTRA_TRAINING_PYTHON', FAKE_TRAINING);
  vi.stubEnv('HAUSTRA_FAKE_STEP_MS', '10');
  // A worker says what went wrong in its log.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  registry = new ModelRegistry(site.data, { shipped: site.shipped });
  stop = new AbortController();
  parts = {
    registry,
    frozen: async () => ({ match: () => null }),
    judge: async ({ current, candidate }) => report(current.name, candidate.name, true),
    shadow: async ({ exam }) => ({ exam, agreement: 0.9 }),
  };
  // The worker runs in this process; its state is on the disk all the same.
  lab = new Lab(site.data, registry, async (folder) => {
    const { id } = folder;
    await noteWorker(folder, process.pid);
    working = workOn({ learning: lab.learning, id, parts, stop: stop.signal, lang: 'en' });
    working.catch(() => undefined);
  });
});
afterEach(async () => {
  stop.abort();
  await working?.catch(() => undefined);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await site.remove();
});

const settings = (change: Partial<RoundSettings> = {}): RoundSettings => ({
  sources: [site.recordings],
  frames: 100,
  perSecond: 1,
  labelled: null,
  minutes: 1,
  pretrain: 0,
  seed: 7,
  shadowExams: 0,
  autoPromote: true,
  ...change,
});

/** Starts a round and waits until its worker leaves it. */
async function through(change: Partial<RoundSettings> = {}): Promise<Round> {
  const { id } = await lab.desk.start(settings(change), 'Dr Li');
  await working;
  return lab.desk.get(id);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('not so within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const trained = async (id: string) => {
  const path = join(lab.learning.round(id).run, 'checkpoint.json');
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')).step : 0;
};
const weightsOf = async (id: string) =>
  JSON.parse(await readFile(lab.learning.round(id).finalWeights, 'utf8')).weights;

const events = async () => (await registry.audit.read()).map(({ by, event }) => ({ by, ...event }));

describe('a round', { timeout: 60_000 }, () => {
  it('that improves is promoted, and every step is in the audit journal', async () => {
    const round = await through();
    expect(round).toMatchObject({
      stage: 'decide',
      state: 'done',
      decision: 'promoted',
      gatePassed: true,
      counts: { looked: 4, kept: 3, dropped: { outside: 1 }, corrections: 0 },
      problem: null,
    });
    const stamp = `${round.id.slice(6, 14)}${round.id.slice(15, 21)}`;
    expect(round.candidate).toMatch(
      new RegExp(
        `^haustra-colon-lite0@0\\.0\\.1-r${stamp}\\+[0-9a-f]{12}$|^tiny@0\\.0\\.1-r${stamp}\\+[0-9a-f]{12}$`,
      ),
    );
    expect((await registry.current()).name).toBe(round.candidate);
    const told = await events();
    expect(told[0]).toMatchObject({ type: 'round-started', by: 'Dr Li', round: round.id });
    const stages = told.flatMap((event) =>
      event.type === 'round-stage' ? [`${event.stage} ${event.state}`] : [],
    );
    expect(stages).toEqual([
      'train running',
      'release running',
      'evaluate running',
      'gate running',
      'shadow running',
      'decide running',
      'decide done',
    ]);
    expect(told.map(({ type }) => type)).toEqual(expect.arrayContaining(['added', 'gated', 'promoted']));
    expect(await registry.audit.verify()).toMatchObject({ ok: true });
    const folder = lab.learning.round(round.id);
    const sheet = await readFile(folder.sheet, 'utf8');
    expect(sheet).toContain('outside the body');
    expect(sheet).toContain('src="frames/1.jpg"');
    expect((await readFile(folder.index, 'utf8')).split('\n')[1]).toMatch(
      new RegExp(`^${round.id}/0,frames/0.jpg,site,unlabelled,16,16,,recordings/ward,`),
    );
  });

  it('that is worse is refused with the reason, and nothing is put into use', async () => {
    parts = {
      ...parts,
      judge: async ({ current, candidate }) => report(current.name, candidate.name, false),
    };
    const round = await through({ shadowExams: 2 });
    expect(round).toMatchObject({ stage: 'decide', state: 'done', decision: 'refused', gatePassed: false });
    expect((await registry.current()).name).toBeNull();
    expect(await events()).toContainEqual(
      expect.objectContaining({
        type: 'refused',
        model: round.candidate,
        reasons: ['worse type size:small'],
      }),
    );
  });

  it('waits for a person where it was not told to promote by itself', async () => {
    const round = await through({ autoPromote: false });
    expect(round).toMatchObject({ stage: 'decide', state: 'waiting', decision: null, gatePassed: true });
    expect((await registry.current()).name).toBeNull();
  });

  it('runs in the shadow over the next examinations, passing over one that cannot be read', async () => {
    const tried: string[] = [];
    parts = {
      ...parts,
      shadow: async ({ exam }) => {
        tried.push(exam);
        if (exam === 'live-broken') throw new HaustraError({ code: 'unreadable', message: 'cut off' });
        return { exam, agreement: 0.9 };
      },
    };
    const { id } = await through({ shadowExams: 1 });
    expect(await lab.desk.get(id)).toMatchObject({ state: 'waiting', stage: 'shadow' });
    const startedAt = new Date(Date.now() + 1000);
    for (const [i, exam] of ['live-broken', 'live-good', 'live-late'].entries()) {
      await saveExam(site, exam, new Date(startedAt.getTime() + i * 1000));
    }
    await lab.desk.resume(id, 'station');
    await working;
    expect(tried).toEqual(['live-broken', 'live-good']);
    expect(await lab.desk.get(id)).toMatchObject({
      state: 'done',
      decision: 'promoted',
      shadow: { wanted: 1, done: 1 },
    });
    expect(await events()).toContainEqual(
      expect.objectContaining({ type: 'shadowed', exam: 'live-good', agreement: 0.9 }),
    );
  });

  it('that fails says what training said, and goes on once it is mended', async () => {
    vi.stubEnv('HAUSTRA_FAKE_FAIL', '[no-memory] there is not enough memory. Close other programs.');
    const round = await through();
    expect(round).toMatchObject({ stage: 'train', state: 'failed' });
    expect(round.problem?.message).toBe('training failed: there is not enough memory. Close other programs');
    expect(round.problem?.hint).toContain(`haustra learn resume ${round.id}`);
    vi.stubEnv('HAUSTRA_FAKE_FAIL', '');
    await lab.desk.resume(round.id, 'Dr Li');
    await working;
    expect(await lab.desk.get(round.id)).toMatchObject({
      state: 'done',
      decision: 'promoted',
      problem: null,
    });
  });

  it('says how to set Python up where there is none', async () => {
    vi.stubEnv('HAUSTRA_TRAINING_PYTHON', '/nowhere/python');
    const round = await through();
    expect(round).toMatchObject({ stage: 'train', state: 'failed' });
    expect(round.problem?.hint).toContain('training/README.md');
  });

  it('with nothing new to learn from says so instead of training on nothing', async () => {
    await through();
    const again = await through();
    expect(again).toMatchObject({ stage: 'gather', state: 'failed', counts: { kept: 0 } });
    expect(again.problem?.message).toContain('nothing new');
    expect(again.counts.dropped).toEqual({ outside: 1, duplicate: 3 });
  });

  it('paused and resumed, and ended by a signal and resumed, comes to the same weights', async () => {
    vi.stubEnv('HAUSTRA_FAKE_STEP_MS', '80');
    const { id } = await lab.desk.start(settings({ autoPromote: false }), 'Dr Li');
    await until(async () => (await trained(id)) >= 2);
    expect(await lab.desk.get(id)).toMatchObject({ state: 'running', stage: 'train' });
    await lab.desk.pause(id, 'Dr Wang');
    await working;
    const paused = await lab.desk.get(id);
    expect(paused).toMatchObject({ state: 'paused', stage: 'train', asked: null });
    const at = await trained(id);
    expect(at).toBeLessThan(10);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await trained(id)).toBe(at);
    await lab.desk.resume(id, 'Dr Wang');
    await until(async () => (await trained(id)) >= at + 2);
    stop.abort();
    await working;
    expect(await lab.desk.get(id)).toMatchObject({ state: 'stopped' });
    stop = new AbortController();
    await lab.desk.resume(id, 'Dr Wang');
    await working;
    expect(await lab.desk.get(id)).toMatchObject({ state: 'waiting', stage: 'decide' });
    // The same run, never stopped.
    vi.stubEnv('HAUSTRA_FAKE_STEP_MS', '1');
    const into = join(site.data, 'whole');
    const [from, { index }] = [join(site.shipped, 'weights.pt'), lab.learning.round(id)];
    const args = ['self-train', '--site', index, '--from', from, '--into', into, '--seed', '7'];
    await promisify(execFile)(FAKE_TRAINING, ['-m', 'haustra_training.cli', ...args]);
    expect(await weightsOf(id)).toBe(JSON.parse(await readFile(join(into, 'final.pt'), 'utf8')).weights);
    expect(await events()).toContainEqual(
      expect.objectContaining({ type: 'round-stage', by: 'Dr Wang', stage: 'train', state: 'paused' }),
    );
  });

  it('cancelled stays cancelled, and its frames may be gathered again', async () => {
    vi.stubEnv('HAUSTRA_FAKE_STEP_MS', '500');
    const { id } = await lab.desk.start(settings(), 'Dr Li');
    await until(async () => (await lab.desk.get(id)).stage === 'train');
    await lab.desk.cancel(id, 'Dr Li');
    await working;
    expect(await lab.desk.get(id)).toMatchObject({ state: 'cancelled' });
    await expect(lab.desk.resume(id, 'Dr Li')).rejects.toMatchObject({ code: 'busy' });
    vi.stubEnv('HAUSTRA_FAKE_STEP_MS', '5');
    expect(await through()).toMatchObject({ state: 'done', counts: { kept: 3 } });
  });

  it('is the only one: a second is refused while it runs', async () => {
    vi.stubEnv('HAUSTRA_FAKE_STEP_MS', '300');
    const { id } = await lab.desk.start(settings(), 'Dr Li');
    await expect(lab.desk.start(settings(), 'Dr Li')).rejects.toMatchObject({ code: 'busy', where: id });
    await expect(
      workOn({ learning: lab.learning, id, parts, stop: stop.signal, lang: 'en' }),
    ).rejects.toMatchObject({
      code: 'busy',
    });
  });

  it('rests while an examination is open, and goes on when it has ended', async () => {
    vi.stubEnv('HAUSTRA_FAKE_STEP_MS', '60');
    const { id } = await lab.desk.start(settings(), 'Dr Li');
    await until(async () => (await trained(id)) >= 1);
    const live = join(site.data, 'live.json');
    const say = () => writeFile(live, JSON.stringify({ at: Date.now() }));
    await say();
    await until(async () => (await lab.desk.get(id)).yielding === true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const at = await trained(id);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await trained(id)).toBe(at);
    expect(at).toBeLessThan(10);
    await writeFile(live, JSON.stringify({ at: Date.now() - 60_000 }));
    await working;
    expect(await lab.desk.get(id)).toMatchObject({ state: 'done', yielding: false });
  });

  it('learns from corrections of earlier rounds and of its own, by the last word', async () => {
    parts = {
      ...parts,
      judge: async ({ current, candidate }) => report(current.name, candidate.name, false),
    };
    const first = await through();
    const said = (frame: number, lesions: [] | null, organ: 'colon' | null = null) => ({
      ...{ round: first.id, frame, by: 'Dr Li', at: new Date().toISOString() },
      ...{ organ, usable: null, cleanliness: null, caecum: null, lesions },
    });
    await lab.correct([said(0, null, 'colon'), said(1, [])]);
    await lab.correct([said(1, null)]);
    await expect(lab.correct([said(3, [])])).rejects.toMatchObject({ code: 'not-found' });
    const second = await through();
    expect(second.counts).toMatchObject({ corrections: 1, kept: 2, dropped: { duplicate: 1, outside: 1 } });
    const rows = (await readFile(lab.learning.round(second.id).index, 'utf8')).trimEnd().split('\n').slice(1);
    expect(rows[0]).toBe(
      `${first.id}/0,../${first.id}/frames/0.jpg,site,train,16,16,colon,recordings/ward,,,,,,,,`,
    );
    expect(rows).toHaveLength(3);
  });
});
