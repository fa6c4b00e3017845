import { describe, expect, it } from 'vitest';
import { SECOND_MS } from '../../../src/engine/domain/time.ts';
import { MICRO } from '../venue/story.ts';
import { ALICE, BOB, DOLLAR, SHARE, TradingWorld, touchOf } from './account.ts';

/** A bid one tick above the best one, where there is room for it. */
function inside(world: TradingWorld) {
  const market = world.venue.markets.find((one) => {
    const { bid, ask } = touchOf(one);
    const isCoarse = one.tick === 10_000 && bid !== undefined && ask !== undefined;
    return isCoarse && ask.price - bid.price > 10_000 && bid.price > 200_000;
  })!;
  return { market, price: touchOf(market).bid.price + 10_000 };
}

describe('an order that rests', () => {
  it('shows in both books and holds its dollars until it is canceled', () => {
    const world = new TradingWorld();
    const { market, price } = inside(world);
    const { hash, status } = world.take({ price, amount: 40 * SHARE, market });
    expect(status).toBe('live');
    expect(touchOf(market).bid).toEqual({ price, size: 40 * SHARE });
    expect(touchOf(market, 1).ask).toEqual({ price: MICRO - price, size: 40 * SHARE });
    expect(world.told).toEqual([
      { kind: 'book', market, changes: [{ side: 'BUY', price, size: 40 * SHARE }] },
    ]);
    expect(world.money()).toBe(10_000 * DOLLAR);
    const large = { price: 10_000, market, amount: 1_000_000 * SHARE };
    expect(world.refusal(large)).toBe(
      `400 not enough balance / allowance: the balance is not enough -> balance: ${10_000 * DOLLAR}, sum of active orders: ${40 * price}, order amount (inc. fees): ${10_000 * DOLLAR}`,
    );
    expect(world.cancel(hash)).toBeNull();
    expect(world.take({ ...large, postOnly: true }).status).toBe('live');
    expect(touchOf(market).bid.price).toBe(price - 10_000);
  });

  it('adds to a level behind the makers: they are taken first', () => {
    const world = new TradingWorld();
    const market = world.market();
    const { bid } = touchOf(market);
    const { hash } = world.take({ price: bid.price, amount: 30 * SHARE, market });
    expect(touchOf(market).bid.size).toBe(bid.size + 30 * SHARE);
    world.fundShares(market, bid.size + 12 * SHARE, { address: BOB });
    const sale = { side: 'SELL', price: bid.price, kind: 'FAK', maker: BOB, market } as const;
    world.take({ ...sale, amount: bid.size });
    expect(world.exchange.order(hash)?.matched).toBe(0);
    world.take({ ...sale, amount: 12 * SHARE });
    expect(world.exchange.order(hash)).toMatchObject({ status: 'LIVE', matched: 12 * SHARE });
    expect(touchOf(market).bid).toEqual({ price: bid.price, size: 18 * SHARE });
    expect(world.shares(market)).toBe(12 * SHARE);
    expect(world.money()).toBe(10_000 * DOLLAR - 12 * bid.price);
    const [trade] = world.exchange.tradesOf(`key of ${ALICE}`);
    expect(trade).toMatchObject({ takerMaker: BOB, side: 'SELL' });
    expect(trade?.makers).toEqual([
      {
        ...{ hash, owner: `key of ${ALICE}`, address: ALICE, outcome: 0, side: 'BUY' },
        ...{ price: bid.price, matched: 12 * SHARE },
      },
    ]);
    expect(world.exchange.tradesOf(`key of ${BOB}`)[0]).toEqual(trade);
  });

  it('is met first come, first served, and from the other token by minting', () => {
    const world = new TradingWorld();
    const { market, price } = inside(world);
    const first = world.take({ price, amount: 10 * SHARE, market });
    const other = { outcome: 1, side: 'SELL', price: MICRO - price, maker: BOB, market } as const;
    world.fundShares(market, 10 * SHARE, { outcome: 1, address: BOB });
    const second = world.take({ ...other, amount: 10 * SHARE });
    const taker = `0x${'c3'.repeat(20)}`;
    world.exchange.fund(taker, { dollars: 100 * DOLLAR });
    const buy = { outcome: 1, price: MICRO - price, maker: taker, market } as const;
    world.take({ ...buy, amount: 15 * SHARE });
    expect(world.exchange.order(first.hash)?.status).toBe('MATCHED');
    expect(world.exchange.order(second.hash)?.matched).toBe(5 * SHARE);
    const [trade] = world.exchange.tradesOf(`key of ${taker}`);
    expect(trade?.makers).toMatchObject([
      { address: ALICE, outcome: 0, side: 'BUY', price, matched: 10 * SHARE },
      { address: BOB, outcome: 1, side: 'SELL', price: MICRO - price, matched: 5 * SHARE },
    ]);
    expect(world.shares(market, 1, taker)).toBe(15 * SHARE);
    expect(world.shares(market, 0)).toBe(10 * SHARE);
    expect(world.money()).toBe(10_000 * DOLLAR - 10 * price);
    expect(world.money(BOB)).toBe(10_000 * DOLLAR + 5 * (MICRO - price));
  });

  it('takes first what crosses and rests the remainder', () => {
    const world = new TradingWorld();
    const market = world.market();
    const { ask } = touchOf(market);
    const wish = { price: ask.price, amount: ask.size + 10 * SHARE, market };
    const answer = world.take(wish);
    expect(answer).toMatchObject({ status: 'live', taking: ask.size });
    expect(world.exchange.order(answer.hash)).toMatchObject({ status: 'LIVE', matched: ask.size });
    expect(touchOf(market).bid).toEqual({ price: ask.price, size: 10 * SHARE });
    expect(touchOf(market).ask.price).toBeGreaterThan(ask.price);
  });

  it('keeps its size and place while makers requote, until the world takes it', () => {
    const world = new TradingWorld();
    const orders = world.venue.markets.flatMap((market) => {
      const { bid } = touchOf(market);
      if (bid === undefined || market.tick !== 10_000 || bid.price < 100_000) return [];
      const wish = { price: bid.price, amount: 20 * SHARE, market, postOnly: true };
      return [world.take(wish).hash];
    });
    const left = (hash: string) => {
      const order = world.exchange.order(hash)!;
      return order.status === 'LIVE' ? order.size - order.matched : 0;
    };
    for (let second = 0; second < 120; second += 1) {
      world.run(SECOND_MS);
      for (const hash of orders) {
        const order = world.exchange.order(hash)!;
        const resting = order.market.book(0).bids.find(({ price }) => price === order.price);
        expect(resting?.size ?? 0).toBeGreaterThanOrEqual(left(hash));
        const { bid, ask } = touchOf(order.market);
        if (bid !== undefined && ask !== undefined) expect(bid.price).toBeLessThan(ask.price);
      }
    }
    const matched = orders.filter((hash) => world.exchange.order(hash)?.status === 'MATCHED');
    expect(matched.length).toBeGreaterThan(2);
    const takers = world.exchange.tradesOf(`key of ${ALICE}`).map(({ takerMaker }) => takerMaker);
    expect(takers).not.toContain(ALICE);
  });

  it('is taken by the world at once where it rests through what the makers believe', () => {
    const world = new TradingWorld();
    const market = world.market();
    const all = market.book(0).asks.reduce((sum, { size }) => sum + size, 0);
    const wish = { price: 950_000, amount: all + 3_000 * SHARE, market, maker: BOB };
    world.exchange.fund(BOB, { dollars: 1_000_000 * DOLLAR });
    const { hash, status } = world.take(wish);
    expect(status).toBe('live');
    expect(market.book(0)).toMatchObject({ asks: [] });
    world.run(15 * SECOND_MS);
    expect(world.exchange.order(hash)?.status).toBe('MATCHED');
    expect(market.book(0).asks.length).toBeGreaterThan(0);
    expect(touchOf(market).ask.price).toBeLessThan(950_000);
  });

  it('is refused as post-only where it crosses, and taken where it does not', () => {
    const world = new TradingWorld();
    const market = world.market();
    const { ask, bid } = touchOf(market);
    const wish = { amount: 10 * SHARE, postOnly: true, market };
    expect(world.refusal({ ...wish, price: ask.price })).toBe(
      '400 invalid post-only order: order crosses book',
    );
    expect(world.refusal({ ...wish, kind: 'FAK', amount: 10 * DOLLAR, price: bid.price })).toBe(
      '400 invalid post-only order: only GTC and GTD order types are allowed',
    );
    expect(world.take({ ...wish, price: bid.price }).status).toBe('live');
    expect(world.told.filter(({ kind }) => kind === 'trade')).toEqual([]);
  });

  it('dies 60 seconds before the end that a GTD order states', () => {
    const world = new TradingWorld();
    const { market, price } = inside(world);
    const expirationS = Math.floor(world.nowMs / 1_000) + 200;
    const wish = { price, amount: 10 * SHARE, kind: 'GTD', market } as const;
    expect(world.refusal({ ...wish, expirationS: expirationS - 21 })).toBe(
      '400 invalid expiration',
    );
    expect(world.refusal({ ...wish, kind: 'GTC', expirationS })).toBe('400 invalid expiration');
    const { hash } = world.take({ ...wish, expirationS });
    const diesAtMs = (expirationS - 60) * 1_000;
    expect(world.exchange.nextAtMs).toBe(diesAtMs);
    world.wait(diesAtMs - 1 - world.nowMs);
    expect(world.exchange.order(hash)?.status).toBe('LIVE');
    world.wait(1);
    expect(world.exchange.order(hash)).toMatchObject({ status: 'CANCELED', reason: 'expired' });
    expect(touchOf(market).bid.price).toBe(price - 10_000);
    expect(world.events.at(-1)).toMatchObject({ kind: 'order', type: 'CANCELLATION' });
  });

  it('tells why it is not canceled', () => {
    const world = new TradingWorld();
    const { market, price } = inside(world);
    const { hash } = world.take({ price, amount: 10 * SHARE, market });
    expect(world.cancel(hash, BOB)).toBe('Order not found or already canceled');
    expect(world.cancel('0x00')).toBe('Order not found or already canceled');
    expect(world.cancel(hash)).toBeNull();
    expect(world.cancel(hash)).toBe('Order already canceled');
    const taken = world.take({ price: touchOf(market).ask.price, amount: 5 * SHARE, market });
    expect(world.cancel(taken.hash)).toBe('Order already matched');
  });

  it('is canceled when its market closes; shares stay, and no order is taken any more', () => {
    const world = new TradingWorld();
    const market = world.venue.markets.find(({ slug }) => slug.startsWith('btc-updown'))!;
    const { bid } = touchOf(market);
    const { hash } = world.take({ price: 10_000, amount: 10 * SHARE, market });
    world.fundShares(market, 7 * SHARE);
    while (market.status !== 'resolved') world.run(SECOND_MS);
    expect(world.exchange.order(hash)).toMatchObject({
      ...{ status: 'CANCELED', reason: 'market resolved' },
    });
    expect(market.book(0)).toEqual({ bids: [], asks: [] });
    expect(world.shares(market)).toBe(7 * SHARE);
    expect(world.refusal({ price: bid.price, amount: 10 * SHARE, market })).toBe(
      '404 No orderbook exists for the requested token id',
    );
  });

  it('finds a new market not ready before its first orders', () => {
    const world = new TradingWorld();
    const known = new Set(world.venue.markets);
    const isNew = () => world.venue.markets.find((market) => !known.has(market));
    while (isNew() === undefined) world.run(10);
    const wish = { price: 500_000, amount: 10 * SHARE, market: isNew()! };
    expect(world.refusal(wish)).toBe('400 the market is not yet ready to process new orders');
    world.run(3 * SECOND_MS);
    expect(isNew()!.book(0).bids.length).toBeGreaterThan(0);
    expect(world.refusal({ ...wish, price: 10_000 })).toBe('taken');
  });
});
