import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Round } from '@haustra/domain';
import { AuditJournal, ModelRegistry } from '@haustra/learning';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LearningFolder, type RoundFolder } from '../learn/folder.js';
import type { KeptFrame } from '../learn/frames/lines.js';
import { writeRound } from '../learn/rounds/round-file.js';
import { makeSite, type Site, savePicture } from '../learn/testing/site.js';
import { openStation, type Station } from './station.js';

const ID = 'round-20260102-030405-0a0b';
let site: Site;
let station: Station;
let folder: RoundFolder;

const frame = (n: number, doubt: number): KeptFrame => ({
  ...{
    n,
    source: 'a.mp4',
    atMs: n * 1000,
    kept: true,
    why: null,
    organ: 'colon',
    usable: 1,
    best: doubt,
    doubt,
  },
  ...{ width: 16, height: 16, hash: `${n}`.padStart(16, '0'), look: null },
  lesions: [{ box: [0.1, 0.2, 0.3, 0.4], score: doubt }],
});

const round = (): Round => ({
  id: ID,
  startedAt: '2026-01-02T03:04:05.000Z',
  settings: {
    ...{ sources: ['archive'], frames: 10, perSecond: 1, labelled: null, minutes: 1, pretrain: 0, seed: 0 },
    ...{ shadowExams: 0, autoPromote: false },
  },
  current: 'tiny@0.0.1+7ecc95361e0a',
  stage: 'gather',
  state: 'running',
  progress: { done: 3, of: 9, secondsLeft: 6, note: '' },
  counts: { looked: 3, kept: 2, dropped: { outside: 1 }, corrections: 0 },
  candidate: null,
  gatePassed: null,
  shadow: { wanted: 0, done: 0 },
  decision: null,
  problem: null,
});

beforeAll(async () => {
  site = await makeSite([{ look: 1 }]);
  vi.stubEnv('HAUSTRA_MODELS', site.models);
  vi.stubEnv('HAUSTRA_DATA', '');
  vi.stubEnv('HAUSTRA_TRAINING_PYTHON', '/nowhere');
  folder = new LearningFolder(site.data).round(ID);
  await mkdir(folder.pictures, { recursive: true });
  await writeRound(folder, round());
  const dropped = { ...frame(1, 0.1), kept: false, why: 'outside' };
  await writeFile(
    folder.frames,
    [frame(0, 0.2), dropped, frame(2, 0.9)].map((f) => JSON.stringify(f)).join('\n'),
  );
  await writeFile(folder.kept, [frame(0, 0.2), frame(2, 0.9)].map((f) => `${JSON.stringify(f)}\n`).join(''));
  for (const n of [0, 2]) await savePicture(folder.picture(n), { look: n });
  station = await openStation({
    ...{ dataDir: site.data, log: pino({ level: 'silent' }), version: '9.9.9', host: '127.0.0.1', port: 0 },
    ...{ demo: false, graceMs: 0, testHooks: false, model: 'none', learnFrom: [site.recordings] },
  });
});
afterAll(async () => {
  await station.close();
  vi.unstubAllEnvs();
  await site.remove();
});

const get = (path: string) => station.api.inject({ url: `/api/${path}` });
const post = (path: string, payload?: object) =>
  station.api.inject({ method: 'POST', url: `/api/${path}`, ...(payload ? { payload } : {}) });
const of = (path: string) => `learning/rounds/${ID}/${path}`;

