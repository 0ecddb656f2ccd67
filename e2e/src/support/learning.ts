import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Correction, DISCLAIMER, type GateReport, type Round } from '@haustra/domain';
import type { Page } from 'playwright-core';
import type { StationProcess } from './station.js';

/** A program that stands in for the training code; see there. */
const FAKE_TRAINING = fileURLToPath(new URL('../../../apps/station/test/fake-training.mjs', import.meta.url));

/** A station with this environment trains with the stand-in, slowly enough to be looked at. */
export const SLOW_FAKE_TRAINING = {
  HAUSTRA_TRAINING_PYTHON: FAKE_TRAINING,
  HAUSTRA_FAKE_STEPS: '80',
  HAUSTRA_FAKE_STEP_MS: '150',
  // The labelled pictures of the machine that tests are not part of this.
  HAUSTRA_DATA: '',
};

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

const roundPath = (station: StationProcess, round: string, ...parts: string[]) =>
  join(station.data, 'learning/rounds', round, ...parts);

/** How far the stand-in's training has come, by its checkpoint. */
export async function trainedSteps(station: StationProcess, round: string): Promise<number> {
  const text = await readFile(roundPath(station, round, 'run/checkpoint.json'), 'utf8');
  return (JSON.parse(text) as { step: number }).step;
}

/**
 * Puts a passed gate where the round looks for one: the stand-in's candidate is a copy of the current model, in which no
 * true gate would find a gain. Call it before the round comes to its gate.
 */
export async function passGate(station: StationProcess, { id, current }: Round): Promise<void> {
  const [, day, time] = id.split('-');
  const candidate = current.replace('+', `-r${day}${time}+`);
  const report: GateReport = {
    current,
    candidate,
    passed: true,
    reasons: [{ code: 'gain', head: 'lesion', subgroup: 'all', fact: 'ap50 91.0 → 93.1, n 400' }],
    checks: [
      check('lesion', 'ap50', 'all', [0.91, 0.931], 'better'),
      check('lesion', 'sensitivity', 'size:small', [0.88, 0.885], 'same'),
      check('organ', 'accuracy', 'all', [0.97, 0.968], 'same'),
    ],
    frozenSet: { pictures: 400, sha256: '0'.repeat(64), own: 0 },
    disclaimer: DISCLAIMER,
  };
  await writeFile(roundPath(station, id, 'gate.json'), JSON.stringify(report));
}

function check(
  head: string,
  measure: string,
  subgroup: string,
  [before, after]: readonly [number, number],
  verdict: GateReport['checks'][number]['verdict'],
): GateReport['checks'][number] {
  const difference = after - before;
  const [low, high] = [difference - 0.015, difference + 0.015];
  return { head, measure, subgroup, n: 400, before, after, difference, low, high, verdict };
}
