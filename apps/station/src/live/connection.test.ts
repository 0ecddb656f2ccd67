import { packFrame, ServerMessageSchema } from '@haustra/domain';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Analysis, StateListener } from './analysis.js';
import { LiveConnection, type Wire } from './connection.js';
import type { LiveRoom } from './room.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection whose worker, examination and socket are under the test's hand. */
async function connected() {
  const sent: string[] = [];
  const wire = { bufferedAmount: 0, closed: 0, send: (text: string) => sent.push(text) };
  const socket: Wire = {
    get bufferedAmount() {
      return wire.bufferedAmount;
    },
    send: wire.send,
    close: (code) => {
      wire.closed = code;
    },
  };
  let listener: StateListener = () => undefined;
  const analysis = {
    state: { state: 'ready', reason: null, pid: 7 } as Analysis['state'],
    problem: null,
    onState: (tell: StateListener) => {
      listener = tell;
      return () => undefined;
    },
    settled: Promise.resolve({
      model: { manifest: { input: { width: 2, height: 2 }, defaultOperatingPoint: 'B' } },
      info: { id: 'm', version: '1', sha256: 'x', precision: 'int8', provider: 'cpu' },
    }),
  };
  const exam = {
    id: 'live-1',
    frame: async ({ frameId, captureMs }: { frameId: number; captureMs: number }) => ({
      type: 'result' as const,
      frameId,
      captureMs,
      lesions: [],
      firstSight: [],
      organ: null,
      usable: 1,
      phase: null,
      lesionsOff: null,
      inferenceMs: 30,
      stationMs: 31,
    }),
  };
  const room = { openExams: [], start: async () => exam, tell: () => undefined, leave: vi.fn() };
  const connection = new LiveConnection(
    socket,
    room as unknown as LiveRoom,
    analysis as unknown as Analysis,
    pino({ level: 'silent' }),
  );
  await vi.waitFor(() => expect(sent.some((text) => text.includes('"hello"'))).toBe(true));
  await connection.text('{"type":"start","source":"test"}');
  const frame = async (frameId: number) => {
    const pixels = new Uint8Array(12);
    const field = { x: 0, y: 0, w: 1, h: 1 };
    connection.frame(
      packFrame({ frameId, captureMs: frameId * 10, width: 2, height: 2, field, channels: 3, pixels }),
    );
    await Promise.resolve();
    await Promise.resolve();
  };
  const heard = () => sent.map((text) => ServerMessageSchema.parse(JSON.parse(text)));
  const state = (next: Analysis['state']) => {
    analysis.state = next;
    listener(next);
  };
  return { connection, frame, heard, wire, state, room };
}

const lastState = (heard: ReturnType<Awaited<ReturnType<typeof connected>>['heard']>) =>
  heard.filter((message) => message.type === 'state').at(-1);

describe('LiveConnection', () => {
  it('sends no results to a socket that does not drain, and goes on when it does', async () => {
    const { frame, heard, wire, connection } = await connected();
    await frame(1);
    wire.bufferedAmount = 1 << 20;
    await frame(2);
    await frame(3);
    wire.bufferedAmount = 0;
    await frame(4);
    const results = heard().flatMap((m) => (m.type === 'result' ? [m.frameId] : []));
    expect(results).toEqual([1, 4]);
    expect(connection.unsent).toBe(2);
  });

  it('tells a loss of the worker at once, whatever the pace of the frames says', async () => {
    const { heard, state } = await connected();
    state({ state: 'degraded', reason: 'worker-restarting', pid: null });
    expect(lastState(heard())).toMatchObject({
      state: 'degraded',
      reason: 'worker-restarting',
      workerPid: null,
    });
    state({ state: 'ready', reason: null, pid: 8 });
    expect(lastState(heard())).toMatchObject({ state: 'ready', workerPid: 8 });
  });

  it('says that no frames come, that it is slow, and that all is well again; each once', async () => {
    const { frame, heard } = await connected();
    vi.advanceTimersByTime(1_400);
    expect(lastState(heard())).toMatchObject({ state: 'degraded', reason: 'no-frames' });
    for (let i = 0; i < 60; i++) {
      vi.advanceTimersByTime(20);
      await frame(i);
    }
    expect(lastState(heard())).toMatchObject({ state: 'degraded', reason: 'slow' });
    for (let i = 60; i < 120; i++) {
      vi.advanceTimersByTime(40);
      await frame(i);
    }
    expect(lastState(heard())).toMatchObject({ state: 'ready', reason: null });
    expect(heard().filter(({ type }) => type === 'state')).toHaveLength(5);
  });

  it('says nothing more once the socket is gone', async () => {
    const { connection, frame, heard, room, state } = await connected();
    connection.lost();
    const before = heard().length;
    await frame(1);
    state({ state: 'off', reason: 'worker-failed', pid: null });
    expect(heard()).toHaveLength(before);
    expect(room.leave).toHaveBeenCalledOnce();
  });
});
