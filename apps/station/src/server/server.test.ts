import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJournal, loadStationKey } from '@haustra/exam';
import { phantomClipPath } from '@haustra/phantom';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiText } from './openapi.js';
import { openStation, type Station } from './station.js';

const ID = 'live-20260102-030405-0a0b0c0d';
let dataDir: string;
let station: Station;

const options = () => ({
  dataDir,
  log: pino({ level: 'silent' }),
  version: '9.9.9',
  host: '127.0.0.1',
  port: 0,
  demo: true,
  graceMs: 1000,
  testHooks: false,
  model: 'no-such-model',
});

/** An examination that a crash left open, with a recording that was cut off. */
async function leaveOpen(id: string): Promise<string> {
  const folder = join(dataDir, 'exams', id);
  await mkdir(folder, { recursive: true });
  const journal = await createJournal(folder);
  journal.append([
    {
      atMs: 0,
      author: 'station',
      event: {
        type: 'started',
        examId: id,
        source: { kind: 'live', name: 'test', fingerprint: null },
        model: { id: 'm', version: '1', sha256: 'a'.repeat(64), precision: 'int8' },
        operatingPoint: 'B',
        startedAt: '2026-01-02T03:04:05.000Z',
      },
    },
  ]);
  await journal.close();
  return folder;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'haustra-server-'));
  await loadStationKey(dataDir);
  const folder = await leaveOpen(ID);
  await mkdir(join(folder, 'photos'));
  await writeFile(join(folder, 'photos', 'photo-0001.jpg'), Buffer.from([0xff, 0xd8, 0xff]));
  station = await openStation(options());
});
afterAll(async () => {
  await station.close();
  await rm(dataDir, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => station.api.inject({ url, headers });

describe('the API without a model', () => {
  it('draws the course of an examination, in the language asked for', async () => {
    const zh = await get(`/api/exams/${ID}/timeline.svg?lang=zh`);
    expect(zh.headers['content-type']).toContain('image/svg+xml');
    expect(zh.body).toContain('检查过程');
    const png = await get(`/api/exams/${ID}/timeline.png`);
    expect(png.headers['content-type']).toContain('image/png');
    expect(png.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    expect((await get('/api/exams/none/timeline.svg')).statusCode).toBe(404);
    expect((await get(`/api/exams/${ID}/timeline.svg?lang=xx`)).statusCode).toBe(400);
  });

  it('serves, and says why it cannot analyse', async () => {
    const health = (await get('/api/health')).json();
    expect(health).toMatchObject({ ok: false, version: '9.9.9', demo: true, openExams: 1 });
    await station.analysis.settled;
    expect((await get('/api/health')).json().analysis).toMatchObject({
      state: 'off',
      reason: 'model-missing',
    });
    const model = await get('/api/model');
    expect(model.statusCode).toBe(503);
    expect(model.json().error.message).toContain('no such model');
  });

  it('lists examinations and reads one from its journal', async () => {
    const { exams } = (await get('/api/exams')).json();
    expect(exams).toEqual([
      {
        id: ID,
        source: 'test',
        startedAt: '2026-01-02T03:04:05.000Z',
        endedAtMs: null,
        lesions: 0,
        problem: null,
      },
    ]);
    expect((await get(`/api/exams/${ID}`)).json()).toMatchObject({ id: ID, lesions: [], organ: null });
    expect((await get(`/api/exams/${ID}/journal`)).json().entries).toHaveLength(1);
    expect((await get(`/api/exams/${ID}/photos/photo-0001.jpg`)).headers['content-type']).toBe('image/jpeg');
  });

  it('answers what is not there, and what leads elsewhere, with one sentence', async () => {
    for (const url of ['/api/exams/none', `/api/exams/${ID}/photos/none.jpg`]) {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json().error.code).toBe('not-found');
    }
    for (const id of ['..', '%2e%2e', '..%2f..%2fetc', 'a/b', `${ID}%00`]) {
      expect((await get(`/api/exams/${id}/journal`)).statusCode).toBeGreaterThanOrEqual(400);
    }
    expect((await get(`/api/exams/${ID}/photos/..%2fjournal.jsonl`)).statusCode).toBe(400);
    expect((await get('/../package.json')).statusCode).toBe(404);
  });

  it('takes photos and chunks only for an examination that is open here, of the right kind, not too large', async () => {
    const post = (url: string, type: string, payload: Buffer) =>
      station.api.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
    expect((await post(`/api/exams/${ID}/photos`, 'image/jpeg', jpeg)).statusCode).toBe(409);
    expect((await post('/api/exams/none/photos', 'image/jpeg', jpeg)).statusCode).toBe(404);
    expect((await post(`/api/exams/${ID}/photos`, 'image/jpeg', Buffer.from('GIF89a'))).statusCode).toBe(400);
    expect((await post(`/api/exams/${ID}/photos`, 'image/png', jpeg)).statusCode).toBe(415);
    expect((await post(`/api/exams/${ID}/photos?lesionId=x`, 'image/jpeg', jpeg)).statusCode).toBe(400);
    const large = Buffer.alloc(21 * 1024 * 1024, 0xff);
    expect((await post(`/api/exams/${ID}/photos`, 'image/jpeg', large)).statusCode).toBe(413);
    expect((await post(`/api/exams/${ID}/recording/chunk`, 'video/webm', jpeg)).statusCode).toBe(409);
  });

  it('refuses other sites and names, and tells browsers to keep others out', async () => {
    expect((await get('/api/health', { origin: 'https://elsewhere.example' })).statusCode).toBe(403);
    expect((await get('/api/health', { host: 'rebound.example' })).statusCode).toBe(403);
    expect((await get('/api/health')).headers['content-security-policy']).toContain("default-src 'self'");
  });

  it('has no test hooks unless asked for', async () => {
    const answer = await station.api.inject({ method: 'POST', url: '/api/demo/kill-worker' });
    expect(answer.statusCode).toBe(404);
  });

  const noClip = !existsSync(phantomClipPath());
  const why = noClip ? ' (skipped: phantom/clip is not here)' : '';
  it.skipIf(noClip)(`serves the phantom clip in ranges${why}`, async () => {
    const answer = await get('/api/demo/phantom.mp4', { range: 'bytes=4-7' });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers['content-type']).toContain('video/mp4');
    expect(answer.body).toBe('ftyp');
  });

  it('says what to do when the port is taken', async () => {
    const port = Number(new URL(station.url).port);
    await expect(openStation({ ...options(), port })).rejects.toMatchObject({ code: 'busy', why: 'taken' });
  });
});

describe('docs/openapi.json', () => {
  it('is current; else: node apps/station/dist/server/write-openapi.js docs/openapi.json', async () => {
    const file = new URL('../../../../docs/openapi.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(await openApiText());
  });
});

describe('after a crash', () => {
  it('finishes an examination that had ended, and closes one that was forgotten', async () => {
    const folder = await leaveOpen('live-20250101-000000-00000001');
    const { utimes } = await import('node:fs/promises');
    await utimes(join(folder, 'journal.jsonl'), 1_700_000_000, 1_700_000_000);
    await writeFile(join(folder, 'recording-001.webm.part'), 'cut off');
    const other = await openStation(options());
    await other.close();
    expect(existsSync(join(folder, 'recording-001.webm'))).toBe(true);
    expect(existsSync(join(folder, 'journal.sig'))).toBe(true);
    const exam: unknown = JSON.parse(await readFile(join(folder, 'exam.json'), 'utf8'));
    expect(exam).toMatchObject({ id: 'live-20250101-000000-00000001' });
    expect(await readFile(join(folder, 'journal.jsonl'), 'utf8')).toContain('"reason":"abandoned"');
  });
});
