import cliProgress from 'cli-progress';
import type { Messages } from '../messages/en.js';

/** What is done so far, shown with the time left. */
export interface Progress {
  update(done: number): void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/**
 * A progress bar on stderr with time left; silent where stderr is not a terminal.
 * @param total what `update` counts to; null when the length is not known
 */
export function startProgress(label: string, total: number | null, t: Messages, shown: boolean): Progress {
  if (!shown) return SILENT;
  const known = total !== null && total > 0;
  const format = known
    ? `${label} {bar} {percentage}% | {value}/{total} | ${t.progress.left} {eta_formatted}`
    : `${label} {value} | {duration_formatted}`;
  const bar = new cliProgress.SingleBar({
    format,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    fps: 5,
    etaBuffer: 200,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  });
  bar.start(known ? total : 0, 0);
  return {
    update: (done) => {
      // A recording may hold more frames than its header says; the bar then grows instead of lying.
      if (known && done > bar.getTotal()) bar.setTotal(done);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
