import { inspect } from 'node:util';
import { id, toBeHex, zeroPadValue } from 'ethers';
import { describe, expect, test } from 'vitest';
import type { WalletKind } from '../../../../src/data/polymarket/order/trading-account.ts';
import { PolymarketRedeemer } from '../../../../src/data/polymarket/wallet/polymarket-redeemer.ts';
import { contractsOf } from '../../../../src/data/polymarket/wallet/redeem-calls.ts';
import type {
  CallsAnswer,
  WalletCall,
} from '../../../../src/data/polymarket/wallet/wallet-calls.ts';
import { walletCallsOf } from '../../../../src/data/polymarket/wallet/wallet-calls-of.ts';
import { liveLedger } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { Redemption } from '../../../../src/engine/domain/redemption.ts';
import { cents, type Price, shares } from '../../../../src/engine/domain/values/money.ts';
import { POLYMARKET_CONTRACTS } from '../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { plain } from '../../../servers/http-double.ts';
import { market, NO, YES } from '../order/setting.ts';
import { guardedSigner, WALLETS } from './guarded-signer.ts';
import { marketV2, NO_V2, YES_V2 } from './markets.ts';
import { HASH } from './relayer-double.ts';
import { accountOf, chain, NODE_KEY, relayers } from './setting.ts';
import { SharesDouble } from './shares-double.ts';

const POL = 10n ** 18n;
const [WON, LOST] = [cents(100), cents(0)];

function redeemOf(of: Market, payouts: readonly Price[] = [WON, LOST]): Redemption {
  const claims = of.outcomes.map(({ tokenId }, index) => {
    return { tokenId, quantity: shares(5), payout: payouts[index] ?? LOST };
  });
  return { kind: 'redeem', market: of, claims };
}
const mergeOf = (of: Market): Redemption => ({ kind: 'merge', market: of, quantity: shares(5) });

const MARKETS: readonly [string, Market][] = [
  ['v1', market()],
  ['v1 neg-risk', market({ negRisk: true })],
  ['v2', marketV2()],
];

/** A pUSD transfer into a wallet, as a node writes it. */
function paying(wallet: string, micros: bigint, token: string = POLYMARKET_CONTRACTS.pusd) {
  const parties = [POLYMARKET_CONTRACTS.collateralAdapter, wallet];
  const topics = [
    id('Transfer(address,address,uint256)'),
    ...parties.map((one) => zeroPadValue(one, 32)),
  ];
  return { address: token, topics, data: zeroPadValue(toBeHex(micros), 32) };
}

/** A chain on which five of each outcome are in the wallet, final and allowed to be moved. */
async function readyChain(kind: WalletKind, of: Market) {
  const wallet = WALLETS[kind];
  const { double, node, runtime } = await chain();
  const contracts = new SharesDouble(wallet);
  double.contract = (asked) => contracts.answer(asked);
  double.giveCoins(wallet, POL);
  for (const token of [YES, NO, YES_V2, NO_V2]) contracts.balances.set(token, 5_000_000n);
  contracts.payouts = [1n, [1n, 0n]];
  contracts.positionPayouts.set(YES_V2, 1_000_000n).set(NO_V2, 0n);
  const { shares: token, payer } = contractsOf(of);
  const allow = (amount: boolean) =>
    double.allow({
      ...{ token: POLYMARKET_CONTRACTS[token], owner: wallet },
      ...{ spender: POLYMARKET_CONTRACTS[payer], amount },
    });
  allow(true);
  return { double, node, runtime, contracts, allow, wallet };
}

/** Calls that only remember what was asked for. */
function remembered(wallet: string, answer: CallsAnswer = mined(null)) {
  const made: (readonly WalletCall[])[] = [];
  const labels: string[] = [];
  const make = async (calls: readonly WalletCall[], label: string) => {
    made.push(calls);
    labels.push(label);
    return answer;
  };
  return { made, labels, calls: { wallet, make } };
}

function mined(logs: Extract<CallsAnswer, { kind: 'mined' }>['logs']): CallsAnswer {
  return { kind: 'mined', transactions: [HASH], logs };
}

async function redeemer(of: Market, answer?: CallsAnswer) {
  const on = await readyChain('safe', of);
  const memory = remembered(on.wallet, answer);
  const { node, wallet: funder } = on;
  return {
    ...on,
    ...memory,
    redeemer: new PolymarketRedeemer({ funder, calls: memory.calls, node }),
  };
}

