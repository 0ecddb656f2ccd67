import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { phantomClipPath } from '@haustra/phantom';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from './support/browser.js';
import { copyModel, noGate, somePictures } from './support/labelled.js';
import { newestRound, openLearning, roundAt, SLOW_FAKE_TRAINING } from './support/learning.js';
import { cannotRun, openRig, type Rig } from './support/rig.js';

const why = cannotRun ?? noGate;
const HAUSTRA = fileURLToPath(new URL('../../apps/station/bin/haustra.js', import.meta.url));
const clip = fileURLToPath(phantomClipPath());
const other = join(process.env.HAUSTRA_DATA ?? '', 'video/colonoscopy-polyp.mp4');
const MINUTES = 60_000;

describe.skipIf(why)(`the true gate from the console${why ? ` (${why})` : ''}`, () => {
  let rig: Rig;
  let page: Page;
  let folder: string;
  const screenshots = process.env.HAUSTRA_SCREENSHOTS ?? tmpdir();

  /** `haustra models …` on the data of the station. */
  const models = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      HAUSTRA,
      'models',
      ...args,
      '--data',
      rig.station.data,
      '--json',
    ]);
    return JSON.parse(stdout) as { name: string };
  };

  /** Starts a round on a recording and waits until its gate has spoken. */
  const toTheGate = async (source: string, state: 'waiting' | 'done') => {
    await openLearning(page, rig.station.url);
    await page.locator('.start-row button').click();
    await page.locator('.start-form .tick input[type=checkbox]').first().uncheck();
    await page.locator('.start-form textarea').fill(source);
    await page.locator('.start-form button.main').click();
    await page.locator('.round[data-stage=gather]').waitFor();
    await roundAt(page, 'decide', state, 10 * MINUTES);
    await page.locator('.tabs a[href$="/gate"]').click();
    await page.locator('.verdict').waitFor();
    await page.screenshot({ path: join(screenshots, `true-gate-${state}.png`) });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haustra-gate-'));
    await somePictures(join(folder, 'labelled'));
    await copyModel(join(folder, 'damaged'), true);
    await copyModel(join(folder, 'release'), false);
    rig = await openRig(['--learn-from', dirname(clip), dirname(other)], {
      ...SLOW_FAKE_TRAINING,
      HAUSTRA_FAKE_STEPS: '3',
      HAUSTRA_FAKE_RELEASE: join(folder, 'release'),
      HAUSTRA_DATA: join(folder, 'labelled'),
    });
    const { name } = await models('add', join(folder, 'damaged'));
    await models('promote', name, '--force', '--by', 'Test');
    ({ page } = await openPage(rig.browser, rig.station.url, { size: { width: 1280, height: 800 } }));
  }, 5 * MINUTES);
  afterAll(async () => {
    await rig?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'lets a candidate pass that is better, and promotes it',
    async () => {
      await toTheGate(clip, 'waiting');
      await page.locator('.verdict.passed').waitFor();
      expect(await page.locator('.verdict ul').textContent()).toContain(
        'Cleanliness became better (all pictures)',
      );
      await page.locator('button.promote').click();
      await page.locator('dialog input').fill('Dr Li');
      await page.locator('dialog button.main').click();
      await page.locator('.call-to.promoted').waitFor();
      const { candidate } = await newestRound(rig.station);
      expect(await rig.station.get('/api/models')).toMatchObject({
        current: candidate,
        since: { by: 'Dr Li' },
      });
    },
    12 * MINUTES,
  );

  it(
    'refuses a candidate with one damaged head, for the right reason, and offers no promotion',
    async () => {
      await rm(join(folder, 'release'), { recursive: true });
      await copyModel(join(folder, 'release'), true);
      const { candidate: inUse } = await newestRound(rig.station);
      await toTheGate(other, 'done');
      await page.locator('.verdict.refused').waitFor();
      const reasons = await page.locator('.verdict li').allTextContents();
      expect(reasons[0]).toContain('Cleanliness became worse');
      expect(
        reasons
          .filter((words) => words.includes('became worse'))
          .every((words) => words.includes('Cleanliness')),
      ).toBe(true);
      expect(await page.locator('button.promote').count()).toBe(0);
      expect(await rig.station.get('/api/models')).toMatchObject({ current: inUse });
    },
    12 * MINUTES,
  );
});
