import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/app/command-line.ts';
import { totpCommand } from '../../src/app/totp.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { codeOf, stepAt } from '../../src/ops/totp/totp.ts';
import { TotpFile } from '../../src/ops/totp/totp-file.ts';
import { answerOn } from './control-acts.ts';
import { temporaryFolder } from './folder.ts';
import { quietHost } from './quiet-host.ts';

const WHO = 'telegram:123';

/** Somebody who calls the command, with a terminal or without, and types. */
function totp(folder: string, argv: readonly string[], terminal = { isTTY: false }) {
  let out = '';
  let err = '';
  const input = Object.assign(new PassThrough(), terminal);
  const code = runCommandLine([totpCommand], {
    argv: ['totp', ...argv],
    env: { POLYMIND_DATA_DIR: folder },
    stdout: { write: (text) => (out += text), ...terminal },
    stderr: { write: (text) => (err += text), ...terminal },
    host: { ...quietHost(), input },
    scrubber: new Scrubber(),
  });
  return { code, out: () => out, err: () => err, input };
}

/** The secret in what was printed or written. */
function secretIn(text: string): string {
  return /secret=([A-Z2-7]+)/.exec(text)?.[1] ?? '';
}

function codeNow(secret: string): string {
  return codeOf(secret, stepAt(Date.now()));
}

const TERMINAL = { isTTY: true };

describe('enrolling at a terminal', () => {
  test('shows the secret and takes a code of it; the third try may be the right one', async () => {
    const folder = temporaryFolder();
    const asked = await answerOn(folder);
    const called = totp(folder, ['enrol', WHO], TERMINAL);
    await vi.waitFor(() => expect(called.out()).toMatch(/app shows now: $/));
    const secret = secretIn(called.out());
    expect(called.out()).toContain(`key   ${(secret.match(/.{4}/g) ?? []).join(' ')}`);
    called.input.write('abc\n12345');
    called.input.write('\n');
    await vi.waitFor(() => expect(called.out().match(/app shows now: /g)).toHaveLength(3));
    expect(called.out()).toContain('That is not its code. Does the phone have the right time?');
    const code = codeNow(secret);
    called.input.write(`${code.slice(0, 3)} ${code.slice(3)}\n`);
    expect(await called.code).toBe(0);
    expect(called.out()).toMatch(/telegram:123 is enrolled; this code is used up/);
    expect(new TotpFile(folder).check(WHO, code)).toBe('used');
    expect(asked).toEqual([{ ask: 'totpChanged', actor: WHO, change: 'enrolled' }]);
  });

  test.each([
    ['three wrong codes', 'a\nb\nc\n', false],
    ['the end of what is typed', 'a\n', true],
  ])('does not count after %s', async (_what, typed, ends) => {
    const folder = temporaryFolder();
    const called = totp(folder, ['enrol', WHO], TERMINAL);
    called.input.write(typed);
    if (ends) called.input.end();
    expect(await called.code).toBe(1);
    expect(called.out()).toMatch(/Not proven, so it does not count yet: polymind totp verify/);
    expect(new TotpFile(folder).has(WHO)).toBe(false);
  });
});

