import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { computeAddress } from 'ethers';
import { describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/app/command-line.ts';
import { type Environment, loadConfig } from '../../src/app/config.ts';
import { passphraseSource } from '../../src/app/host-side/passphrase.ts';
import { keystoreCommand } from '../../src/app/keystore.ts';
import { openKey } from '../../src/ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../../src/ops/keystore/passphrase.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { temporaryFolder } from './folder.ts';
import { quietHost } from './quiet-host.ts';

const PASSPHRASE = 'Grünspan-Kanister 41 wabert';
const KEY = `0x${'7c5e19a3'.repeat(8)}`;
const ADDRESS = computeAddress(KEY);

/** A keyboard that can be switched to send keys unseen, and remembers how it stands. */
function keyboard() {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => modes.push(on),
  });
  return { input, modes };
}

/** Somebody who calls the command, at a terminal or without. */
function keystore(
  folder: string,
  argv: readonly string[],
  { env = {}, terminal = false }: { env?: Record<string, string>; terminal?: boolean } = {},
) {
  let out = '';
  let err = '';
  const { input, modes } = keyboard();
  const code = runCommandLine([keystoreCommand], {
    argv: ['keystore', ...argv],
    env: { POLYMIND_DATA_DIR: folder, ...env },
    stdout: { write: (text) => (out += text), isTTY: terminal },
    stderr: { write: (text) => (err += text), isTTY: terminal },
    host: terminal ? { ...quietHost(), input } : quietHost(),
    scrubber: new Scrubber(),
  });
  return { code, out: () => out, err: () => err, all: () => out + err, input, modes };
}

const GIVEN = { env: { POLYMARKET_KEYSTORE_PASSPHRASE: PASSPHRASE } };
const AT_TERMINAL = { terminal: true };

/** The key in a keystore of the folder. */
function keyIn(path: string): string {
  return openKey(readFileSync(path, 'utf8'), passphraseBytes(PASSPHRASE)).privateKey;
}

function keyFile(folder: string, text: string, mode = 0o600): string {
  const path = join(folder, 'key.txt');
  writeFileSync(path, text, { mode });
  return path;
}

