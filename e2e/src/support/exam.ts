import type { JournalEntry } from '@haustra/domain';
import type { Page } from 'playwright-core';
import { until } from './browser.js';
import type { StationProcess } from './station.js';

/** Chooses the pretended capture device and waits until its frames are analysed. Gives the examination's id. */
export async function examineDevice(page: Page): Promise<string> {
  await page.locator('.home button.device').first().click();
  return analysed(page);
}

/** Waits until the chip says ready and frames are painted. Gives the examination's id. */
export async function analysed(page: Page): Promise<string> {
  await until(
    page,
    () =>
      document.querySelector<HTMLElement>('.chip')?.dataset.level === 'ready' &&
      (window.__haustra.counters?.painted ?? 0) > 0,
    null,
  );
  return page.evaluate(() => window.__haustra.examId ?? '');
}

/** The events of one kind in the journal, as the station gives it. */
export async function events<T extends JournalEntry['event']['type']>(
  station: StationProcess,
  examId: string,
  type: T,
): Promise<Extract<JournalEntry['event'], { type: T }>[]> {
  const { entries } = (await station.get(`/api/exams/${examId}/journal`)) as { entries: JournalEntry[] };
  return entries
    .map(({ event }) => event)
    .filter((event): event is Extract<JournalEntry['event'], { type: T }> => event.type === type);
}
