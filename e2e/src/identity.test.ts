import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counters, noBrowser, openPage, startBrowser, until } from './support/browser.js';
import { makeNumberedClip } from './support/numbered-clip.js';
import { NumberedStation } from './support/numbered-station.js';
import { readCanvas } from './support/read-canvas.js';

const FRAMES = Number(process.env.HAUSTRA_IDENTITY_FRAMES ?? 150);

describe.skipIf(noBrowser)(`frame identity${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let folder: string;
  let browser: Browser;
  let station: NumberedStation;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haustra-e2e-'));
    await makeNumberedClip(join(folder, 'numbers.mp4'), 1000);
    [browser, station] = await Promise.all([startBrowser(), NumberedStation.open({ slowness: 60 })]);
  });
  afterAll(async () => {
    await browser?.close();
    station?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('paints no result on another frame than its own', async () => {
    const { page, complaints } = await openPage(browser, station.url, { size: { width: 960, height: 640 } });
    await until(page, () => window.__haustra.link === 'open', null);
    await page.setInputFiles('input[type=file]', join(folder, 'numbers.mp4'));
    await until(page, () => (window.__haustra.counters?.painted ?? 0) > 0, null);
    const shown = await readCanvas(page, FRAMES, 60_000);
    const readable = shown.filter((each) => each.picture !== null && each.outlines !== null);
    const mismatches = readable.filter((each) => each.picture !== each.outlines);
    const count = await counters(page);
    console.info(
      `frame identity: ${readable.length} of ${shown.length} pictures read back, ${mismatches.length} mismatches; ` +
        `sent ${count?.sent}, painted ${count?.painted}, wrong-frame ${count?.wrongFrame}`,
    );
    expect(mismatches).toEqual([]);
    expect(readable.length).toBeGreaterThan(Math.min(50, FRAMES / 2));
    // Enough different frames, or the proof would prove little.
    expect(new Set(readable.map((each) => each.picture)).size).toBeGreaterThan(readable.length / 2);
    // And a neighbour's outlines would have been told apart from a picture's own.
    const neighbours = readable.slice(1).filter((each, i) => each.outlines !== readable[i]?.picture);
    expect(neighbours.length).toBeGreaterThan(readable.length / 2);
    expect(count?.wrongFrame).toBe(0);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });
});
