import { expect, test } from 'vitest';
import { type HttpRuntime, SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import { holdingsOf } from '../../../../src/data/polygon/rpc/holdings.ts';
import { PolygonRpc } from '../../../../src/data/polygon/rpc/polygon-rpc.ts';
import { approvalCall } from '../../../../src/data/polygon/rpc/token-calls.ts';
import type { TradingAccount } from '../../../../src/data/polymarket/order/trading-account.ts';
import { PolymarketRedeemer } from '../../../../src/data/polymarket/wallet/polymarket-redeemer.ts';
import { contractsOf } from '../../../../src/data/polymarket/wallet/redeem-calls.ts';
import { Relayer } from '../../../../src/data/polymarket/wallet/relayer.ts';
import type { WalletCalls } from '../../../../src/data/polymarket/wallet/wallet-calls.ts';
import { walletCallsOf } from '../../../../src/data/polymarket/wallet/wallet-calls-of.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { Redemption } from '../../../../src/engine/domain/redemption.ts';
import { cents, quantity } from '../../../../src/engine/domain/values/money.ts';
import { POLYMARKET_APPROVALS } from '../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import type { SignerPurpose } from '../../../../src/ops/keystore/policy.ts';
import { accountsOf, type SimAccount } from '../../../../src/sim/accounts.ts';
import { ACCOUNTS, type ChainFixture, give, startChain } from '../../../sim/chain/chain-fixture.ts';
import type { ScriptedMarket } from '../../../sim/wire/scripted-venue.ts';
import { market } from '../order/setting.ts';
import { guardedSigner } from './guarded-signer.ts';

const KINDS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
const DOLLAR = 1_000_000;
/** They have money, and allow nothing. */
const BARE = accountsOf('bare', 4) as [SimAccount, SimAccount, SimAccount, SimAccount];
const ANSWER_MS = 10_000;
const POLL_MS = 20;

/** Our own waits are short, for the chain here is quick; what they add up to is as they say. */
function quickRuntime(): HttpRuntime {
  let passedMs = 0;
  return {
    ...SYSTEM_RUNTIME,
    monotonicMs: () => passedMs,
    sleep: async (ms, signal) => {
      if (ms >= ANSWER_MS) return await SYSTEM_RUNTIME.sleep(ms, signal);
      passedMs += ms;
      await SYSTEM_RUNTIME.sleep(POLL_MS, signal);
    },
  };
}

const domainMarket = (of: ScriptedMarket): Market =>
  market({
    ...{ id: of.conditionId as MarketId, version: of.version, negRisk: of.negRisk },
    question: of.question,
    outcomes: of.tokenIds.map((tokenId) => ({ tokenId: tokenId as TokenId, label: tokenId })),
  });

function redeemOf(of: ScriptedMarket, payouts: readonly [number, number]): Redemption {
  const claims = of.tokenIds.map((tokenId, index) => ({
    tokenId: tokenId as TokenId,
    quantity: quantity(5 * DOLLAR),
    payout: cents((payouts[index] ?? 0) * 100),
  }));
  return { kind: 'redeem', market: domainMarket(of), claims };
}

/** The wallet of a simulated account with everything that it acts through. */
async function setting(type: 0 | 1 | 2 | 3, isBare = false) {
  const fixture = await startChain();
  const { sim, chain } = fixture;
  const runtime = quickRuntime();
  const owner = isBare ? BARE[type] : ACCOUNTS[type];
  if (isBare) {
    fixture.exchange.fundBare(owner.funder, { dollars: DOLLAR });
    chain.know(owner);
  }
  const { funder } = owner;
  chain.chain.setPol(funder, 10n ** 18n);
  const node = new PolygonRpc(sim.urls.rpcUrl ?? '', runtime);
  const access = { url: sim.urls.relayerUrl ?? '', apiKey: chain.relayerKey };
  const relayer = new Relayer({ ...access, address: owner.address }, runtime);
  const wallet = KINDS[type];
  const account: TradingAccount = {
    ...{ chainId: 137, wallet, key: lower(owner.address), funder: lower(funder) },
  };
  const callsFor = (purpose: SignerPurpose): WalletCalls => {
    const signer = guardedSigner(wallet, { secret: owner.privateKey, funder, purpose });
    const calls = walletCallsOf({ account, signer, rpc: node, relayer }, runtime);
    if (typeof calls === 'string') throw new Error(calls);
    return calls;
  };
  const redeemer = new PolymarketRedeemer({ funder, calls: callsFor('trade'), node });
  return { fixture, owner, node, relayer, redeemer, allowing: callsFor('allowances') };
}

function lower(address: string): WalletAddress {
  return address.toLowerCase() as WalletAddress;
}

function resolve(of: ScriptedMarket, payouts: readonly [number, number]): void {
  Object.assign(of, { status: 'resolved', payouts });
}

function dollarsOf({ exchange }: ChainFixture, { funder }: SimAccount): number {
  return exchange.balance(funder, null);
}

test.each([0, 1, 2, 3] as const)(
  'a wallet of type %i allows, merges and redeems in every kind of market',
  async (type) => {
    const { fixture, owner, node, relayer, redeemer, allowing } = await setting(type);
    const { funder } = owner;
    const approvals = POLYMARKET_APPROVALS.filter(({ name }) => name.endsWith('redeem'));
    const before = dollarsOf(fixture, owner);
    for (const of of fixture.markets) {
      give(fixture, funder, { market: of, shares: [5 * DOLLAR, 5 * DOLLAR] });
      const merge = {
        kind: 'merge',
        market: domainMarket(of),
        quantity: quantity(2 * DOLLAR),
      } as const;
      const { shares: token, payer: spender } = contractsOf(merge.market);
      const asked = approvals.filter((one) => one.token === token && one.spender === spender);
      expect(asked).toHaveLength(1);
      const allowed = await allowing.make(
        asked.map((one) => approvalCall(one, 'set')),
        'Allow',
      );
      expect(allowed).toMatchObject({ kind: 'mined' });
      expect(await redeemer.redeem(merge)).toMatchObject({ kind: 'done', paid: 2 * DOLLAR });
      expect(await redeemer.redeem(redeemOf(of, [1, 0]))).toMatchObject({ kind: 'notFinal' });
      resolve(of, [1, 0]);
      expect(await redeemer.redeem(redeemOf(of, [0, 1]))).toMatchObject({ kind: 'notFinal' });
      expect(await redeemer.redeem(redeemOf(of, [1, 0]))).toMatchObject({
        ...{ kind: 'done', paid: 3 * DOLLAR, transaction: expect.stringMatching(/^0x/) },
      });
      expect(await redeemer.redeem(redeemOf(of, [1, 0]))).toMatchObject({
        ...{ kind: 'failed', why: expect.stringMatching(/already claimed/) },
      });
    }
    expect(dollarsOf(fixture, owner) - before).toBe(15 * DOLLAR);
    expect(await holdingsOf(node, funder)).toMatchObject({
      ...{ pusd: BigInt(dollarsOf(fixture, owner)), isContract: type !== 0 },
    });
    if (type !== 0) {
      const kind = (['proxy', 'safe', 'depositWallet'] as const)[type - 1] ?? 'safe';
      expect(await relayer.isDeployed(funder, kind)).toBe(true);
    }
  },
  60_000,
);

test('a void pays half for each outcome', async () => {
  const { fixture, owner, redeemer, allowing } = await setting(2);
  for (const of of fixture.markets) {
    give(fixture, owner.funder, { market: of, shares: [4 * DOLLAR, 2 * DOLLAR] });
    const { payer } = contractsOf(domainMarket(of));
    const asked = POLYMARKET_APPROVALS.filter(
      ({ name, spender }) => name.endsWith('redeem') && spender === payer,
    );
    await allowing.make(
      asked.map((one) => approvalCall(one, 'set')),
      'Allow',
    );
    resolve(of, [0.5, 0.5]);
    expect(await redeemer.redeem(redeemOf(of, [0.5, 0.5]))).toMatchObject({
      ...{ kind: 'done', paid: 3 * DOLLAR },
    });
  }
}, 60_000);

test('shares that nobody may move are left where they are', async () => {
  const { fixture, owner, redeemer, allowing } = await setting(3, true);
  const [of] = fixture.markets;
  give(fixture, owner.funder, { market: of, shares: [5 * DOLLAR, 0] });
  resolve(of, [1, 0]);
  expect(await redeemer.redeem(redeemOf(of, [1, 0]))).toMatchObject({
    ...{ kind: 'failed', why: expect.stringMatching(/polymind allowances set$/) },
  });
  const missing = POLYMARKET_APPROVALS.filter(({ isNeeded }) => isNeeded);
  const all = missing.map((one) => approvalCall(one, 'set'));
  expect(await allowing.make(all, 'Allow')).toMatchObject({ kind: 'mined' });
  expect(await redeemer.redeem(redeemOf(of, [1, 0]))).toMatchObject({
    ...{ kind: 'done', paid: 5 * DOLLAR },
  });
}, 60_000);
