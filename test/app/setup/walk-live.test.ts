import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAddress } from 'ethers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { codeOf, stepAt } from '../../../src/ops/totp/totp.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { walletAddressOf } from '../../../src/sim/wire/trading/wallet-addresses.ts';
import { ADDRESS, KEY, PASSPHRASE } from '../../ops/keystore/keys.ts';
import { temporaryFolder } from '../folder.ts';
import { NO_OTHER_VENUES } from '../no-other-venues.ts';
import { setup } from './called.ts';

/** An empty folder, a key in a file, and a venue. */
async function scene() {
  const folder = temporaryFolder();
  const startsAtMs = Date.now();
  const venue = createVenue({ seed: 'setup', startsAtMs });
  const sim = await startPolymarketSim({
    venue,
    startsAtMs,
    seed: 'setup',
    chainTimes: { blockMs: 50 },
  });
  onTestFinished(() => sim.close());
  const keyFile = join(folder, 'key');
  writeFileSync(keyFile, KEY, { mode: 0o600 });
  const envFile = join(folder, '.env');
  const env: Readonly<Record<string, string>> = {
    ...NO_OTHER_VENUES,
    ...sim.env,
    POLYMIND_DATA_DIR: join(folder, 'data'),
  };
  return {
    sim,
    folder,
    envFile,
    env,
    argv: ['live', '--env', envFile, '--key-file', keyFile],
  };
}

type Walk = ReturnType<typeof setup>;

/** What other parts say in one line: checks, hashes, paths, and the secret of the codes. */
const UNBROKEN = /^ {3}(?:ok| !| \?| -) {2}|0x[0-9a-f]{64}|keystore\.json|^ {2}link|^For telegram/;

async function imports(walk: Walk): Promise<void> {
  await walk.answers('A passphrase for it: ', PASSPHRASE);
  await walk.answers('The same again: ', PASSPHRASE);
}

async function enrols(walk: Walk): Promise<void> {
  await walk.answers('Who confirms? ', 'telegram:123');
  await walk.sees('app shows now: ');
  const secret = /secret=([A-Z2-7]+)/.exec(walk.shown())?.[1] ?? '';
  await walk.answers('', codeOf(secret, stepAt(Date.now())));
}

describe('setup live', () => {
  test.each([
    [1, 'proxy'],
    [2, 'Safe'],
  ] as const)(
    'goes the whole way with a wallet of type %i, a %s',
    async (type, words) => {
      const { sim, env, envFile, argv } = await scene();
      const funder = getAddress(walletAddressOf(ADDRESS, type));
      sim.chain?.know({ address: ADDRESS, funder, signatureType: type });
      sim.chain?.fundBare(funder, { pusd: 25 * MICRO });
      writeFileSync(envFile, '# mine\nLOG_LEVEL=warn\n', { mode: 0o644 });
      const walk = setup(argv, { env });
      await imports(walk);
      await walk.sees(`The money is in the ${words}.`);
      await walk.answers(`Which one trades? 0/1/2/3 [${type}] `, '');
      await walk.answers('Write it? y/N ', 'y');
      await walk.answers('Sign and send these 9? y/N ', 'y');
      await walk.sees('All that trading needs are there.');
      await walk.sees('25 pUSD to trade with.');
      await enrols(walk);
      await walk.sees('telegram:123 can confirm');
      await walk.answers('Place it and cancel it? y/N ', 'y');
      expect(await walk.code, walk.shown()).toBe(0);
      expect(walk.shown()).toMatch(/\/mode live in the chat is the next and only step\.\n$/);
      expect(walk.shown().match(/ {3}ok {2}(?:placed|found|cancelled|gone)/g)).toHaveLength(4);
      const lines = readFileSync(envFile, 'utf8').split('\n');
      expect(lines.slice(0, 2)).toEqual(['# mine', 'LOG_LEVEL=warn']);
      expect(lines).toContain(`POLYMARKET_FUNDER=${funder}`);
      expect(lines).toContain(`POLYMARKET_SIGNATURE_TYPE=${type}`);
      const long = walk
        .shown()
        .split('\n')
        .filter((line) => line.length > 80);
      expect(long.filter((line) => !UNBROKEN.test(line))).toEqual([]);
      for (const secret of [KEY.slice(2), PASSPHRASE, env['POLYMARKET_RELAYER_KEY'] ?? '?']) {
        expect(walk.shown().toLowerCase()).not.toContain(secret.toLowerCase());
      }

      const again = setup(argv.slice(0, 3), { env });
      await again.answers('The passphrase of the keystore: ', PASSPHRASE);
      expect(await again.code, again.shown()).toBe(0);
      expect(again.shown()).not.toContain('y/N');
    },
    300_000,
  );

  test('refuses a choice that the shell would outvote, and writes nothing unasked', async () => {
    const { env, envFile, argv } = await scene();
    const other = { ...env, POLYMARKET_FUNDER: `0x${'12'.repeat(20)}` };
    const outvoted = setup(argv, { env: other });
    await imports(outvoted);
    await outvoted.answers('Which one trades? ', '0');
    expect(await outvoted.code).toBe(1);
    expect(outvoted.shown()).toContain(
      'POLYMARKET_FUNDER has another value in this shell, which wins over the file: unset POLYMARKET_FUNDER',
    );
    const declined = setup(argv.slice(0, 3), { env });
    await declined.answers('Which one trades? ', '9');
    await declined.answers('none of the answers: 0, 1, 2, 3\n   Which one trades? ', '0');
    await declined.answers('Write it? y/N ', '');
    expect(await declined.code).toBe(1);
    expect(declined.shown()).toContain('set these variables yourself, then polymind setup live');
    expect(() => readFileSync(envFile)).toThrow(/ENOENT/);
  });

  test('says what each thing that is missing takes, and goes on to the next', async () => {
    const { env, argv } = await scene();
    const { POLYMARKET_RELAYER_KEY: _key, ...keyless } = env;
    const walk = setup(argv, { env: keyless });
    await imports(walk);
    await walk.answers('Which one trades? 0/1/2/3 [3] ', '');
    await walk.sees('in POLYMARKET_RELAYER_KEY.');
    await walk.answers('Write it? y/N ', 'y');
    await walk.sees('Set POLYMARKET_RELAYER_KEY, then polymind setup live.');
    await walk.answers('Enter goes on without it.\n', '');
    await walk.sees('No dollars yet');
    await walk.answers('Who confirms? ', 'nobody');
    await walk.answers('for example telegram:123456789', '');
    await walk.answers('app shows now: ', '000000');
    await walk.sees('That is not its code.');
    walk.stop();
    expect(await walk.code).toBe(1);
    expect(walk.shown()).toMatch(/polymind setup live goes on from here\n$/);
  });

  test('takes live, and a terminal', async () => {
    const wrong = setup(['paper'], { env: {} });
    expect(await wrong.code).toBe(2);
    expect(wrong.shown()).toBe('polymind: setup takes live: polymind setup live\n');
    const piped = setup(['live'], { env: {}, terminal: false });
    expect(await piped.code).toBe(2);
    expect(piped.shown()).toContain('it needs a terminal: polymind setup live');
  });
});