describe.each(MARKETS)('a market of %s', (_name, of) => {
  test('is redeemed after the chain agreed, by the wallet, and tells what was paid', async () => {
    const logs = [
      paying(WALLETS.safe, 4_000_000n),
      paying(WALLETS.safe, 1_000_000n),
      paying(WALLETS.proxy, 7_000_000n),
      paying(WALLETS.safe, 9_000_000n, POLYMARKET_CONTRACTS.usdce),
    ];
    const { redeemer: one, contracts, made, labels, wallet } = await redeemer(of, mined(logs));
    expect(one.ledger).toBe(liveLedger('polymarket', wallet));
    expect(await one.redeem(redeemOf(of))).toEqual({
      ...{ kind: 'done', transaction: HASH, paid: 5_000_000 },
    });
    expect(made).toHaveLength(1);
    expect(contracts.tried.map(({ from, to, data }) => ({ from, to, data }))).toEqual(
      made[0]?.map(({ to, data }) => ({ from: wallet, to: to.toLowerCase(), data })),
    );
    expect(labels[0]).toMatch(/^Redeem: Will it rain\? \(0x/);
  });

  test('is merged', async () => {
    const { redeemer: one, made } = await redeemer(of, mined([]));
    expect(await one.redeem(mergeOf(of))).toEqual({ kind: 'done', transaction: HASH, paid: 0 });
    expect(made[0]).toHaveLength(1);
  });

  test('is left alone while the chain has no payout, or another one', async () => {
    const { redeemer: one, made, contracts } = await redeemer(of);
    contracts.payouts = [2n, [1n, 1n]];
    contracts.positionPayouts.set(YES_V2, 500_000n);
    expect(await one.redeem(redeemOf(of))).toEqual({
      ...{ kind: 'notFinal', why: 'the chain pays 0.5 for a share of Yes, we expect 1' },
    });
    contracts.payouts = [0n, [0n, 0n]];
    contracts.positionPayouts.clear();
    contracts.refuses = 'condition not resolved';
    expect(await one.redeem(redeemOf(of))).toMatchObject({ kind: 'notFinal' });
    expect(made).toHaveLength(0);
  });

  test('of which half is paid is redeemed when that is what we expect', async () => {
    const { redeemer: one, made, contracts } = await redeemer(of);
    contracts.payouts = [2n, [1n, 1n]];
    contracts.positionPayouts.set(YES_V2, 500_000n).set(NO_V2, 500_000n);
    expect(await one.redeem(redeemOf(of, [cents(50), cents(50)]))).toMatchObject({ kind: 'done' });
    expect(made[0]).toHaveLength(of.version === 'v2' ? 2 : 1);
  });

  const short = 'the wallet has none of these shares: already claimed?';
  test('without shares that pay says so', async () => {
    const { redeemer: one, made, contracts } = await redeemer(of);
    for (const token of [YES, YES_V2]) contracts.balances.set(token, 0n);
    const failed = { kind: 'failed', transaction: null };
    expect(await one.redeem(redeemOf(of))).toEqual({ ...failed, why: short });
    for (const token of [NO, NO_V2]) contracts.balances.set(token, 1_500_000n);
    for (const token of [YES, YES_V2]) contracts.balances.set(token, 9_000_000n);
    expect(await one.redeem(mergeOf(of))).toEqual({
      ...failed,
      why: 'the wallet has 1.5 complete sets, 5 were to be merged: already merged?',
    });
    expect(made).toHaveLength(0);
  });

  test('whose shares may not be moved names the command', async () => {
    const { redeemer: one, made, allow } = await redeemer(of);
    allow(false);
    for (const redemption of [redeemOf(of), mergeOf(of)]) {
      expect(await one.redeem(redemption)).toMatchObject({
        ...{
          kind: 'failed',
          why: expect.stringMatching(/may not move .*: polymind allowances set$/),
        },
      });
    }
    expect(made).toHaveLength(0);
  });

  test('that the contract would refuse is not sent', async () => {
    const { redeemer: one, made, contracts } = await redeemer(of);
    contracts.refuses = 'paused';
    const why = expect.stringMatching(/the contract would refuse it now: .*reverted: paused/);
    const kind = of.version === 'v2' ? 'notFinal' : 'failed';
    expect(await one.redeem(redeemOf(of))).toMatchObject({ kind, why });
    expect(await one.redeem(mergeOf(of))).toMatchObject({ kind: 'failed', why });
    expect(made).toHaveLength(0);
  });

  test('is redeemed with what our books have where no node can be asked', async () => {
    const { made, calls } = remembered(WALLETS.safe);
    const one = new PolymarketRedeemer({ funder: WALLETS.safe, calls, node: null });
    expect(await one.redeem(redeemOf(of))).toEqual({ kind: 'done', transaction: HASH, paid: null });
    expect(made).toHaveLength(1);
  });
});

describe('what stands in the way', () => {
  test('of every call is told, and a person claims it', async () => {
    const why = 'POLYGON_RPC_URL is needed';
    const one = new PolymarketRedeemer({ funder: WALLETS.eoa, calls: why, node: null });
    expect(await one.redeem(redeemOf(market()))).toEqual({ kind: 'byHand', why });
  });

  test('of what the chain says is told without the key of the node', async () => {
    const { redeemer: one, double, made } = await redeemer(market());
    double.instead.set('eth_call', plain(`no such project ${NODE_KEY}`, 403));
    const answer = await one.redeem(redeemOf(market()));
    expect(answer).toMatchObject({
      ...{ kind: 'failed', why: expect.stringContaining('no such project [hidden]') },
    });
    expect(inspect(answer)).not.toContain(NODE_KEY);
    expect(made).toHaveLength(0);
  });

  test('is a node of another chain', async () => {
    const { redeemer: one, double } = await redeemer(market());
    double.chainId = 80_002;
    expect(await one.redeem(redeemOf(market()))).toMatchObject({
      ...{ kind: 'failed', why: 'POLYGON_RPC_URL is a node of chain 80002, Polygon is 137' },
    });
  });

  test('is a market of another venue, and one whose shares are all lost', async () => {
    const { redeemer: one } = await redeemer(market());
    const kalshi = await one.redeem(redeemOf(market({ venue: 'kalshi' })));
    expect(kalshi).toMatchObject({ kind: 'failed', why: 'the market is of another venue' });
    const { redeemer: other, contracts } = await redeemer(market());
    contracts.payouts = [1n, [0n, 0n]];
    expect(await other.redeem(redeemOf(market(), [LOST, LOST]))).toMatchObject({
      ...{ kind: 'failed', why: 'none of these shares pays anything' },
    });
  });

  test('is a signer that refuses', async () => {
    const on = await readyChain('safe', market());
    const make = () => Promise.reject(Object.assign(new Error('no'), { name: 'SignerError' }));
    const calls = { wallet: on.wallet, make };
    const one = new PolymarketRedeemer({ funder: on.wallet, calls, node: on.node });
    expect(await one.redeem(redeemOf(market()))).toMatchObject({ kind: 'failed', why: 'no' });
  });

  test.each<CallsAnswer>([
    { kind: 'failed', transaction: HASH, why: 'it was mined and reverted' },
    { kind: 'unknown', transaction: null, why: 'reset' },
  ])('in the calls themselves is passed on', async (answer) => {
    const { redeemer: one } = await redeemer(market(), answer);
    expect(await one.redeem(redeemOf(market()))).toEqual(answer);
  });

  test('of reading a receipt leaves open what was paid', async () => {
    const log = { ...paying(WALLETS.safe, 1n), data: '0x' };
    const { redeemer: one } = await redeemer(market(), mined([log]));
    expect(await one.redeem(redeemOf(market()))).toMatchObject({ kind: 'done', paid: null });
  });
});

describe.each(MARKETS)('over the whole way, a market of %s', (_name, of) => {
  test('is redeemed by the own key', async () => {
    const on = await readyChain('eoa', of);
    on.double.logsOf = () => [paying(on.wallet, 5_000_000n)];
    const signer = guardedSigner('eoa');
    const ways = { account: accountOf('eoa'), signer, rpc: on.node, relayer: null };
    const calls = walletCallsOf(ways, on.runtime);
    const one = new PolymarketRedeemer({ funder: on.wallet, calls, node: on.node });
    expect(await one.redeem(redeemOf(of))).toEqual({
      ...{ kind: 'done', transaction: on.double.arrived[0]?.hash, paid: 5_000_000 },
    });
    expect(await one.redeem(mergeOf(of))).toMatchObject({ kind: 'done' });
  });

  test.each(['proxy', 'safe', 'depositWallet'] as const)('is redeemed by a %s', async (kind) => {
    const on = await readyChain(kind, of);
    const { relayer } = await relayers(on.runtime);
    const signer = guardedSigner(kind, { nowMs: on.runtime.nowMs });
    const ways = { account: accountOf(kind), signer, rpc: on.node, relayer };
    const calls = walletCallsOf(ways, on.runtime);
    const one = new PolymarketRedeemer({ funder: on.wallet, calls, node: on.node });
    // The node has no receipt of it, so that only the account tells what was paid.
    for (const redemption of [redeemOf(of), mergeOf(of)]) {
      expect(await one.redeem(redemption)).toEqual({ kind: 'done', transaction: HASH, paid: null });
    }
  });
});
