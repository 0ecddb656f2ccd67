import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counters, openPage, until } from './support/browser.js';
import { events, examineDevice } from './support/exam.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';

const skipped = cannotRun ? ` (${cannotRun})` : '';

describe.skipIf(cannotRun)(`the learning page during an examination${skipped}`, () => {
  let rig: Rig;
  let page: Page;
  let complaints: string[];
  let examId: string;

  beforeAll(async () => {
    rig = await openRig([], { HAUSTRA_DATA: '' });
    ({ page, complaints } = await openPage(rig.browser, rig.station.url));
    examId = await examineDevice(page);
    await page.locator('.top-bar a.button').click();
    await page.locator('.learning[data-link=open]').waitFor();
  });
  afterAll(() => rig?.close());

  it('lets the examination go on: analysed and painted, its picture in the corner', async () => {
    const before = await counters(page);
    await until(page, (n) => (window.__haustra.counters?.painted ?? 0) >= n, (before?.painted ?? 0) + 25);
    expect(await page.evaluate(() => window.__haustra.examId)).toBe(examId);
    expect((await counters(page))?.wrongFrame).toBe(0);
    const corner = await page.locator('.page.aside .stage').boundingBox();
    expect(corner?.width).toBeGreaterThan(300);
    expect(await page.locator('.exam-strip').getAttribute('class')).toContain('ready');
  });

  it('has the keyboard to itself, but for the foot pedal', async () => {
    await page.keyboard.press('Space');
    await page.keyboard.press('KeyF');
    await page.keyboard.press('PageDown');
    await until(page, () => window.__haustra.photos.stored > 0, null);
    expect(await events(rig.station, examId, 'photo-taken')).toHaveLength(1);
    expect(await page.locator('.frozen-mark').count()).toBe(0);
  });

  it('leads back to the very same examination', async () => {
    await page.locator('.live-corner').click();
    await page.locator('.learning').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => window.__haustra.examId)).toBe(examId);
    const stage = await page.locator('.page .stage').boundingBox();
    expect(stage?.width).toBeGreaterThan(1000);
    const before = await counters(page);
    await until(page, (n) => (window.__haustra.counters?.painted ?? 0) >= n, (before?.painted ?? 0) + 25);
  });

  it('leaves nothing in the browser’s log', () => {
    expect(complaints).toEqual([]);
  });
});
