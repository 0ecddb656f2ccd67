import { iou, type Rect, WHOLE } from '@haustra/domain';

/** Rectangles that overlap this much are the same field seen again. */
const SAME = 0.94;
/** Sightings of another field in a row before it is believed: a larger one shows light, a smaller one may be a dark moment. */
const TO_GROW = 4;
const TO_SHRINK = 12;

const area = (r: Rect) => r.w * r.h;

function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
}

/**
 * Keeps the visible field steady over time: `update` is called with what each picture shows (about twice a second is
 * enough) and gives the field to use. A dark or flooded moment does not move it; a lasting change does.
 */
export class FieldKeeper {
  #kept: Rect | null;
  #other: Rect | null = null;
  #sightings = 0;
  #seen = 0;

  /** `start` is the field already known, if any. */
  constructor(start: Rect | null = null) {
    this.#kept = start;
    this.#seen = start === null ? 0 : TO_GROW;
  }

  /** The field in use; the whole picture until one has been seen. */
  get field(): Rect {
    return this.#kept ?? WHOLE;
  }

  /** `rect` in fractions of the picture, null where the picture was too dark to say. */
  update(rect: Rect | null): Rect {
    if (rect === null) return this.field;
    this.#seen += 1;
    if (this.#kept === null) {
      this.#kept = rect;
    } else if (iou(this.#kept, rect) >= SAME) {
      this.#forget();
    } else if (this.#seen <= TO_GROW) {
      // The first pictures together: the field may only partly be lit in each.
      this.#kept = union(this.#kept, rect);
    } else {
      this.#consider(rect, this.#kept);
    }
    return this.field;
  }

  #consider(rect: Rect, kept: Rect): void {
    const again = this.#other !== null && iou(this.#other, rect) >= SAME;
    this.#other = again ? this.#other : rect;
    this.#sightings = again ? this.#sightings + 1 : 1;
    if (this.#sightings < (area(rect) > area(kept) ? TO_GROW : TO_SHRINK)) return;
    this.#kept = this.#other;
    this.#forget();
  }

  #forget(): void {
    this.#other = null;
    this.#sightings = 0;
  }
}
