import { asHaustraError, HaustraError, PROVIDERS, type Precision, type Provider } from '@haustra/domain';
import type { ReleasedModel } from '../model/released.js';
import { WorkerLink } from '../worker/link.js';
import type { StartOrder } from '../worker/protocol.js';
import { whyNot } from './hardware.js';
import type { ProviderTrial } from './types.js';

/** A worker that cannot start says so or dies; this is for one that hangs, and long enough for a crowded machine. */
const START_LIMIT_MS = 60_000;
/** What a provider that nobody asked for may cost at start. */
const TRIAL_LIMIT_MS = 20_000;
const TIMED_RUNS = 7;
/**
 * Another provider must take less than this share of the processor's time. A near draw would be decided by noise, and
 * the processor gives the same bits on every run.
 */
const CLEARLY_FASTER = 0.8;

export interface Choice {
  readonly link: WorkerLink;
  readonly order: StartOrder;
  readonly trials: readonly ProviderTrial[];
}

interface Runner {
  readonly link: WorkerLink;
  readonly order: StartOrder;
}

/**
 * Starts the model on the provider asked for, or on the one that a short trial finds fastest. Providers are tried one
 * after the other, each in a process of its own, so that a driver that crashes costs only its trial.
 * @throws HaustraError `model-invalid` where the model does not load, `unsupported` where the provider asked for does
 * not run here.
 */
export async function chooseProvider(
  model: ReleasedModel,
  wanted: Provider | 'auto',
  precision: Precision | undefined,
): Promise<Choice> {
  const orderFor = (provider: Provider): StartOrder => ({
    kind: 'start',
    folder: model.folder,
    manifest: model.manifest,
    // Graphics processors gain nothing from the quantised graph, which is made for a processor's integer units.
    precision: precision ?? (provider === 'cpu' ? model.manifest.default : 'fp32'),
    provider,
    timedRuns: TIMED_RUNS,
  });
  if (wanted !== 'auto') return startOnly(orderFor(wanted));

  const cpu = orderFor('cpu');
  let best: Runner = { link: await WorkerLink.start(cpu, START_LIMIT_MS), order: cpu };
  const trials: ProviderTrial[] = [trialOf(best, 'the processor')];
  for (const provider of PROVIDERS) {
    if (provider === 'cpu') continue;
    const order = orderFor(provider);
    const reason = whyNot(provider);
    const outcome = reason ?? (await attempt(order));
    if (typeof outcome === 'string') {
      trials.push({ provider, precision: order.precision, ms: null, why: outcome });
      continue;
    }
    const faster = outcome.link.measuredMs < best.link.measuredMs * CLEARLY_FASTER;
    trials.push(trialOf(outcome, faster ? 'measured faster' : 'measured, not clearly faster'));
    await (faster ? best : outcome).link.end();
    if (faster) best = outcome;
  }
  const { provider } = best.order;
  return {
    ...best,
    trials: trials.map((t) => (t.provider === provider ? { ...t, why: `chosen: ${t.why}` } : t)),
  };
}

async function startOnly(order: StartOrder): Promise<Choice> {
  const link = await WorkerLink.start(order, START_LIMIT_MS).catch((thrown: unknown) => {
    if (thrown instanceof HaustraError && thrown.code === 'model-invalid') throw thrown;
    if (order.provider === 'cpu') throw thrown;
    const cause = asHaustraError(thrown, { code: 'internal', message: 'it did not start' });
    const reason = whyNot(order.provider);
    throw new HaustraError({
      code: 'unsupported',
      message: `${order.provider} does not run here: ${cause.message}${reason ? ` (${reason})` : ''}`,
      where: order.manifest.id,
      hint: 'Use the provider "cpu", or "auto" to take what works.',
      cause,
    });
  });
  const runner = { link, order };
  return { ...runner, trials: [trialOf(runner, 'chosen: asked for')] };
}

/** A runner, or in words why there is none. */
async function attempt(order: StartOrder): Promise<Runner | string> {
  try {
    return { link: await WorkerLink.start(order, TRIAL_LIMIT_MS), order };
  } catch (thrown) {
    const error = asHaustraError(thrown, { code: 'internal', message: 'it did not start' });
    return `does not run here: ${error.message}`;
  }
}

function trialOf({ link, order }: Runner, why: string): ProviderTrial {
  const { provider, precision } = order;
  return { provider, precision, ms: Math.round(link.measuredMs * 100) / 100, why };
}
