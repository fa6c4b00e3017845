import { OrderType, Side } from '@polymarket/clob-client-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlainSocket, until } from '../../sim/wire/clients.ts';
import {
  ClobUser,
  clientOf,
  type MarketKind,
  mostPaid,
  type TradedMarket,
  tradedMarkets,
} from './clob-user.ts';
import { SimProcess } from './sim-process.ts';

/** The least that rests in every market, in shares. */
const SHARES = 5;
const SPENT_DOLLARS = 10;
const TYPES = [0, 1, 2, 3] as const;
const KINDS = ['standard', 'negRisk', 'v2'] as const;
/** From the match to the last word of the chain the simulator takes up to 11 s. */
const SETTLED_MS_MAX = 120_000;

let sim: SimProcess;
let markets: Record<MarketKind, TradedMarket>;

beforeAll(async () => {
  sim = await SimProcess.start('7');
  markets = await tradedMarkets(sim);
});
afterAll(async () => {
  expect(await sim.stop()).toBe(0);
});

/** The least price at which nobody buys. */
async function freePrice({ client }: ClobUser, { tokenId, tick }: TradedMarket): Promise<number> {
  const { bids } = await client.getOrderBook(tokenId);
  const taken = new Set(bids.map(({ price }) => Number(price)));
  for (let steps = 1; ; steps += 1) {
    const price = Number((steps * tick).toFixed(4));
    if (!taken.has(price)) return price;
  }
}

/** The client takes every market for one of the older contracts unless it is told otherwise. */
const versionOf = ({ kind }: TradedMarket) => (kind === 'v2' ? 3 : 2);

async function resting(user: ClobUser, market: TradedMarket) {
  const { tokenId } = market;
  const price = await freePrice(user, market);
  const tickSize = await user.client.getTickSize(tokenId);
  const wish = { tokenID: tokenId, price, size: SHARES, side: Side.BUY };
  return user.client.createOrder(wish, { tickSize, version: versionOf(market) });
}

/** Buys for some dollars, at once. */
async function taking(user: ClobUser, market: TradedMarket) {
  const { tokenId } = market;
  const price = mostPaid(await user.client.getOrderBook(tokenId));
  const wish = { tokenID: tokenId, amount: SPENT_DOLLARS, side: Side.BUY };
  const order = await user.client.createMarketOrder(
    { ...wish, price, orderType: OrderType.FAK },
    { tickSize: await user.client.getTickSize(tokenId), version: versionOf(market) },
  );
  return user.client.postOrder(order, OrderType.FAK);
}

test.each(TYPES)(
  'the key of an account of type %i is made once and derived after',
  async (type) => {
    const { credentials } = await ClobUser.of(sim, type);
    expect(credentials.key).toMatch(/^[0-9a-f-]{36}$/);
    const again = clientOf(sim, sim.account(type));
    expect(await again.createOrDeriveApiKey()).toEqual(credentials);
    expect(await again.deriveApiKey()).toEqual(credentials);
    expect(await again.createOrDeriveApiKey(1)).not.toEqual(credentials);
  },
);

test.each(TYPES)(
  'orders signed with type %i rest in every market, are read by hash and cancelled',
  async (type) => {
    const user = await ClobUser.of(sim, type);
    const { client, credentials, account } = user;
    const hashes: string[] = [];
    for (const kind of KINDS) {
      const order = await resting(user, markets[kind]);
      expect(order).toMatchObject({ maker: account.funder, signatureType: type });
      const answer = await client.postOrder(order, OrderType.GTC, true);
      expect(answer).toMatchObject({ success: true, errorMsg: '', status: 'live' });
      hashes.push(answer.orderID);
      expect(await client.getOrder(answer.orderID)).toMatchObject({
        ...{ id: answer.orderID, status: 'LIVE', owner: credentials.key, side: 'BUY' },
        ...{ maker_address: account.funder.toLowerCase(), market: markets[kind].conditionId },
        ...{ asset_id: markets[kind].tokenId, original_size: String(SHARES), size_matched: '0' },
      });
    }
    const open = async () => (await client.getOpenOrders()).map(({ id }) => id).sort();
    expect(await open()).toEqual([...hashes].sort());
    expect(await client.getOpenOrders({ market: markets.v2.conditionId })).toHaveLength(1);

    const [first = '', second = '', third = ''] = hashes;
    const canceled = { canceled: [first], not_canceled: {} };
    expect(await client.cancelOrder({ orderID: first })).toEqual(canceled);
    const both = await client.cancelOrders([first, second]);
    expect(both).toMatchObject({
      canceled: [second],
      not_canceled: { [first]: /already canceled/ },
    });
    expect(await open()).toEqual([third]);
    expect(await client.cancelAll()).toEqual({ canceled: [third], not_canceled: {} });
    expect(await open()).toEqual([]);
  },
);

