import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LiveLesion, type ServerMessage, unpackFrame, type WireFrame } from '@haustra/domain';
import { type WebSocket, WebSocketServer } from 'ws';
import { NUMBERED, readNumber } from './numbered-clip.js';

const folder = fileURLToPath(new URL('../../../apps/console/dist/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Where the two boxes that tell a number lie: left edge = START + STEP · (n / 32, n mod 32), in fractions. */
export const TOLD = { start: 0.05, step: 0.028, width: 0.014, height: 0.04, tops: [0.8, 0.92] } as const;

/**
 * A pretended station whose "analysis" reads the number out of each frame's pixels and tells it by the place of two
 * boxes. If the console ever painted a result on another frame, number and boxes would disagree on the screen.
 */
export class NumberedStation {
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #slowness: number;
  /** Numbers read, in the order of arrival; null where a frame could not be read. */
  readonly numbers: (number | null)[] = [];

  private constructor(server: Server, sockets: WebSocketServer, slowness: number) {
    this.#slowness = slowness;
    this.#server = server;
    this.#sockets = sockets;
    sockets.on('connection', (socket) => this.#greet(socket));
  }

  /** @param slowness answers wait 0 … `slowness` milliseconds, so that some overtake others */
  static async open({ slowness }: { slowness: number }): Promise<NumberedStation> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://station').pathname;
      const file = join(folder, path === '/' ? 'index.html' : path);
      if (path.startsWith('/api/') || !existsSync(file)) {
        response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
        return;
      }
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
    });
    const sockets = new WebSocketServer({ server, path: '/api/live' });
    const station = new NumberedStation(server, sockets, slowness);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return station;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  close(): void {
    this.#sockets.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #greet(socket: WebSocket): void {
    const send = (message: ServerMessage) => socket.send(JSON.stringify(message));
    const model = { id: 'numbers', version: '1', sha256: '', precision: 'int8', provider: 'cpu' } as const;
    send({ type: 'hello', model, input: { width: 256, height: 256 }, operatingPoint: 'A', openExams: [] });
    send({ type: 'state', state: 'ready', reason: null, workerPid: 1 });
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        const frame = unpackFrame(data);
        if (frame) setTimeout(() => send(this.#analyse(frame)), Math.random() * this.#slowness);
        return;
      }
      const message = JSON.parse(String(data)) as { type: string; sentMs?: number };
      if (message.type === 'start') send({ type: 'started', examId: 'numbers', resumed: false });
      if (message.type === 'ping') send({ type: 'pong', sentMs: message.sentMs ?? 0 });
    });
  }

  #analyse(frame: WireFrame): ServerMessage {
    const number = readNumber((x, y) => pixel(frame, x / NUMBERED.width, y / NUMBERED.height));
    this.numbers.push(number);
    return {
      type: 'result',
      frameId: frame.frameId,
      captureMs: frame.captureMs,
      lesions: number === null ? [] : [box(0, number >> 5), box(1, number & 31)],
      firstSight: [],
      organ: 'colon',
      usable: 1,
      phase: null,
      lesionsOff: null,
      inferenceMs: 1,
      stationMs: 1,
    };
  }
}

/** Brightness at a point given in fractions of the captured picture. */
function pixel({ field, width, height, channels, pixels }: WireFrame, x: number, y: number): number {
  const column = Math.min(width - 1, Math.max(0, Math.floor(((x - field.x) / field.w) * width)));
  const row = Math.min(height - 1, Math.max(0, Math.floor(((y - field.y) / field.h) * height)));
  return pixels[(row * width + column) * channels + 1] ?? 0;
}

function box(line: 0 | 1, value: number): LiveLesion {
  return {
    id: line + 1,
    box: [TOLD.start + TOLD.step * value, TOLD.tops[line], TOLD.width, TOLD.height],
    score: 0.9,
    outline: [],
    neoplastic: 1,
    call: 'neoplastic',
    held: false,
    firstMs: 0,
  };
}
