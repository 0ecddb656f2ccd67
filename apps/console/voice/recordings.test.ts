import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROMPT_KINDS } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { recordingOf } from '../src/live/voice.js';
import { LANGUAGES } from '../src/messages/i18n.js';

const publicFolder = fileURLToPath(new URL('../public', import.meta.url));

describe('the recorded prompts', () => {
  it('are there for every kind in both languages, and small', () => {
    const files = LANGUAGES.flatMap((language) => PROMPT_KINDS.map((kind) => recordingOf(kind, language)));
    expect(files.filter((file) => !existsSync(join(publicFolder, file)))).toEqual([]);
    const bytes = files.map((file) => statSync(join(publicFolder, file)).size);
    expect(Math.min(...bytes)).toBeGreaterThan(2000);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(600_000);
    // Nothing is left of a kind that is gone.
    for (const language of LANGUAGES)
      expect(readdirSync(join(publicFolder, 'voice', language))).toHaveLength(PROMPT_KINDS.length);
  });
});
