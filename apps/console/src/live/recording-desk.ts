import { Recording, type RecordingFailure, streamOf } from './recorder.js';

export interface RecordingDeskOptions {
  readonly video: HTMLVideoElement;
  /** Told when a recording begins (page time) and when none runs any more (null). */
  readonly onChange: (since: number | null) => void;
  readonly onFailure: (failure: RecordingFailure) => void;
  /** The running examination and the stream of its source; null while there is none. */
  readonly running: () => { readonly examId: string; readonly stream: MediaStream | null } | null;
}

/** Recording on and off. One that broke with the connection goes on in a new file once the examination does. */
export class RecordingDesk {
  readonly #options: RecordingDeskOptions;
  #recording: Recording | null = null;
  #again = false;

  constructor(options: RecordingDeskOptions) {
    this.#options = options;
  }

  /** True while it records, or waits to go on. */
  get on(): boolean {
    return this.#recording !== null || this.#again;
  }

  async start(): Promise<void> {
    const running = this.#options.running();
    if (!running) return;
    this.#again = false;
    const stream = streamOf(this.#options.video, running.stream);
    this.#recording = await Recording.start(running.examId, stream, {
      onFailure: (failure) => this.#onFailure(failure),
    });
    this.#options.onChange(this.#recording ? Date.now() : null);
  }

  /** Ends it; true when the station has the whole file. */
  async stop(): Promise<boolean> {
    const recording = this.#recording;
    this.#recording = null;
    this.#again = false;
    this.#options.onChange(null);
    return recording ? recording.stop() : false;
  }

  /** The examination is taken up again. */
  async resume(): Promise<void> {
    if (this.#again) await this.start();
  }

  #onFailure(failure: RecordingFailure): void {
    this.#recording = null;
    this.#again = failure !== 'unsupported' && this.#options.running() !== null;
    this.#options.onChange(null);
    this.#options.onFailure(failure);
  }
}
