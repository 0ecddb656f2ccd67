import { known } from '@haustra/clinical';
import {
  CLEANLINESS,
  type EventBody,
  FRAME_SIGNS,
  type FrameFindings,
  type FrameSigns,
  ORGANS,
  WALL_SECTORS,
  type WallView,
} from '@haustra/domain';

type FramesAnalysed = Extract<EventBody, { type: 'frames-analysed' }>;

/** One `frames-analysed` event stands for about so much examination time. */
export const WINDOW_MS = 1000;

/** Gathers frames into means over about a second. */
export class FrameWindow {
  #fromMs = 0;
  #frames = 0;
  #sum = nothing();
  /** Only of the frames that gave the sign. */
  readonly #signs = new Map<
    (typeof FRAME_SIGNS)[number],
    { readonly sum: number; readonly frames: number }
  >();
  #wall: WallSum | null = null;

  /** Takes in a frame; gives the event for the frames before it when their second is over. */
  add(findings: FrameFindings, signs: FrameSigns): FramesAnalysed | null {
    const over = this.#frames > 0 && findings.timeMs - this.#fromMs >= WINDOW_MS ? this.take() : null;
    if (this.#frames === 0) this.#fromMs = findings.timeMs;
    this.#frames += 1;
    for (const organ of ORGANS) this.#sum.organ[organ] += findings.organ[organ];
    for (const grade of CLEANLINESS) this.#sum.cleanliness[grade] += findings.cleanliness[grade];
    this.#sum.usable += findings.usable;
    this.#sum.caecum += findings.caecum;
    for (const name of FRAME_SIGNS) {
      const value = signs[name];
      if (!known(value)) continue;
      const { sum, frames } = this.#signs.get(name) ?? { sum: 0, frames: 0 };
      this.#signs.set(name, { sum: sum + within(name, value), frames: frames + 1 });
    }
    if (signs.wall) this.#wall = withWall(this.#wall, signs.wall);
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
      ...Object.fromEntries([...this.#signs].map(([name, { sum, frames }]) => [name, sum / frames])),
      ...(this.#wall === null ? {} : { wall: wallMeans(this.#wall, this.#frames) }),
    };
    this.#frames = 0;
    this.#sum = nothing();
    this.#signs.clear();
    this.#wall = null;
    return event;
  }
}

/** All signs but the approach are shares. */
const within = (name: (typeof FRAME_SIGNS)[number], value: number): number =>
  name === 'approach' ? value : Math.min(1, Math.max(0, value));

const nothing = () => ({
  organ: { colon: 0, upper: 0, outside: 0 },
  cleanliness: { 'bbps-0-1': 0, 'bbps-2-3': 0, 'impacted-stool': 0 },
  usable: 0,
  caecum: 0,
});

/** Sums over the frames that showed the wall. */
interface WallSum {
  readonly looked: readonly number[];
  readonly bare: readonly number[];
  readonly roll: number;
}

const NO_WALL: WallSum = {
  looked: new Array<number>(WALL_SECTORS).fill(0),
  bare: new Array<number>(WALL_SECTORS).fill(0),
  roll: 0,
};

function withWall(before: WallSum | null, { looked, bare, roll }: WallView): WallSum {
  const sum = before ?? NO_WALL;
  return {
    looked: sum.looked.map((value, sector) => value + (looked[sector] ?? 0)),
    bare: sum.bare.map((value, sector) => value + (bare[sector] ?? 0)),
    roll: sum.roll + (roll ?? 0),
  };
}

/** Means over all frames, those that showed no wall included; few digits are enough, and keep the journal short. */
function wallMeans({ looked, bare, roll }: WallSum, frames: number): NonNullable<FramesAnalysed['wall']> {
  const mean = (sum: number): number => Math.min(1, Math.max(0, rounded(sum / frames, 100)));
  return { looked: looked.map(mean), bare: bare.map(mean), roll: rounded(roll / frames, 1000) };
}

/** To parts of `steps`; never -0. */
const rounded = (value: number, steps: number): number => Math.round(steps * value) / steps + 0;
