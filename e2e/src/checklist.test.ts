import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, until } from './support/browser.js';
import { hasPhantom } from './support/capture.js';
import { analysed, events } from './support/exam.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';
import { screenshots } from './support/screenshots.js';

const why = cannotRun ?? (hasPhantom ? null : 'skipped: no phantom clip');
const WORDS = {
  en: {
    orifice: 'Appendiceal orifice',
    valve: 'Ileocaecal valve',
    proved: 'Caecum proved',
    settings: 'Settings',
  },
  zh: { orifice: '阑尾开口', valve: '回盲瓣', proved: '盲肠已证实', settings: '设置' },
} as const;

/** The photos that stand, as the page knows them. */
const book = (page: Page) =>
  page.evaluate(() => window.__haustra.photoBook.map(({ author, place }) => [author, place]));
const photos = (page: Page, count: number) =>
  until(page, (n) => window.__haustra.photoBook.length === n, count);
/** Waits until the text of an element holds these words. */
const says = (page: Page, selector: string, words: string) =>
  until(page, ([at, text]) => document.querySelector(at)?.textContent?.includes(text), [
    selector,
    words,
  ] as const);

describe.skipIf(why)(`the photo checklist and the doctor's corrections${why ? ` (${why})` : ''}`, () => {
  let rig: Rig;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    rig = await openRig(['--demo']);
  });
  afterAll(() => rig?.close());

  for (const language of ['en', 'zh'] as const)
    it(`by key and click: places, proof of the caecum, undo, BBPS, whereabouts (${language})`, async () => {
      const { page, complaints } = await openPage(rig.browser, rig.station.url, { language });
      const recordings: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/voice/')) recordings.push(new URL(request.url()).pathname);
      });
      const words = WORDS[language];
      const examId = await analysed(page);
      const shot = (name: string) =>
        page.screenshot({ path: join(screenshots, `checklist-${name}-${language}.png`) });
      await page.locator('.checklist').waitFor();
      await shot('empty');

      // A photo by key, and then what it shows: B is the second place of the list.
      await page.keyboard.press(' ');
      await photos(page, 1);
      await page.keyboard.press('k');
      await page.locator('.checklist.picking').waitFor();
      await shot('picking');
      await page.keyboard.press('b');
      await until(page, () => window.__haustra.photoBook[0]?.place === 'appendiceal-orifice', null);
      // The valve by click: taken now.
      await page.locator('.checklist-head').click();
      await page.locator('.place', { hasText: words.valve }).click();
      await photos(page, 2);
      await says(page, '.proof', words.proved);
      // A picture nobody wants.
      await page.keyboard.press('k');
      await page.keyboard.press('i');
      await photos(page, 3);
      await page.keyboard.press('z');
      await photos(page, 2);
      expect(await book(page)).toEqual([
        ['doctor', 'appendiceal-orifice'],
        ['doctor', 'ileocaecal-valve'],
      ]);

      // The caecum, and then the transverse colon by the doctor's word: its photo is taken without being asked for.
      await until(page, () => document.querySelector('.phase')?.textContent?.match(/Insertion|进镜/), null);
      await page.keyboard.press('c');
      await says(page, '.standing-place button', language === 'en' ? 'by your word' : '由医生确认');
      await until(
        page,
        () => /[1-9]/.test(document.querySelectorAll('.standing-clocks dd')[1]?.textContent ?? ''),
        null,
      );
      await page.keyboard.press('h');
      await page.locator('.picks').waitFor();
      await shot('where');
      await page.keyboard.press('3');
      await says(page, '.where', language === 'en' ? 'Transverse' : '横结肠');
      await until(
        page,
        () =>
          window.__haustra.photoBook.some(
            ({ author, place }) => author === 'engine' && place === 'transverse',
          ),
        null,
      );

      // It documents nothing until the doctor says yes.
      await page.locator('.proposal img').waitFor();
      await until(
        page,
        () => (document.querySelector<HTMLImageElement>('.proposal img')?.naturalWidth ?? 0) > 0,
        null,
      );
      await shot('proposal');
      expect(await page.locator('.checklist .count').textContent()).toMatch(/^2/);
      await page.keyboard.press('y');
      await says(page, '.checklist .count', '3');

      await page.keyboard.press('g');
      await shot('bbps');
      // It opens where the scope is, which goes on meanwhile.
      const left = page.locator('.standing-bbps dd:last-child button');
      for (let step = 0; step < 3 && (await left.getAttribute('aria-expanded')) !== 'true'; step++)
        await page.keyboard.press('ArrowRight');
      await page.keyboard.press('3');
      await says(page, '.standing-bbps dd:last-child', '3');
      await shot('full');

      // The photo is there to look at, and can be given another place or dropped.
      await page.keyboard.press('k');
      await shot('done');
      await page.setViewportSize({ width: 1280, height: 720 });
      await shot('small');
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.locator('.place', { hasText: words.orifice }).click();
      await until(
        page,
        () => (document.querySelector<HTMLImageElement>('.large-still')?.naturalWidth ?? 0) > 0,
        null,
      );
      await shot('photo');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.locator('dialog[open]').waitFor();
      await shot('help');
      await page.keyboard.press('Escape');

      const [score] = await events(rig.station, examId, 'bbps-overruled');
      expect(score).toMatchObject({ segment: 'left', score: 3 });
      expect(await events(rig.station, examId, 'place-corrected')).toMatchObject([{ place: 'transverse' }]);
      expect(await events(rig.station, examId, 'photo-dropped')).toHaveLength(1);
      // Prompts are spoken from files where the browser has no voice of its own.
      const hasVoice = await page.evaluate(
        (of) => speechSynthesis.getVoices().some(({ lang }) => lang.startsWith(of)),
        language,
      );
      await page.getByRole('button', { name: words.settings, exact: true }).click();
      await page.locator('.loudness button').click();
      const raised = (await events(rig.station, examId, 'prompt-raised')).map(({ kind }) => kind);
      const spoken = [...raised, 'withdrawal-goal'].map((kind) => `/voice/${language}/${kind}.mp3`);
      if (!hasVoice) await expect.poll(() => new Set(recordings)).toEqual(new Set(spoken));
      expect(complaints).toEqual([]);
      await page.context().close();
    });
});
