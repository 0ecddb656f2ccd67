import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, until } from './support/browser.js';
import { analysed, events } from './support/exam.js';
import { noGastroscopy, renderGastroscopy } from './support/gastroscopy.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';
import { screenshots } from './support/screenshots.js';

const why = cannotRun ?? noGastroscopy;

describe.skipIf(why)(`a gastroscopy${why ? ` (${why})` : ''}`, () => {
  let rig: Rig;
  let folder: string;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'haustra-e2e-'));
    await renderGastroscopy(join(folder, 'gastroscopy.mp4'));
    rig = await openRig();
  });
  afterAll(async () => {
    await rig?.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const language of ['en', 'zh'] as const)
    it(`has a list, a time and nothing of a colonoscopy (${language})`, async () => {
      const { page, complaints } = await openPage(rig.browser, rig.station.url, { language });
      await page.locator('input[type=file]').setInputFiles(join(folder, 'gastroscopy.mp4'));
      const examId = await analysed(page);
      await page.locator('.standing.upper').waitFor({ timeout: 60_000 });
      expect(await page.locator('.place').count()).toBe(22);
      for (const selector of ['.standing-bbps', '.standing-place', '.proof', '.speed'])
        expect(await page.locator(selector).count(), selector).toBe(0);
      // Antrum, lesser curvature, by letter; angulus, posterior wall, by click. C says nothing here.
      await page.keyboard.press('k');
      await page.locator('.checklist.picking').waitFor();
      await page.screenshot({ path: join(screenshots, `gastroscopy-picking-${language}.png`) });
      await page.keyboard.press('b');
      await page.locator('.place').last().click();
      await until(page, () => window.__haustra.photoBook.length === 2, null);
      await page.keyboard.press('c');
      await until(
        page,
        () => document.querySelectorAll('.standing.upper dd')[1]?.textContent === '2 / 22',
        null,
      );
      await page.screenshot({ path: join(screenshots, `gastroscopy-${language}.png`) });
      expect((await events(rig.station, examId, 'photo-taken')).map(({ place }) => place)).toEqual([
        'antrum-lesser',
        'angulus-posterior',
      ]);
      expect(await events(rig.station, examId, 'caecum-judged')).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });
});
