import { describe, expect, it } from 'vitest';
import { BOB, DOLLAR, SHARE, TradingWorld, touchOf } from './account.ts';

/** A market that holds orders that would take, and somebody who may sell there. */
function delayed() {
  const world = new TradingWorld();
  const market = world.market(true);
  world.fundShares(market, 100_000 * SHARE, { address: BOB });
  return { world, market, ...touchOf(market) };
}

describe('a market with a taker delay', () => {
  it('holds an order that would take for 250 ms, not to be canceled, and then matches it', () => {
    const { world, market, ask } = delayed();
    const answer = world.take({ price: ask.price, amount: 10 * SHARE, market });
    expect(answer).toMatchObject({ status: 'delayed', making: 0, taking: 0, tradeIds: [] });
    expect(world.news()).toEqual(['PLACEMENT DELAYED 0']);
    expect(world.cancel(answer.hash)).toBe('Order is delayed');
    expect(world.exchange.nextAtMs).toBe(world.nowMs + 250);
    world.wait(249);
    expect(world.exchange.order(answer.hash)?.status).toBe('DELAYED');
    world.wait(1);
    expect(world.news()).toEqual([
      'PLACEMENT DELAYED 0',
      expect.stringMatching(/^trade MATCHED/),
      'UPDATE MATCHED 10',
    ]);
    expect(world.shares(market)).toBe(10 * SHARE);
  });

  it('lets an order rest at once that does not take', () => {
    const { world, market, bid } = delayed();
    expect(world.take({ price: bid.price, amount: 10 * SHARE, market }).status).toBe('live');
  });

  it('matches what is there at the end of the delay, not what was there before', () => {
    const { world, market, ask } = delayed();
    const slow = world.take({ price: ask.price, amount: ask.size, market });
    const rival = { side: 'SELL', price: ask.price - 10_000, maker: BOB, market } as const;
    const best = market.book(0).bids.at(-1)!.price;
    if (rival.price > best) world.take({ ...rival, amount: 10 * SHARE });
    world.wait(250);
    const order = world.exchange.order(slow.hash)!;
    expect(order.status).toBe('MATCHED');
    const [trade] = world.exchange.tradesOf(order.owner);
    expect(trade!.price <= ask.price).toBe(true);
  });

  it('ends a FOK order with its words, and lets a GTC order rest as unmatched', () => {
    const { world, market, ask } = delayed();
    const wish = { price: ask.price, market };
    const dollars = Math.floor(((ask.size / SHARE) * ask.price * 0.9) / 10_000) * 10_000;
    const rich = `0x${'c3'.repeat(20)}`;
    world.exchange.fund(rich, { dollars: 100_000 * DOLLAR });
    world.take({ ...wish, amount: ask.size, maker: rich });
    const fok = world.take({ ...wish, amount: dollars, kind: 'FOK' });
    const gtc = world.take({ ...wish, amount: 10 * SHARE });
    world.wait(250);
    expect(world.exchange.order(fok.hash)).toMatchObject({
      status: 'CANCELED',
      reason: "order couldn't be fully filled. FOK orders are fully filled or killed.",
    });
    expect(world.exchange.order(gtc.hash)).toMatchObject({ status: 'LIVE', matched: 0 });
    expect(touchOf(market).bid).toEqual({ price: ask.price, size: 10 * SHARE });
    expect(world.news().slice(-2)).toEqual(['CANCELLATION CANCELED 0', 'UPDATE UNMATCHED 0']);
  });

  it('reserves for what waits', () => {
    const { world, market, ask } = delayed();
    const poor = `0x${'d4'.repeat(20)}`;
    world.exchange.fund(poor, { dollars: 21 * DOLLAR });
    const wish = {
      price: ask.price,
      amount: 12 * DOLLAR,
      kind: 'FAK',
      market,
      maker: poor,
    } as const;
    world.take(wish);
    expect(world.refusal(wish)).toContain('sum of active orders: 12');
    world.wait(250);
    expect(world.refusal({ ...wish, amount: 8 * DOLLAR })).toBe('taken');
    world.wait(250);
    expect(world.money(poor)).toBeGreaterThanOrEqual(0);
    expect(world.money(poor)).toBeLessThan(2 * DOLLAR);
  });

  it('cancels what waits when the market closes meanwhile', () => {
    const { world } = delayed();
    const market = world.venue.markets.find(({ slug }) => slug.startsWith('btc-updown'))!;
    world.fundShares(market, 50 * SHARE);
    const wish = { side: 'SELL', price: touchOf(market).bid.price, market } as const;
    const { hash, status } = world.take({ ...wish, amount: 50 * SHARE });
    expect(status).toBe('delayed');
    while (market.status === 'open') world.venue.step();
    world.wait(250);
    expect(world.exchange.order(hash)).toMatchObject({ reason: 'market resolved', matched: 0 });
    expect(world.shares(market)).toBe(50 * SHARE);
  });
});
