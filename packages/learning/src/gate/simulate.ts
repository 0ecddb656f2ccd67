/** Made-up judgements of two models over a made-up frozen set, for tests of the gate. */
import { seededRandom } from '../stats/random.js';
import type { GateQuantity, Statistic } from './types.js';

/** One picture of the made-up set. */
export interface MadePicture {
  readonly source: string;
  readonly group: string;
  readonly size: string;
}

export const MADE_HEADS = ['lesion', 'outline', 'type', 'organ', 'usable', 'cleanliness', 'caecum'] as const;

/** 800 pictures: like the real set, most by themselves, some in a few long sequences. */
export function madePictures(): MadePicture[] {
  const sizes = ['small', 'medium', 'large'];
  const pictures: MadePicture[] = [];
  const add = (source: string, count: number, ofSequence: number) => {
    for (let at = 0; at < count; at++) {
      const group =
        ofSequence === 1 ? `${source}/${at}` : `${source} sequence ${Math.floor(at / ofSequence)}`;
      pictures.push({ source, group, size: sizes[at % 3] ?? '' });
    }
  };
  add('stills', 380, 1);
  add('centre-a', 100, 1);
  add('centre-b', 40, 1);
  add('clips', 160, 20);
  add('upper', 110, 55);
  add('few', 10, 1);
  return pictures;
}

/** Chance that a head is right on a picture, for the model after: where a damage or a gain is made. */
export type Damage = (head: string, picture: MadePicture) => number;

const RIGHT = 0.9;
/** How much a model's rate differs from sequence to sequence, which no amount of its pictures evens out. */
const SEQUENCE_SPREAD = 0.05;

/**
 * Draws what two models get right. Half of the outcomes are shared, as those of a model and its child are; the rest is
 * drawn for each model by itself, with a chance that differs from sequence to sequence.
 * @param after chance that the candidate is right, by default that of the current one
 */
export function madeQuantities(seed: number, after: Damage = () => RIGHT): GateQuantity[] {
  const random = seededRandom(seed);
  const pictures = madePictures();
  return MADE_HEADS.flatMap((head) => {
    const outcomes = pictures.map((): [number, number] => [0, 0]);
    const drift = new Map<string, readonly [number, number]>();
    for (const [at, picture] of pictures.entries()) {
      const known = drift.get(picture.group) ?? [gauss(random), gauss(random)];
      drift.set(picture.group, known);
      const shared = random() < 0.5 && after(head, picture) === RIGHT;
      const first = random() < RIGHT + SEQUENCE_SPREAD * known[0] ? 1 : 0;
      const second = random() < after(head, picture) + SEQUENCE_SPREAD * known[1] ? 1 : 0;
      outcomes[at] = [first, shared ? first : second];
    }
    const subgroups = [
      ['all', () => true] as const,
      ...cut(pictures, 'source', ({ source }) => source),
      ...cut(pictures, 'size', ({ size }) => size),
    ];
    return subgroups.map(([subgroup, holds]): GateQuantity => {
      const inside = pictures.flatMap((picture, at) => (holds(picture) ? [at] : []));
      const share =
        (model: 0 | 1): Statistic =>
        (weights) => {
          let [right, all] = [0, 0];
          for (const [own, at] of inside.entries()) {
            const weight = weights[own] ?? 0;
            all += weight;
            right += weight * (outcomes[at]?.[model] ?? 0);
          }
          return all === 0 ? null : right / all;
        };
      return {
        head,
        measure: 'accuracy',
        subgroup,
        n: inside.length,
        rarer: inside.length,
        groups: inside.map((at) => pictures[at]?.group ?? ''),
        before: share(0),
        after: share(1),
      };
    });
  });
}

function cut(pictures: readonly MadePicture[], kind: string, of: (picture: MadePicture) => string) {
  return [...new Set(pictures.map(of))].map(
    (value) => [`${kind}:${value}`, (picture: MadePicture) => of(picture) === value] as const,
  );
}

const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