describe('the API of learning', { timeout: 60_000 }, () => {
  it('says what a round does by default and what is missing for one', async () => {
    const defaults = (await get('learning/defaults')).json();
    expect(defaults).toMatchObject({
      settings: { sources: ['archive'], frames: 1000, labelled: null },
      python: { ok: false },
      labelled: { path: null, pictures: 0 },
      sources: [site.recordings],
    });
    expect(defaults.python.hint).toContain('training/README.md');
    await mkdir(join(site.data, 'labelled'));
    await writeFile(join(site.data, 'labelled', 'index.csv'), 'id,image\na,b\nc,d\n');
    expect((await get('learning/defaults')).json().labelled).toEqual({
      path: join(site.data, 'labelled'),
      pictures: 2,
    });
  });

  it('shows a round whose worker ended without a word as stopped', async () => {
    expect((await get('learning/rounds')).json().rounds).toMatchObject([{ id: ID, state: 'stopped' }]);
    expect((await get(of('').slice(0, -1))).json()).toMatchObject({ stage: 'gather', state: 'stopped' });
    expect((await get('learning/rounds/round-20260102-030405-ffff')).statusCode).toBe(404);
    expect((await get('learning/rounds/..%2f..%2fetc')).statusCode).toBe(400);
  });

  it('gives the frames by page, kept or dropped and why, and their pictures', async () => {
    const page = async (query: string) => (await get(of(`frames?${query}`))).json();
    expect(await page('')).toMatchObject({ total: 3, frames: [{ n: 0 }, { n: 1 }, { n: 2 }] });
    expect(await page('kept=true&offset=1')).toMatchObject({ total: 2, frames: [{ n: 2 }] });
    expect(await page('kept=false')).toMatchObject({ total: 1, frames: [{ n: 1, why: 'outside' }] });
    expect(await page('why=duplicate')).toEqual({ total: 0, frames: [] });
    expect((await get(of('frames?limit=0'))).statusCode).toBe(400);
    expect((await get(of('frames?why=bored'))).statusCode).toBe(400);
    const picture = await get(of('frames/2.jpg'));
    expect(picture.headers['content-type']).toBe('image/jpeg');
    expect(picture.rawPayload).toEqual(await readFile(folder.picture(2)));
    expect((await get(of('frames/1.jpg'))).statusCode).toBe(404);
    expect((await get(of('dropped/1.jpg'))).statusCode).toBe(404);
    await mkdir(folder.dropped);
    await savePicture(join(folder.dropped, '1.jpg'), { look: 1 });
    expect((await get(of('dropped/1.jpg'))).headers['content-type']).toBe('image/jpeg');
    expect((await get(of('contact.html'))).statusCode).toBe(404);
    await writeFile(folder.sheet, '<!doctype html>');
    expect((await get(of('contact.html'))).headers['content-type']).toContain('text/html');
    expect((await get(of('frames/..%2fround.json'))).statusCode).toBe(400);
  });

  it('asks what is most doubtful first, and takes corrections and takes them back', async () => {
    const ask = async () => (await get(of('ask?count=5'))).json().frames;
    expect(await ask()).toMatchObject([
      { frame: { n: 2 }, lesions: [{ box: [0.1, 0.2, 0.3, 0.4], score: 0.9 }], correction: null },
      { frame: { n: 0 } },
    ]);
    const said = { by: 'Dr Li', organ: 'colon', usable: null, cleanliness: null, caecum: null, lesions: [] };
    const taken = await post(of('frames/2/correction'), said);
    expect(taken.statusCode).toBe(201);
    expect(taken.json()).toMatchObject({ ...said, round: ID, frame: 2 });
    expect((await ask())[0]).toMatchObject({ frame: { n: 2 }, correction: said });
    expect((await get(of('corrections'))).json().corrections).toMatchObject([said]);
    const nothing = { ...said, organ: null, lesions: null };
    expect((await post(of('frames/2/correction'), nothing)).statusCode).toBe(201);
    expect((await ask())[0]).toMatchObject({ correction: null });
    expect((await get(of('corrections'))).json()).toEqual({ corrections: [] });
    expect((await post(of('frames/1/correction'), said)).statusCode).toBe(404);
    expect((await post(of('frames/2/correction'), { ...said, by: '' })).statusCode).toBe(400);
    expect((await post(of('frames/2/correction'), { ...said, organ: 'heart' })).statusCode).toBe(400);
    const audit = (await get('models/audit')).json();
    expect(audit.intact).toBe(true);
    expect(audit.entries.map(({ by, event }: { by: string; event: object }) => ({ by, event }))).toEqual([
      { by: 'Dr Li', event: { type: 'corrected', round: ID, frame: 2 } },
      { by: 'Dr Li', event: { type: 'corrected', round: ID, frame: 2 } },
    ]);
  });

  it('learns from allowed folders only, and says which', async () => {
    const refused = await post('learning/rounds', { sources: ['/etc'] });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().error.message).toContain('--learn-from');
    const up = await post('learning/rounds', { sources: [join(site.recordings, '..', 'models')] });
    expect(up.statusCode).toBe(400);
    const none = await post('learning/rounds', { sources: [join(site.recordings, 'nowhere')] });
    expect(none.statusCode).toBe(404);
    expect((await post('learning/rounds', { labelled: '/etc' })).statusCode).toBe(400);
    expect((await post('learning/rounds', { sources: [] })).statusCode).toBe(400);
  });

  it('has no gate before there is one, and reads it then', async () => {
    expect((await get(of('gate'))).statusCode).toBe(404);
    expect((await get(of('shadow'))).json()).toEqual({ lines: [] });
    await writeFile(folder.shadow, '{"exam":"live-1","agreement":0.98,"frames":12}\n{"exam":');
    expect((await get(of('shadow'))).json()).toEqual({
      lines: [{ exam: 'live-1', agreement: 0.98, frames: 12 }],
    });
  });

  it('cancels a round without a worker at once', async () => {
    expect((await post(of('pause'), { by: 'Dr Li' })).json()).toMatchObject({ state: 'paused' });
    expect((await post(of('cancel'))).json()).toMatchObject({ state: 'cancelled' });
    expect((await post(of('resume'))).statusCode).toBe(409);
  });
});

