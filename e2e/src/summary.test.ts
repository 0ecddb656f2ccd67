import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, until } from './support/browser.js';
import { hasPhantom } from './support/capture.js';
import { analysed } from './support/exam.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';
import { screenshots } from './support/screenshots.js';

const why = cannotRun ?? (hasPhantom ? null : 'skipped: no phantom clip');
const WORDS = {
  en: { settings: 'Settings', close: 'Close', end: 'End examination', yes: 'End it', unknown: 'not known' },
  zh: { settings: '设置', close: '关闭', end: '结束检查', yes: '结束', unknown: '未知' },
} as const;

describe.skipIf(why)(`after the examination${why ? ` (${why})` : ''}`, () => {
  let rig: Rig;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    rig = await openRig(['--demo']);
  });
  afterAll(() => rig?.close());

  for (const language of ['en', 'zh'] as const)
    it(`course, indicators, and a score sheet in training mode (${language})`, async () => {
      const { page, complaints } = await openPage(rig.browser, rig.station.url, { language });
      const words = WORDS[language];
      await analysed(page);
      await page.getByRole('button', { name: words.settings, exact: true }).click();
      // Training mode asks for the reminders as well; a word to the contrary holds.
      const guidance = page.locator('input[name=guidance]');
      expect(await guidance.isChecked()).toBe(false);
      await page.locator('input[name=training]').check();
      const pressed = (wanted: string) =>
        until(
          page,
          (is) => document.querySelector('.coverage button')?.getAttribute('aria-pressed') === is,
          wanted,
        );
      await pressed('true');
      expect(await guidance.isChecked()).toBe(true);
      await guidance.uncheck();
      await pressed('false');
      expect(await page.locator('input[name=training]').isChecked()).toBe(true);
      await page.screenshot({ path: join(screenshots, `training-${language}.png`) });
      await page.getByRole('button', { name: words.close, exact: true }).click();
      await page.keyboard.press('c');
      await page.waitForTimeout(8000);
      await page.getByRole('button', { name: words.end, exact: true }).click();
      await page.getByRole('button', { name: words.yes, exact: true }).click();
      await until(page, () => document.querySelector('tr[data-indicator]') !== null, null, 30_000);
      await until(
        page,
        () => (document.querySelector('.timeline img') as HTMLImageElement | null)?.naturalWidth === 1600,
        null,
        30_000,
      );
      const text = async (selector: string) => (await page.locator(selector).textContent()) ?? '';
      expect(await text('tr[data-indicator=bbps-total] td >> nth=0')).toBe(words.unknown);
      expect(await text('tr[data-indicator=caecum-reached] code')).toBe('caecum-reached');
      expect(await page.locator('tr[data-part]').count()).toBe(8);
      await page.screenshot({ path: join(screenshots, `ended-${language}.png`) });
      await page.setViewportSize({ width: 1920, height: 2600 });
      await page.screenshot({ path: join(screenshots, `ended-whole-${language}.png`) });
      expect(complaints).toEqual([]);
      await page.context().close();
    });
});
