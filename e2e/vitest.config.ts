import { defineConfig } from 'vitest/config';

/** Browser tests against a running station: `npx vitest run --config e2e/vitest.config.ts`, after `npm run build`. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser and one station at a time: they measure times.
    fileParallelism: false,
    maxWorkers: 1,
  },
});
