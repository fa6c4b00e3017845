import { describe, expect, test } from 'vitest';
import { purityViolations } from './purity.ts';

const violationsIn = (text: string, path = 'src/engine/core/a.ts'): string[] =>
  purityViolations([{ path, text }]);

describe('purity', () => {
  test.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const at = new Date( );',
    'const at = new Date;',
    'const text = Date();',
    'const clock = Date;',
    "const at = Date['now']();",
    'const at = performance.now();',
    'const { now } = performance;',
    'const at = process.hrtime.bigint();',
    'const n = Math.random();',
    'const { random } = Math;',
    "const n = Math['random']();",
    'const id = crypto.randomUUID();',
    "import { randomBytes } from 'node:crypto';",
    'setTimeout(run, 5);',
    'setInterval(run, 5);',
    'setImmediate(run);',
    'queueMicrotask(run);',
    'const dir = process.cwd();',
    "const now = globalThis['Date'];",
    'async function run(): void {}',
    'const run = async () => {};',
    'await run();',
    'const p = Promise.resolve(1);',
    "console.log('x');",
    "fetch('x');",
  ])('catches %s', (text) => {
    expect(violationsIn(text)).not.toEqual([]);
  });

  test.each([
    'const at = new Date(atMs).toISOString();',
    'const at = Date.UTC(2026, 10, 22);',
    'const n = Math.min(1, 2);',
    "const text = 'Date.now() and await are only words';",
    '// Date.now() is not called here',
    'const process = (row: Row): number => row.length;',
    'const wins = performance.winRate;',
    'const pattern = /await Date.now()/;',
  ])('lets %s be', (text) => {
    expect(violationsIn(text)).toEqual([]);
  });

  test.each(['domain', 'intelligence', 'brain', 'risk', 'reconcile', 'core'])(
    '%s is a pure room',
    (room) => {
      expect(violationsIn('Date.now()', `src/engine/${room}/deep/a.ts`)).toHaveLength(1);
    },
  );

  test('code inside a template is seen', () => {
    expect(violationsIn('const text = `at #{Date.now()}`;'.replace('#', '$'))).toHaveLength(1);
  });

  test('rooms outside may wait and read a clock', () => {
    const text = 'const at = Date.now(); await run();';
    expect(violationsIn(text, 'src/engine/execution/place.ts')).toEqual([]);
    expect(violationsIn(text, 'src/engine/loop.ts')).toEqual([]);
    expect(violationsIn(text, 'src/sim/world.ts')).toEqual([]);
  });

  test('the simulator takes its randomness from its seed alone', () => {
    expect(violationsIn('const n = Math.random();', 'src/sim/world.ts')).toHaveLength(1);
  });
});
