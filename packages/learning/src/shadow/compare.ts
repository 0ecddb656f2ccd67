import { fromBox, iou } from '@haustra/domain';
import type { ShadowDifference, ShadowFrame, ShadowSight, ShadowSummary } from './types.js';

/** Two boxes that overlap this much point at the same lesion. */
const SAME_PLACE = 0.3;
/** Differences of the same kind that are no further apart make one stretch. */
const ONE_STRETCH_MS = 1000;
/** Stretches that a summary lists. */
const LISTED = 50;

type Lesion = ShadowSight['lesions'][number];
type Stretch = ShadowSummary['differences'][number];

/** How two models compare on one frame. */
interface FrameVerdict {
  readonly both: number;
  readonly lost: number;
  readonly fresh: number;
  readonly opposite: number;
  readonly differences: readonly ShadowDifference[];
}

/** Compares two models frame by frame, in order of time, without holding the frames. */
export class ShadowComparison {
  #frames = 0;
  #agreeing = 0;
  #organ = 0;
  #usable = 0;
  #sameLesions = 0;
  readonly #lesions = { both: 0, lost: 0, new: 0, oppositeCalls: 0 };
  readonly #ms: { current: number[]; candidate: number[] } = { current: [], candidate: [] };
  readonly #stretches: Stretch[] = [];
  /** The last stretch of each kind, which the next frame may lengthen. */
  readonly #open = new Map<ShadowDifference, Stretch>();

  get frames(): number {
    return this.#frames;
  }

  add(frame: ShadowFrame): void {
    const { both, lost, fresh, opposite, differences } = verdictOn(frame);
    this.#frames++;
    if (differences.length === 0) this.#agreeing++;
    if (!differences.includes('organ')) this.#organ++;
    if (!differences.includes('usable')) this.#usable++;
    if (lost + fresh === 0) this.#sameLesions++;
    this.#lesions.both += both;
    this.#lesions.lost += lost;
    this.#lesions.new += fresh;
    this.#lesions.oppositeCalls += opposite;
    this.#ms.current.push(frame.current.ms);
    this.#ms.candidate.push(frame.candidate.ms);
    for (const what of differences) this.#lengthen(what, frame);
  }

  /** The summary so far. @throws RangeError before the first frame */
  summary(about: Pick<ShadowSummary, 'exam' | 'at' | 'current' | 'candidate'>): ShadowSummary {
    if (this.#frames === 0) throw new RangeError('no frame was compared');
    const share = (count: number) => count / this.#frames;
    const longest = [...this.#stretches].sort((a, b) => b.frames - a.frames).slice(0, LISTED);
    return {
      ...about,
      frames: this.#frames,
      agreement: share(this.#agreeing),
      organ: share(this.#organ),
      usable: share(this.#usable),
      lesions: { agreement: share(this.#sameLesions), ...this.#lesions },
      ms: { current: median(this.#ms.current), candidate: median(this.#ms.candidate) },
      differences: this.#stretches.filter((stretch) => longest.includes(stretch)),
      more: this.#stretches.length - longest.length,
    };
  }

  #lengthen(what: ShadowDifference, { file, atMs }: ShadowFrame): void {
    const open = this.#open.get(what);
    const joins =
      open?.file === file && open.toMs !== null && atMs !== null && atMs - open.toMs <= ONE_STRETCH_MS;
    if (joins) {
      open.toMs = atMs;
      open.frames++;
      return;
    }
    const stretch: Stretch = { what, file, fromMs: atMs, toMs: atMs, frames: 1 };
    this.#stretches.push(stretch);
    this.#open.set(what, stretch);
  }
}

function verdictOn({ current, candidate }: ShadowFrame): FrameVerdict {
  const pairs = partners(current.lesions, candidate.lesions);
  const lost = current.lesions.length - pairs.length;
  const fresh = candidate.lesions.length - pairs.length;
  const opposite = pairs.filter(([one, other]) => areOpposite(one, other)).length;
  const differences: ShadowDifference[] = [
    ...(lost > 0 ? (['lost'] as const) : []),
    ...(fresh > 0 ? (['new'] as const) : []),
    ...(opposite > 0 ? (['type'] as const) : []),
    ...(current.organ !== candidate.organ ? (['organ'] as const) : []),
    ...(current.usable !== candidate.usable ? (['usable'] as const) : []),
  ];
  return { both: pairs.length, lost, fresh, opposite, differences };
}

/** The lesions that both show at the same place, those that overlap most first; each once. */
function partners(one: readonly Lesion[], other: readonly Lesion[]): [Lesion, Lesion][] {
  const overlaps = one
    .flatMap((first) =>
      other.map((second) => ({ first, second, overlap: iou(fromBox(first.box), fromBox(second.box)) })),
    )
    .filter(({ overlap }) => overlap >= SAME_PLACE)
    .sort((a, b) => b.overlap - a.overlap);
  const taken = new Set<Lesion>();
  return overlaps.flatMap(({ first, second }): [Lesion, Lesion][] => {
    if (taken.has(first) || taken.has(second)) return [];
    taken.add(first).add(second);
    return [[first, second]];
  });
}

const areOpposite = (one: Lesion, other: Lesion): boolean =>
  one.call !== other.call && one.call !== 'no-call' && other.call !== 'no-call';

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
