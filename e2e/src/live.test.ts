import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counters, openPage, until } from './support/browser.js';
import { events, examineDevice } from './support/exam.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';

const skipped = cannotRun ? ` (${cannotRun})` : '';

describe.skipIf(cannotRun)(`an examination from a capture device${skipped}`, () => {
  let rig: Rig;
  let page: Page;
  let complaints: string[];
  let examId: string;

  beforeAll(async () => {
    rig = await openRig();
    ({ page, complaints } = await openPage(rig.browser, rig.station.url));
    examId = await examineDevice(page);
  });
  afterAll(() => rig?.close());

  it('is analysed, each result on its own frame', async () => {
    const before = await counters(page);
    await until(page, (n) => (window.__haustra.counters?.painted ?? 0) >= n, (before?.painted ?? 0) + 25);
    const after = await counters(page);
    expect(after?.results).toBeGreaterThan(25);
    expect(after?.wrongFrame).toBe(0);
  });

  it('keeps a photo of the frame at the press of the space bar', async () => {
    await page.keyboard.press('Space');
    await until(page, () => window.__haustra.photos.stored === 1, null);
    const [photo] = await events(rig.station, examId, 'photo-taken');
    expect(photo?.frameId).toBeGreaterThan(0);
    const answer = await fetch(`${rig.station.url}/api/exams/${examId}/${photo?.file}`);
    const jpeg = new Uint8Array(await answer.arrayBuffer());
    expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });

  it('switches between the operating points', async () => {
    const before = (await events(rig.station, examId, 'operating-point-changed')).length;
    const unpressed = page.locator('.switch button[aria-pressed=false]');
    const point = ((await unpressed.textContent()) ?? '').charAt(0);
    await unpressed.click();
    await expect
      .poll(async () => (await events(rig.station, examId, 'operating-point-changed')).slice(before))
      .toEqual([{ type: 'operating-point-changed', to: point }]);
  });

  it('freezes a frame while the live picture goes on', async () => {
    const frames = () =>
      page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
    await page.keyboard.press('KeyF');
    await page.locator('.frozen-mark').waitFor();
    const before = await frames();
    await expect.poll(frames).toBeGreaterThan(before + 5);
    await page.keyboard.press('KeyF');
    await page.locator('.frozen-mark').waitFor({ state: 'detached' });
  });

  it('records a file that plays', async () => {
    await page.keyboard.press('KeyR');
    await page.locator('.record.on').waitFor();
    await page.waitForTimeout(4000);
    await page.keyboard.press('KeyR');
    await expect
      .poll(() => events(rig.station, examId, 'recording-stopped'), { timeout: 20_000 })
      .toHaveLength(1);
    const [stopped] = await events(rig.station, examId, 'recording-stopped');
    const path = join(rig.station.data, 'exams', examId, stopped?.file ?? '');
    const count = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
    const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', ...count, path]);
    expect(Number.parseInt(stdout, 10)).toBeGreaterThan(10);
  });

  it('ends when the doctor says so twice, and shows what was done', async () => {
    await page.locator('.control-bar .end').click();
    await page.locator('dialog .end').click();
    await page.locator('.summary').waitFor();
    await expect.poll(() => events(rig.station, examId, 'ended')).toMatchObject([{ reason: 'doctor' }]);
    await until(page, (id) => document.querySelector('.summary')?.textContent?.includes(id), examId);
  });

  it('leaves nothing in the browser’s log', () => {
    expect(complaints).toEqual([]);
  });
});
