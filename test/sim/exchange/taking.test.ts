import { describe, expect, it } from 'vitest';
import { takerFee } from '../../../src/sim/venue/matching.ts';
import { bookText, MICRO, ShadowBook } from '../venue/story.ts';
import { ALICE, DOLLAR, SHARE, TradingWorld, touchOf } from './account.ts';

describe('an order that takes', () => {
  it('meets the depth that everybody sees, and the world tells of it', () => {
    const world = new TradingWorld();
    const market = world.market();
    const shadow = new ShadowBook(market);
    const { ask } = touchOf(market);
    const size = ask.size + 10 * SHARE;
    const second = market.book(0).asks.at(-2)!;
    const cost = Math.round((ask.size / MICRO) * ask.price + 10 * second.price);
    const answer = world.take({ price: second.price, amount: size, market });
    expect(answer).toMatchObject({ status: 'matched', making: cost, taking: size });
    const [trade, book] = world.told;
    expect(trade).toMatchObject({ kind: 'trade', market, outcome: 0, side: 'BUY', size });
    expect(book).toMatchObject({ kind: 'book', market });
    if (trade?.kind !== 'trade' || book?.kind !== 'book') throw new Error('a trade, then its book');
    expect(trade.rows[0]).toMatchObject({ wallet: ALICE, isTaker: true, size, price: trade.price });
    expect(trade.rows.slice(1).map((row) => row.size)).toEqual([ask.size, 10 * SHARE]);
    for (const change of book.changes) shadow.apply(change);
    expect(shadow.text()).toBe(bookText(market));
    const fee = takerFee(trade, market.feeRate);
    expect(world.money()).toBe(10_000 * DOLLAR - cost - fee);
    expect(world.shares(market)).toBe(size);
    expect(world.exchange.tradesOf(`key of ${ALICE}`)).toMatchObject([
      { takerHash: answer.hash, price: trade.price, size, fee, matchedAtMs: world.nowMs },
    ]);
  });

  it('names every maker of a trade, in its own token and side', () => {
    const world = new TradingWorld();
    const market = world.market();
    world.fundShares(market, 2_000 * SHARE, { outcome: 1 });
    for (let turn = 0; turn < 20; turn += 1) {
      const { ask, bid } = touchOf(market, 1);
      const side = turn % 2 === 0 ? 'BUY' : 'SELL';
      world.take({
        ...{ outcome: 1, side, market, amount: 20 * SHARE },
        price: side === 'BUY' ? ask.price + 10_000 : bid.price - 10_000,
      });
    }
    const trades = world.exchange.tradesOf(`key of ${ALICE}`);
    const makers = trades.flatMap((trade) => trade.makers.map((maker) => ({ trade, maker })));
    const others = makers.filter(({ trade, maker }) => trade.outcome !== maker.outcome);
    expect(others.length / makers.length).toBeGreaterThan(0.5);
    for (const { trade, maker } of makers) {
      const isOther = maker.outcome !== trade.outcome;
      expect(maker.side === trade.side).toBe(isOther);
      expect(maker.hash).toMatch(/^0x[0-9a-f]{64}$/);
      expect(maker.owner).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
    for (const { makers: all, size } of trades) {
      expect(all.reduce((sum, { matched }) => sum + matched, 0)).toBe(size);
    }
  });

  it('spends its dollars as a market buy and gains shares where it is cheaper', () => {
    const world = new TradingWorld();
    const market = world.market();
    const { ask } = touchOf(market);
    const wish = { price: ask.price + 50_000, amount: 20 * DOLLAR, kind: 'FOK', market } as const;
    const asked = world.order(wish).takerAmount;
    const { status, making, taking } = world.take(wish);
    expect(status).toBe('matched');
    expect(20 * DOLLAR - making).toBeLessThan(ask.price / 100);
    expect(taking).toBe(Math.floor((20 * DOLLAR) / (ask.price / 100)) * 10_000);
    expect(taking).toBeGreaterThan(asked);
  });

  it('sells for at least its limit, fee taken from the proceeds', () => {
    const world = new TradingWorld();
    const market = world.market();
    world.fundShares(market, 50 * SHARE);
    const { bid } = touchOf(market);
    const answer = world.take({
      ...{ side: 'SELL', price: bid.price - 20_000, amount: 50 * SHARE, kind: 'FAK', market },
    });
    expect(answer).toMatchObject({ status: 'matched', making: 50 * SHARE });
    expect(answer.taking).toBeGreaterThanOrEqual(50 * (bid.price - 20_000));
    const [trade] = world.exchange.tradesOf(`key of ${ALICE}`);
    expect(world.money()).toBe(10_000 * DOLLAR + answer.taking - trade!.fee);
    expect(trade!.fee).toBeGreaterThan(0);
    expect(world.shares(market)).toBe(0);
  });

  it('is all or nothing as FOK, in the words of the venue, and is remembered as canceled', () => {
    const world = new TradingWorld();
    const market = world.market();
    const { ask } = touchOf(market);
    const dollars = Math.ceil(((ask.size / MICRO) * ask.price) / 10_000 + 10) * 10_000;
    const order = world.order({ price: ask.price, amount: dollars, kind: 'FOK', market });
    const killed = {
      kind: 'refused',
      status: 400,
      text: "order couldn't be fully filled. FOK orders are fully filled or killed.",
    };
    expect(world.exchange.submit(order)).toEqual(killed);
    expect(world.told).toEqual([]);
    expect(world.news()).toEqual(['CANCELLATION CANCELED 0']);
    expect(world.exchange.order(order.hash)).toMatchObject({
      ...{ status: 'CANCELED', reason: killed.text, matched: 0 },
    });
    expect(world.exchange.submit(order)).toMatchObject({
      text: `order ${order.hash} is invalid. Duplicated.`,
    });
    expect(world.money()).toBe(10_000 * DOLLAR);
  });

  it('takes what there is as FAK and drops the rest, or is killed where there is nothing', () => {
    const world = new TradingWorld();
    const market = world.market();
    const { ask, bid } = touchOf(market);
    world.fundShares(market, bid.size + 10 * SHARE);
    const sale = { side: 'SELL', kind: 'FAK', market, amount: bid.size + 10 * SHARE } as const;
    expect(world.refusal({ ...sale, price: ask.price })).toBe(
      '400 no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.',
    );
    const { hash, status, making } = world.take({ ...sale, price: bid.price });
    expect([status, making]).toEqual(['matched', bid.size]);
    expect(world.exchange.order(hash)).toMatchObject({ status: 'CANCELED', matched: bid.size });
    expect(world.shares(market)).toBe(10 * SHARE);
    expect(touchOf(market).bid.price).toBeLessThan(bid.price);
  });

  it('tells placement, trade and update in that order', () => {
    const world = new TradingWorld();
    const { ask } = touchOf(world.market());
    world.take({ price: ask.price, amount: 5 * SHARE });
    expect(world.news()).toEqual([
      'PLACEMENT LIVE 0',
      expect.stringMatching(/^trade MATCHED/),
      'UPDATE MATCHED 5',
    ]);
  });

  it('lets nobody ask for more while its news is told', () => {
    const world = new TradingWorld();
    const { ask } = touchOf(world.market());
    const order = world.order({ price: ask.price, amount: 5 * SHARE });
    world.exchange.onEvent(() => world.exchange.advance(world.nowMs));
    expect(() => world.exchange.submit(order)).toThrow('at that moment');
  });
});
