import {
  createSecureClient,
  forkEnvironmentConfig,
  relayerApiKey,
  type SecureClient,
} from '@polymarket/client';
import { deployDepositWallet, prepareGaslessTransaction } from '@polymarket/client/actions';
import { privateKey } from '@polymarket/client/viem';
import { getAddress } from 'ethers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PolygonRpc } from '../../../../src/data/polygon/rpc/polygon-rpc.ts';
import { redeemCalls } from '../../../../src/data/polymarket/wallet/redeem-calls.ts';
import { deployBody } from '../../../../src/data/polymarket/wallet/relay-body.ts';
import { DEADLINE_S, RelayedCalls } from '../../../../src/data/polymarket/wallet/relayed-calls.ts';
import { type RelayedKind, Relayer } from '../../../../src/data/polymarket/wallet/relayer.ts';
import type { WalletCall } from '../../../../src/data/polymarket/wallet/wallet-calls.ts';
import { cents, shares } from '../../../../src/engine/domain/values/money.ts';
import { HttpDouble, json, type Seen } from '../../../servers/http-double.ts';
import { market } from '../order/setting.ts';
import { guardedSigner, KEY, SECRET, WALLETS } from './guarded-signer.ts';
import { marketV2, NO_V2, YES_V2 } from './markets.ts';
import { HASH, ID, RELAY } from './relayer-double.ts';
import { quickRuntime } from './setting.ts';

const claim = { quantity: shares(2), payout: cents(50) };
const made = [
  redeemCalls({ kind: 'merge', market: market({ negRisk: true }), quantity: shares(3) }, null),
  redeemCalls(
    {
      ...{ kind: 'redeem', market: marketV2() },
      claims: [
        { ...claim, tokenId: YES_V2 },
        { ...claim, tokenId: NO_V2 },
      ],
    },
    null,
  ),
];
const CALLS = made.flatMap((calls) => (typeof calls === 'string' ? [] : calls));

let venue: HttpDouble;

beforeEach(async () => {
  venue = await HttpDouble.start(
    { path: '/auth/api-keys', reply: () => json({ apiKeys: ['key'] }) },
    {
      path: '/deployed',
      needs: { address: /^0x/ },
      may: { type: /^WALLET$/ },
      reply: () => json({ deployed: true }),
    },
    {
      path: '/v1/account/transactions/params',
      needs: { address: new RegExp(`^${KEY}$`), type: /^(?:PROXY|SAFE|WALLET)$/ },
      reply: () => json({ address: getAddress(RELAY), nonce: '1234' }),
    },
    {
      path: `/v1/account/transactions/${ID}`,
      reply: () => json({ transaction_id: ID, state: 'STATE_CONFIRMED', transaction_hash: HASH }),
    },
    { method: 'POST', path: '/rpc', reply: (seen) => answerOf(seen) },
    {
      method: 'POST',
      path: '/submit',
      reply: () => json({ transactionID: ID, state: 'STATE_NEW' }),
    },
  );
});
afterEach(() => venue.stop());

/** A node that estimates, and has no receipt. */
function answerOf({ body }: Seen) {
  const { id, method } = body as { readonly id: number; readonly method: string };
  return json({ jsonrpc: '2.0', id, result: method === 'eth_estimateGas' ? '0x33d19' : null });
}

async function theirs(wallet: string, calls: readonly WalletCall[]): Promise<unknown> {
  const client = await officialClient(getAddress(wallet));
  const workflow = await prepareGaslessTransaction(client as never, {
    calls: [...calls] as never,
    metadata: 'Redeem: Will it rain?',
  });
  let step = await workflow.next();
  while (step.done !== true) {
    const asked = step.value as { readonly kind: string; readonly payload: never };
    step = await workflow.next((await given(asked)) as never);
  }
  return submitted();
}

async function given({ kind, payload }: { readonly kind: string; readonly payload: never }) {
  const signer = privateKey(SECRET as never);
  switch (kind) {
    case 'requestAddress':
      return KEY;
    case 'signGaslessMessage':
      return await signer.signMessage(payload);
    case 'signGaslessTypedData':
      return await signer.signTypedData(payload);
    default:
      throw new Error(`the client asks for ${kind}`);
  }
}

async function officialClient(wallet: string): Promise<SecureClient> {
  return await createSecureClient({
    environment: forkEnvironmentConfig({
      ...{ name: 'double', rpc: `${venue.url}/rpc` },
      ...{ clob: { rest: venue.url }, relayer: { rest: venue.url } },
    }),
    wallet,
    signer: privateKey(SECRET as never),
    credentials: { key: 'key', secret: 'c2VjcmV0', passphrase: 'words' } as never,
    apiKey: relayerApiKey({ key: 'relayer-key', address: KEY }),
  });
}

function submitted(): unknown {
  return venue.seen.filter(({ path }) => path === '/submit').at(-1)?.body;
}

async function ours(kind: RelayedKind, calls: readonly WalletCall[], nowS: number) {
  const runtime = { ...quickRuntime(), nowMs: () => nowS * 1_000 };
  const relayer = new Relayer({ url: venue.url, apiKey: 'relayer-key', address: KEY }, runtime);
  const node = new PolygonRpc(`${venue.url}/rpc`, runtime);
  const signer = guardedSigner(kind, { nowMs: runtime.nowMs });
  const wallet = new RelayedCalls({ kind, wallet: WALLETS[kind], signer, relayer, node, runtime });
  expect(await wallet.make(calls, 'Redeem: Will it rain?')).toMatchObject({ kind: 'mined' });
  return submitted();
}

const CASES = (['proxy', 'safe', 'depositWallet'] as const).flatMap((kind) =>
  [1, 3].map((count) => [kind, count] as const),
);

test.each(CASES)(
  'a %s hands over what the official client does for %i calls',
  async (kind, count) => {
    const calls = CALLS.slice(0, count);
    expect(calls).toHaveLength(count);
    const official = (await theirs(WALLETS[kind], calls)) as {
      readonly depositWalletParams?: { readonly deadline: string };
    };
    const deadline = official.depositWalletParams?.deadline;
    const nowS = deadline === undefined ? 1_795_000_000 : Number(deadline) - DEADLINE_S;
    expect(await ours(kind, calls, nowS)).toEqual(official);
  },
);

test('a deposit wallet is asked for as the official client does', async () => {
  await deployDepositWallet((await officialClient(WALLETS.depositWallet)) as never);
  expect(submitted()).toEqual(deployBody(KEY.toLowerCase()));
});
