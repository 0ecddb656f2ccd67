import { type Action, reduce } from '../state/reduce.js';
import type { ConsoleState } from '../state/state.js';

/** Holds the page's state; every change goes through `reduce`. Listeners are told after each change. */
export class Store {
  #state: ConsoleState;
  readonly #listeners = new Set<() => void>();

  constructor(initial: ConsoleState) {
    this.#state = initial;
  }

  get state(): ConsoleState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispatch(action: Action): void {
    const next = reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
