import { type ClientMessage, packFrame, type ServerMessage, ServerMessageSchema } from '@haustra/domain';
// biome-ignore lint/correctness/noUndeclaredDependencies: the client half of what @fastify/websocket brings.
import WebSocket from 'ws';

type Of<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

/** A console for tests: says what a console says, and keeps all that it hears. */
export class LiveClient {
  readonly heard: ServerMessage[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  readonly closed: Promise<number>;
  #frameId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      // Each message is checked against the published schema.
      this.heard.push(ServerMessageSchema.parse(JSON.parse(data.toString('utf8'))));
      for (const wake of this.#waiting) wake();
    });
    this.closed = new Promise((resolve) => socket.on('close', (code: number) => resolve(code)));
  }

  static async connect(url: string, headers: Record<string, string> = {}): Promise<LiveClient> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/live`, { headers });
    const client = new LiveClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => resolve());
      socket.on('error', reject);
    });
    return client;
  }

  say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  raw(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  /** Sends one frame of moving stripes, of the size that the station asked for or another; returns its id. */
  frame(captureMs: number, { side = this.#wantedSide(), channels = 4 as 3 | 4 } = {}): number {
    const frameId = this.#frameId++;
    const pixels = new Uint8Array(side * side * channels);
    for (let i = 0; i < pixels.length; i++) pixels[i] = (i * 7 + frameId * 13) & 255;
    const field = { x: 0.1, y: 0, w: 0.8, h: 1 };
    this.#socket.send(packFrame({ frameId, captureMs, width: side, height: side, field, channels, pixels }));
    return frameId;
  }

  #wantedSide(): number {
    const hello = this.heard.findLast((m): m is Of<'hello'> => m.type === 'hello');
    if (hello === undefined) throw new Error('no hello yet: hear it before a frame is sent');
    return hello.input.width;
  }

  /** The first message, heard or still to come, of this type that fits; looks from `from` on. */
  async hear<T extends ServerMessage['type']>(
    type: T,
    fits: (message: Of<T>) => boolean = () => true,
    { from = 0, withinMs = 30_000 } = {},
  ): Promise<Of<T>> {
    const found = () => this.heard.slice(from).find((m): m is Of<T> => m.type === type && fits(m as Of<T>));
    return new Promise((resolve, reject) => {
      const look = () => {
        const message = found();
        if (message === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(message);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const heard = this.heard.slice(-8).map((m) => JSON.stringify(m).slice(0, 160));
        reject(new Error(`no ${type} within ${withinMs} ms; last heard:\n${heard.join('\n')}`));
      }, withinMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** Sends frames at a pace until stopped. */
  stream(everyMs: number): () => void {
    const timer = setInterval(() => this.frame(performance.now()), everyMs);
    return () => clearInterval(timer);
  }

  close(): void {
    this.#socket.close();
  }

  /** As a lost cable: no goodbye. */
  terminate(): void {
    this.#socket.terminate();
  }
}
