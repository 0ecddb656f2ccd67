/** The newest `capacity` samples of a quantity, and its quantiles. Allocates nothing when a sample is added. */
export class Samples {
  readonly #values: Float64Array;
  #next = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  add(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#values.length;
    this.#count = Math.min(this.#count + 1, this.#values.length);
  }

  get count(): number {
    return this.#count;
  }

  /** The value that a share `p` (0..1) of the samples does not exceed (nearest rank); null without samples. */
  quantile(p: number): number | null {
    if (this.#count === 0) return null;
    const sorted = this.#values.slice(0, this.#count).sort();
    return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? null;
  }
}

/** How often something happens: events a second over the last `windowMs`. */
export class Rate {
  readonly #times: number[] = [];
  readonly #windowMs: number;

  constructor(windowMs = 2000) {
    this.#windowMs = windowMs;
  }

  hit(nowMs: number): void {
    this.#times.push(nowMs);
    this.#forget(nowMs);
  }

  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    return (this.#times.length * 1000) / this.#windowMs;
  }

  #forget(nowMs: number): void {
    while (this.#times.length > 0 && (this.#times[0] ?? 0) <= nowMs - this.#windowMs) this.#times.shift();
  }
}
