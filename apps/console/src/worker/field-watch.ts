import { type Rect, WHOLE } from '@haustra/domain';
import { FieldKeeper, findField } from '@haustra/media/field';
import type { Size } from './geometry.js';
import { Sampler } from './sampler.js';

/** Looks often at first, then now and then: the field changes only with the scope or the processor's layout. */
const EAGER_LOOKS = 12;
const EAGER_EVERY_MS = 150;
const CALM_EVERY_MS = 1000;
const LOOK_WIDTH = 320;

/** Follows the visible field of the running source, so that text and insets around it never reach the model. */
export class FieldWatch {
  #keeper = new FieldKeeper();
  #field: Rect = WHOLE;
  #looks = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #sampler: Sampler | null = null;

  get field(): Rect {
    return this.#field;
  }

  /** Looks at the picture if it is time to. */
  watch(picture: CanvasImageSource, size: Size, now: number): void {
    const every = this.#looks < EAGER_LOOKS ? EAGER_EVERY_MS : CALM_EVERY_MS;
    if (now - this.#lookedAt < every) return;
    this.#lookedAt = now;
    this.#looks++;
    const width = Math.min(LOOK_WIDTH, size.width);
    const height = Math.max(1, Math.round((width * size.height) / size.width));
    if (this.#sampler?.width !== width || this.#sampler.height !== height)
      this.#sampler = new Sampler(width, height);
    const data = this.#sampler.sample(picture, size, WHOLE);
    this.#field = this.#keeper.update(findField({ width, height, data, channels: 4 }));
  }

  /** Another source: forget what was learnt. */
  reset(): void {
    this.#keeper = new FieldKeeper();
    this.#field = WHOLE;
    this.#looks = 0;
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }
}
