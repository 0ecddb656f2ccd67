import { availableParallelism, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, until } from './support/browser.js';
import { analysed, events, examineDevice } from './support/exam.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';
import { firstAfter, longestStill, watchPage } from './support/timeline.js';

const skipped = cannotRun ? ` (${cannotRun})` : '';
/** The picture may never stand still for longer than a doctor would notice, whatever happens to the analysis. */
const STILL_MS = 500;
/** Time to be ready again on a machine with nothing else to do; a crowded one (load above its cores) gets as much more. */
const READY_MS = 2000 * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
const whole = (...values: number[]) => values.map(Math.round).join(', ');

describe.skipIf(cannotRun)(`when the analysis dies${skipped}`, () => {
  let rig: Rig;
  let page: Page;
  let examId: string;

  beforeAll(async () => {
    rig = await openRig();
    ({ page } = await openPage(rig.browser, rig.station.url));
    examId = await examineDevice(page);
  });
  afterAll(() => rig?.close());

  it('the worker: says so within 0.5 s, the picture goes on, results are back within 2 s', async () => {
    const stop = await watchPage(page);
    const killedAt = Date.now();
    const killed = await fetch(`${rig.station.url}/api/demo/kill-worker`, { method: 'POST' });
    const { pid } = (await killed.json()) as { pid: number };
    await until(page, (old) => window.__haustra.analysis?.workerPid !== old, pid);
    await analysed(page);
    await page.waitForTimeout(500);
    const moments = await stop();
    const told = firstAfter(moments, killedAt, ({ level }) => level !== 'ready');
    const ready = firstAfter(moments, killedAt + told, ({ level }) => level === 'ready');
    const still = longestStill(moments);
    console.info(
      `worker killed: told after, ready again after, longest still picture: ${whole(told, told + ready, still)} ms`,
    );
    expect(told).toBeLessThanOrEqual(500);
    expect(told + ready).toBeLessThanOrEqual(READY_MS);
    expect(still).toBeLessThanOrEqual(STILL_MS);
    expect(await page.evaluate(() => window.__haustra.examId)).toBe(examId);
    expect(await events(rig.station, examId, 'analysis-stopped')).not.toEqual([]);
    expect(await events(rig.station, examId, 'analysis-resumed')).not.toEqual([]);
  });

  it('the station: says so, the picture goes on, photos wait, the same examination goes on', async () => {
    const stop = await watchPage(page);
    const killedAt = Date.now();
    await rig.station.kill();
    await until(page, () => document.querySelector<HTMLElement>('.chip')?.dataset.level === 'off', null);
    await page.keyboard.press('Space');
    await until(page, () => window.__haustra.photos.waiting === 1, null);
    await rig.station.start();
    const backAt = Date.now();
    expect(await analysed(page)).toBe(examId);
    await until(page, () => window.__haustra.photos.stored === 1, null);
    const moments = await stop();
    const told = firstAfter(
      moments,
      killedAt,
      ({ level, reason }) => level === 'off' && reason === 'connection-lost',
    );
    const again = firstAfter(moments, backAt, ({ level }) => level === 'ready');
    const still = longestStill(moments);
    console.info(
      `station killed: told after, ready after its return, longest still picture: ${whole(told, again, still)} ms`,
    );
    expect(told).toBeLessThanOrEqual(500);
    expect(still).toBeLessThanOrEqual(STILL_MS);
    expect(await events(rig.station, examId, 'resumed')).toHaveLength(1);
    expect(await events(rig.station, examId, 'photo-taken')).toHaveLength(1);
  });

  it('a page that was closed: the next one is offered the examination and continues it', async () => {
    await page.close();
    const next = await openPage(rig.browser, rig.station.url);
    page = next.page;
    await page.locator('.home .resume button').click();
    expect(await examineDevice(page)).toBe(examId);
  });
});
