import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LinkState, type Socket, StationLink } from './link.js';

class FakeSocket implements Socket {
  binaryType = '';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  sent: (string | Uint8Array)[] = [];
  closed = false;
  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }
  close(): void {
    this.closed = true;
  }
}

function rig() {
  const sockets: FakeSocket[] = [];
  const states: LinkState[] = [];
  const messages: unknown[] = [];
  const link = new StationLink({
    url: 'ws://station/api/live',
    createSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    onState: (state) => states.push(state),
    onMessage: (message) => messages.push(message),
    now: () => Date.now(),
  });
  return { link, sockets, states, messages };
}

describe('StationLink', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('connects again after a loss, with growing waits', () => {
    const { link, sockets, states } = rig();
    sockets[0]!.onopen?.();
    sockets[0]!.onclose?.({ code: 1006 });
    expect(states).toEqual(['connecting', 'open', 'lost']);
    vi.advanceTimersByTime(150);
    expect(sockets).toHaveLength(2);
    sockets[1]!.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(299);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    link.close();
  });

  it('does not come back when another window took the examination over', () => {
    const { sockets, states } = rig();
    sockets[0]!.onopen?.();
    sockets[0]!.onclose?.({ code: 4001 });
    vi.advanceTimersByTime(20_000);
    expect(states.at(-1)).toBe('displaced');
    expect(sockets).toHaveLength(1);
  });

  it('takes a silent station for lost', () => {
    const { link, sockets, states } = rig();
    sockets[0]!.onopen?.();
    vi.advanceTimersByTime(3000);
    expect(states.at(-1)).toBe('open');
    expect(sockets[0]!.sent).toHaveLength(3);
    vi.advanceTimersByTime(2500);
    expect(states).toContain('lost');
    expect(sockets[0]!.closed).toBe(true);
    link.close();
  });

  it('passes on what fits the schema and nothing else', () => {
    const { link, sockets, messages } = rig();
    sockets[0]!.onopen?.();
    for (const data of ['{', '{"type":"news"}', new ArrayBuffer(4), '{"type":"dropped","frameId":3}'])
      sockets[0]!.onmessage?.({ data });
    expect(messages).toEqual([{ type: 'dropped', frameId: 3 }]);
    link.close();
  });

  it('sends no frame without a connection or into a full buffer', () => {
    const { link, sockets } = rig();
    const frame = new Uint8Array(8);
    expect(link.sendFrame(frame)).toBe(false);
    sockets[0]!.onopen?.();
    expect(link.sendFrame(frame)).toBe(true);
    sockets[0]!.bufferedAmount = 2 << 20;
    expect(link.sendFrame(frame)).toBe(false);
    expect(link.send({ type: 'end' })).toBe(true);
    link.close();
  });
});
