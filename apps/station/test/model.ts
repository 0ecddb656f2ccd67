import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_MODEL, modelsFolder } from '@haustra/vision';

/** True where the released model is here; tests that need it say so when it is not. */
export const hasModel = existsSync(join(modelsFolder(), DEFAULT_MODEL, 'manifest.json'));
export const NO_MODEL = hasModel ? '' : ' (skipped: no released model under models/)';