describe('creating', () => {
  test('makes a private file that the passphrase opens, and prints only the address', async () => {
    const folder = temporaryFolder();
    const called = keystore(folder, ['create', '--json'], GIVEN);
    expect(await called.code).toBe(0);
    const path = join(folder, 'keystore.json');
    const key = keyIn(path);
    expect(JSON.parse(called.out())).toEqual({
      address: computeAddress(key),
      keystore: path,
      state: 'created',
    });
    expect(called.err()).toBe('');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(called.all().includes(key.slice(2)) || called.all().includes(PASSPHRASE)).toBe(false);

    const before = readFileSync(path, 'utf8');
    const again = keystore(folder, ['create'], AT_TERMINAL);
    expect(await again.code).toBe(1);
    expect(again.err()).toMatch(
      /^polymind: .*keystore.json exists and is never overwritten: .*: mv /,
    );
    expect(readFileSync(path, 'utf8')).toBe(before);

    const asked = keystore(folder, ['address']);
    expect(await asked.code).toBe(0);
    expect(asked.out()).toBe(`${computeAddress(key)}\n`);
  });

  test('makes another key each time, at the place that the environment names', async () => {
    const folder = temporaryFolder();
    const paths = ['a/one.json', 'two.json'].map((name) => join(folder, name));
    for (const path of paths) {
      const env = { ...GIVEN.env, POLYMARKET_KEYSTORE: path };
      expect(await keystore(folder, ['create'], { env }).code).toBe(0);
    }
    const [one, two] = paths.map(keyIn);
    expect(one === two).toBe(false);
  });

  test('asks for the passphrase twice, unseen, until both are the same and strong', async () => {
    const folder = temporaryFolder();
    const called = keystore(folder, ['create'], AT_TERMINAL);
    called.input.write('short\n');
    called.input.write(`${PASSPHRASE}\nGrünspan-Kanister 14 wabert\n`);
    await vi.waitFor(() => expect(called.err()).toContain('The two are different.'));
    expect(called.modes).toEqual([true]);
    // Erased letters, an erased line, an arrow key, and a letter cut in two by the wire.
    const bytes = Buffer.from(`xyz\u0015${PASSPHRASE}\u001b[Aab\u007f\b\r`);
    for (const byte of bytes) called.input.write(Buffer.from([byte]));
    called.input.write(`${PASSPHRASE}\r\n`);
    expect(await called.code).toBe(0);
    expect(called.modes).toEqual([true, false]);
    expect(called.all()).toContain('It has fewer than 12 characters.');
    expect(called.all()).not.toContain('Kanister');
    expect(keyIn(join(folder, 'keystore.json'))).toMatch(/^0x[0-9a-f]{64}$/);
  });

  test.each([
    ['three weak ones', 'a\nb\nc\n', /no passphrase was chosen/],
    ['Ctrl-C', `${PASSPHRASE}\n${PASSPHRASE}\u0003`, /stopped: nothing was written/],
    ['the end of what is typed', '\u0004', /nothing was typed/],
  ])('writes nothing after %s', async (_what, typed, message) => {
    const folder = temporaryFolder();
    const called = keystore(folder, ['create'], AT_TERMINAL);
    called.input.write(typed);
    expect(await called.code).toBe(1);
    expect(called.err()).toMatch(message);
    expect(called.modes).toEqual([true, false]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('needs a terminal or a passphrase that is given, and a strong one', async () => {
    const folder = temporaryFolder();
    const called = keystore(folder, ['create']);
    expect(await called.code).toBe(2);
    expect(called.err()).toMatch(/set POLYMARKET_KEYSTORE_PASSPHRASE_FILE=\.\/passphrase\n$/);
    const env = { POLYMARKET_KEYSTORE_PASSPHRASE: 'wabert 41' };
    const weak = keystore(folder, ['create'], { env });
    expect(await weak.code).toBe(1);
    expect(weak.err()).toBe(
      'polymind: POLYMARKET_KEYSTORE_PASSPHRASE has fewer than 12 characters\n',
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('importing', () => {
  test('reads the key from a private file, and the passphrase from another', async () => {
    const folder = temporaryFolder();
    const secret = join(folder, 'passphrase.txt');
    writeFileSync(secret, `${PASSPHRASE}\n`, { mode: 0o600 });
    const called = keystore(
      folder,
      ['import', '--key-file', keyFile(folder, `${KEY.slice(2).toUpperCase()}\n`)],
      { env: { POLYMARKET_KEYSTORE_PASSPHRASE_FILE: secret } },
    );
    expect(await called.code).toBe(0);
    expect(called.out()).toContain(`${ADDRESS} is in ${join(folder, 'keystore.json')}.`);
    expect(called.out()).toContain('Delete whatever else the key is written in.');
    expect(keyIn(join(folder, 'keystore.json')) === KEY).toBe(true);
    expect(called.all().toLowerCase()).not.toContain(KEY.slice(2));
  });

  test('takes the key from the terminal, unseen', async () => {
    const folder = temporaryFolder();
    const called = keystore(folder, ['import'], { ...GIVEN, ...AT_TERMINAL });
    called.input.write(`  ${KEY}\n`);
    expect(await called.code).toBe(0);
    expect(called.out()).toContain(ADDRESS);
    expect(called.all()).not.toContain(KEY.slice(2));
    expect(called.modes).toEqual([true, false]);
  });

  test.each([
    ['import', KEY],
    ['import', '--key-file', 'key.txt', KEY.slice(2)],
    [KEY],
    ['create', KEY],
    [KEY, 'import'],
    ['import', '--key-file', KEY],
    ['import', `--key-file=${KEY}`],
    ['import', `--key=${KEY}`],
  ])('takes no key from the command line and does not repeat it: %#', async (...argv) => {
    const folder = temporaryFolder();
    const called = keystore(folder, argv, GIVEN);
    expect(await called.code).toBeGreaterThan(0);
    expect(called.err()).toMatch(/^polymind: .+\n$/);
    expect(called.all()).not.toContain(KEY.slice(2));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['a word', 'hello, I am a key', /that is no private key/],
    ['a number outside the curve', 'f'.repeat(64), /that is no private key/],
    ['nothing', '', /^polymind: the file of --key-file is empty\n$/],
  ])('refuses %s without repeating it', async (_what, text, message) => {
    const folder = temporaryFolder();
    const called = keystore(folder, ['import', '--key-file', keyFile(folder, text)], GIVEN);
    expect(await called.code).toBe(1);
    expect(called.err()).toMatch(message);
    expect(text === '' || !called.err().includes(text)).toBe(true);
    expect(readdirSync(folder)).toEqual(['key.txt']);
  });

  test('refuses a file that others may read, and a keyboard that is none', async () => {
    const folder = temporaryFolder();
    const open = keystore(folder, ['import', '--key-file', keyFile(folder, KEY, 0o644)], GIVEN);
    expect(await open.code).toBe(1);
    expect(open.err()).toMatch(/can be read by others: make it private with chmod 600/);
    const piped = keystore(folder, ['import'], GIVEN);
    expect(await piped.code).toBe(2);
    expect(piped.err()).toMatch(/polymind keystore import --key-file FILE\n$/);
  });
});

describe('asking', () => {
  test('the address of no keystore fails and says what makes one', async () => {
    const folder = temporaryFolder();
    const called = keystore(folder, ['address', '--json']);
    expect(await called.code).toBe(1);
    expect(called.out()).toBe('');
    expect(called.err()).toBe(
      `polymind: There is no keystore at ${join(folder, 'keystore.json')}: polymind keystore create\n`,
    );
  });

  test.each([[[]], [['export']], [['create', 'now']], [['address', '--key-file', 'x']]])(
    '%j is wrong use',
    async (argv) => {
      const called = keystore(temporaryFolder(), argv, GIVEN);
      expect(await called.code).toBe(2);
      expect(called.err()).toMatch(/polymind keystore (?:create|import)/);
    },
  );
});

describe('the passphrase that a signer asks for', () => {
  test('is read from its file anew each time', async () => {
    const path = join(temporaryFolder(), 'passphrase.txt');
    writeFileSync(path, 'of before\n', { mode: 0o600 });
    const ask = askedFor({
      host: quietHost(),
      stderr: { write: () => undefined },
      loadConfig: () => loadConfig({ POLYMARKET_KEYSTORE_PASSPHRASE_FILE: path }),
    });
    for (const text of ['the first one', 'the second']) {
      writeFileSync(path, `${text}\n`, { mode: 0o600 });
      expect(await ask()).toEqual(passphraseBytes(text));
    }
  });

  test('is asked at the terminal again each time, and cannot be had without one', async () => {
    const { input, modes } = keyboard();
    let err = '';
    const terminal = {
      stderr: { write: (text: string) => (err += text) },
      loadConfig: () => loadConfig({}),
    };
    const ask = askedFor({ ...terminal, host: { ...quietHost(), input } });
    for (const text of ['the first one', 'the second']) {
      const answer = ask();
      input.write(`${text}\n`);
      expect(await answer).toEqual(passphraseBytes(text));
    }
    expect(err).toBe('The passphrase of the keystore: \n'.repeat(2));
    expect(modes).toEqual([true, false, true, false]);
    const without = askedFor({ ...terminal, host: quietHost() });
    await expect(without()).rejects.toThrow(/typed at a terminal only/);
  });

  test('is left to a signer in a process of its own, which has it from a file alone', async () => {
    const of = (env: Environment) =>
      passphraseSource({
        ...{ host: quietHost(), stderr: { write: () => undefined } },
        loadConfig: () => loadConfig({ POLYMIND_SIGNER: 'process', ...env }),
      });
    const file = join(temporaryFolder(), 'nobody-reads-it-here');
    expect(of({ POLYMARKET_KEYSTORE_PASSPHRASE_FILE: file })).toEqual({ file });
    const without = of({});
    if (typeof without !== 'function') throw new Error('there is no file');
    await expect(without()).rejects.toThrow(/set POLYMARKET_KEYSTORE_PASSPHRASE_FILE=/);
  });
});

function askedFor(context: Parameters<typeof passphraseSource>[0]): () => Promise<Uint8Array> {
  const source = passphraseSource(context);
  if (typeof source !== 'function') throw new Error('it is asked for');
  return source;
}
