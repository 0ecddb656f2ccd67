import type { MessageKey } from '../messages/en.js';
import { whyRefused } from '../station/refusal.js';

const CHUNK_MS = 1000;
/** The first that the browser can encode is taken; all are WebM. */
const TYPES = ['video/webm;codecs=h264', 'video/webm;codecs=vp8', 'video/webm'] as const;
const BITS_PER_SECOND = 8_000_000;

/** Why a recording ended by itself. */
export type RecordingFailure = 'unsupported' | { readonly why: MessageKey };

export interface RecordingEvents {
  /** It ended without being asked to. */
  readonly onFailure: (failure: RecordingFailure) => void;
}

/** The stream of what the video shows: the capture stream itself, or one taken from a playing file. */
export function streamOf(video: HTMLVideoElement, stream: MediaStream | null): MediaStream | null {
  if (stream) return stream;
  const playing = video as HTMLVideoElement & { captureStream?: () => MediaStream };
  return playing.captureStream?.() ?? null;
}

/** One recording on its way to the station, in chunks of a second, one after another. */
export class Recording {
  readonly #base: string;
  readonly #recorder: MediaRecorder;
  readonly #events: RecordingEvents;
  #tail: Promise<void> = Promise.resolve();
  #over = false;

  private constructor(base: string, recorder: MediaRecorder, events: RecordingEvents) {
    this.#base = base;
    this.#recorder = recorder;
    this.#events = events;
  }

  /** Begins to record; null (after `onFailure`) where the browser or the station cannot. */
  static async start(
    examId: string,
    stream: MediaStream | null,
    events: RecordingEvents,
  ): Promise<Recording | null> {
    const type = stream && TYPES.find((each) => MediaRecorder.isTypeSupported(each));
    if (!stream || !type) {
      events.onFailure('unsupported');
      return null;
    }
    const base = `/api/exams/${encodeURIComponent(examId)}/recording`;
    const refused = await post(`${base}/start`);
    if (refused !== null) {
      events.onFailure({ why: refused });
      return null;
    }
    try {
      const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND });
      const recording = new Recording(base, recorder, events);
      recorder.ondataavailable = ({ data }) => recording.#send(data);
      recorder.onerror = () => recording.#fail('record.browser');
      recorder.start(CHUNK_MS);
      return recording;
    } catch {
      events.onFailure({ why: 'record.browser' });
      return null;
    }
  }

  /** Ends it; resolves when the station has the whole file. */
  async stop(): Promise<boolean> {
    if (this.#over) return false;
    const finished = new Promise<void>((resolve) => {
      this.#recorder.onstop = () => resolve();
    });
    if (this.#recorder.state !== 'inactive') {
      this.#recorder.stop();
      await finished;
    }
    await this.#tail;
    if (this.#over) return false;
    this.#over = true;
    const refused = await post(`${this.#base}/stop`);
    if (refused !== null) this.#events.onFailure({ why: refused });
    return refused === null;
  }

  #send(data: Blob): void {
    if (data.size === 0) return;
    this.#tail = this.#tail.then(async () => {
      if (this.#over) return;
      const refused = await post(`${this.#base}/chunk`, data);
      if (refused !== null) this.#fail(refused);
    });
  }

  #fail(why: MessageKey): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#events.onFailure({ why });
  }
}

/** Null where the station took it, otherwise the text that says why not. */
async function post(url: string, body?: Blob): Promise<MessageKey | null> {
  const what = body ? { headers: { 'content-type': 'video/webm' }, body } : {};
  let answer: Response;
  try {
    answer = await fetch(url, { method: 'POST', ...what });
  } catch {
    return 'station.why.unreachable';
  }
  return answer.ok ? null : whyRefused(answer);
}
