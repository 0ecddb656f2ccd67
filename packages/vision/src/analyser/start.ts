import type { ReleasedModel } from '../model/released.js';
import { chooseProvider } from './choose.js';
import { SupervisedAnalyser } from './supervised.js';
import type { Analyser, AnalyserOptions } from './types.js';

/**
 * Starts a released model in a process of its own and returns when it is warm. Outputs are checked against the manifest
 * on the way.
 *
 * For results that are the same on every machine and run ask for provider `cpu`; `auto` may take another.
 * @throws HaustraError `model-invalid` where ONNX file and manifest do not fit, `unsupported` where the provider asked
 * for does not run here, `analysis-failed` where the worker does not start.
 */
export async function startAnalyser(model: ReleasedModel, options: AnalyserOptions = {}): Promise<Analyser> {
  const { link, order, trials } = await chooseProvider(model, options.provider ?? 'auto', options.precision);
  const { manifest } = model;
  const info = {
    id: manifest.id,
    version: manifest.version,
    sha256: manifest.files[order.precision].sha256,
    precision: order.precision,
    provider: order.provider,
    providers: trials,
  };
  return new SupervisedAnalyser(info, order, link, options.onState);
}
