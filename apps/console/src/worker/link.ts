import { type ClientMessage, type ServerMessage, ServerMessageSchema } from '@haustra/domain';

/** `displaced`: another window took the examination over; this one does not fight for it. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'displaced';

/** The part of a `WebSocket` that the link uses, so that tests can bring their own. */
export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(data: string | Uint8Array): void;
  close(): void;
}

export interface LinkOptions {
  readonly url: string;
  readonly createSocket: (url: string) => Socket;
  readonly onState: (state: LinkState) => void;
  readonly onMessage: (message: ServerMessage) => void;
  readonly now: () => number;
}

/** Waits between attempts to connect, milliseconds; the last one repeats. */
const BACK_OFF_MS = [150, 300, 600, 1200, 2000] as const;
const PING_EVERY_MS = 1000;
/** A station that has said nothing for this long is taken for lost: it answers every ping. */
const SILENCE_MS = 4000;
/** Close code with which the station says that another console took the examination over. */
const DISPLACED = 4001;
/** More unsent bytes than this (about four frames) and a frame is not sent. */
const MAX_BUFFERED_BYTES = 1 << 20;

/**
 * The WebSocket to the station, opened again with growing waits whenever it is lost. Messages that do not fit the
 * schema are ignored: a newer station may say things that this console does not know.
 */
export class StationLink {
  readonly #options: LinkOptions;
  #socket: Socket | null = null;
  #open = false;
  #attempts = 0;
  #heardAt = 0;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #pulse: ReturnType<typeof setInterval>;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#pulse = setInterval(() => this.#beat(), PING_EVERY_MS);
    this.#connect();
  }

  /** Sends a message; false while there is no connection. */
  send(message: ClientMessage): boolean {
    if (!this.#open || !this.#socket) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Sends a packed frame; false while there is no connection or too much waits to be sent. */
  sendFrame(packed: Uint8Array): boolean {
    if (!this.#open || !this.#socket || this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) return false;
    this.#socket.send(packed);
    return true;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#pulse);
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  #connect(): void {
    this.#options.onState('connecting');
    const socket = this.#options.createSocket(this.#options.url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#heardAt = this.#options.now();
    socket.onopen = () => {
      this.#open = true;
      this.#attempts = 0;
      this.#options.onState('open');
    };
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#lose(socket, event.code);
  }

  #hear(data: unknown): void {
    this.#heardAt = this.#options.now();
    if (typeof data !== 'string') return;
    const message = ServerMessageSchema.safeParse(parseJson(data));
    if (message.success) this.#options.onMessage(message.data);
  }

  #lose(socket: Socket, code: number): void {
    if (socket !== this.#socket || this.#closed) return;
    this.#open = false;
    this.#socket = null;
    if (code === DISPLACED) {
      this.close();
      this.#options.onState('displaced');
      return;
    }
    this.#options.onState('lost');
    const wait = BACK_OFF_MS[Math.min(this.#attempts++, BACK_OFF_MS.length - 1)] ?? 2000;
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #beat(): void {
    const socket = this.#socket;
    if (!socket) return;
    if (this.#options.now() - this.#heardAt > SILENCE_MS) {
      // A dead peer may hold the closing handshake up for long, so the loss is declared here.
      this.#lose(socket, 0);
      socket.close();
    } else if (this.#open) this.send({ type: 'ping', sentMs: this.#options.now() });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
