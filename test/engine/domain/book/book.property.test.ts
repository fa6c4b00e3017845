import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookHash } from '../../../../src/engine/domain/book/book-hash.ts';
import type { Level } from '../../../../src/engine/domain/book/depth.ts';
import type { MarketBook } from '../../../../src/engine/domain/book/market-book.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import type { BookSide } from '../../../../src/engine/domain/market-event.ts';
import { decimalFromMicro, MICRO } from '../../../../src/engine/domain/values/micro.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { book, delta, level, MARKET, mirrored, NO, snapshot, YES } from './events.ts';

const side = fc.constantFrom<BookSide>('bid', 'ask');
const token = fc.constantFrom<TokenId>(YES, NO);
const at = fc.integer({ min: 1, max: 99 });
const size = fc.constantFrom(0, 0, 1, 2.5, 300);

type Step =
  | { readonly do: 'change'; token: TokenId; side: BookSide; at: number; size: number }
  | { readonly do: 'snapshot'; token: TokenId; bids: Map<number, number>; reverse: boolean }
  | { readonly do: 'layout'; layout: 'ladder' | 'sorted' };

const levelsByPrice = fc
  .array(fc.tuple(at, size), { maxLength: 12 })
  .map((pairs) => new Map(pairs.filter(([, amount]) => amount > 0)));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('change'), token, side, at, size }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('snapshot'),
      token,
      bids: levelsByPrice,
      reverse: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('layout'),
      layout: fc.constantFrom('ladder', 'sorted'),
    }),
  },
) as fc.Arbitrary<Step>;

/** YES in cents, the slowest way. */
class Naive {
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();

  set(change: { token: TokenId; side: BookSide; at: number; size: number }): void {
    const own = change.token === YES;
    const levels = (change.side === 'bid') === own ? this.bids : this.asks;
    const price = own ? change.at : 100 - change.at;
    if (change.size === 0) levels.delete(price);
    else levels.set(price, change.size);
  }

  levels(of: TokenId, on: BookSide): Level[] {
    const own = of === YES;
    const levels = (on === 'bid') === own ? this.bids : this.asks;
    return [...levels]
      .map(([price, amount]) => level([own ? price : 100 - price, amount]))
      .sort((a, b) => (on === 'bid' ? b.price - a.price : a.price - b.price));
  }
}

/** Takes one step in both; snapshots list bids alone, which also tests that asks go. */
function take(each: Step, index: number, { it, naive }: { it: MarketBook; naive: Naive }): void {
  const venueAtMs = 2_000 + index;
  if (each.do === 'layout') {
    it.setLayout(each.layout);
    return;
  }
  if (each.do === 'change') {
    naive.set(each);
    const spec = { tokenId: each.token, side: each.side, at: each.at, size: each.size };
    it.applyDelta(delta(venueAtMs, ...mirrored(spec)), index);
    return;
  }
  naive.bids.clear();
  naive.asks.clear();
  for (const [price, amount] of each.bids) {
    naive.set({ token: each.token, side: 'bid', at: price, size: amount });
  }
  const bids = [...each.bids].map(level).sort((a, b) => a.price - b.price);
  if (each.reverse) bids.reverse();
  it.applySnapshot(snapshot({ tokenId: each.token, bids, asks: [], venueAtMs }), index);
}

function expectEqual(it: MarketBook, naive: Naive, of: TokenId): void {
  const [bids, asks] = [naive.levels(of, 'bid'), naive.levels(of, 'ask')];
  expect(it.levels(of, 'bid', 999)).toEqual(bids);
  expect(it.levels(of, 'ask', 999)).toEqual(asks);
  expect(it.levels(of, 'ask', 2)).toEqual(asks.slice(0, 2));
  expect(it.bestBid(of)).toBe(bids[0]?.price ?? null);
  expect(it.bestAsk(of)).toBe(asks[0]?.price ?? null);
  if (it.trust.trusted && bids[0] && asks[0]) expect(bids[0].price).toBeLessThan(asks[0].price);
}

test('a book in any layout equals plain maps, seen from both tokens', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const both = { it: book(), naive: new Naive() };
      both.it.applySnapshot(snapshot({ bids: [], asks: [] }), 0);
      for (const [index, each] of steps.entries()) {
        take(each, index, both);
        for (const of of [YES, NO]) expectEqual(both.it, both.naive, of);
      }
    }),
    { numRuns: 500 },
  );
});

test('a layout never changes the hash', () => {
  fc.assert(
    fc.property(levelsByPrice, (bids) => {
      const [one, other] = [book('ladder'), book('sorted')];
      for (const it of [one, other]) {
        it.applySnapshot(snapshot({ bids: [...bids].map(level), asks: [] }), 1);
      }
      expect(one.hashOf(YES)).toBe(other.hashOf(YES));
      expect(one.hashOf(NO)).toBe(other.hashOf(NO));
    }),
  );
});

test('the hash is that of the JSON spelled by decimalFromMicro, for any size and price', () => {
  const quantity = fc.oneof(
    fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 1, max: 100_000_000 }).map((lots) => lots * 10_000),
    fc.integer({ min: 1, max: 1_000_000 }).map((whole) => whole * MICRO),
  );
  const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: MICRO - 1 }), quantity));
  fc.assert(
    fc.property(levels, levels, (bids, asks) => {
      const spell = (each: readonly [number, number]) => ({
        price: decimalFromMicro(each[0]),
        size: decimalFromMicro(each[1]),
      });
      const text = JSON.stringify({
        market: MARKET,
        asset_id: YES,
        timestamp: '7',
        hash: '',
        bids: bids.map(spell),
        asks: asks.map(spell),
        min_order_size: '5',
        tick_size: '0.01',
        neg_risk: true,
        last_trade_price: '0.5',
      });
      const digest = bookHash({
        marketId: MARKET,
        tokenId: YES,
        venueAtMs: 7,
        visit: (on, visitor) => {
          for (const each of on === 'bid' ? bids : asks) visitor(each[0], each[1]);
        },
        minOrderSize: '5',
        tick: cents(1),
        negRisk: true,
        lastTradePrice: '0.5',
        version: null,
      });
      expect(digest).toBe(createHash('sha1').update(text).digest('hex'));
    }),
  );
});
