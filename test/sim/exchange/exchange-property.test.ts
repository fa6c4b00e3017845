import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExchangeOrder, ExchangeTrade } from '../../../src/sim/exchange/exchange.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { MICRO } from '../venue/story.ts';
import { DOLLAR, SHARE } from './account.ts';
import {
  balancesOf,
  FUNDED,
  HELD,
  MAKERS,
  ordersOf,
  type Played,
  play,
  story,
  tradesOf,
} from './random-story.ts';

/** The price of a maker's part as the trade's taker saw it. */
function takerPrice(trade: ExchangeTrade, maker: ExchangeTrade['makers'][number]): number {
  return maker.outcome === trade.outcome ? maker.price : MICRO - maker.price;
}

const dollarsOf = (price: number, size: number): number => (price / 100) * (size / 10_000);

/** What an account should have by its trades' own numbers. */
function expectedBalances({ world, markets }: Played) {
  const owned = new Map<string, number>();
  const add = (address: string, asset: string, amount: number) =>
    owned.set(`${address} ${asset}`, (owned.get(`${address} ${asset}`) ?? 0) + amount);
  for (const trade of tradesOf(world)) {
    if (trade.status === 'FAILED') continue;
    const { market } = trade;
    for (const maker of trade.makers) {
      const sign = maker.side === 'BUY' ? 1 : -1;
      add(maker.address, market.tokenIds[maker.outcome], sign * maker.matched);
      add(maker.address, '', -sign * dollarsOf(maker.price, maker.matched));
      const way = trade.side === 'BUY' ? -1 : 1;
      add(trade.takerMaker, '', way * dollarsOf(takerPrice(trade, maker), maker.matched));
    }
    const sign = trade.side === 'BUY' ? 1 : -1;
    add(trade.takerMaker, market.tokenIds[trade.outcome], sign * trade.size);
    add(trade.takerMaker, '', -trade.fee);
  }
  return MAKERS.map((maker) => [
    FUNDED * DOLLAR + (owned.get(`${maker} `) ?? 0),
    ...markets.flatMap(({ tokenIds }) =>
      tokenIds.map((token) => HELD * SHARE + (owned.get(`${maker} ${token}`) ?? 0)),
    ),
  ]);
}

interface Met {
  readonly price: number;
  readonly matched: number;
}

/** Every part that an order had in trades, as taker and as maker, at the price of its own outcome. */
function partsOf(order: ExchangeOrder, trades: readonly ExchangeTrade[]): readonly Met[] {
  return trades.flatMap((trade) => {
    const isTaker = trade.takerHash === order.hash;
    return trade.makers.flatMap((maker) => {
      if (isTaker) return [{ price: takerPrice(trade, maker), matched: maker.matched }];
      if (maker.hash !== order.hash) return [];
      expect(maker).toMatchObject({ outcome: order.outcome, side: order.side, price: order.price });
      return [maker];
    });
  });
}

function expectSoundOrder(order: ExchangeOrder, trades: readonly ExchangeTrade[]): void {
  const parts = partsOf(order, trades);
  const matched = parts.reduce((sum, part) => sum + part.matched, 0);
  const spent = parts.reduce((sum, part) => sum + dollarsOf(part.price, part.matched), 0);
  for (const { price } of parts) {
    expect(order.side === 'BUY' ? price <= order.price : price >= order.price).toBe(true);
  }
  expect(order.matched).toBe(matched);
  const spends = order.side === 'BUY' && !order.kind.startsWith('GT');
  const left = spends ? order.makerAmount - spent : order.size - matched;
  expect(left).toBeGreaterThanOrEqual(0);
  const isWhole = spends ? left < order.price / 100 : left === 0;
  if (order.kind === 'FOK') expect(isWhole || matched === 0).toBe(true);
  if (order.postOnly) expect(trades.map(({ takerHash }) => takerHash)).not.toContain(order.hash);
}

/** Once nothing is open, everything that is there can be used again. */
function expectFree({ world, markets }: Played): void {
  for (const { hash, maker, status } of ordersOf(world)) {
    if (status === 'LIVE') expect(world.cancel(hash, maker)).toBeNull();
    else expect(['MATCHED', 'CANCELED']).toContain(status);
  }
  const market = markets.find(({ status }) => status === 'open');
  if (market === undefined) return;
  for (const maker of MAKERS) {
    const shares = Math.floor(world.money(maker) / (market.tick / 100)) * 10_000;
    const all = { price: market.tick, amount: shares, market, maker, postOnly: true };
    if (shares >= 5 * SHARE && (market.book(0).asks.at(-1)?.price ?? 0) > market.tick) {
      expect(world.refusal(all)).toBe('taken');
    }
  }
}

describe('any orders in any world', () => {
  it('conserve money and shares, keep to their limits, and leave nothing held', () => {
    const met = { trades: 0, makers: 0, failed: 0, orders: 0 };
    fc.assert(
      fc.property(story, (told) => {
        const played = play(told);
        const { world, markets } = played;
        world.wait(30_000);
        const trades = tradesOf(world);
        for (const order of ordersOf(world)) expectSoundOrder(order, trades);
        expect(balancesOf(world, markets)).toEqual(expectedBalances(played));
        expectFree(played);
        met.trades += trades.length;
        met.orders += ordersOf(world).length;
        met.failed += trades.filter(({ status }) => status === 'FAILED').length;
        met.makers += trades.filter(({ makers }) => makers.some(isAccount)).length;
      }),
      { numRuns: 60 },
    );
    expect(Math.min(...Object.values(met))).toBeGreaterThan(20);
  });

  it('tell the same story for the same seed and the same submissions', () => {
    fc.assert(
      fc.property(story, (told) => {
        const [one, other] = [play(told), play(told)];
        expect(storyOf(other)).toBe(storyOf(one));
      }),
      { numRuns: 8 },
    );
  });
});

function isAccount({ address }: { readonly address: string }): boolean {
  return MAKERS.includes(address);
}

function storyOf({ world: { told, events } }: Played): string {
  return JSON.stringify([told, events], (key, value: unknown) =>
    key === 'market' ? (value as VenueMarket).slug : value,
  );
}