test(
  'what takes is told on the account’s channel until it is confirmed, and paid for',
  async () => {
    const takers: readonly (readonly [(typeof TYPES)[number], MarketKind])[] = [
      ...([
        [0, 'standard'],
        [1, 'negRisk'],
        [2, 'v2'],
        [3, 'v2'],
      ] as const),
    ];
    await Promise.all(
      takers.map(async ([type, kind]) => {
        const user = await ClobUser.of(sim, type);
        const market = markets[kind];
        const channel = await user.channel();
        const [dollars, shares] = [await user.balance(), await user.shares(market)];
        const answer = await taking(user, market);
        expect(answer).toMatchObject({ success: true, status: 'matched' });
        const isOurs = (frame: Readonly<Record<string, unknown>>): boolean =>
          frame['taker_order_id'] === answer.orderID;
        const told = () => channel.ofType('trade').filter(isOurs);
        await until(() => told().some(({ status }) => status === 'CONFIRMED'), 'it was confirmed');
        const [placed] = channel.frames.filter(({ id }) => id === answer.orderID);
        expect(placed).toMatchObject({ event_type: 'order', type: 'PLACEMENT' });

        const trades = (await user.client.getTrades()).filter(
          (trade) => trade.taker_order_id === answer.orderID,
        );
        expect(trades.map(({ id }) => id).sort()).toEqual([...(answer.tradeIDs ?? [])].sort());
        expect(trades.every(({ trader_side: side }) => side === 'TAKER')).toBe(true);
        const matched = trades.reduce((sum, { size }) => sum + Number(size), 0);
        expect(matched).toBeCloseTo(Number(answer.takingAmount), 6);
        for (const { id } of trades) {
          const steps = told()
            .filter((frame) => frame['id'] === id)
            .map(({ status }) => status);
          const [first] = steps;
          if (first === 'MATCHED_NOT_BROADCASTED') steps.shift();
          expect(steps.slice(0, 2)).toEqual(['MATCHED', 'MINED']);
        }
        expect(await user.shares(market)).toBe(shares + Math.round(matched * 1e6));
        const paid = dollars - (await user.balance());
        expect(paid).toBeGreaterThanOrEqual(Math.round(Number(answer.makingAmount) * 1e6));
        channel.end();
      }),
    );
  },
  SETTLED_MS_MAX,
);

test('the market channel shows an order where it rests, and the trade that takes', async () => {
  const user = await ClobUser.of(sim, 0);
  const market = markets.standard;
  const { tokenId } = market;
  const channel = await PlainSocket.open(`${sim.url('WS')}/ws/market`);
  channel.send({ assets_ids: [tokenId], type: 'market' });
  await until(() => channel.ofType('book').length > 0, 'the book came');
  const order = await resting(user, market);
  const { orderID } = await user.client.postOrder(order, OrderType.GTC);
  const price = Number(order.makerAmount) / Number(order.takerAmount);
  const changes = () =>
    channel
      .ofType('price_change')
      .flatMap((frame) => frame['price_changes'] as readonly Readonly<Record<string, string>>[])
      .filter((change) => change['asset_id'] === tokenId && Number(change['price']) === price);
  await until(() => changes().length > 0, 'its level came');
  expect(changes()[0]).toMatchObject({ side: 'BUY', size: String(SHARES) });
  await user.client.cancelMarketOrders({ market: market.conditionId });
  await until(() => changes().at(-1)?.['size'] === '0', 'its level went');
  expect(await user.client.getOpenOrders({ id: orderID })).toMatchObject([{ status: 'CANCELED' }]);

  const { transactionsHashes } = await taking(user, market);
  const [transaction] = transactionsHashes ?? [];
  const isTold = () =>
    channel.ofType('last_trade_price').some((frame) => frame['transaction_hash'] === transaction);
  await until(isTold, 'the trade came');
  channel.end();
});

test('an order is taken once, and only as it was signed', async () => {
  for (const type of TYPES) {
    const user = await ClobUser.of(sim, type);
    const { client } = user;
    const market = markets[KINDS[type % KINDS.length] ?? 'standard'];
    const order = await resting(user, market);
    const { orderID } = await client.postOrder(order);
    const duplicated = { status: 400, error: `order ${orderID} is invalid. Duplicated.` };
    expect(await client.postOrder(order)).toEqual(duplicated);
    await client.cancelOrder({ orderID });
    expect(await client.postOrder(order)).toEqual(duplicated);
    const batch = await client.postOrders([{ order, orderType: OrderType.GTC }]);
    expect(batch).toMatchObject([{ success: false, errorMsg: duplicated.error, orderID: '' }]);

    const changes = [
      { makerAmount: String(Number(order.makerAmount) + 1) },
      { side: Side.SELL },
      { salt: String(Number(order.salt) + 1) },
    ];
    for (const change of changes) {
      const tampered = { ...order, ...change } as typeof order;
      const answer = await client.postOrder(tampered);
      expect(answer).toEqual({ status: 400, error: 'Invalid order payload' });
    }
    expect(await client.getOpenOrders()).toEqual([]);
  }
});

test('an order that is signed for another contract than that of its market is refused', async () => {
  const user = await ClobUser.of(sim, 0);
  const { tokenId, tick } = markets.v2;
  const wish = { tokenID: tokenId, price: tick, size: SHARES, side: Side.BUY };
  const answer = await user.client.postOrder(await user.client.createOrder(wish));
  expect(answer).toEqual({ status: 400, error: 'order_version_mismatch' });
});

test('a wallet beats, and a wrong beat is told the right one', async () => {
  const { client } = await ClobUser.of(sim, 0);
  const { heartbeat_id: first } = await client.postHeartbeat();
  const { heartbeat_id: second } = await client.postHeartbeat(first);
  expect(await client.postHeartbeat(first)).toMatchObject({ status: 400, heartbeat_id: second });
  expect(await client.postHeartbeat(second)).not.toHaveProperty('status');
});
