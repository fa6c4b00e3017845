import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openKey } from '../../../src/ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { temporaryFolder } from '../folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Two processes start from their source, one after the other, on a machine that does other things. */
const TEST_MS_MAX = 240_000;

/** Everything that a process wrote, and how it ended. */
function run(argv: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...argv], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return new Promise<typeof said & { readonly code: number | null }>((done) => {
    child.once('close', (code) => done({ ...said, code }));
  });
}

test(
  'from making the key to a crash, neither key nor passphrase is written anywhere',
  async () => {
    const folder = temporaryFolder();
    const passphrase = `canary ${randomBytes(12).toString('base64')}`;
    const [keystore, secret] = [join(folder, 'keystore.json'), join(folder, 'passphrase.txt')];
    writeFileSync(secret, `${passphrase}\n`, { mode: 0o600 });

    const env = { POLYMIND_DATA_DIR: folder, POLYMARKET_KEYSTORE_PASSPHRASE_FILE: secret };
    const made = await run(['src/main.ts', 'keystore', 'create'], { ...env, LOG_LEVEL: 'trace' });
    expect(made.out).toMatch(/^0x[0-9a-fA-F]{40} is in /);
    expect(made.code).toBe(0);

    // With the report that Node writes about a crash.
    const crashed = await run(
      [
        '--report-uncaught-exception',
        `--report-directory=${folder}`,
        fileURLToPath(new URL('./canary-run.ts', import.meta.url)),
        keystore,
        secret,
      ],
      env,
    );
    const told = ['wrong passphrase', 'signed', 'refused', 'signer', 'thread', 'waited', 'state'];
    for (const what of [...told, 'signed again']) {
      expect(`\n${crashed.out}`).toContain(`\n${what} `);
      expect(crashed.err).toContain(`"what":"${what}"`);
    }
    expect(crashed.err).toContain('the process crashes with a signer');
    expect(crashed.code).toBe(1);
    const files = readdirSync(folder).filter((name) => join(folder, name) !== secret);
    expect(files).toHaveLength(2);
    const written = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    expect(written).toContain('the process crashes with a signer');

    const key = openKey(readFileSync(keystore, 'utf8'), passphraseBytes(passphrase)).privateKey;
    const everything = [made.out, made.err, crashed.out, crashed.err, written].join('\n');
    for (const one of [key, passphrase]) {
      const alone = new Scrubber();
      alone.register(one);
      // Whatever form it takes, the scrubber would find it; and it does find it where it is.
      expect(alone.scrub(everything) === everything).toBe(true);
      expect(alone.scrub(`${everything}${one}`)).not.toContain(one);
    }
  },
  TEST_MS_MAX,
);
