import {
  createSecureClient,
  ctfRedeemPositionsCall,
  erc20ApprovalCall,
  erc1155ApprovalForAllCall,
  forkEnvironmentConfig,
  mergePositionsCall,
  mergeV2Call,
  OrderSide,
  production,
  redeemV2Call,
  relayerApiKey,
  type SecureClient,
} from '@polymarket/client';
import { prepareGaslessTransaction } from '@polymarket/client/actions';
import { privateKey } from '@polymarket/client/viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { POLYMARKET_CONTRACTS } from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import type { SignerPurpose } from '../../../src/ops/keystore/policy.ts';
import type { RelayRequest } from '../../../src/ops/keystore/relay-request.ts';
import type { Signer } from '../../../src/ops/keystore/signer.ts';
import { walletAddressOf } from '../../../src/sim/wire/trading/wallet-addresses.ts';
import { HttpDouble, json } from '../../servers/http-double.ts';
import { ADDRESS, BUY_VALUE, KEY, POLICY } from './keys.ts';
import { started } from './started.ts';
import { CONDITION, MAX } from './transactions.ts';

type Address = Parameters<typeof redeemV2Call>[0];
type Call = ReturnType<typeof erc20ApprovalCall>;
/** What the client sends to the relayer, as far as it is looked at here. */
interface Submitted {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly data?: string;
  readonly nonce: string;
  readonly signature: string;
  readonly value?: string;
  readonly signatureParams?: Readonly<Record<string, string>>;
  readonly depositWalletParams?: {
    readonly deadline: string;
    readonly calls: readonly { readonly target: string; readonly data: string }[];
  };
}

const { contracts } = production as unknown as {
  readonly contracts: Readonly<Record<string, Address>>;
};
const at = (name: string): Address => contracts[name] as Address;
const V1 = CONDITION as Parameters<typeof ctfRedeemPositionsCall>[2];
const V2 = `${CONDITION.slice(0, -2)}00` as Parameters<typeof redeemV2Call>[1];
const NONCE = '1234';
const RELAY = '0x7Db63fe6D62EB73fB01f8009416f4c2bB4fBDa6a';
const GAS_LIMIT = 212_345n;
const KINDS = [
  ['proxy', 1],
  ['safe', 2],
  ['depositWallet', 3],
] as const;

const TRADES: readonly Call[] = [
  ctfRedeemPositionsCall(at('collateralAdapter'), at('collateralToken'), V1),
  redeemV2Call(at('protocolV2Router'), V2, 1, 5_000_000n),
  mergePositionsCall(at('negRiskCollateralAdapter'), at('collateralToken'), V1, 2_500_000n),
];
const MERGE: readonly Call[] = [mergeV2Call(at('protocolV2Router'), V2, 7n)];
const APPROVALS: readonly Call[] = [
  erc20ApprovalCall(at('collateralToken'), at('standardExchange'), MAX),
  erc20ApprovalCall(at('collateralToken'), at('protocolV2Router'), 0n),
  erc1155ApprovalForAllCall(at('positionManager'), at('protocolV2Router'), true),
];

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
      needs: { address: /^0x/, type: /^(?:PROXY|SAFE|WALLET)$/ },
      reply: () => json({ address: RELAY, nonce: NONCE }),
    },
    {
      method: 'POST',
      path: '/rpc',
      reply: () => json({ jsonrpc: '2.0', id: 1, result: `0x${GAS_LIMIT.toString(16)}` }),
    },
    {
      method: 'POST',
      path: '/submit',
      reply: () => json({ transactionID: 'a-transaction', state: 'STATE_NEW' }),
    },
  );
});
afterEach(() => venue.stop());

const official = privateKey(KEY);

async function officialClient(wallet: string, signer?: typeof official): Promise<SecureClient> {
  const credentials = { key: 'key', secret: 'c2VjcmV0', passphrase: 'words' } as never;
  return await createSecureClient({
    environment: forkEnvironmentConfig({
      name: 'double',
      rpc: `${venue.url}/rpc`,
      clob: { rest: venue.url },
      relayer: { rest: venue.url },
    }),
    wallet,
    apiKey: relayerApiKey({ key: 'relayer-key', address: ADDRESS }),
    ...(signer === undefined ? { signer: official, credentials } : { signer }),
  });
}

/** What the official client submits for these calls. */
async function theirs(client: SecureClient, calls: readonly Call[]): Promise<Submitted> {
  const workflow = await prepareGaslessTransaction(client as never, {
    calls: [...calls],
    metadata: 'redeem',
  });
  let step = await workflow.next();
  while (step.done !== true) {
    const asked = step.value as { readonly kind: string; readonly payload: never };
    switch (asked.kind) {
      case 'requestAddress':
        step = await workflow.next((await official.getAddress()) as never);
        break;
      case 'signGaslessMessage':
        step = await workflow.next((await official.signMessage(asked.payload)) as never);
        break;
      default:
        step = await workflow.next((await official.signTypedData(asked.payload)) as never);
    }
  }
  return venue.seen.at(-1)?.body as Submitted;
}

