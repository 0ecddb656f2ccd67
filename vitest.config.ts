import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// A data folder of the tests' own: a model promoted on this machine must not run in them.
const home = mkdtempSync(join(tmpdir(), 'haustra-test-home-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

export default defineConfig({
  test: {
    env: { HAUSTRA_HOME: home },
    include: [
      'packages/**/*.test.ts',
      'apps/**/*.test.{ts,tsx}',
      'phantom/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    exclude: ['**/dist/**', '**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
