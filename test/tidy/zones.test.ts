import { describe, expect, test } from 'vitest';
import { zoneOf, zoneViolations } from './zones.ts';

const violationsOf = (path: string, text: string): string[] => zoneViolations([{ path, text }]);

describe('zones', () => {
  test('no files at all is a violation, never a false green', () => {
    expect(zoneViolations([])).toHaveLength(1);
    expect(zoneViolations([{ path: 'test/a.test.ts', text: '' }])).toHaveLength(1);
  });

  test('a file outside every zone is a violation', () => {
    expect(violationsOf('src/engine/attic/a.ts', '')).toEqual([
      'src/engine/attic/a.ts belongs to no zone',
    ]);
    expect(violationsOf('src/other.ts', '')).toHaveLength(1);
  });

  test.each([
    ['src/engine/ports.ts', 'engine/ports.ts'],
    ['src/engine/loop.ts', 'engine/*'],
    ['src/engine/domain/book/depth.ts', 'engine/domain'],
    ['src/engine/intelligence/normalizer/date.ts', 'engine/intelligence/normalizer'],
    ['src/data/frame.ts', 'data/*'],
    ['src/main.ts', 'main.ts'],
  ])('%s lies in %s', (path, zone) => {
    expect(zoneOf(path)).toBe(zone);
  });

  test.each([
    ['a static import', `import { submit } from '../execution/submit.ts';`],
    ['a type import', `import type { Submit } from '../execution/submit.ts';`],
    ['an import over several lines', `import {\n  submit,\n} from\n  "../execution/submit.ts";`],
    ['a re-export', `export { submit } from '../execution/submit.ts';`],
    ['a star re-export', `export * from '../execution/submit.ts';`],
    ['a side-effect import', `import '../execution/submit.ts';`],
    ['a dynamic import', `const m = () => import('../execution/submit.ts');`],
    ['a dynamic import in a template', 'const m = `#{import(`../execution/submit.ts`)}`;'],
    ['a type query', `type Submit = import('../execution/submit.ts').Submit;`],
    ['a worker', `new Worker(new URL('../execution/submit.ts', import.meta.url));`],
    [
      'a worker for source and build',
      `new URL(built() ? '../execution/submit.js' : './a.ts', import.meta.url)`,
    ],
    ['a require', `const { submit } = require('../execution/submit.ts');`],
    ['a package', `import { z } from 'zod';`],
    ['a module of Node', `import { readFileSync } from 'node:fs';`],
    ['a module of Node without its prefix', `import { readFileSync } from 'fs';`],
    ['a computed import', 'const m = (name: string) => import(`../#{name}.ts`);'],
    ['a way out of src', `import { files } from '../../../test/tidy/files.ts';`],
  ])('catches %s', (_, text) => {
    // Written with # so that nothing here looks like a forgotten substitution.
    const code = text.replaceAll('#{', '${');
    expect(violationsOf('src/engine/domain/bad.ts', code)).toHaveLength(1);
  });

  test('imports in comments, strings and markup are no imports', () => {
    const text = [
      `// import { a } from '../execution/a.ts';`,
      `/* export * from '../execution/a.ts'; */`,
      `const text = "import('../execution/a.ts')";`,
      "const other = `from '../execution/a.ts'`;",
      `const pattern = /from '..\\/execution\\/a.ts'/;`,
      `const list = Array.from('../execution/a.ts');`,
      `const file = new URL('../../../package.json', import.meta.url);`,
    ].join('\n');
    expect(violationsOf('src/engine/domain/good.ts', text)).toEqual([]);
  });

  test.each([
    ['src/engine/domain/a.ts', '../risk/approve.ts'],
    ['src/engine/brain/a.ts', '../intelligence/a.ts'],
    ['src/engine/intelligence/a.ts', '../brain/a.ts'],
    ['src/engine/risk/a.ts', '../core/a.ts'],
    ['src/engine/reconcile/a.ts', '../core/a.ts'],
    ['src/engine/core/a.ts', '../execution/a.ts'],
    ['src/engine/core/a.ts', '../ports.ts'],
    ['src/engine/loop.ts', '../data/store/memory.ts'],
    ['src/data/polymarket/a.ts', '../kalshi/a.ts'],
    ['src/data/polymarket/a.ts', '../frame.ts'],
    ['src/data/store/a.ts', '../state/a.ts'],
    ['src/data/store/a.ts', '../../engine/loop.ts'],
    ['src/data/frame.ts', './store/memory.ts'],
    ['src/sim/a.ts', '../data/polymarket/a.ts'],
    ['src/bot/a.ts', '../engine/core/a.ts'],
    ['src/bot/a.ts', '../app/config.ts'],
    ['src/ops/log.ts', '../app/config.ts'],
    ['src/tape/a.ts', '../data/frame.ts'],
    ['src/main.ts', './engine/loop.ts'],
    ['src/app/a.ts', '../main.ts'],
    ['src/data/state/a.ts', 'pg'],
    ['src/data/store/a.ts', 'ioredis'],
    ['src/bot/a.ts', 'pino'],
  ])('%s may not import %s', (path, specifier) => {
    expect(violationsOf(path, `import { a } from '${specifier}';`)).toHaveLength(1);
  });

  test.each([
    ['src/engine/domain/ids.ts', 'node:crypto'],
    ['src/engine/core/trade/a.ts', '../../intelligence/a.ts'],
    ['src/engine/core/trade/a.ts', '../../domain/ids.ts'],
    ['src/engine/loop.ts', './core/step.ts'],
    ['src/data/store/schema/a.ts', 'drizzle-orm/pg-core'],
    ['src/data/store/pglite.ts', '@electric-sql/pglite-socket'],
    ['src/data/store/a.ts', '../../engine/ports.ts'],
    ['src/data/frame.ts', './kalshi/parse.ts'],
    ['src/app/migrate.ts', '../data/store/open-store.ts'],
    ['src/main.ts', './app/command-line.ts'],
  ])('%s may import %s', (path, specifier) => {
    expect(violationsOf(path, `import { a } from '${specifier}';`)).toEqual([]);
  });
});
