import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counters, openPage, until } from './support/browser.js';
import { hasPhantom } from './support/capture.js';
import { analysed } from './support/exam.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';
import { screenshots } from './support/screenshots.js';

const why = cannotRun ?? (hasPhantom ? null : 'skipped: no phantom clip');

describe.skipIf(why)(`the demonstration${why ? ` (${why})` : ''}`, () => {
  let rig: Rig;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    rig = await openRig(['--demo']);
  });
  afterAll(() => rig?.close());

  for (const language of ['en', 'zh'] as const)
    it(`opens on the phantom, playing and analysed (${language})`, async () => {
      const { page, complaints } = await openPage(rig.browser, rig.station.url, { language });
      await analysed(page);
      await until(page, () => (window.__haustra.counters?.painted ?? 0) > 50, null);
      expect((await counters(page))?.wrongFrame).toBe(0);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(
        language === 'zh' ? 'zh-CN' : 'en',
      );
      await page.screenshot({ path: join(screenshots, `live-${language}.png`) });
      await page.keyboard.press('?');
      await page.screenshot({ path: join(screenshots, `help-${language}.png`) });
      await page.keyboard.press('Escape');
      await until(page, () => document.querySelector('.summary'), null, 110_000);
      await page.screenshot({ path: join(screenshots, `summary-${language}.png`) });
      expect(await page.evaluate(() => window.__haustra.examStatus)).toBe('ended');
      await page.locator('.summary .main').click();
      await analysed(page);
      expect(complaints).toEqual([]);
      await page.context().close();
    });
});
