import {
  createSecureClient,
  forkEnvironmentConfig,
  OrderSide,
  OrderType,
  PriceHistoryInterval,
  RequestRejectedError,
  type SecureClient,
} from '@polymarket/client';
import { fetchBalanceAllowance } from '@polymarket/client/actions';
import { privateKey } from '@polymarket/client/viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../sim/wire/clients.ts';
import { type MarketKind, mostPaid, type TradedMarket, tradedMarkets } from './clob-user.ts';
import { type PrintedAccount, SimProcess } from './sim-process.ts';
import { EXERCISED, LEFT_OUT, methodsOf, RETIRED } from './unified-methods.ts';

const SHARES = 5;
const SPENT_DOLLARS = 10;
const TYPES = [0, 1, 2, 3] as const;
/** Those that the client can sign for: it knows no contract of newer markets. */
const KINDS = ['standard', 'negRisk'] as const;
const SETTLED_MS_MAX = 120_000;
/** In the words that the client puts them into. */
const WAY = ['MATCHED', 'MINED', 'CONFIRMED'].map((status) => `TRADE_STATUS_${status}`);

interface Told {
  readonly type: string;
  readonly payload: { readonly id: string; readonly status?: unknown };
}

let sim: SimProcess;
let markets: Record<MarketKind, TradedMarket>;

beforeAll(async () => {
  // The client is made for Node 24, which has one.
  globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket;
  sim = await SimProcess.start('7');
  markets = await tradedMarkets(sim);
});
afterAll(async () => {
  expect(await sim.stop()).toBe(0);
});

function environment() {
  const ws = sim.url('WS');
  return forkEnvironmentConfig({
    name: 'simulator',
    clob: {
      rest: sim.url('CLOB'),
      market: { ws: `${ws}/ws/market` },
      user: { ws: `${ws}/ws/user` },
    },
    gamma: { rest: sim.url('GAMMA') },
    data: { rest: sim.url('DATA') },
    // It is asked whether a wallet is deployed.
    relayer: { rest: sim.url('RELAYER') },
  });
}

function clientOf({ privateKey: key, funder }: PrintedAccount): Promise<SecureClient> {
  const signer = privateKey(key);
  return createSecureClient({ environment: environment(), signer, wallet: funder });
}

const collateral = async (client: SecureClient): Promise<number> =>
  Number((await fetchBalanceAllowance(client, { assetType: 'COLLATERAL' as never })).balance);

async function openIds(client: SecureClient): Promise<readonly string[]> {
  const { items } = await client.listOpenOrders().firstPage();
  return items.map(({ id }) => id).sort();
}

/** A price at which nothing is matched. */
const wishIn = ({ tokenId, tick }: TradedMarket, steps = 1) => ({
  ...{ tokenId, price: Number((steps * tick).toFixed(4)), size: SHARES, side: OrderSide.BUY },
});

function accepted<Answer extends { readonly ok: boolean }>(answer: Answer) {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer as Extract<Answer, { readonly ok: true }>;
}

test.each(TYPES)(
  'orders signed with type %i rest, are read by hash, listed and cancelled',
  async (type) => {
    const account = sim.account(type);
    const client = await clientOf(account);
    expect((await clientOf(account)).credentials).toEqual(client.credentials);
    expect(client.isSecureClient()).toBe(true);
    const hashes: string[] = [];
    for (const kind of KINDS) {
      const order = await client.createLimitOrder({ ...wishIn(markets[kind]), postOnly: true });
      expect(order).toMatchObject({ maker: account.funder, signatureType: type });
      const answer = accepted(await client.postOrder(order));
      expect(answer.status).toBe('live');
      hashes.push(answer.orderId);
      const read = await client.fetchOrder({ orderId: answer.orderId });
      expect(read).toMatchObject({ id: answer.orderId, status: 'LIVE' });
    }
    const placed = accepted(await client.placeLimitOrder(wishIn(markets.standard, 2)));
    const [first = '', second = ''] = hashes;
    expect(await openIds(client)).toEqual([...hashes, placed.orderId].sort());
    expect(await client.cancelOrder({ orderId: first })).toMatchObject({ canceled: [first] });
    const some = await client.cancelOrders({ orderIds: [first, second] });
    expect(some).toMatchObject({ canceled: [second] });
    const { conditionId: market } = markets.standard;
    const there = await client.cancelMarketOrders({ market });
    expect(there).toMatchObject({ canceled: [placed.orderId] });
    accepted(await client.placeLimitOrder(wishIn(markets.negRisk)));
    expect((await client.cancelAll()).canceled).toHaveLength(1);
    expect(await openIds(client)).toEqual([]);
  },
);

