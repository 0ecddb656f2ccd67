import type { ConsoleState } from '../state/state.js';
import type { Store } from './store.js';

/** What `window.__haustra` gives to tests and to people who look for a fault. Read only. */
export interface HaustraDiagnostics {
  readonly counters: ConsoleState['counters'];
  readonly view: ConsoleState['view'];
  readonly link: ConsoleState['link'];
  readonly analysis: ConsoleState['analysis'];
  readonly examId: string | null;
  readonly examStatus: ConsoleState['exam']['status'];
  readonly lesions: ConsoleState['lesions'];
  readonly photos: ConsoleState['photos'];
  readonly photoBook: ConsoleState['photoBook'];
}

declare global {
  interface Window {
    readonly __haustra: HaustraDiagnostics;
  }
}

/** Puts the diagnostics object on the page; each look at it gives the state of that moment. */
export function exposeDiagnostics(store: Store): void {
  const read = (): HaustraDiagnostics => {
    const { counters, view, link, analysis, exam, lesions, photos, photoBook } = store.state;
    return Object.freeze({
      counters,
      view,
      link,
      analysis,
      examId: exam.id,
      examStatus: exam.status,
      lesions,
      photos,
      photoBook,
    });
  };
  Object.defineProperty(window, '__haustra', { get: read });
}
