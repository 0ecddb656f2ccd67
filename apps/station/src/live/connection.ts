import {
  asHaustraError,
  type ClientMessage,
  ClientMessageSchema,
  type HaustraError,
  type JournalEntry,
  type ServerMessage,
  unpackFrame,
} from '@haustra/domain';
import type { AnalyserState } from '@haustra/vision';
import type { Logger } from 'pino';
import type { Analysis, Ready } from './analysis.js';
import { FrameWatch } from './frame-watch.js';
import type { LiveExam } from './live-exam.js';
import type { LiveRoom, Seat } from './room.js';

/** What a connection needs of a WebSocket. */
export interface Wire {
  /** Bytes handed over and not yet sent. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** A console that reads more slowly than this gets no results until it has caught up: they would come too late. */
const SLOW_READER_BYTES = 256 * 1024;
/** One that does not even read events is gone; its examination waits for it. */
const LOST_READER_BYTES = 8 * 1024 * 1024;
const WATCH_EVERY_MS = 200;

/** Close codes of the WebSocket. */
export const CLOSED = { displaced: 4001, tooSlow: 4002, restarting: 1012 } as const;

/** One console at the live socket: its messages in, its results and the state of the analysis out. */
export class LiveConnection implements Seat {
  readonly #wire: Wire;
  readonly #room: LiveRoom;
  readonly #analysis: Analysis;
  readonly #log: Logger;
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #ready: Ready | null = null;
  #exam: LiveExam | null = null;
  #watch = new FrameWatch(0);
  #told = '';
  #closed = false;
  #starting = false;
  readonly #said = new Set<string>();
  /** Results that were not sent because the console reads too slowly. */
  unsent = 0;

  constructor(wire: Wire, room: LiveRoom, analysis: Analysis, log: Logger) {
    this.#wire = wire;
    this.#room = room;
    this.#analysis = analysis;
    this.#log = log;
    this.#tellState();
    this.#stopListening = analysis.onState(() => this.#tellState());
    this.#timer = setInterval(() => this.#tellState(), WATCH_EVERY_MS);
    void this.#hello();
  }

  async #hello(): Promise<void> {
    this.#ready = await this.#analysis.settled;
    if (this.#closed) return;
    this.#send(helloMessage(this.#ready, this.#room));
    const { problem } = this.#analysis;
    if (problem !== null) this.problem(problem);
  }

  /** A binary message: one frame. */
  frame(message: Uint8Array): void {
    const arrivedAt = performance.now();
    const wire = unpackFrame(message);
    if (wire === null) {
      this.#errorOnce('bad-frame', 'a binary message is not a frame of this protocol');
      return;
    }
    const input = this.#ready?.model.manifest.input;
    if (this.#exam === null || input === undefined) {
      this.#send({ type: 'dropped', frameId: wire.frameId });
      return;
    }
    if (wire.width !== input.width || wire.height !== input.height) {
      const size = `${wire.width}×${wire.height}`;
      const text = `the frame has ${size} pixels; this model takes ${input.width}×${input.height}, as hello says`;
      this.#errorOnce('frame-size', text);
      this.#send({ type: 'dropped', frameId: wire.frameId });
      return;
    }
    this.#watch.arrived(arrivedAt);
    const exam = this.#exam;
    exam
      .frame(wire, arrivedAt)
      .then((answer) => {
        // A result that comes after the end, or for a console that was displaced, belongs to nobody.
        if (this.#exam === exam) this.#answer(answer);
      })
      .catch((thrown: unknown) => {
        this.#log.error({ err: thrown, frameId: wire.frameId }, 'frame not analysed');
        this.#send({ type: 'dropped', frameId: wire.frameId });
      });
  }

  #answer(message: ServerMessage): void {
    if (message.type === 'result') this.#watch.analysed(message.inferenceMs);
    if (this.#wire.bufferedAmount > SLOW_READER_BYTES) {
      this.unsent += 1;
      return;
    }
    this.#send(message);
  }

  /** A text message. Never rejects: what goes wrong is told to the console. */
  async text(message: string): Promise<void> {
    try {
      const parsed = ClientMessageSchema.safeParse(JSON.parse(message));
      if (parsed.success) await this.#obey(parsed.data);
      else
        this.#error(
          'bad-message',
          `a message does not fit the protocol (${parsed.error.issues[0]?.message ?? ''})`,
        );
    } catch (thrown) {
      if (thrown instanceof SyntaxError) return this.#error('bad-message', 'a text message is not JSON');
      const error = asHaustraError(thrown, { code: 'internal', message: 'the station could not do this' });
      this.#log.error({ err: thrown }, 'message failed');
      this.problem(error);
    }
  }

