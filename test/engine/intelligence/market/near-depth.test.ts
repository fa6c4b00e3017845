import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Level } from '../../../../src/engine/domain/book/depth.ts';
import { cents, price, quantity, shares } from '../../../../src/engine/domain/values/money.ts';
import {
  type BookSides,
  middleOf,
  nearDepth,
} from '../../../../src/engine/intelligence/market/near-depth.ts';

function level(atCents: number, count: number): Level {
  return { price: cents(atCents), quantity: shares(count) };
}

function book(bids: readonly Level[], asks: readonly Level[], tick = 0.1): BookSides {
  return { bids, asks, tick: cents(tick) };
}

const NO_MIDDLE = { mid: null, spread: null };

describe('the middle of a book', () => {
  test.each<[string, BookSides, ReturnType<typeof middleOf>]>([
    ['an ordinary one', book([level(49, 1)], [level(51, 1)]), { mid: 500_000, spread: 0.04 }],
    [
      'one of half a tick',
      book([level(49.9, 1)], [level(50, 1)]),
      { mid: 499_500, spread: 1_000 / 499_500 },
    ],
    ['only bids', book([level(49, 1)], []), NO_MIDDLE],
    ['only asks', book([], [level(51, 1)]), NO_MIDDLE],
    ['nothing', book([], []), NO_MIDDLE],
    ['a locked one', book([level(50, 1)], [level(50, 1)]), NO_MIDDLE],
    ['a crossed one', book([level(51, 1)], [level(50, 1)]), NO_MIDDLE],
  ])('of %s', (_, of, middle) => {
    expect(middleOf(of)).toEqual(middle);
  });
});

describe('what counts as near', () => {
  test.each([
    ['at two percent under the middle', 49, 49],
    ['a little further', 48.9, 0],
    ['at the best price', 49.9, 49.9],
  ])('a bid %s', (_, at, dollarsThere) => {
    const best = at === 49.9 ? [] : [level(49.9, 0)];
    const { bid } = nearDepth(book([...best, level(at, 100)], [level(50.1, 1)]));
    expect(bid).toBe(dollarsThere * 1_000_000);
  });

  test.each([
    [51, 51],
    [51.1, 0],
  ])('an ask of 100 shares at %f cents is worth $%i', (at, dollarsThere) => {
    const { ask } = nearDepth(book([level(49.9, 1)], [level(50.1, 0), level(at, 100)]));
    expect(ask).toBe(dollarsThere * 1_000_000);
  });

  test('reaches one tick at least, where two percent are less', () => {
    const coarse = book([level(4, 100), level(3, 100)], [level(6, 100), level(7, 100)], 1);
    expect(nearDepth(coarse)).toMatchObject({ bid: 4_000_000, ask: 6_000_000 });
    expect(nearDepth({ ...coarse, tick: cents(0.1) })).toMatchObject({ bid: 0, ask: 0 });
  });

  test('a best price of a wide spread is not near', () => {
    const wide = book([level(30, 1_000)], [level(70, 1_000)]);
    expect(nearDepth(wide)).toEqual({ bid: 0, ask: 0, asymmetry: null });
  });

  test.each([
    ['only bids', [level(49, 5)], []],
    ['nothing', [], []],
    ['a crossed book', [level(51, 5)], [level(50, 5)]],
  ])('%s has nothing near', (_, bids, asks) => {
    expect(nearDepth(book(bids, asks))).toEqual({ bid: 0, ask: 0, asymmetry: null });
  });

  test('dollars are rounded down at each level', () => {
    const dust = { price: cents(49.9), quantity: quantity(3) };
    expect(nearDepth(book([dust, dust], [level(50.1, 1)])).bid).toBe(2);
  });
});

describe('the asymmetry', () => {
  test.each([
    [100, 100, 0],
    [300, 100, 0.5],
    [100, 300, -0.5],
    [100, 0, 1],
    [0, 100, -1],
  ])('of $%i bid and $%i asked is %f', (bid, ask, wanted) => {
    const at = (atCents: number, micro: number): Level => ({
      price: cents(atCents),
      quantity: quantity(Math.ceil((micro * 1e6 * 100) / atCents)),
    });
    const sides = book([at(49.9, bid)], [at(50.1, ask)]);
    expect(nearDepth(sides).asymmetry).toBeCloseTo(wanted, 6);
  });
});

describe('any book', () => {
  const side = fc.uniqueArray(
    fc.record({
      price: fc.integer({ min: 1, max: 999 }).map((mill) => price(mill * 1_000)),
      quantity: fc.integer({ min: 0, max: 1e12 }).map(quantity),
    }),
    { selector: (one) => one.price, maxLength: 12 },
  );
  const sides = fc.tuple(side, side).map(([bids, asks]) =>
    book(
      bids.toSorted((a, b) => b.price - a.price),
      asks.toSorted((a, b) => a.price - b.price),
    ),
  );

  test('has whole dollars within what lies in it, and an asymmetry of −1 to 1', () => {
    fc.assert(
      fc.property(sides, (of) => {
        const { bid, ask, asymmetry } = nearDepth(of);
        for (const [near, levels] of [
          [bid, of.bids],
          [ask, of.asks],
        ] as const) {
          const all = levels.reduce((sum, one) => sum + (one.price * one.quantity) / 1e6, 0);
          expect(Number.isSafeInteger(near)).toBe(true);
          expect(near).toBeGreaterThanOrEqual(0);
          expect(near).toBeLessThanOrEqual(all + 1e-3);
        }
        if (bid + ask === 0) expect(asymmetry).toBeNull();
        else expect(Math.abs(asymmetry ?? Number.NaN)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('seen from the other outcome has the same spread in cents and the other asymmetry', () => {
    fc.assert(
      fc.property(sides, (of) => {
        const flip = (levels: readonly Level[]) =>
          levels.map((one) => ({ ...one, price: price(1_000_000 - one.price) }));
        const other = { ...of, bids: flip(of.asks), asks: flip(of.bids) };
        const [one, two] = [middleOf(of), middleOf(other)];
        expect(two.mid === null).toBe(one.mid === null);
        if (one.mid !== null && two.mid !== null) expect(one.mid + two.mid).toBe(1_000_000);
      }),
    );
  });
});
