import { CorrectionSchema, RoundIdSchema } from '@haustra/domain';
import { z } from 'zod';
import type { CorrectionBody } from '../api/client.js';
import { asCallFailure, type CallFailure } from '../api/failure.js';

const EntrySchema = z.object({
  round: RoundIdSchema,
  frame: z.number().int().nonnegative(),
  said: CorrectionSchema.omit({ round: true, frame: true, at: true }),
  /** Why the station refused it; null while it only waits. */
  refused: z.string().nullable(),
});
export type OutboxEntry = z.infer<typeof EntrySchema>;

/** What of the browser's storage is needed. */
export type Keep = Pick<Storage, 'getItem' | 'setItem'>;
const NAME = 'haustra.corrections';

export interface OutboxNews {
  /** Not stored at the station yet, refused ones among them. */
  readonly waiting: readonly OutboxEntry[];
  /** Why the last try failed although it may work later; null while all is well. */
  readonly trouble: CallFailure | null;
}

/**
 * Sends corrections to the station, one after the other, so that the last word on a frame arrives last. What could not
 * be sent is kept in the browser, over a reload too, until the station has it or the doctor discards it. It holds
 * boxes and words about a frame's number, nothing of a patient.
 */
export class CorrectionOutbox {
  readonly #send: (entry: OutboxEntry) => Promise<unknown>;
  readonly #keep: Keep | null;
  readonly #tell: (news: OutboxNews) => void;
  #entries: OutboxEntry[];
  #sending = false;
  #underWay: OutboxEntry | null = null;
  #trouble: CallFailure | null = null;

  constructor(parts: {
    send: (entry: OutboxEntry) => Promise<unknown>;
    keep: Keep | null;
    tell: (news: OutboxNews) => void;
  }) {
    this.#send = parts.send;
    this.#keep = parts.keep;
    this.#tell = parts.tell;
    this.#entries = kept(parts.keep);
  }

  get news(): OutboxNews {
    return { waiting: this.#entries, trouble: this.#trouble };
  }

  /** What waits for a frame, the last word; null where nothing does. */
  waitingFor(round: string, frame: number): CorrectionBody | null {
    return this.#entries.findLast((entry) => entry.round === round && entry.frame === frame)?.said ?? null;
  }

  add(round: string, frame: number, said: CorrectionBody): Promise<void> {
    // An earlier word on the same frame is overtaken, unless it is on its way already.
    const others = this.#entries.filter(
      (entry) => entry === this.#underWay || entry.round !== round || entry.frame !== frame,
    );
    this.#entries = [...others, { round, frame, said, refused: null }];
    this.#changed();
    return this.flush();
  }

  /** Sends what waits; refused ones only when `again` is true. */
  async flush(again = false): Promise<void> {
    if (again) this.#entries = this.#entries.map((entry) => ({ ...entry, refused: null }));
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        this.#underWay = next;
        const fate = await this.#try(next);
        this.#underWay = null;
        if (fate?.kind === 'unreachable' || fate?.kind === 'troubled') {
          this.#trouble = fate;
          this.#changed();
          return;
        }
        this.#trouble = null;
        const sent = next;
        this.#entries =
          fate === null
            ? this.#entries.filter((entry) => entry !== sent)
            : this.#entries.map((entry) => (entry === sent ? { ...entry, refused: fate.message } : entry));
        this.#changed();
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Gives up what the station refused. */
  discardRefused(): void {
    this.#entries = this.#entries.filter((entry) => entry.refused === null);
    this.#changed();
  }

  #next(): OutboxEntry | undefined {
    return this.#entries.find((entry) => entry.refused === null);
  }

  /** Null when the station has it. */
  async #try(entry: OutboxEntry): Promise<CallFailure | null> {
    try {
      await this.#send(entry);
      return null;
    } catch (thrown) {
      return asCallFailure(thrown);
    }
  }

  #changed(): void {
    try {
      this.#keep?.setItem(NAME, JSON.stringify(this.#entries));
    } catch {
      // A private window may refuse to store; what waits then holds until the page is closed.
    }
    this.#tell(this.news);
  }
}

function kept(keep: Keep | null): OutboxEntry[] {
  try {
    const stored: unknown = JSON.parse(keep?.getItem(NAME) ?? '[]');
    return z.array(EntrySchema).safeParse(stored).data ?? [];
  } catch {
    return [];
  }
}
