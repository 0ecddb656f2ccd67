import { type FrameFindings, frameId, type ModelManifest, ms, px, toBox, WHOLE } from '@haustra/domain';
import { describe, differenceHash, doubtOf, faultOf } from '@haustra/learning';
import { cutAndResize } from '@haustra/media';
import { type Analyser, loadModel, startAnalyser } from '@haustra/vision';
import { HASHED_SIDE } from '../frozen/fingerprints.js';
import type { View } from './views.js';

/** What the current model sees in a picture. */
export interface Sight {
  readonly organ: 'colon' | 'upper' | 'outside';
  readonly usable: number;
  /** Highest lesion score. */
  readonly best: number;
  /** Why it is not learnt from, as far as it tells by itself. */
  readonly fault: 'outside' | 'unusable' | null;
  readonly hash: string;
  readonly look: Int8Array | null;
  readonly lesions: { box: [number, number, number, number]; score: number }[];
  readonly findings: FrameFindings;
  /** The picture at the model's input size, RGB. */
  readonly input: Uint8Array;
}

/** Shown to the doctor who is asked about a picture; weaker ones would only cover it. */
const SHOWN_FROM = 0.1;
const SHOWN_AT_MOST = 8;
const ORGANS = ['colon', 'upper', 'outside'] as const;

const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));

/** Looks at pictures with a model, in a process of its own. */
export class Looker {
  #next = 0;

  private constructor(
    readonly manifest: ModelManifest,
    readonly analyser: Analyser,
  ) {}

  /** @param folder of the model @throws HaustraError as `loadModel` and `startAnalyser` */
  static async open(folder: string): Promise<Looker> {
    const model = await loadModel(folder);
    // The same answers on every machine and run: a round that goes on elsewhere ends the same.
    return new Looker(model.manifest, await startAnalyser(model, { provider: 'cpu' }));
  }

  /** @throws HaustraError `analysis-failed` where the model gives no valid answer */
  async look(view: View): Promise<Sight> {
    const input = this.#input(view);
    const findings = await this.#ask(input);
    const { organ, usable, lesions } = findings;
    return {
      organ: ORGANS.reduce((most, one) => (organ[one] > organ[most] ? one : most)),
      usable: rounded(usable),
      best: rounded(lesions[0]?.score ?? 0),
      fault: faultOf(findings),
      hash: this.#hash(view, input),
      look: describe(findings.search),
      lesions: lesions
        .filter(({ score }) => score >= SHOWN_FROM)
        .slice(0, SHOWN_AT_MOST)
        .map(({ box, score }) => {
          const [x, y, w, h] = toBox(box);
          return { box: [rounded(x), rounded(y), rounded(w), rounded(h)], score: rounded(score) };
        }),
      findings,
      input,
    };
  }

  /** How much the model would like to know of this picture; looks at its mirror image as well. */
  async doubt({ findings, input }: Sight): Promise<number> {
    const { width, height } = this.manifest.input;
    const mirrored = await this.#ask(mirror(input, width, height));
    return rounded(doubtOf(findings, mirrored, this.manifest));
  }

  /** As pictures that models are judged on are hashed, so that the same ones are known again. */
  #hash({ rgb: data, width, height }: View, seen: Uint8Array): string {
    const { input } = this.manifest;
    const [w, h] = [HASHED_SIDE, HASHED_SIDE];
    const same = input.width === w && input.height === h;
    const rgb = same ? seen : cutAndResize({ data, width, height, channels: 3 }, WHOLE, w, h);
    return differenceHash({ width: w, height: h, rgb });
  }

  #input({ rgb: data, width, height }: View): Uint8Array {
    const { input } = this.manifest;
    return cutAndResize({ data, width, height, channels: 3 }, WHOLE, input.width, input.height);
  }

  #ask(rgb: Uint8Array): Promise<FrameFindings> {
    const { width, height } = this.manifest.input;
    const id = this.#next++;
    return this.analyser.analyse({
      id: frameId(id),
      timeMs: ms(id),
      field: WHOLE,
      width: px(width),
      height: px(height),
      rgb,
    });
  }

  close(): Promise<void> {
    return this.analyser.close();
  }
}

/** The picture as a mirror shows it. */
export function mirror(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      out.set(rgb.subarray(from, from + 3), (y * width + (width - 1 - x)) * 3);
    }
  }
  return out;
}