describe('the API of models', { timeout: 60_000 }, () => {
  it('shows the models, promotes only by force without a gate, and rolls back', async () => {
    const before = (await get('models')).json();
    expect(before).toMatchObject({
      current: null,
      canRollBack: false,
      models: [{ shipped: true, current: true }],
    });
    const manifest = JSON.parse(await readFile(join(site.shipped, 'manifest.json'), 'utf8'));
    await writeFile(join(site.shipped, 'manifest.json'), JSON.stringify({ ...manifest, version: '0.0.2' }));
    const registry = new ModelRegistry(site.data, { shipped: site.shipped });
    const name = await registry.add(site.shipped, { from: 'x', round: ID, by: 'station' });
    await writeFile(join(site.shipped, 'manifest.json'), JSON.stringify(manifest));
    const path = `models/${encodeURIComponent(name)}`;
    const refused = await post(`${path}/promote`, { by: 'Dr Li' });
    expect(refused.statusCode).toBe(409);
    expect((await post(`${path}/promote`, {})).statusCode).toBe(400);
    expect((await post('models/nothing/promote', { by: 'Dr Li' })).statusCode).toBe(404);
    await writeRound(folder, { ...round(), state: 'waiting', stage: 'decide', candidate: name });
    const promoted = (await post(`${path}/promote`, { by: 'Dr Li', force: true })).json();
    expect(promoted).toMatchObject({ current: name, before: null, canRollBack: true });
    expect((await get(`learning/rounds/${ID}`)).json()).toMatchObject({
      state: 'done',
      decision: 'promoted',
    });
    expect((await post('models/rollback', { by: 'Dr Li' })).json()).toMatchObject({ current: null });
    expect((await post('models/rollback', { by: 'Dr Li' })).statusCode).toBe(400);
    await post(`${path}/refuse`, { by: 'Dr Wang', reasons: ['misses flat lesions'] });
    expect((await get(`learning/rounds/${ID}`)).json()).toMatchObject({ decision: 'refused' });
    const { path: journal } = new AuditJournal(join(site.data, 'models'));
    await writeFile(journal, (await readFile(journal, 'utf8')).replace('flat', 'round'));
    const broken = (await get('models/audit')).json();
    expect(broken.intact).toBe(false);
    expect(broken.entries.length).toBeGreaterThan(3);
  });
});