test('an order is taken once, and only as it was signed', async () => {
  for (const type of TYPES) {
    const client = await clientOf(sim.account(type));
    const order = await client.createLimitOrder(wishIn(markets.standard));
    const { orderId } = accepted(await client.postOrder(order));
    const refusal = (error: unknown): string => {
      if (!(error instanceof RequestRejectedError)) throw error;
      return `${error.status} ${error.message}`;
    };
    const duplicated = `order ${orderId} is invalid. Duplicated.`;
    expect(await client.postOrder(order).then(String, refusal)).toContain(`400 ${duplicated}`);
    const [again] = await client.postOrders([order]);
    expect(again).toMatchObject({ ok: false, message: duplicated });
    for (const change of [{ makerAmount: '1' }, { side: OrderSide.SELL }, { salt: '1' }]) {
      const answer = await client.postOrder({ ...order, ...change }).then(String, refusal);
      expect(answer).toContain('400 Invalid order payload');
    }
    await client.cancelAll();
  }
});

test('it signs for no contract of newer markets, which is told apart from a wrong signature', async () => {
  const client = await clientOf(sim.account(0));
  const order = await client.createLimitOrder(wishIn(markets.v2));
  await expect(client.postOrder(order)).rejects.toThrow('order_version_mismatch');
});

test(
  'what takes is told by the stream until it is confirmed, listed, and paid for',
  async () => {
    const takers = [
      [0, 'standard'],
      [1, 'negRisk'],
      [2, 'standard'],
      [3, 'negRisk'],
    ] as const;
    await Promise.all(
      takers.map(async ([type, kind]) => {
        const client = await clientOf(sim.account(type));
        const { tokenId, conditionId } = markets[kind];
        const stream = await client.subscribe([{ topic: 'user', markets: [conditionId] }]);
        const events: Told[] = [];
        const reading = (async () => {
          for await (const event of stream) events.push(event);
        })();
        const before = await collateral(client);
        const maxPrice = mostPaid(await client.fetchOrderBook({ tokenId }));
        const wish = { tokenId, amount: SPENT_DOLLARS, side: OrderSide.BUY, maxPrice } as const;
        const order = await client.createMarketOrder({ ...wish, orderType: OrderType.FAK });
        const answer = accepted(await client.postOrder(order));
        expect(answer.status).toBe('matched');
        expect(await client.waitForOrderFillSettlement(answer)).toHaveLength(
          answer.tradeIds.length,
        );
        const statusesOf = (id: string): readonly unknown[] =>
          events.flatMap(({ payload }) => (payload.id === id ? [payload.status] : []));
        const isOver = (id: string): boolean => statusesOf(id).at(-1) === WAY.at(-1);
        await until(() => answer.tradeIds.every(isOver), 'every trade was told as confirmed');
        for (const id of answer.tradeIds) {
          expect(statusesOf(id).slice(-3)).toEqual(WAY);
        }
        const placed = events.find(({ payload }) => payload.id === answer.orderId);
        expect(placed).toMatchObject({ type: 'order', payload: { orderEventType: 'PLACEMENT' } });
        const { items } = await client.listAccountTrades().firstPage();
        const ours = items.filter((trade) => trade.takerOrderId === answer.orderId);
        expect(ours.map(({ id }) => id).sort()).toEqual([...answer.tradeIds].sort());
        const paid = before - (await collateral(client));
        expect(paid).toBeGreaterThanOrEqual(Math.round(Number(answer.makingAmount) * 1e6));
        await stream.close();
        await reading;
        await client.closeSubscriptions();
      }),
    );
  },
  SETTLED_MS_MAX,
);

