import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const executable = process.env.HAUSTRA_CHROMIUM ?? '/usr/bin/chromium';
/** Why there is no browser to test with; null when there is one. */
export const noBrowser = existsSync(executable)
  ? null
  : `skipped: no browser at ${executable} (set HAUSTRA_CHROMIUM)`;

/** Starts Chromium with a pretended capture device that plays `capture` (`.mjpeg` or `.y4m`) in a loop, if given. */
export function startBrowser(capture?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(capture === undefined ? [] : [`--use-file-for-fake-video-capture=${capture}`]),
    ],
  });
}

interface PageOptions {
  readonly language?: 'en' | 'zh';
  /** 1920 × 1080 unless told: the monitor of an endoscopy room. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** Opens the console; what the page complains of is in `complaints`. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}) {
  const { language = 'en', size = { width: 1920, height: 1080 } } = options;
  const context = await browser.newContext({
    viewport: size,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    permissions: ['camera'],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** Waits until `look`, called in the page with `argument`, gives something true. */
export const until = <A>(page: Page, look: (argument: A) => unknown, argument: A, timeout = 60_000) =>
  page.waitForFunction(look as (argument: unknown) => unknown, argument, { timeout, polling: 25 });

/** The counters of the page's frame loop. */
export const counters = (page: Page) => page.evaluate(() => window.__haustra.counters);