describe('enrolling without a terminal', () => {
  test.each([[[]], [['--json']]])('shows no secret: %j', async (more) => {
    const folder = temporaryFolder();
    const called = totp(folder, ['enrol', WHO, ...more]);
    expect(await called.code).toBe(2);
    expect(called.out()).toBe('');
    expect(called.err()).toBe(
      'polymind: the secret is shown on a terminal only: polymind totp enrol telegram:123 --secret-to FILE\n',
    );
    expect(new TotpFile(folder).list()).toEqual([]);
  });

  test('shows none with --json on a terminal either', async () => {
    const called = totp(temporaryFolder(), ['enrol', WHO, '--json'], TERMINAL);
    expect(await called.code).toBe(2);
    expect(called.out()).toBe('');
  });

  test('writes it into a private file, and a second call proves it', async () => {
    const folder = temporaryFolder();
    const asked = await answerOn(folder);
    const target = join(folder, 'secret.txt');
    const enrolled = totp(folder, ['enrol', WHO, '--json', '--secret-to', target]);
    expect(await enrolled.code).toBe(0);
    expect(JSON.parse(enrolled.out())).toEqual({ actor: WHO, state: 'waits', secretIn: target });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const secret = secretIn(readFileSync(target, 'utf8'));
    expect(enrolled.out() + enrolled.err()).not.toContain(secret);
    expect(asked).toEqual([]);

    const wrong = totp(folder, ['verify', WHO, '000']);
    expect(await wrong.code).toBe(1);
    const right = totp(folder, ['verify', WHO, codeNow(secret)]);
    expect(await right.code).toBe(0);
    expect(asked).toEqual([{ ask: 'totpChanged', actor: WHO, change: 'enrolled' }]);
    expect(new TotpFile(folder).has(WHO)).toBe(true);
  });

  test('does not write over a file', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'secret.txt');
    expect(await totp(folder, ['enrol', WHO, '--secret-to', target]).code).toBe(0);
    expect(await totp(folder, ['enrol', WHO, '--secret-to', target]).code).toBe(1);
  });
});

describe('afterwards', () => {
  test('people are listed without their secrets, and reset', async () => {
    const folder = temporaryFolder();
    const asked = await answerOn(folder);
    expect(await totp(folder, ['list']).code).toBe(0);
    const file = new TotpFile(folder);
    const { secret } = file.enrol(WHO);
    file.prove(WHO, codeNow(secret));
    file.enrol('console');
    for (let tries = 0; tries < 5; tries += 1) file.check(WHO, 'wrong');
    const listed = totp(folder, ['list']);
    expect(await listed.code).toBe(0);
    expect(listed.out()).toMatch(
      /^telegram:123 {2}enrolled 2.*Z, locked until 2.*Z\nconsole {2}waits for its first code: polymind totp verify\n$/,
    );
    const json = totp(folder, ['list', '--json']);
    await json.code;
    expect(JSON.parse(json.out())).toMatchObject({
      people: [{ actor: WHO }, { actor: 'console' }],
    });
    expect(listed.out() + json.out()).not.toContain(secret);

    expect(await totp(folder, ['reset', WHO]).code).toBe(0);
    expect(new TotpFile(folder).check(WHO, codeNow(secret))).toBe('none');
    expect(asked).toEqual([{ ask: 'totpChanged', actor: WHO, change: 'reset' }]);
    const again = totp(folder, ['reset', WHO]);
    expect(await again.code).toBe(1);
    expect(again.err()).toBe('polymind: telegram:123 is not enrolled\n');
  });

  test('a change that cannot be written down holds, and that is said', async () => {
    const folder = temporaryFolder();
    await answerOn(folder, {
      totpChanged: async () => {
        throw new Error('the database is down');
      },
    });
    new TotpFile(folder).enrol(WHO);
    const called = totp(folder, ['reset', WHO]);
    expect(await called.code).toBe(0);
    expect(called.err()).toBe(
      'polymind: done, but not in the audit: The running program did not do it: the database is down\n',
    );
    expect(new TotpFile(folder).list()).toEqual([]);
  });
});

test.each([
  [[]],
  [['show']],
  [['list', 'x']],
  [['enrol']],
  [['enrol', '123']],
  [['enrol', WHO, 'x']],
  [['verify', WHO]],
  [['verify', 'host', '123456']],
  [['reset', 'Telegram:123']],
])('%j is wrong use', async (argv) => {
  const called = totp(temporaryFolder(), argv, TERMINAL);
  expect(await called.code).toBe(2);
  expect(called.err()).toMatch(/^polymind: .*: polymind totp .*\n$/);
});