test('the market stream shows an order where it rests', async () => {
  const client = await clientOf(sim.account(0));
  const { tokenId } = markets.standard;
  const { bids } = await client.fetchOrderBook({ tokenId });
  const wish = wishIn(markets.standard, 3);
  const there = bids.find(({ price }) => Number(price) === wish.price);
  const stream = await client.subscribe([{ topic: 'market', tokenIds: [tokenId] }]);
  let isBook = false;
  const changes: { readonly tokenId: string; readonly price: string; readonly size: string }[] = [];
  const reading = (async () => {
    for await (const event of stream) {
      isBook ||= event.type === 'book';
      if (event.type === 'price_change') changes.push(...event.payload.priceChanges);
    }
  })();
  const sizes = (): readonly number[] =>
    changes
      .filter((change) => change.tokenId === tokenId && Number(change.price) === wish.price)
      .map(({ size }) => Number(size));
  await until(() => isBook, 'the book came');
  const answer = accepted(await client.placeLimitOrder(wish));
  await until(() => sizes().length > 0, 'its level came');
  expect(sizes()[0]).toBe(Number(there?.size ?? 0) + SHARES);
  await client.cancelOrder({ orderId: answer.orderId });
  await until(() => sizes().at(-1) === Number(there?.size ?? 0), 'it went');
  await client.closeSubscriptions();
  await reading;
});

test('it finds markets and their prices', async () => {
  const client = await clientOf(sim.account(0));
  const { tokenId, conditionId } = markets.standard;
  const { items } = await client.listMarkets({ conditionIds: [conditionId] }).firstPage();
  const [market] = items;
  expect(market?.conditionId).toBe(conditionId);
  expect(await client.fetchMarket({ id: String(market?.id) })).toMatchObject({ conditionId });
  const events = await client.listEvents({ pageSize: 3 }).firstPage();
  const [event] = events.items;
  expect((await client.fetchEvent({ id: String(event?.id) })).id).toBe(event?.id);
  expect((await client.listTags().firstPage()).items.length).toBeGreaterThan(0);
  const found = await client.search({ q: String(market?.question) }).firstPage();
  expect(JSON.stringify(found)).toContain(conditionId);
  const { bids, asks } = await client.fetchOrderBook({ tokenId });
  const [bid, ask] = [Number(bids.at(-1)?.price), Number(asks.at(-1)?.price)];
  expect(bid).toBeLessThan(ask);
  expect(await client.fetchOrderBooks([{ tokenId }])).toHaveLength(1);
  expect(Number(await client.fetchPrice({ tokenId, side: OrderSide.BUY }))).toBeLessThan(1);
  expect(Number(await client.fetchMidpoint({ tokenId }))).toBeLessThan(1);
  expect(Number(await client.fetchSpread({ tokenId }))).toBeGreaterThan(0);
  const wish = { tokenId, side: OrderSide.BUY, amount: 5 } as const;
  expect(await client.estimateMarketPrice(wish)).toBeGreaterThanOrEqual(bid);
  await client.fetchPriceHistory({ tokenId, interval: PriceHistoryInterval.ONE_HOUR });
  const [leader] = sim.world.leaders;
  expect(await client.fetchPublicProfile({ address: String(leader?.address) })).not.toBeNull();
});

test('every method is gone through or left out by name, and none of the retired is served', async () => {
  const client = await clientOf(sim.account(1));
  expect(await client.fetchClosedOnlyMode()).toBe(false);
  expect(await client.fetchNotifications()).toEqual([]);
  const named = [EXERCISED, RETIRED, ...Object.values(LEFT_OUT)].flat();
  expect([...named].sort()).toEqual(methodsOf(client));
  const retired = [
    client.listPositions().firstPage(),
    client.listClosedPositions().firstPage(),
    client.fetchPortfolioValue(),
    client.fetchTradedMarketCount(),
    client.listActivity().firstPage(),
    client.listTrades().firstPage(),
    client.listMarketPositions({ market: markets.standard.conditionId }).firstPage(),
    client.listMarketHolders({ market: [markets.standard.conditionId] }),
    client.listTraderLeaderboard().firstPage(),
    client.listOpenInterest(),
    client.listBuilderLeaderboard().firstPage(),
    client.fetchBuilderVolume(),
  ];
  expect(retired).toHaveLength(RETIRED.length);
  for (const asking of await Promise.allSettled(retired)) {
    expect(asking).toMatchObject({ status: 'rejected', reason: { status: 404 } });
  }
  const publicClient = await client.endAuthentication();
  expect(publicClient.isSecureClient()).toBe(false);
});
