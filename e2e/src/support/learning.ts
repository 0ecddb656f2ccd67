import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Correction, Round } from '@haustra/domain';
import type { Page } from 'playwright-core';
import type { StationProcess } from './station.js';

/** A program that stands in for the training code; see there. */
export const FAKE_TRAINING = fileURLToPath(new URL('./fake-training.mjs', import.meta.url));

/** Opens a part of the learning page and waits until the station was heard. */
export async function openLearning(page: Page, url: string, tab = 'now'): Promise<void> {
  await page.goto(`${url}/#/learning/${tab}`);
  await page.locator('.learning[data-link=open]').waitFor();
}

/** Waits until the page shows the round at this stage and in this state. */
export const roundAt = (page: Page, stage: Round['stage'], state: Round['state'], timeout = 60_000) =>
  page.locator(`.round[data-stage=${stage}][data-state=${state}]`).waitFor({ timeout });

/** The newest round, as the station gives it. */
export async function newestRound(station: StationProcess): Promise<Round> {
  const { rounds } = (await station.get('/api/learning/rounds')) as { rounds: Round[] };
  const [newest] = rounds;
  if (!newest) throw new Error('the station has no round');
  return newest;
}

/** What is said of the frames of a round, the last word on each. */
export async function corrections(station: StationProcess, round: string): Promise<Correction[]> {
  const answer = await station.get(`/api/learning/rounds/${round}/corrections`);
  return (answer as { corrections: Correction[] }).corrections;
}

/** At which step each run of the training began: `0` alone where it was never stopped. */
export async function trainingStarts(station: StationProcess, round: string): Promise<number[]> {
  const path = join(station.data, 'learning/rounds', round, 'run/starts.log');
  return (await readFile(path, 'utf8')).trim().split('\n').map(Number);
}
