import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLogger } from '../../src/ops/log.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';

const CANARY = 'canary-secret-value';

function logInto(lines: string[], level = 'trace') {
  const scrubber = new Scrubber();
  scrubber.register(CANARY);
  return createLogger({ level, scrubber, sink: { write: (line) => lines.push(line) } });
}

describe('logger', () => {
  test.each([
    ['a nested object', { a: { b: [{ token: CANARY }] } }, 'text'],
    ['an error message', { err: new Error(`bad token ${CANARY}`) }, 'text'],
    ['the cause of an error', { err: new Error('x', { cause: new Error(CANARY) }) }, 'text'],
    ['a property of an error', { err: Object.assign(new Error('x'), { params: [CANARY] }) }, 'x'],
    ['free text', {}, `the key is ${CANARY}!`],
    ['a key', { [CANARY]: 1 }, 'text'],
    ['a map of headers', { headers: { authorization: `Bearer ${CANARY}` } }, 'text'],
  ])('a secret in %s does not reach the line', (_, object, text) => {
    const lines: string[] = [];
    logInto(lines).info(object, text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('[secret]');
    expect(lines[0]).not.toContain('canary');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info' });
  });

  test('children are scrubbed too', () => {
    const lines: string[] = [];
    logInto(lines).child({ account: CANARY }).warn('text');
    expect(lines[0]).not.toContain('canary');
  });

  test('a secret registered later is masked from then on', () => {
    const lines: string[] = [];
    const scrubber = new Scrubber();
    const log = createLogger({
      level: 'info',
      scrubber,
      sink: { write: (line) => lines.push(line) },
    });
    scrubber.register(CANARY);
    log.info(CANARY);
    expect(lines[0]).not.toContain('canary');
  });

  test('lines below the level are not written', () => {
    const lines: string[] = [];
    const log = logInto(lines, 'warn');
    log.info('no');
    log.warn('yes');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['yes']);
    expect(lines[0]).toMatch(/"time":"\d{4}-\d\d-\d\dT/);
  });

  test('lines go to standard error, standard output stays clean', () => {
    const script = `
      import { createLogger } from './src/ops/log.ts';
      import { Scrubber } from './src/ops/scrubber.ts';
      const scrubber = new Scrubber();
      scrubber.register('${CANARY}');
      createLogger({ level: 'info', scrubber }).fatal('last words ${CANARY}');
      process.exit(0);
    `;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' },
    );
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ level: 'fatal', msg: 'last words [secret]' });
  });
});
