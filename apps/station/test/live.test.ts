import { setTimeout as wait } from 'node:timers/promises';
import { type ClientMessage, type JournalEntry, JournalEntrySchema } from '@haustra/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LiveClient } from './live-client.js';
import { hasModel, NO_MODEL } from './model.js';
import { StationProcess } from './station-process.js';
import { removeTemps, temp } from './temp.js';

const JournalSchema = z.object({ entries: z.array(JournalEntrySchema) });

describe.skipIf(!hasModel)(`the live socket with a real worker${NO_MODEL}`, { timeout: 180_000 }, () => {
  let station: StationProcess;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await temp();
    station = await StationProcess.start(dataDir, ['--provider', 'cpu'], { HAUSTRA_TEST_HOOKS: '1' });
  }, 120_000);
  afterAll(async () => {
    await station?.kill();
    await removeTemps();
  });

  const journal = async (id: string) => {
    const answer = await fetch(`${station.url}/api/exams/${id}/journal`);
    return JournalSchema.parse(await answer.json()).entries;
  };

  it('gives each frame its own result, switches, pauses, keeps photos and recordings, and ends', async () => {
    const client = await LiveClient.connect(station.url);
    const hello = await client.hear('hello');
    expect(hello.model.id).toBe('haustra-colon-lite0');
    expect(hello.openExams).toEqual([]);
    client.say({ type: 'start', source: 'test card' });
    const { examId, resumed } = await client.hear('started');
    expect(resumed).toBe(false);
    await client.hear('state', ({ state }) => state === 'ready');

    const sent = new Map<number, number>();
    for (let i = 0; i < 12; i++) {
      const captureMs = 1000.5 + i * 40;
      sent.set(client.frame(captureMs, { channels: i % 2 === 0 ? 4 : 3 }), captureMs);
      await wait(40);
    }
    await client.hear('result');
    const answered = await allAnswered(client, sent.size);
    for (const result of answered.results) expect(result.captureMs).toBe(sent.get(result.frameId));
    expect(answered.results.length + answered.dropped.length).toBe(sent.size);

    client.say({ type: 'operating-point', to: hello.operatingPoint === 'A' ? 'B' : 'A' });
    client.say({ type: 'pause-clock', paused: true });
    await client.hear('event', ({ entry }) => entry.event.type === 'operating-point-changed');
    await client.hear('event', ({ entry }) => entry.event.type === 'clock-paused');

    const base = `${station.url}/api/exams/${examId}`;
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    const photo = (body: Uint8Array) =>
      fetch(`${base}/photos?frameId=3&captureMs=1120.5`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body,
      });
    const kept = z.object({ file: z.string() }).parse(await (await photo(jpeg)).json());
    expect(new Uint8Array(await (await fetch(`${base}/${kept.file}`)).arrayBuffer())).toEqual(jpeg);
    expect((await photo(new Uint8Array([1, 2, 3, 4, 5]))).status).toBe(400);

    // What the doctor says goes into the journal, and what does not fit is refused in a sentence.
    const say = async (message: ClientMessage, type: JournalEntry['event']['type']) => {
      client.say(message);
      return (await client.hear('event', ({ entry }) => entry.event.type === type)).entry;
    };
    expect((await say({ type: 'overrule-bbps', segment: 'left', score: 3 }, 'bbps-overruled')).author).toBe(
      'doctor',
    );
    await say({ type: 'correct-place', place: 'sigmoid' }, 'place-corrected');
    const placed = await say({ type: 'place-photo', file: kept.file, place: 'sigmoid' }, 'photo-placed');
    expect(placed.event).toMatchObject({ file: kept.file, place: 'sigmoid' });
    client.say({ type: 'place-photo', file: kept.file, place: 'elbow' });
    await client.hear('error', ({ message }) => message.includes('no checklist has this place'));
    client.say({ type: 'drop-photo', file: 'photos/photo-9999.jpg' });
    await client.hear('error', ({ code }) => code === 'not-found');
    const asked = (query: string) =>
      fetch(`${base}/photos?frameId=3&${query}`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: jpeg,
      });
    expect((await asked('place=ileocaecal-valve')).status).toBe(200);
    expect((await asked('place=elbow')).status).toBe(400);
    // A picture in the engine's name only where the engine asked for one.
    expect((await asked('place=caecum&by=engine')).status).toBe(400);

    const post = (what: string, body?: Uint8Array) =>
      fetch(`${base}/recording/${what}`, {
        method: 'POST',
        ...(body ? { body, headers: { 'content-type': 'video/webm' } } : {}),
      });
    expect((await post('stop')).status).toBe(409);
    expect((await post('start')).status).toBe(200);
    expect((await post('start')).status).toBe(409);
    expect((await post('chunk', new Uint8Array([9, 9, 9, 9]))).status).toBe(400);
    expect((await post('chunk', new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 5]))).status).toBe(200);
    expect(await (await post('chunk', new Uint8Array([6]))).json()).toEqual({ bytes: 6 });
    expect(await (await post('stop')).json()).toEqual({ file: 'recording-001.webm' });

    client.say({ type: 'end' });
    await client.hear('ended', (message) => message.examId === examId);
    expect((await photo(jpeg)).status).toBe(404);
    const exam = z
      .object({
        performance: z.object({ framesIn: z.number() }),
        source: z.object({ name: z.string() }),
        photos: z.object({ taken: z.array(z.object({ place: z.string() })) }),
      })
      .parse(await (await fetch(base)).json());
    expect(exam.performance.framesIn).toBe(12);
    expect(exam.source.name).toBe('test card');
    expect(exam.photos.taken.map(({ place }) => place)).toEqual(['sigmoid', 'ileocaecal-valve']);
    const types = (await journal(examId)).map(({ event }) => event.type);
    expect(types).toEqual(expect.arrayContaining(['photo-taken', 'recording-started', 'recording-stopped']));
    expect(types.at(-1)).toBe('ended');
    client.close();
  });

  it('answers what does not fit with one plain error and goes on', async () => {
    const client = await LiveClient.connect(station.url);
    await client.hear('hello');
    client.raw('{');
    await client.hear('error', ({ code }) => code === 'bad-message');
    client.say({ type: 'end' });
    await client.hear('error', ({ code }) => code === 'no-exam');
    client.say({ type: 'start', source: 'x', resume: 'live-20000101-000000-00000000' });
    await client.hear('error', ({ code }) => code === 'not-found');
    client.say({ type: 'start', source: 'odd sizes' });
    await client.hear('started');
    client.raw(new Uint8Array(50));
    await client.hear('error', ({ code }) => code === 'bad-frame');
    const odd = client.frame(1, { side: 128 });
    await client.hear('error', ({ code, message }) => code === 'frame-size' && message.includes('128×128'));
    await client.hear('dropped', ({ frameId }) => frameId === odd);

    const second = await LiveClient.connect(station.url);
    await second.hear('hello');
    second.say({ type: 'start', source: 'another console' });
    await second.hear('error', ({ code }) => code === 'busy');
    second.close();

    client.say({ type: 'ping', sentMs: 5 });
    await client.hear('pong', ({ sentMs }) => sentMs === 5);
    await client.hear('state', ({ reason }) => reason === 'no-frames', { withinMs: 5_000 });
    client.say({ type: 'end' });
    await client.hear('ended');
    client.close();
  });

  it('tells at once that the worker was killed, and goes on with the same examination', async () => {
    const client = await LiveClient.connect(station.url);
    client.say({ type: 'start', source: 'worker killed' });
    const { examId } = await client.hear('started');
    const stop = client.stream(40);
    await client.hear('result');
    const from = client.heard.length;
    const killedAt = performance.now();
    await fetch(`${station.url}/api/demo/kill-worker`, { method: 'POST' });
    const down = await client.hear('state', ({ state }) => state !== 'ready', { from });
    expect(down.reason).toBe('worker-restarting');
    const toldAfter = performance.now() - killedAt;
    // The spare may be ready before this line is reached: look on from what was heard, not from now.
    const back = await client.hear('state', ({ state }) => state === 'ready', {
      from: client.heard.indexOf(down) + 1,
    });
    await client.hear('result', () => true, { from: client.heard.indexOf(back) + 1 });
    console.log(
      `worker killed: told after ${toldAfter.toFixed(0)} ms, results again after ${(performance.now() - killedAt).toFixed(0)} ms`,
    );
    stop();
    client.say({ type: 'end' });
    await client.hear('ended');
    client.close();
    const types = (await journal(examId)).map(({ event }) => event.type);
    expect(types).toEqual(expect.arrayContaining(['analysis-stopped', 'analysis-resumed', 'ended']));
    expect(toldAfter).toBeLessThan(1_500);
  });

  it('keeps an examination open when the socket is lost, and lets it be resumed and taken over', async () => {
    const first = await LiveClient.connect(station.url);
    first.say({ type: 'start', source: 'cable pulled' });
    const { examId } = await first.hear('started');
    first.frame(1);
    await first.hear('result');
    first.terminate();
    await first.closed;

    const second = await LiveClient.connect(station.url);
    const hello = await second.hear('hello');
    expect(hello.openExams.map(({ id }) => id)).toEqual([examId]);
    second.say({ type: 'start', source: 'cable pulled', resume: examId });
    expect((await second.hear('started')).resumed).toBe(true);
    await second.hear('event', ({ entry }) => entry.event.type === 'started');

    const third = await LiveClient.connect(station.url);
    third.say({ type: 'start', source: 'cable pulled', resume: examId });
    await third.hear('started', (message) => message.examId === examId);
    expect(await second.closed).toBe(4001);
    third.frame(77);
    await third.hear('result', ({ captureMs }) => captureMs === 77);
    third.say({ type: 'end' });
    await third.hear('ended');
    third.close();
  });

  it('refuses another web site', async () => {
    await expect(LiveClient.connect(station.url, { origin: 'https://elsewhere.example' })).rejects.toThrow(
      /403/,
    );
  });

  it('closes an examination that nobody takes up again', async () => {
    const folder = await temp();
    const impatient = await StationProcess.start(folder, ['--provider', 'cpu', '--grace', '1']);
    const client = await LiveClient.connect(impatient.url);
    client.say({ type: 'start', source: 'left alone' });
    const { examId } = await client.hear('started');
    client.terminate();
    await wait(2_500);
    const entries = JournalSchema.parse(
      await (await fetch(`${impatient.url}/api/exams/${examId}/journal`)).json(),
    ).entries;
    expect(entries.at(-1)?.event).toMatchObject({ type: 'ended', reason: 'abandoned' });
    const begun = performance.now();
    const { code, stderr } = await impatient.stop('SIGTERM');
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/error/i);
    expect(performance.now() - begun).toBeLessThan(4_000);
  });
});

async function allAnswered(client: LiveClient, count: number) {
  const until = performance.now() + 20_000;
  for (;;) {
    const results = client.heard.filter((m) => m.type === 'result');
    const dropped = client.heard.filter((m) => m.type === 'dropped');
    if (results.length + dropped.length >= count || performance.now() > until) return { results, dropped };
    await wait(20);
  }
}
