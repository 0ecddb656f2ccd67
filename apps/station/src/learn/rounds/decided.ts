import type { Lab } from '../lab.js';
import { readRound, writeRound } from './round-file.js';
import { livingWorker } from './worker-file.js';

/**
 * Tells the round that a model came from what a person decided of it. A round that is still at work decides by itself
 * what is left, so it is not touched.
 */
export async function decided(
  { desk, learning, registry }: Lab,
  model: string,
  decision: 'promoted' | 'refused',
  by: string,
): Promise<void> {
  const round = (await desk.list()).find(({ candidate }) => candidate === model);
  if (round === undefined || round.decision === decision) return;
  const folder = learning.round(round.id);
  if ((await livingWorker(folder)) !== null) return;
  const fresh = await readRound(folder);
  await writeRound(folder, { ...fresh, stage: 'decide', state: 'done', decision, problem: null });
  await registry.audit.append(by, [{ type: 'round-stage', round: round.id, stage: 'decide', state: 'done' }]);
}
