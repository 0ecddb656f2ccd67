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
  en: {
    reached: 'Caecum reachedby your word',
    not: 'Caecum not reached',
    muted: 'Prompts are off (M)',
    wall: 'Not known yet',
    here: /^Here/,
  },
  zh: {
    reached: '已到盲肠由医生确认',
    not: '未到盲肠',
    muted: '提示已关闭（M）',
    wall: '尚不清楚',
    here: /^此处/,
  },
} as const;

describe.skipIf(why)(`how the examination stands${why ? ` (${why})` : ''}`, () => {
  let rig: Rig;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    rig = await openRig(['--demo']);
  });
  afterAll(() => rig?.close());

  for (const language of ['en', 'zh'] as const)
    it(`clocks, the doctor's word on the caecum, the way to the lumen, prompts (${language})`, async () => {
      const { page, complaints } = await openPage(rig.browser, rig.station.url, { language });
      const words = WORDS[language];
      await analysed(page);
      const caecum = page.locator('.standing-place button').first();
      await until(
        page,
        (text) => document.querySelector('.standing-place button')?.textContent === text,
        words.not,
      );
      await until(
        page,
        () => document.querySelector('.phase')?.textContent?.match(/Insertion|进镜/),
        null,
        60_000,
      );
      // Of the wall nothing is said before the way back; V hides the map and brings it back.
      const map = page.locator('.coverage');
      expect(await map.textContent()).toContain(words.wall);
      await page.keyboard.press('v');
      await until(page, () => document.querySelector('.coverage') === null, null);
      await page.keyboard.press('v');
      await page.keyboard.press('l');
      await page.keyboard.press('m');
      await until(
        page,
        (text) => document.querySelector('.notices')?.textContent?.includes(text),
        words.muted,
      );
      await page.keyboard.press('m');
      await page.keyboard.press('c');
      await until(
        page,
        (text) => document.querySelector('.standing-place button')?.textContent === text,
        words.reached,
      );
      expect(await caecum.getAttribute('aria-pressed')).toBe('true');
      // Withdrawal begins once the scope is drawn back; from then on its clock runs.
      await until(
        page,
        () => /[1-9]/.test(document.querySelectorAll('.standing-clocks dd')[1]?.textContent ?? ''),
        null,
        60_000,
      );
      await until(
        page,
        () => /[1-9]\d* %/.test(document.querySelector('.coverage dd')?.textContent ?? ''),
        null,
        60_000,
      );
      expect(await map.locator('.here').textContent()).toMatch(words.here);
      expect(await map.locator('path').count()).toBe(12);
      // Reminders for those who learn are off until asked for.
      const guidance = map.locator('button');
      expect(await guidance.getAttribute('aria-pressed')).toBe('false');
      await guidance.click();
      await until(
        page,
        () => document.querySelector('.coverage button')?.getAttribute('aria-pressed') === 'true',
        null,
      );
      await page.screenshot({ path: join(screenshots, `standing-${language}.png`) });
      // The lesions keep their place on a small screen.
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.screenshot({ path: join(screenshots, `standing-small-${language}.png`) });
      const { scrollWidth, clientWidth } = await page.locator('.side').evaluate((side) => ({
        scrollWidth: side.scrollWidth,
        clientWidth: side.clientWidth,
      }));
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
      const strip = await page.locator('.strip ol, .strip p').first().boundingBox();
      expect(strip?.height).toBeGreaterThan(20);
      await page.setViewportSize({ width: 1920, height: 1080 });
      await caecum.click();
      await until(
        page,
        (text) => document.querySelector('.standing-place button')?.textContent === text,
        words.not,
      );
      expect(complaints).toEqual([]);
      await page.context().close();
    });
});
