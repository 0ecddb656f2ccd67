import type { Rect } from '@haustra/domain';

/** Standard deviation of a found box's centre, in parts of the box's own size. */
const NOISE = 0.06;
/** Acceleration in picture widths per s²: of a scope held still, and how much more when the box lags behind. */
const STILL = 0.5;
const MOVING = 12;
/** Time in which a velocity that is no longer confirmed dies away, seconds. */
const FADE_S = 0.25;
/** Time constant of the size, seconds. */
const SIZE_S = 0.12;

/**
 * Where a lesion is and where it goes: one constant-velocity Kalman filter for each axis of the centre, and a smoothed
 * size. It follows a moving scope closely and stands still over a still one: the assumed acceleration grows only when
 * the box is found to one side again and again.
 */
export class Motion {
  #x: Axis;
  #y: Axis;
  #w: number;
  #h: number;

  constructor(box: Rect) {
    this.#x = new Axis(box.x + box.w / 2, box.w);
    this.#y = new Axis(box.y + box.h / 2, box.h);
    this.#w = box.w;
    this.#h = box.h;
  }

  /** Moves on by `dtS` seconds without a sighting; `lost` lets the velocity fade. */
  predict(dtS: number, lost: boolean): void {
    this.#x.predict(dtS, lost);
    this.#y.predict(dtS, lost);
  }

  /** Takes in a sighting at the time last predicted to, `dtS` seconds after the one before. */
  correct(box: Rect, dtS: number): void {
    this.#x.correct(box.x + box.w / 2, box.w);
    this.#y.correct(box.y + box.h / 2, box.h);
    const share = 1 - Math.exp(-Math.max(dtS, 0.001) / SIZE_S);
    this.#w *= (box.w / this.#w) ** share;
    this.#h *= (box.h / this.#h) ** share;
  }

  get box(): Rect {
    return {
      x: this.#x.position - this.#w / 2,
      y: this.#y.position - this.#h / 2,
      w: this.#w,
      h: this.#h,
    };
  }
}

class Axis {
  position: number;
  #velocity = 0;
  #lag = 0;
  // Covariance of position and velocity.
  #pp: number;
  #pv = 0;
  #vv = 0.25;

  constructor(position: number, size: number) {
    this.position = position;
    this.#pp = (NOISE * size) ** 2;
  }

  predict(dt: number, lost: boolean): void {
    const step = Math.min(dt, 1);
    if (lost) this.#velocity *= Math.exp(-step / FADE_S);
    this.position += this.#velocity * step;
    const a = (STILL + MOVING * Math.min(1, this.#lag * this.#lag)) ** 2;
    this.#pp += 2 * step * this.#pv + step * step * this.#vv + (a * step ** 4) / 4;
    this.#pv += step * this.#vv + (a * step ** 3) / 2;
    this.#vv = Math.min(4, this.#vv + a * step * step);
  }

  correct(found: number, size: number): void {
    const noise = Math.max(1e-4, NOISE * size);
    const miss = found - this.position;
    this.#lag = 0.6 * this.#lag + 0.4 * Math.max(-2, Math.min(2, miss / (2.5 * noise)));
    const total = this.#pp + noise * noise;
    const gainP = this.#pp / total;
    const gainV = this.#pv / total;
    this.position += gainP * miss;
    this.#velocity += gainV * miss;
    this.#vv -= gainV * this.#pv;
    this.#pv *= 1 - gainP;
    this.#pp *= 1 - gainP;
  }
}
