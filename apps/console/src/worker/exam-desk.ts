import type { ClientMessage, OperatingPoint, ServerMessage } from '@haustra/domain';

export interface ExamDeskOptions {
  readonly send: (message: ClientMessage) => boolean;
  readonly onResumeRefused: () => void;
  /** Calls back after a while: the station was busy and is asked again. */
  readonly later: (again: () => void) => void;
}

/** What the station answers when it knows nothing (usable) of an examination any more. */
const GONE: readonly string[] = ['not-found', 'usage', 'journal-broken'];

interface Wanted {
  readonly source: string;
  /** Null: as the model says. */
  readonly operatingPoint: OperatingPoint | null;
  /** The examination to take up, once there is one. */
  readonly resume: string | null;
}

/**
 * Keeps one examination going over connections that come and go: starts it when the station says hello, takes the
 * same one up after a loss, and begins a new one only when the station no longer knows it.
 */
export class ExamDesk {
  readonly #options: ExamDeskOptions;
  #wanted: Wanted | null = null;
  /** The operating point that the station was told with the last `start`. */
  #told: OperatingPoint | null = null;
  #running = false;
  #greeted = false;
  #ending = false;
  /** What begins once the running examination has ended. */
  #next: Wanted | null = null;

  constructor(options: ExamDeskOptions) {
    this.#options = options;
  }

  /** True while the station takes frames for an examination. */
  get running(): boolean {
    return this.#running;
  }

  /** Starts an examination; one that runs is ended first. */
  start(wanted: Wanted): void {
    if (this.#running && wanted.resume === null) {
      this.#next = wanted;
      this.end();
      return;
    }
    this.#wanted = wanted;
    this.#ending = false;
    this.#ask();
  }

  /** Asks the station to end the examination; over a lost connection this is done once it is back. */
  end(): void {
    this.#ending = true;
    if (this.#running) this.#options.send({ type: 'end' });
    else if (this.#wanted?.resume === null) this.#wanted = null;
  }

  operatingPoint(to: OperatingPoint): void {
    if (this.#wanted) this.#wanted = { ...this.#wanted, operatingPoint: to };
    if (this.#running) this.#options.send({ type: 'operating-point', to });
  }

  hear(message: ServerMessage): void {
    switch (message.type) {
      case 'hello':
        this.#greeted = true;
        this.#ask();
        return;
      case 'started':
        if (this.#wanted) this.#wanted = { ...this.#wanted, resume: message.examId };
        this.#running = true;
        if (this.#ending) this.#options.send({ type: 'end' });
        else if (this.#wanted?.operatingPoint && this.#wanted.operatingPoint !== this.#told)
          // The switch was moved between question and answer.
          this.#options.send({ type: 'operating-point', to: this.#wanted.operatingPoint });
        return;
      case 'ended':
        this.#running = false;
        this.#wanted = this.#next;
        this.#next = null;
        this.#ending = false;
        this.#ask();
        return;
      case 'error':
        if (!this.#running && this.#wanted) this.#refused(message.code, this.#wanted);
        return;
      default:
    }
  }

  lost(): void {
    this.#greeted = false;
    this.#running = false;
  }

  #refused(code: string, wanted: Wanted): void {
    if (wanted.resume === null || !GONE.includes(code)) {
      this.#options.later(() => this.#ask());
      return;
    }
    this.#wanted = this.#ending ? null : { ...wanted, resume: null };
    this.#options.onResumeRefused();
    this.#ask();
  }

  #ask(): void {
    if (!this.#greeted || this.#running || !this.#wanted) return;
    const { source, operatingPoint, resume } = this.#wanted;
    this.#told = operatingPoint;
    this.#options.send({
      type: 'start',
      source,
      ...(operatingPoint === null ? {} : { operatingPoint }),
      ...(resume === null ? {} : { resume }),
    });
  }
}
