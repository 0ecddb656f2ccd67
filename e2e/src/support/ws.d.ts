/** The little of `ws` that the pretended station uses. */
declare module 'ws' {
  import type { Server } from 'node:http';
  export class WebSocket {
    on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): void;
    send(data: string): void;
  }
  export class WebSocketServer {
    constructor(options: { server: Server; path: string });
    readonly clients: Set<WebSocket>;
    on(event: 'connection', listener: (socket: WebSocket) => void): void;
    close(): void;
  }
}
