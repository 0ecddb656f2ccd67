import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { phantomClipPath } from '@haustra/phantom';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from './support/browser.js';
import { hasPhantom } from './support/capture.js';
import {
  corrections,
  newestRound,
  openLearning,
  passGate,
  roundAt,
  SLOW_FAKE_TRAINING,
  trainedSteps,
} from './support/learning.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';
import { screenshots } from './support/screenshots.js';

const why = cannotRun ?? (hasPhantom ? null : 'skipped: no phantom clip');
const clip = fileURLToPath(phantomClipPath());

describe.skipIf(why)(`a round of learning from the console${why ? ` (${why})` : ''}`, () => {
  let rig: Rig;
  let page: Page;
  let complaints: string[];
  const shot = (name: string) => page.screenshot({ path: join(screenshots, `learning-${name}.png`) });
  const show = (tab: string) => page.locator(`.tabs a[href$="/${tab}"]`).click();

  /** The keys say nothing of a picture before it is on the screen. */
  const seen = () => page.locator('.ask-picture[data-sight=seen]').waitFor();

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    rig = await openRig(['--learn-from', dirname(clip)], SLOW_FAKE_TRAINING);
    ({ page, complaints } = await openPage(rig.browser, rig.station.url, {
      size: { width: 1280, height: 800 },
    }));
    await openLearning(page, rig.station.url);
  });
  afterAll(() => rig?.close());

  it('says what a round is, and refuses sources that the station may not read', async () => {
    await shot('empty');
    await page.locator('.start-row button').click();
    await page.locator('.start-form .tick input[type=checkbox]').first().uncheck();
    await page.locator('.start-form textarea').fill('/etc');
    await page.locator('.start-form button.main').click();
    await page.locator('.learning .problem').waitFor();
    expect(await page.locator('.learning .problem').textContent()).toContain('--learn-from');
    // The refusal itself is an error in the browser's log; nothing else may be.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('starts on the phantom clip and shows progress', async () => {
    await page.locator('.start-form textarea').fill(clip);
    await page.locator('.start-form .numbers input').nth(1).fill('2');
    await page.locator('.start-form button.main').click();
    await page.locator('.round[data-stage=gather]').waitFor();
    await roundAt(page, 'train', 'running');
    await page.locator('.progress', { hasText: 'pictures/s' }).waitFor();
    await shot('train');
  });

  it('pauses and goes on from where it was', async () => {
    const round = await newestRound(rig.station);
    await passGate(rig.station, round);
    await page.locator('button.pause').click();
    await roundAt(page, 'train', 'paused');
    const steps = await trainedSteps(rig.station, round.id);
    expect(steps).toBeGreaterThan(0);
    await page.waitForTimeout(1000);
    expect(await trainedSteps(rig.station, round.id)).toBe(steps);
    await page.locator('button.resume-round').click();
    await roundAt(page, 'train', 'running');
    await expect.poll(() => trainedSteps(rig.station, round.id), { timeout: 20_000 }).toBeGreaterThan(steps);
    expect(await trainedSteps(rig.station, round.id)).toBeLessThan(80);
  });

  it('shows what it kept, and what it dropped and why', async () => {
    await show('frames');
    const first = page.locator('.frame-grid img').first();
    await first.waitFor();
    await expect.poll(() => first.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    const { counts } = await newestRound(rig.station);
    expect(await page.locator('.frame-grid li').count()).toBe(Math.min(60, counts.kept));
    const outside = page.locator('.filters button', { hasText: 'Outside the body' });
    expect(await outside.locator('.count').textContent()).toBe(`${counts.dropped.outside}`);
    await outside.click();
    await page.locator('.frames table').waitFor();
    await shot('dropped');
  });

  it('asks the doctor by name once, and stores what is said by key and by mouse', async () => {
    await show('ask');
    await page.locator('.name-form input').fill('Dr Li');
    await page.keyboard.press('Enter');
    await seen();
    const { id } = await newestRound(rig.station);
    await page.keyboard.press('KeyO');
    await page.keyboard.press('KeyN');
    await expect
      .poll(() => corrections(rig.station, id))
      .toMatchObject([
        { by: 'Dr Li', organ: 'colon', lesions: [], usable: null, cleanliness: null, caecum: null },
      ]);
    await seen();
    await page.keyboard.press('KeyN');
    await seen();
    const box = await page.locator('.ask-picture').boundingBox();
    if (!box) throw new Error('the picture is not shown');
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press('Digit2');
    await shot('ask');
    await expect
      .poll(async () => (await corrections(rig.station, id)).at(-1)?.lesions?.at(-1)?.type)
      .toBe('neoplastic');
    const said = (await corrections(rig.station, id)).at(-1)?.lesions?.at(-1)?.box ?? [0, 0, 0, 0];
    for (const [i, side] of [0.4, 0.4, 0.2, 0.3].entries()) expect(said[i]).toBeCloseTo(side, 2);
  });

  it('draws by keyboard and takes back', async () => {
    const { id } = await newestRound(rig.station);
    await page.keyboard.press('ArrowRight');
    await seen();
    const before = (await corrections(rig.station, id)).length;
    await page.keyboard.press('KeyD');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await corrections(rig.station, id)).at(-1)?.lesions?.at(-1)?.box)
      .toEqual([0.355, 0.375, 0.25, 0.27]);
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(async () => (await corrections(rig.station, id)).length).toBe(before);
    expect(complaints).toEqual([]);
  });

  it('keeps a correction while the station is away, and stores it when it is back', async () => {
    const { id } = await newestRound(rig.station);
    await seen();
    const before = (await corrections(rig.station, id)).length;
    await rig.station.kill();
    await page.keyboard.press('KeyN');
    await page.locator('.ask .lost').waitFor();
    await shot('away');
    await rig.station.start(['--learn-from', dirname(clip)]);
    await page.reload();
    await expect
      .poll(async () => (await corrections(rig.station, id)).length, { timeout: 20_000 })
      .toBe(before + 1);
    complaints.splice(0);
  });

  it('comes to its gate, says why the candidate may pass, and promotes it in the name of a person', async () => {
    await openLearning(page, rig.station.url);
    await roundAt(page, 'decide', 'waiting');
    await show('gate');
    await page.locator('.verdict.passed').waitFor();
    expect(await page.locator('.verdict li').first().textContent()).toContain(
      'Lesion detection became better',
    );
    await shot('gate');
    await page.locator('button.promote').click();
    expect(await page.locator('dialog input').inputValue()).toBe('Dr Li');
    await page.locator('dialog button.main').click();
    await page.locator('.call-to.promoted').waitFor();
    const { candidate } = await newestRound(rig.station);
    expect(await rig.station.get('/api/models')).toMatchObject({
      current: candidate,
      since: { by: 'Dr Li' },
    });
  });

  it('rolls back in one step, and the journal tells all of it, its chain intact', async () => {
    await show('learning');
    await page.locator('.now-side .card button').click();
    await page.locator('dialog button[type=submit]').click();
    await expect.poll(() => rig.station.get('/api/models')).toMatchObject({ current: null });
    await show('history');
    await page.locator('.chain.intact').waitFor();
    const told = (await page.locator('.audit').textContent()) ?? '';
    for (const words of ['Rolled back', 'was promoted', 'passed its gate', 'Corrections by a doctor'])
      expect(told).toContain(words);
    await page.locator('.learning-bar button[lang=zh]').click();
    expect(await page.locator('.chain.intact').textContent()).toContain('记录链完整');
    await shot('history-zh');
    expect(complaints).toEqual([]);
  });
});
