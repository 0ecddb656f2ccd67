import { CLEANLINESS, type EventBody, type FrameFindings, ORGANS } from '@haustra/domain';

type FramesAnalysed = Extract<EventBody, { type: 'frames-analysed' }>;

/** One `frames-analysed` event stands for about so much examination time. */
export const WINDOW_MS = 1000;

/** Gathers frames into means over about a second. */
export class FrameWindow {
  #fromMs = 0;
  #frames = 0;
  #sum = nothing();

  /** Takes in a frame; gives the event for the frames before it when their second is over. */
  add(findings: FrameFindings): FramesAnalysed | null {
    const over = this.#frames > 0 && findings.timeMs - this.#fromMs >= WINDOW_MS ? this.take() : null;
    if (this.#frames === 0) this.#fromMs = findings.timeMs;
    this.#frames += 1;
    for (const organ of ORGANS) this.#sum.organ[organ] += findings.organ[organ];
    for (const grade of CLEANLINESS) this.#sum.cleanliness[grade] += findings.cleanliness[grade];
    this.#sum.usable += findings.usable;
    this.#sum.caecum += findings.caecum;
    return over;
  }

  /** The event for what was gathered so far, and a fresh start; null when there is nothing. */
  take(): FramesAnalysed | null {
    if (this.#frames === 0) return null;
    const { organ, cleanliness, usable, caecum } = this.#sum;
    const mean = (sum: number): number => Math.min(1, Math.max(0, sum / this.#frames));
    const event: FramesAnalysed = {
      type: 'frames-analysed',
      fromMs: this.#fromMs,
      frames: this.#frames,
      organ: { colon: mean(organ.colon), upper: mean(organ.upper), outside: mean(organ.outside) },
      usable: mean(usable),
      cleanliness: {
        'bbps-0-1': mean(cleanliness['bbps-0-1']),
        'bbps-2-3': mean(cleanliness['bbps-2-3']),
        'impacted-stool': mean(cleanliness['impacted-stool']),
      },
      caecum: mean(caecum),
    };
    this.#frames = 0;
    this.#sum = nothing();
    return event;
  }
}

const nothing = () => ({
  organ: { colon: 0, upper: 0, outside: 0 },
  cleanliness: { 'bbps-0-1': 0, 'bbps-2-3': 0, 'impacted-stool': 0 },
  usable: 0,
  caecum: 0,
});
