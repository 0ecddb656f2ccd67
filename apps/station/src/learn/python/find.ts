import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HaustraError } from '@haustra/domain';

const OF_THE_CHECKOUT = [
  '../../../../../training/.venv/bin/python',
  '../../../../../training/.venv/Scripts/python.exe',
];

/** The Python that trains: `HAUSTRA_TRAINING_PYTHON`, else that of `training/.venv`; null where neither is there. */
export function trainingPython(env: NodeJS.ProcessEnv = process.env): string | null {
  const set = env.HAUSTRA_TRAINING_PYTHON;
  if (set) return existsSync(set) ? set : null;
  const own = OF_THE_CHECKOUT.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return own.find((path) => existsSync(path)) ?? null;
}

export const PYTHON_HINT =
  'Set it up as training/README.md says (python3 -m venv training/.venv, then pip install torch and training), ' +
  'or name another one in HAUSTRA_TRAINING_PYTHON.';

/** @throws HaustraError `missing-tool` with how to set it up. */
export function mustHavePython(env: NodeJS.ProcessEnv = process.env): string {
  const python = trainingPython(env);
  if (python !== null) return python;
  const message = env.HAUSTRA_TRAINING_PYTHON
    ? 'there is no Python at HAUSTRA_TRAINING_PYTHON'
    : 'there is no Python to train with';
  throw new HaustraError({ code: 'missing-tool', message, hint: PYTHON_HINT });
}
