import { HaustraError } from '@haustra/domain';
import { loadModel, type ReleasedModel, startAnalyser } from '@haustra/vision';
import type { Messages } from '../messages/en.js';
import { chosenModel } from '../models/chosen.js';
import { type Check, fail, ok, warn } from './check.js';

/** 50 frames a second. */
const FAST_ENOUGH_MS = 20;

/** The model is the one released, runs, and how fast each provider is. */
export async function checkModel(name: string | undefined, data: string, t: Messages): Promise<Check[]> {
  let model: ReleasedModel;
  try {
    model = await loadModel(await chosenModel(name, data));
  } catch (thrown) {
    return [failed('model', thrown), warn('provider', t.doctor.providerSkipped, '')];
  }
  const { id, version, files, default: precision } = model.manifest;
  const checked = ok('model', t.doctor.modelOk(id, version, files[precision].sha256.slice(0, 12)));
  return [checked, await checkProvider(model, t)];
}

async function checkProvider(model: ReleasedModel, { doctor: words }: Messages): Promise<Check> {
  try {
    const analyser = await startAnalyser(model);
    await analyser.close();
    const { provider, precision, providers } = analyser.info;
    const chosen = providers.find((trial) => trial.provider === provider && trial.precision === precision);
    const others = providers
      .filter((trial) => trial !== chosen)
      .map((trial) => words.providerOther(trial.provider, trial.why));
    const said = chosen?.ms?.toFixed(1) ?? '?';
    const detail = [words.providerOk(`${provider} ${precision}`, said), ...others].join('; ');
    const slow = (chosen?.ms ?? 0) > FAST_ENOUGH_MS;
    return slow ? warn('provider', detail, words.providerSlow) : ok('provider', detail);
  } catch (thrown) {
    return failed('provider', thrown);
  }
}

function failed(name: 'model' | 'provider', thrown: unknown): Check {
  if (thrown instanceof HaustraError) return fail(name, thrown.message, thrown.hint ?? '');
  return fail(name, thrown instanceof Error ? thrown.message : String(thrown), '');
}
