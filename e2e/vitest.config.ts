import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// A data folder of the tests' own: a model promoted on this machine must not run in them.
const home = mkdtempSync(join(tmpdir(), 'haustra-e2e-home-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

/** Browser tests against a running station: `npx vitest run --config e2e/vitest.config.ts`, after `npm run build`. */
export default defineConfig({
  test: {
    // What a page sends may take its time on a crowded machine; nothing here measures it.
    expect: { poll: { timeout: 15_000 } },
    env: { HAUSTRA_HOME: home },
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser and one station at a time: they measure times.
    fileParallelism: false,
    maxWorkers: 1,
  },
});
