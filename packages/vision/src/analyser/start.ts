import { HaustraError } from '@haustra/domain';
import type { ReleasedModel } from '../model/released.js';
import type { Analyser, AnalyserOptions } from './types.js';

/** Starts the model in a process of its own. */
export async function startAnalyser(
  _model: ReleasedModel,
  _options: AnalyserOptions = {},
): Promise<Analyser> {
  throw new HaustraError({ code: 'unsupported', message: 'the analyser is not built yet' });
}