  async #obey(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'ping':
        return this.#send({ type: 'pong', sentMs: message.sentMs });
      case 'start':
        return this.#start(message);
      case 'end':
        return this.#end();
      case 'operating-point':
        return this.#exam === null ? this.#noExam() : this.#exam.setOperatingPoint(message.to);
      case 'pause-clock':
        return this.#exam === null ? this.#noExam() : this.#exam.pauseClock(message.paused);
      case 'judge-caecum':
        return this.#exam === null ? this.#noExam() : this.#exam.judgeCaecum(message.word);
      case 'mute-prompts':
        return this.#exam === null ? this.#noExam() : this.#exam.mutePrompts(message.muted);
      case 'training-mode':
        return this.#exam === null ? this.#noExam() : this.#exam.setTraining(message.on);
    }
  }

  async #start({ source, operatingPoint, resume }: Extract<ClientMessage, { type: 'start' }>): Promise<void> {
    if (this.#exam !== null || this.#starting) {
      return this.#error('busy', 'this connection has an examination already; end it first');
    }
    this.#starting = true;
    try {
      const exam =
        resume === undefined
          ? await this.#room.start(source, operatingPoint, this)
          : await this.#room.resume(resume, this);
      if (this.#closed) return this.#room.leave(this);
      this.#exam = exam;
      this.#watch = new FrameWatch(performance.now());
      this.#send({ type: 'started', examId: exam.id, resumed: resume !== undefined });
      this.#room.tell(exam.id, resume === undefined);
      if (resume !== undefined && operatingPoint !== undefined) exam.setOperatingPoint(operatingPoint);
    } finally {
      this.#starting = false;
    }
  }

  async #end(): Promise<void> {
    const exam = this.#exam;
    if (exam === null) return this.#noExam();
    try {
      await this.#room.end(exam, 'doctor');
    } finally {
      this.#exam = null;
      this.#send({ type: 'ended', examId: exam.id });
    }
  }

  entries(entries: readonly JournalEntry[]): void {
    if (this.#wire.bufferedAmount > LOST_READER_BYTES) this.#wire.close(CLOSED.tooSlow, 'too slow');
    else for (const entry of entries) this.#send({ type: 'event', entry });
  }

  problem(error: HaustraError | null): void {
    if (error !== null) this.#error(error.code, error.sentence);
  }

  displaced(): void {
    this.#exam = null;
    this.#wire.close(CLOSED.displaced, 'another console took up this examination');
  }

  /** The socket is gone. The examination stays open for a while. */
  lost(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#stopListening();
    this.#room.leave(this);
    if (this.unsent > 0)
      this.#log.warn({ unsent: this.unsent }, 'results not sent: the console read too slowly');
  }

  #state(): AnalyserState {
    const { state } = this.#analysis;
    const reason = this.#exam === null ? null : this.#watch.reason(performance.now());
    return state.state === 'ready' && reason !== null ? { state: 'degraded', reason, pid: state.pid } : state;
  }

  #tellState(): void {
    const { state, reason, pid } = this.#state();
    const key = `${state} ${reason} ${pid}`;
    if (key === this.#told) return;
    this.#told = key;
    this.#send({ type: 'state', state, reason, workerPid: pid });
  }

  #noExam(): void {
    this.#error('no-exam', 'no examination is open on this connection; send start first');
  }

  /** What every frame of a wrong sender would bring is said once. */
  #errorOnce(code: string, message: string): void {
    if (this.#said.has(code)) return;
    this.#said.add(code);
    this.#error(code, message);
  }

  #error(code: string, message: string): void {
    this.#send({ type: 'error', code, message });
  }

  #send(message: ServerMessage): void {
    if (!this.#closed) this.#wire.send(JSON.stringify(message));
  }
}

function helloMessage(ready: Ready | null, room: LiveRoom): ServerMessage {
  if (ready === null) {
    // The picture goes on without analysis; the state message says why there is none. No frame is wanted: the smallest.
    const model = { id: 'none', version: '', sha256: '', precision: 'int8', provider: 'none' } as const;
    const input = { width: 1, height: 1 };
    return { type: 'hello', model, input, operatingPoint: 'B', openExams: room.openExams };
  }
  const { id, version, sha256, precision, provider } = ready.info;
  const { input, defaultOperatingPoint } = ready.model.manifest;
  return {
    type: 'hello',
    model: { id, version, sha256, precision, provider },
    input: { width: input.width, height: input.height },
    operatingPoint: defaultOperatingPoint,
    openExams: room.openExams,
  };
}
