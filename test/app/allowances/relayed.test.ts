import { getAddress } from 'ethers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { walletAddressesOf } from '../../../src/data/polymarket/wallet/wallet-addresses.ts';
import { POLYMARKET_APPROVALS } from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { ADDRESS, KEY, PASSPHRASE } from '../../ops/keystore/keys.ts';
import { allowances } from './called.ts';

const NEEDED = POLYMARKET_APPROVALS.filter(({ isNeeded }) => isNeeded).length;

/** A venue with its chain and relayer, and the key's wallet of this type. */
async function worldOf(type: 1 | 2 | 3, of: { readonly isMade: boolean }) {
  const startsAtMs = Date.now();
  const venue = createVenue({ seed: 'allowances', startsAtMs });
  const sim = await startPolymarketSim({
    venue,
    startsAtMs,
    seed: 'allowances',
    chainTimes: { blockMs: 50 },
  });
  onTestFinished(() => sim.close());
  const { proxy, safe, depositWallet } = walletAddressesOf(ADDRESS);
  const wallets = { 1: proxy, 2: safe, 3: depositWallet.beacon };
  const funder = getAddress(wallets[type]);
  if (of.isMade) sim.chain?.know({ address: ADDRESS, funder, signatureType: type });
  const env: Readonly<Record<string, string>> = {
    ...sim.env,
    POLYMARKET_FUNDER: funder,
    POLYMARKET_SIGNATURE_TYPE: String(type),
  };
  return { env, funder, sim };
}

async function changed(argv: readonly string[], env: Readonly<Record<string, string>>) {
  const called = allowances(argv, { env });
  await called.says('y');
  await called.types();
  return { ...called, exit: await called.code };
}

describe('allowances of a wallet that is a contract', () => {
  test.each([
    [1, 'proxy', true],
    [2, 'Safe', true],
    [3, 'deposit wallet', false],
  ] as const)('of type %i (%s) are set and revoked in one batch', async (type, words, isMade) => {
    const { env, funder } = await worldOf(type, { isMade });
    const set = await changed(['set'], env);
    expect(set.err()).toContain(`The ${words} ${funder.toLowerCase()} allows,\n`);
    expect(set.err().includes(`The relayer makes the ${words} first.`)).toBe(!isMade);
    expect(set.exit, set.all()).toBe(0);
    expect(set.out()).toMatch(new RegExp(`^All ${NEEDED} are mined: 0x[0-9a-f]{64}\\n$`));
    for (const secret of [KEY.slice(2), PASSPHRASE, env['POLYMARKET_RELAYER_KEY'] ?? '?']) {
      expect(set.all().toLowerCase()).not.toContain(secret.toLowerCase());
    }

    const again = allowances(['set'], { env });
    expect(await again.code).toBe(0);
    expect(again.out()).toBe('Nothing to set: it is there.\n');
    const shown = allowances([], { env });
    await shown.code;
    expect(shown.out()).toContain(`All ${NEEDED} that trading needs are there.`);

    const revoked = await changed(['revoke', '--json'], env);
    expect(revoked.exit, revoked.all()).toBe(0);
    const { transactions } = JSON.parse(revoked.out());
    expect(transactions).toMatchObject([{ state: 'mined' }]);
    expect(transactions[0].names).toHaveLength(NEEDED);
  });

  test('are shown as the venue tells them where no node is', async () => {
    const { env, funder, sim } = await worldOf(3, { isMade: true });
    const { POLYGON_RPC_URL: _node, ...rest } = env;
    sim.chain?.fundBare(funder, { pusd: 7_000_000 });
    const asked = { ...rest, POLYMARKET_KEYSTORE_PASSPHRASE: PASSPHRASE };
    const before = allowances(['--json'], { env: asked });
    expect(await before.code, before.all()).toBe(0);
    const document = JSON.parse(before.out());
    expect(document).toMatchObject({ isRead: true, source: 'venue', pusdMicros: '7000000' });
    const nowOf = (name: string, of: typeof document) =>
      of.allowances.find((one: { readonly name: string }) => one.name === name).now;
    expect(nowOf('v1-buy', document)).toBe('none');
    const set = allowances(['set'], { env: asked });
    await set.says('yes');
    expect(await set.code, set.all()).toBe(0);
    const after = allowances(['--json'], { env: asked });
    expect(await after.code, after.all()).toBe(0);
    const now = JSON.parse(after.out());
    for (const name of ['v1-buy', 'v2-buy']) expect(nowOf(name, now), name).toBe('unlimited');
    for (const name of ['v1-sell', 'v2-sell']) expect(nowOf(name, now), name).toBe('all');
  });

  test('need the key of the relayer, and the Safe to be there', async () => {
    const { env } = await worldOf(2, { isMade: false });
    const absent = allowances(['set'], { env });
    expect(await absent.code).toBe(1);
    expect(absent.err()).toMatch(/the Safe 0x\w+ is not made yet: log in with its key/);
    const { POLYMARKET_RELAYER_KEY: _key, ...rest } = env;
    const keyless = allowances(['set'], { env: rest });
    expect(await keyless.code).toBe(1);
    expect(keyless.err()).toMatch(/wants an API key: set POLYMARKET_RELAYER_KEY/);
  });

  test('are not given to a deposit wallet of a kind that is not made any more', async () => {
    const { env } = await worldOf(3, { isMade: false });
    const { uups, beacon } = walletAddressesOf(ADDRESS).depositWallet;
    const called = allowances(['set'], { env: { ...env, POLYMARKET_FUNDER: uups } });
    expect(await called.code).toBe(1);
    expect(called.err()).toContain(`not made any more: the one of this key is ${beacon}`);
  });

  test('say what became of a batch that was refused, or whose answer was lost', async () => {
    const { env, sim } = await worldOf(1, { isMade: true });
    sim.chain?.inject({ on: 'submit', fault: { kind: 'invalid' } });
    const failed = await changed(['set'], env);
    expect(failed.exit).toBe(1);
    expect(failed.err()).toMatch(/^Not done: /m);
  });
});
