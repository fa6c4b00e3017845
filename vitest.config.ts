import { defineConfig } from 'vitest/config';

/**
 * Tests that change nothing of their process: the files of a worker share their modules, which
 * halves their time.
 */
const ROOMS = ['engine', 'scenarios', 'properties', 'data', 'sim', 'servers'];
/** Not `discord`: its library counts refused requests for the whole process. */
const OF_BOT = [
  'charts',
  'chat',
  'commands',
  'console',
  'format',
  'grammar',
  'notice',
  'telegram',
  'web',
];
const TOGETHER = [...ROOMS, ...OF_BOT.map((room) => `bot/${room}`)].map(
  (room) => `test/${room}/**`,
);

const EACH = {
  // What the host's own zone is shows in the first questions to a new operator.
  env: { TZ: 'UTC' },
  setupFiles: ['test/properties/fixed-seed.ts', 'test/patience.ts'],
  testTimeout: 240_000,
  hookTimeout: 240_000,
  maxConcurrency: 2,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      reporter: ['text-summary'],
      include: ['src/engine/**'],
      thresholds: {
        'src/engine/{domain,intelligence,brain,risk,reconcile,core}/**': { branches: 90 },
      },
    },
    projects: [
      {
        test: {
          ...EACH,
          name: 'together',
          include: TOGETHER.map((room) => `${room}/*.test.ts`),
          isolate: false,
        },
      },
      { test: { ...EACH, name: 'apart', include: ['test/**/*.test.ts'], exclude: TOGETHER } },
    ],
  },
});
