import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { type Edit, withoutSafeguard } from './mutated-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What is taken away, as JSON; {@link file://./edited-tests.ts} says it. */
const edits = JSON.parse(process.env['POLYMIND_TEST_EDITS'] ?? '[]') as readonly Edit[];

/** Runs tests over the sources as they would be with these edits; nothing is written. */
export default defineConfig({
  root: ROOT,
  plugins: [
    {
      name: 'edited-sources',
      enforce: 'pre',
      load(id) {
        const path = id.split('?')[0] ?? id;
        const own = edits.filter(({ file }) => join(ROOT, file) === path);
        if (own.length === 0) return null;
        return own.reduce(withoutSafeguard, readFileSync(path, 'utf8'));
      },
    },
  ],
  test: {
    env: { TZ: 'UTC' },
    setupFiles: ['test/properties/fixed-seed.ts'],
    testTimeout: 60_000,
    maxWorkers: 1,
  },
});
