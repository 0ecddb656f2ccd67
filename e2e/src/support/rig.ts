import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { noBrowser, startBrowser } from './browser.js';
import { makeCapture } from './capture.js';
import { noStation, StationProcess } from './station.js';

/** Why tests that need both a browser and a station cannot run; null when they can. */
export const cannotRun = noBrowser ?? noStation;

/** A station and a browser whose capture device shows a colonoscopy. */
export interface Rig {
  readonly browser: Browser;
  readonly station: StationProcess;
  close(): Promise<void>;
}

export async function openRig(options: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'haustra-e2e-'));
  const capture = join(folder, 'capture.mjpeg');
  await makeCapture(capture, 640, 512);
  const [browser, station] = await Promise.all([startBrowser(capture), StationProcess.open(options, env)]);
  const close = async () => {
    await browser.close();
    await station.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { browser, station, close };
}
