import type { Page } from 'playwright-core';

/** What the page showed at one moment. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: string;
  readonly reason: string;
  readonly results: number;
  readonly videoFrames: number;
}

interface Recorder {
  moments: Moment[];
  timer: ReturnType<typeof setInterval>;
}

/** Notes every 20 ms what the page shows, until the returned function is called, which gives the notes. */
export async function watchPage(page: Page): Promise<() => Promise<Moment[]>> {
  await page.evaluate(() => {
    const moments: Moment[] = [];
    const note = () => {
      const chip = document.querySelector<HTMLElement>('.chip');
      moments.push({
        at: performance.timeOrigin + performance.now(),
        level: chip?.dataset.level ?? '',
        reason: chip?.dataset.reason ?? '',
        results: window.__haustra.counters?.results ?? 0,
        videoFrames: document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      });
    };
    Object.assign(window, { recorder: { moments, timer: setInterval(note, 20) } });
  });
  return () =>
    page.evaluate(() => {
      const { recorder } = window as unknown as { recorder: Recorder };
      clearInterval(recorder.timer);
      return recorder.moments;
    });
}

/** Milliseconds from `from` to the first moment at which `is` holds; infinite when it never does. */
export function firstAfter(
  moments: readonly Moment[],
  from: number,
  is: (moment: Moment) => boolean,
): number {
  const found = moments.find((moment) => moment.at >= from && is(moment));
  return found ? found.at - from : Number.POSITIVE_INFINITY;
}

/** The longest time, milliseconds, that the video showed no new frame. */
export function longestStill(moments: readonly Moment[]): number {
  let longest = 0;
  let since = moments[0];
  for (const moment of moments) {
    if (since && moment.videoFrames === since.videoFrames) longest = Math.max(longest, moment.at - since.at);
    else since = moment;
  }
  return longest;
}
