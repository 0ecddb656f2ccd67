import { memoryOf } from './processes.js';

/** Memory of the three processes of a live examination, MiB; null where it cannot be read. */
export interface MemorySample {
  /** Seconds since the start. */
  readonly at: number;
  readonly station: number | null;
  readonly worker: number | null;
  readonly ffmpeg: number | null;
}

export interface MemoryReport {
  /** The sample that growth is counted from: after a minute, or a third of a shorter run. */
  readonly settled: MemorySample;
  readonly last: MemorySample;
  /** The most that each process held above `settled`, at any time after it. */
  readonly mostGrowth: Omit<MemorySample, 'at'>;
}

const EVERY_MS = 1000;
const SETTLED_AFTER = 60;

/** Looks at the memory of the processes once a second. */
export class MemoryWatch {
  readonly #samples: MemorySample[] = [];
  readonly #begun = performance.now();
  readonly #timer: NodeJS.Timeout;

  /** @param pids the worker's and FFmpeg's process ids, asked anew for each sample */
  constructor(pids: () => { readonly worker: number | null; readonly ffmpeg: number | null }) {
    this.#timer = setInterval(() => {
      const { worker, ffmpeg } = pids();
      this.#samples.push({
        at: (performance.now() - this.#begun) / 1000,
        station: memoryOf('self'),
        worker: worker === null ? null : memoryOf(worker),
        ffmpeg: ffmpeg === null ? null : memoryOf(ffmpeg),
      });
    }, EVERY_MS);
    // A run that fails must not be kept alive by its watch.
    this.#timer.unref();
  }

  /** Stops looking and tells what was seen; null where nothing was. */
  stop(): MemoryReport | null {
    clearInterval(this.#timer);
    return memoryReport(this.#samples);
  }
}

/** What the samples tell. Pure. */
export function memoryReport(samples: readonly MemorySample[]): MemoryReport | null {
  const last = samples.at(-1);
  if (last === undefined) return null;
  const from = Math.min(SETTLED_AFTER, last.at / 3);
  const settled = samples.find((sample) => sample.at >= from) ?? last;
  const later = samples.filter((sample) => sample.at >= settled.at);
  const growth = (key: 'station' | 'worker' | 'ffmpeg') => {
    const base = settled[key];
    const values = later.flatMap((sample) => sample[key] ?? []);
    return base === null || values.length === 0 ? null : Math.max(...values) - base;
  };
  return {
    settled,
    last,
    mostGrowth: { station: growth('station'), worker: growth('worker'), ffmpeg: growth('ffmpeg') },
  };
}
