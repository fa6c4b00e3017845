import { OrderType, Side } from '@polymarket/clob-client-v2';
import { Wallet } from 'ethers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { PolymarketExecutor } from '../../../src/data/polymarket/trading/polymarket-executor.ts';
import type { IntentId, MarketId, TokenId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../src/engine/domain/order.ts';
import { dollars, type Price, shares } from '../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import { intent, market } from '../../data/polymarket/order/setting.ts';
import {
  ClobUser,
  type MarketKind,
  mostPaid,
  type TradedMarket,
  tradedMarkets,
} from './clob-user.ts';
import { type PrintedAccount, SimProcess } from './sim-process.ts';

const WALLETS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
/** Each kind of wallet, and each kind of market at least once. */
const CASES = [
  [0, 'standard'],
  [1, 'negRisk'],
  [2, 'v2'],
  [3, 'v2'],
] as const;
const go = (): null => null;
const HOUR_MS = 3_600_000;
const SHARES = 5;

let sim: SimProcess;
let markets: Record<MarketKind, TradedMarket>;

beforeAll(async () => {
  sim = await SimProcess.start('7');
  markets = await tradedMarkets(sim);
});
afterAll(async () => {
  expect(await sim.stop()).toBe(0);
});

function executorOf({ address, funder, privateKey, signatureType }: PrintedAccount) {
  return new PolymarketExecutor(
    {
      clobUrl: sim.url('CLOB'),
      account: {
        chainId: 137,
        wallet: WALLETS[signatureType],
        key: address.toLowerCase() as WalletAddress,
        funder: funder.toLowerCase() as WalletAddress,
      },
      signer: new Wallet(privateKey),
      onFault: (fault, detail) => {
        throw new Error(`${fault}: ${detail}`);
      },
    },
    SYSTEM_RUNTIME,
  );
}

const micro = (value: number): number => Math.round(value * 1e6);

function domainOf({ kind, conditionId, tokenId, tick }: TradedMarket): Market {
  return market({
    id: conditionId as MarketId,
    version: kind === 'v2' ? 'v2' : 'v1',
    negRisk: kind === 'negRisk',
    rules: { ...DEFAULT_RULES, tick: micro(tick) as Price },
    outcomes: [{ tokenId: tokenId as TokenId, label: 'Yes' }],
  });
}

function wanted(executor: PolymarketExecutor, of: TradedMarket, over: Partial<OrderIntent>) {
  const nowMs = Date.now();
  return intent({
    ...{ ledger: executor.ledger, marketId: of.conditionId as MarketId },
    ...{ tokenId: of.tokenId as TokenId, createdAtMs: nowMs, expiresAtMs: nowMs + 10_000 },
    ...over,
  });
}

test.each(CASES)(
  'what we rest with type %i in a %s market is read and cancelled by the official client, and vice versa',
  async (type, kind) => {
    const account = sim.account(type);
    const executor = executorOf(account);
    const { client } = await ClobUser.of(sim, type);
    const of = markets[kind];
    const where = { marketId: of.conditionId as MarketId, sinceMs: Date.now() - HOUR_MS };
    const resting = wanted(executor, of, {
      ...{ id: `rests/${type}` as IntentId, timeInForce: 'GTD', quantity: shares(SHARES) },
      ...{ limitPrice: micro(of.tick) as Price, restsUntilMs: Date.now() + HOUR_MS },
    });
    const mine = await executor.makeOrder(resting, domainOf(of));
    if ('refused' in mine) throw new Error(mine.refused);
    expect(await executor.executeOrder(mine, go)).toMatchObject({ kind: 'accepted' });
    expect(await client.getOrder(mine.hash)).toMatchObject({
      ...{ id: mine.hash, status: 'LIVE', order_type: 'GTD', asset_id: of.tokenId },
      ...{ original_size: String(SHARES), price: String(of.tick) },
    });
    const cancelled = await client.cancelOrder({ orderID: mine.hash });
    expect(cancelled).toEqual({ canceled: [mine.hash], not_canceled: {} });
    expect(await executor.getOrderStatus({ hash: mine.hash, ...where })).toMatchObject({
      ...{ order: { status: 'canceled', matched: 0 }, complete: true },
    });

    const wish = { tokenID: of.tokenId, price: of.tick, size: SHARES, side: Side.BUY };
    const tickSize = await client.getTickSize(of.tokenId);
    const version = kind === 'v2' ? 3 : 2;
    const theirs = await client.createOrder(wish, { tickSize, version });
    const { orderID: hash } = await client.postOrder(theirs, OrderType.GTC);
    expect(await executor.getOrderStatus({ hash, ...where })).toMatchObject({
      ...{ order: { status: 'live', matched: 0 }, fills: [], complete: true },
    });
    const reading = await executor.readAccount({ ...where, tokens: [] });
    expect(reading.openOrders.map((order) => order.hash)).toEqual([hash]);
    expect(await executor.cancelOrder(hash)).toEqual({ kind: 'canceled' });
    expect(await client.getOpenOrders()).toEqual([]);
    executor.close();
  },
);

test.each(CASES)(
  'what we take with type %i in a %s market is a trade of the official client, and vice versa',
  async (type, kind) => {
    const executor = executorOf(sim.account(type));
    const { client } = await ClobUser.of(sim, type);
    const of = markets[kind];
    const where = { marketId: of.conditionId as MarketId, sinceMs: Date.now() - HOUR_MS };
    const price = mostPaid(await client.getOrderBook(of.tokenId));
    const taking = wanted(executor, of, {
      ...{ id: `takes/${type}` as IntentId, limitPrice: micro(price) as Price },
      ...{ quantity: shares(1_000), spend: dollars(5) },
    });
    const mine = await executor.makeOrder(taking, domainOf(of));
    if ('refused' in mine) throw new Error(mine.refused);
    const answer = await executor.executeOrder(mine, go);
    if (answer.kind !== 'accepted') throw new Error(JSON.stringify(answer));
    const trades = (await client.getTrades()).filter((each) => each.taker_order_id === mine.hash);
    const size = trades.reduce((sum, trade) => sum + micro(Number(trade.size)), 0);
    expect(answer).toMatchObject({ status: 'matched', matched: { quantity: size } });

    const wish = { tokenID: of.tokenId, amount: 5, side: Side.BUY, price };
    const tickSize = await client.getTickSize(of.tokenId);
    const version = kind === 'v2' ? 3 : 2;
    const theirs = await client.createMarketOrder(
      { ...wish, orderType: OrderType.FAK },
      { tickSize, version },
    );
    const posted = await client.postOrder(theirs, OrderType.FAK);
    const { fills, complete } = await executor.getOrderStatus({ hash: posted.orderID, ...where });
    expect(complete).toBe(true);
    const filled = fills.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(filled).toBe(micro(Number(posted.takingAmount)));
    expect(fills.every(({ role }) => role === 'taker')).toBe(true);
    executor.close();
  },
);