/** The same request for our signer, of nothing but numbers that came from elsewhere. */
function requestOf(
  kind: RelayRequest['kind'],
  wallet: string,
  { body, calls: asked }: { readonly body: Submitted; readonly calls: readonly Call[] },
): RelayRequest {
  const calls = asked.map(({ to, data }) => ({ to: String(to), data: String(data) }));
  const always = { wallet, nonce: body.nonce, calls };
  switch (kind) {
    case 'safe':
      return { kind, ...always };
    case 'proxy':
      return { kind, ...always, relay: RELAY, gasLimit: String(GAS_LIMIT) };
    case 'depositWallet':
      return { kind, ...always, deadline: body.depositWalletParams?.deadline ?? '' };
  }
}

async function signerFor(signatureType: 1 | 2 | 3, purpose: SignerPurpose): Promise<Signer> {
  const funder = walletAddressOf(ADDRESS, signatureType);
  return (await started({ policy: { ...POLICY, purpose, funder, signatureType } })).signer;
}

/** One call, another, three at once, and what only a signer for allowances signs. */
const BATCHES: readonly (readonly [SignerPurpose, readonly Call[]])[] = [
  ['trade', TRADES.slice(0, 1)],
  ['trade', MERGE],
  ['trade', TRADES],
  ['allowances', APPROVALS.slice(0, 1)],
  ['allowances', APPROVALS],
];

test.each(KINDS)(
  'the calls of a %s are signed byte by byte as the official client submits them',
  async (kind, signatureType) => {
    const signers = {
      trade: await signerFor(signatureType, 'trade'),
      allowances: await signerFor(signatureType, 'allowances'),
    };
    const wallet = walletAddressOf(ADDRESS, signatureType);
    const client = await officialClient(wallet);
    for (const [purpose, calls] of BATCHES) {
      const body = await theirs(client, calls);
      const signed = await signers[purpose].signRelay(requestOf(kind, wallet, { body, calls }));
      expect(signed).toEqual({
        to: body.to,
        data: body.data ?? '0x',
        operation: Number(body.signatureParams?.['operation'] ?? 0),
        signature: body.signature,
      });
      expect(signed.operation).toBe(kind === 'safe' && calls.length > 1 ? 1 : 0);
      // What is sent beside it has to be what it was signed for.
      expect(body).toMatchObject({ from: ADDRESS, nonce: NONCE });
      expect(body.value).toBeUndefined();
      expect(body.depositWalletParams?.calls.map(({ target: to, data }) => ({ to, data }))).toEqual(
        kind === 'depositWallet' ? calls : undefined,
      );
    }
  },
);

test('the addresses of what packs and sends calls are those of the official client', () => {
  const { walletDerivation } = production as unknown as {
    readonly walletDerivation: Readonly<Record<string, string>>;
  };
  expect(POLYMARKET_CONTRACTS).toMatchObject({
    multiSend: at('safeMultisend'),
    relayHub: at('relayHub'),
    proxyFactory: walletDerivation['proxyFactory'],
    safeFactory: walletDerivation['safeFactory'],
    depositWalletFactory: walletDerivation['depositWalletFactory'],
  });
});

test('the official client logs in and makes the orders of a deposit wallet with our signer', async () => {
  const signer = await signerFor(3, 'trade');
  const wallet = walletAddressOf(ADDRESS, 3);
  const structs: string[] = [];
  const both = {
    ...official,
    signTypedData: async (payload: Parameters<typeof official.signTypedData>[0]) => {
      const { domain, types, message, primaryType } = payload;
      structs.push(primaryType);
      const signature = await official.signTypedData(payload);
      expect(await signer.signTypedData(domain, types, message)).toBe(signature);
      return signature;
    },
  };
  for (const [path, name, value] of [
    ['/tick-size', 'minimum_tick_size', 0.01],
    ['/neg-risk', 'neg_risk', true],
  ] as const) {
    venue.route({ path, needs: { token_id: /^\d+$/ }, reply: () => json({ [name]: value }) });
  }
  venue.route({
    method: 'POST',
    path: '/auth/api-key',
    reply: () => json({ apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'words' }),
  });
  const client = await officialClient(wallet, both);
  for (const side of [OrderSide.BUY, OrderSide.SELL]) {
    const order = await client.createLimitOrder({
      ...{ tokenId: BUY_VALUE.tokenId, price: 0.37, size: 12.34, side },
    });
    expect(order).toMatchObject({ maker: wallet, signer: wallet, signatureType: 3 });
  }
  expect(structs).toEqual(['ClobAuth', 'TypedDataSign', 'TypedDataSign']);
});
