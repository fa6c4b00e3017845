import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What the host's own zone is shows in the first questions to a new operator.
    env: { TZ: 'UTC' },
    setupFiles: ['test/properties/fixed-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    maxConcurrency: 2,
    coverage: {
      provider: 'v8',
      reporter: ['text-summary'],
      include: ['src/engine/**'],
      thresholds: {
        'src/engine/{domain,intelligence,brain,risk,reconcile,core}/**': { branches: 90 },
      },
    },
  },
});
