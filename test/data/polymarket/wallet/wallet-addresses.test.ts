import {
  createSecureClient,
  forkEnvironmentConfig,
  relayerApiKey,
  type SecureClient,
} from '@polymarket/client';
import { isWalletDeployed } from '@polymarket/client/actions';
import { privateKey } from '@polymarket/client/viem';
import { getAddress } from 'ethers';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  currentGeneration,
  kindOf,
  walletAddressesOf,
} from '../../../../src/data/polymarket/wallet/wallet-addresses.ts';
import { walletAddressOf } from '../../../../src/sim/wire/trading/wallet-addresses.ts';
import { HttpDouble, json, plain } from '../../../servers/http-double.ts';
import { KEY, SECRET, WALLETS } from './guarded-signer.ts';
import { chain } from './setting.ts';

const ADDRESSES = walletAddressesOf(KEY);
const ZERO = `0x${'0'.repeat(64)}`;
const SOME_BEACON = `0x${'0'.repeat(24)}${'7a'.repeat(20)}`;

const anyKey = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => {
  return getAddress(`0x${Buffer.from(bytes).toString('hex')}`);
});

describe('the wallets of a key', () => {
  test('are those that the simulator computes by itself, and are told apart', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const { eoa, proxy, safe, depositWallet } = walletAddressesOf(key);
        const ours = [eoa, proxy, safe, depositWallet.uups];
        const theirs = ([0, 1, 2, 3] as const).map((type) => walletAddressOf(key, type));
        expect(ours).toEqual(theirs.map((address) => address.toLowerCase()));
        expect(new Set([...ours, depositWallet.beacon]).size).toBe(5);
        expect(kindOf(key, eoa)).toBe('eoa');
        expect(kindOf(key, getAddress(proxy))).toBe('proxy');
        expect(kindOf(key.toLowerCase(), getAddress(safe))).toBe('safe');
        expect(kindOf(key, depositWallet.uups)).toBe('depositWallet');
        expect(kindOf(key, depositWallet.beacon)).toBe('depositWallet');
        expect(kindOf(key, `0x${'9'.repeat(40)}`)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  test('of no address are none', () => {
    expect(() => walletAddressesOf('0x12')).toThrow(TypeError);
  });
});

async function official(beacon: string, wallet: string) {
  const venue = await HttpDouble.start(
    { path: '/auth/api-keys', reply: () => json({ apiKeys: ['key'] }) },
    {
      path: '/deployed',
      needs: { address: /^0x/ },
      may: { type: /^WALLET$/ },
      reply: () => json({ deployed: true }),
    },
    {
      method: 'POST',
      path: '/rpc',
      reply: () => json({ jsonrpc: '2.0', id: 1, result: beacon }),
    },
  );
  onTestFinished(() => venue.stop());
  const client: SecureClient = await createSecureClient({
    environment: forkEnvironmentConfig({
      ...{ name: 'double', rpc: `${venue.url}/rpc` },
      ...{ clob: { rest: venue.url }, relayer: { rest: venue.url } },
    }),
    wallet,
    signer: privateKey(SECRET as never),
    credentials: { key: 'key', secret: 'c2VjcmV0', passphrase: 'words' } as never,
    apiKey: relayerApiKey({ key: 'relayer-key', address: KEY }),
  });
  return { venue, client };
}

describe('the official client', () => {
  test.each([
    [0, ADDRESSES.eoa],
    [1, ADDRESSES.proxy],
    [2, ADDRESSES.safe],
    [3, ADDRESSES.depositWallet.uups],
    [3, ADDRESSES.depositWallet.beacon],
  ])('takes the wallet of type %i as one of the key: %s', async (type, wallet) => {
    const { client } = await official(ZERO, wallet);
    expect(client.account.walletType).toBe(type);
  });

  test.each([
    ['a beacon', SOME_BEACON, ADDRESSES.depositWallet.beacon],
    ['no beacon', ZERO, ADDRESSES.depositWallet.uups],
  ])('looks for the same deposit wallet when the factory has %s', async (_what, beacon, ours) => {
    const { client, venue } = await official(beacon, ADDRESSES.eoa);
    await isWalletDeployed(client as never);
    const asked = venue.seen.filter(({ path }) => path === '/deployed').at(-1);
    expect(asked?.query.get('address')?.toLowerCase()).toBe(ours);
  });
});

describe('which deposit wallet is made now', () => {
  test.each([
    ['has a beacon', SOME_BEACON, 'beacon'],
    ['has the zero beacon', ZERO, 'uups'],
    ['gives nothing back', '0x', 'uups'],
    ['refuses the question', ' no such function', 'uups'],
  ])('when the factory %s', async (_what, answer, generation) => {
    const { double, node } = await chain();
    double.contract = () => answer;
    expect(await currentGeneration(node)).toBe(generation);
  });

  test('is not guessed when the node does not say', async () => {
    const { double, node } = await chain();
    double.instead.set('eth_call', plain('no', 401));
    await expect(currentGeneration(node)).rejects.toMatchObject({ name: 'RpcError' });
    double.instead.clear();
    double.contract = () => '0x1234';
    await expect(currentGeneration(node)).rejects.toMatchObject({ kind: 'malformed' });
  });
});

test('the wallets of the test account are four', () => {
  expect(new Set(Object.values(WALLETS)).size).toBe(4);
});
