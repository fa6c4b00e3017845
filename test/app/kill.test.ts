import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { killCommand } from '../../src/app/kill.ts';
import { killFilePath, readKillFile } from '../../src/ops/kill/kill-file.ts';
import { call } from './called.ts';
import { answerOn } from './control-acts.ts';
import { temporaryFolder } from './folder.ts';

const PROOF = { blocked: true, tookMs: 2.4, openBefore: 4, openLeft: 0, message: '' };

function kill(folder: string, argv: readonly string[] = [], env: Record<string, string> = {}) {
  return call(killCommand, argv, { POLYMIND_DATA_DIR: folder, ...env });
}

describe('polymind kill', () => {
  test('prints the proof of the running program', async () => {
    const folder = temporaryFolder();
    const asked = await answerOn(folder, { kill: async () => PROOF });
    const called = kill(folder, ['--reason', ' bad  fills ']);
    expect(await called.code).toBe(0);
    expect(called.out()).toBe(
      [
        '■ Killed by host · nothing is open',
        '  blocked within 3 ms · 4 orders ended',
        '  positions are kept; automatic exits are off; arm again in a chat: /kill off',
        '',
      ].join('\n'),
    );
    const file = readKillFile(folder);
    expect(file?.reason).toBe('by host: bad  fills');
    expect(asked).toEqual([{ ask: 'kill', id: file?.id, reason: file?.reason }]);
  });

  test('writes the kill down before it tells the program', async () => {
    const folder = temporaryFolder();
    let before: string | undefined;
    await answerOn(folder, {
      kill: async () => {
        before = readKillFile(folder)?.reason;
        return PROOF;
      },
    });
    await kill(folder).code;
    expect(before).toBe('by host');
  });

  test('works without a program, which then starts killed', async () => {
    const folder = temporaryFolder();
    const called = kill(folder);
    expect(await called.code).toBe(0);
    expect(called.out()).toBe(`■ No program runs on ${folder}; it will start killed\n`);
    expect(readKillFile(folder)?.reason).toBe('by host');
  });

  test('works in an environment that is wrong otherwise', async () => {
    const folder = temporaryFolder();
    const called = kill(folder, [], { WEB_PORT: 'x', TELEGRAM_NONSENSE: '1' });
    expect(await called.code).toBe(0);
    expect(readKillFile(folder)).not.toBeNull();
  });

  test('fails where there is nothing to kill, and makes no folder', async () => {
    const folder = join(temporaryFolder(), 'missing');
    const called = kill(folder);
    expect(await called.code).toBe(1);
    expect(called.err()).toBe(
      `polymind: Nothing was killed: there is no folder ${folder}; set POLYMIND_DATA_DIR\n`,
    );
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ['is still open', { openLeft: 2 }, '■ Killed by host · 2 orders still being cancelled'],
    [
      'cannot be counted',
      { openLeft: null },
      '■ Killed by host · open orders cannot be counted now',
    ],
    ['is not blocked', { blocked: false }, '! The program does not say that it is killed'],
  ])('exits 1 when something %s', async (_what, part, title) => {
    const folder = temporaryFolder();
    await answerOn(folder, { kill: async () => ({ ...PROOF, ...part }) });
    const called = kill(folder);
    expect(await called.code).toBe(1);
    expect(called.out().split('\n')[0]).toBe(title);
  });

  test('exits 1 when the program fails, and says what holds all the same', async () => {
    const folder = temporaryFolder();
    await answerOn(folder, {
      kill: async () => {
        throw new Error('The engine does not answer');
      },
    });
    const called = kill(folder);
    expect(await called.code).toBe(1);
    expect(called.out()).toBe(
      [
        '! The program does not prove the kill: The engine does not answer',
        `  ${killFilePath(folder)} is there: it is read within a second, and at each start`,
        '  to be sure, end the process; it will start killed',
        '',
      ].join('\n'),
    );
  });

  test('tells the program although the file cannot be written, and exits 1', async () => {
    const folder = temporaryFolder();
    mkdirSync(killFilePath(folder));
    const asked = await answerOn(folder, { kill: async () => PROOF });
    const called = kill(folder);
    expect(await called.code).toBe(1);
    expect(asked).toHaveLength(1);
    expect(called.err()).toMatch(
      /^polymind: The kill file .* cannot be written; the program is told/,
    );
    expect(called.out()).toContain('■ Killed by host · nothing is open');
  });

  test('waits for a program that is starting', async () => {
    const folder = temporaryFolder();
    const starting = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 60_000)']);
    onTestFinished(() => void starting.kill('SIGKILL'));
    writeFileSync(join(folder, 'polymind.pid'), `${starting.pid}\n`);
    const called = kill(folder);
    await vi.waitFor(() => expect(readKillFile(folder)).not.toBeNull());
    await answerOn(folder, { kill: async () => PROOF });
    expect(await called.code).toBe(0);
    expect(called.out()).toContain('■ Killed by host · nothing is open');
  });

  test('prints one document with --json', async () => {
    const folder = temporaryFolder();
    const without = kill(folder, ['--json']);
    expect(await without.code).toBe(0);
    const killFile = { path: killFilePath(folder), problem: null };
    expect(JSON.parse(without.out())).toEqual({
      proven: true,
      program: 'absent',
      proof: null,
      error: null,
      killFile,
    });
    await answerOn(folder, { kill: async () => PROOF });
    const running = kill(folder, ['--json']);
    expect(await running.code).toBe(0);
    expect(JSON.parse(running.out())).toEqual({
      proven: true,
      program: 'answered',
      proof: PROOF,
      error: null,
      killFile,
    });
  });

  test('takes no word beside its options, and kills nothing by it', async () => {
    const folder = temporaryFolder();
    for (const argv of [['off'], ['--force']]) {
      const called = kill(folder, argv);
      expect(await called.code).toBe(2);
      expect(called.out()).toBe('');
    }
    expect(readKillFile(folder)).toBeNull();
  });
});
