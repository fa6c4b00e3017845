import { expect, test } from 'vitest';
import type { WalletKind } from '../../../../src/data/polymarket/order/trading-account.ts';
import { OwnKeyCalls } from '../../../../src/data/polymarket/wallet/own-key-calls.ts';
import { RelayedCalls } from '../../../../src/data/polymarket/wallet/relayed-calls.ts';
import { Relayer } from '../../../../src/data/polymarket/wallet/relayer.ts';
import { walletAddressesOf } from '../../../../src/data/polymarket/wallet/wallet-addresses.ts';
import { walletCallsOf } from '../../../../src/data/polymarket/wallet/wallet-calls-of.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { guardedSigner, KEY, WALLETS } from './guarded-signer.ts';
import { accountOf, chain, quickRuntime, relayers } from './setting.ts';

const RELAYED: readonly WalletKind[] = ['proxy', 'safe', 'depositWallet'];

function ways(kind: WalletKind, over: object = {}) {
  const account = accountOf(kind);
  const of = { account, signer: guardedSigner(kind), rpc: null, relayer: null, ...over };
  return walletCallsOf(of, quickRuntime());
}

test('the own key makes calls through a node', async () => {
  const { node: rpc } = await chain();
  const calls = ways('eoa', { rpc });
  expect(calls).toBeInstanceOf(OwnKeyCalls);
  expect(calls).toMatchObject({ wallet: KEY });
  expect(ways('eoa')).toMatch(/needs POLYGON_RPC_URL: the address of a node of Polygon/);
});

test.each(RELAYED)('a %s makes calls through the relayer', async (kind) => {
  const { relayer, double } = await relayers();
  const calls = ways(kind, { relayer });
  expect(calls).toBeInstanceOf(RelayedCalls);
  expect(calls).toMatchObject({ wallet: WALLETS[kind] });
  const why = /needs POLYMARKET_RELAYER_KEY: a relayer API key from polymarket\.com\/settings/;
  expect(ways(kind)).toMatch(why);
  const options = { url: double.server.url, apiKey: null, address: KEY };
  expect(ways(kind, { relayer: new Relayer(options, quickRuntime()) })).toMatch(why);
});

test('a deposit wallet of the first generation is one too', async () => {
  const { relayer } = await relayers();
  const funder = walletAddressesOf(KEY).depositWallet.uups;
  const account = { ...accountOf('depositWallet'), funder };
  expect(ways('depositWallet', { relayer, account })).toMatchObject({ wallet: funder });
});

test('a wallet of another kind or key is named', async () => {
  const { relayer } = await relayers();
  const swapped = { ...accountOf('safe'), funder: WALLETS.proxy };
  expect(ways('safe', { relayer, account: swapped })).toMatch(
    /is not the Safe of the key 0x[0-9a-f]{40}: it is its proxy wallet$/,
  );
  const foreign = { ...accountOf('proxy'), funder: `0x${'9'.repeat(40)}` as WalletAddress };
  expect(ways('proxy', { relayer, account: foreign })).toMatch(/it is no wallet of that key$/);
  const other = { ...accountOf('eoa'), key: `0x${'9'.repeat(40)}` as WalletAddress };
  expect(ways('eoa', { account: other })).toMatch(/^the signer's key is that of 0x/);
});
