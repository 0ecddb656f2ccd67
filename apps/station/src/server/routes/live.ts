import { LiveConnection, type Wire } from '../../live/connection.js';
import type { Api, ServerParts } from '../parts.js';

/** What this file uses of a `ws` socket. */
interface Socket extends Wire {
  on(event: 'message', listener: (data: Uint8Array, isBinary: boolean) => void): void;
  on(event: 'close' | 'pong', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  ping(): void;
  terminate(): void;
}

/** A peer that answers no ping for this long is gone (a cable pulled, a machine asleep). */
const HEARTBEAT_MS = 10_000;

/** `ws://…/api/live`: frames up, results down; see `live.ts` of the domain for the messages. */
export function liveRoutes(api: Api, { room, analysis, log }: ServerParts): void {
  api.get('/api/live', { websocket: true, schema: { hide: true } }, (socket: Socket) => {
    const connection = new LiveConnection(socket, room, analysis, log);
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    }, HEARTBEAT_MS);
    socket.on('pong', () => {
      alive = true;
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) connection.frame(data);
      else void connection.text(Buffer.from(data).toString('utf8'));
    });
    socket.on('error', (error) => log.warn({ err: error }, 'live socket'));
    socket.on('close', () => {
      clearInterval(heartbeat);
      connection.lost();
    });
  });
}
