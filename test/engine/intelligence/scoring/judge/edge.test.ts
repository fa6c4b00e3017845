import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BETWEEN_WALLETS,
  CATEGORIES_MAX,
  edgeOf,
} from '../../../../../src/engine/intelligence/scoring/judge/edge.ts';
import { meanOf } from '../../../../../src/engine/intelligence/scoring/judge/weighed.ts';
import { certaintyOf } from '../../../../../src/engine/intelligence/scoring/record.ts';
import { alike, type Bet, bets, bettor, record, repeated } from './records.ts';

const bet = fc.record({
  price: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  won: fc.boolean(),
  weight: fc.double({ min: 0.001, max: 1, noNaN: true }),
  category: fc.constantFrom('politics', 'sports'),
});
const history = fc.array(bet, { minLength: 1, maxLength: 60 });

/** `wins` of `count` at 50 cents. */
function evens(wins: number, count: number, category = 'politics'): readonly Bet[] {
  return [
    ...bets(wins, { price: 0.5, won: true, category }),
    ...bets(count - wins, { price: 0.5, won: false, category }),
  ];
}

describe('of a wallet', () => {
  test('is nothing before anything is known, give or take what wallets differ', () => {
    const { value, low, high } = edgeOf(record()).edge;
    expect(value).toBe(0);
    expect(high).toBeCloseTo(1.645 * BETWEEN_WALLETS, 4);
    expect(low).toBe(-high);
  });

  test('a hundred markets at 50 cents are believed by half', () => {
    expect(edgeOf(bettor(evens(60, 100))).edge.value).toBeCloseTo(0.1, 12);
  });

  test('cheap shares, whose luck is wild, are believed less', () => {
    const cheap = [...bets(12, { price: 0.1, won: true }), ...bets(88, { price: 0.1, won: false })];
    const edge = edgeOf(bettor(cheap)).edge;
    expect(meanOf(bettor(cheap).edge)).toBeCloseTo(0.2, 12);
    expect(edge.value).toBeCloseTo((0.2 * 100) / 9 / (100 / 9 + 100), 12);
    expect(edge.low).toBeLessThan(0);
  });

  test('one ticket does not drown a hundred favourites', () => {
    const favourites = [
      ...bets(90, { price: 0.8, won: true }),
      ...bets(10, { price: 0.8, won: false }),
    ];
    const { value } = edgeOf(bettor(favourites)).edge;
    const [lost, won] = [false, true].map(
      (isWon) => edgeOf(bettor([...favourites, { price: 0.01, won: isWon }])).edge.value,
    );
    expect(value).toBeCloseTo((0.125 * 400) / 500, 12);
    expect(value - lost!).toBeLessThan(0.001);
    expect(won! - value).toBeLessThan(0.002);
  });

  test.each([
    [0.5, 1],
    [0.8, 4],
    [0.95, 4],
    [1, 4],
    [0.05, 1 / 19],
    [0.01, 1 / 19],
  ])('a share at %f weighs %f', (price, weight) => {
    expect(certaintyOf(price)).toBeCloseTo(weight, 12);
  });

  test('that scatters more than its prices say is known less', () => {
    const wild = edgeOf(record({ edge: { ...alike(100, 0.1), squares: 500 } })).edge;
    const tame = edgeOf(record({ edge: alike(100, 0.1) })).edge;
    expect(wild.value).toBe(tame.value);
    expect(wild.high).toBeGreaterThan(tame.high);
  });
});

describe('of categories', () => {
  test('is drawn towards that of the wallet', () => {
    const { edge, edgeByCategory } = edgeOf(
      bettor([...evens(60, 100, 'politics'), ...evens(40, 100, 'sports')]),
    );
    expect(edge.value).toBeCloseTo(0, 12);
    expect(edgeByCategory).toMatchObject([
      { category: 'politics', markets: 100 },
      { category: 'sports', markets: 100 },
    ]);
    expect(edgeByCategory[0]?.edge.value).toBeCloseTo((100 * 0.2) / 500, 12);
    expect(edgeByCategory[1]?.edge.value).toBeCloseTo((100 * -0.2) / 500, 12);
  });

  test('are told by their markets, at most twelve, in one order', () => {
    const names = Array.from({ length: 20 }, (_, index) => `c${String(index).padStart(2, '0')}`);
    const entries = names.map((name, index) => [name, alike(index < 3 ? 9 : 4, 0)] as const);
    const forth = edgeOf(record({ edgeByCategory: new Map(entries) })).edgeByCategory;
    const back = edgeOf(record({ edgeByCategory: new Map(entries.toReversed()) })).edgeByCategory;
    expect(forth.map(({ category }) => category)).toEqual(names.slice(0, CATEGORIES_MAX));
    expect(back).toEqual(forth);
  });
});

describe('properties', () => {
  test('a higher payout never lowers it, whatever it does to the scatter', () => {
    fc.assert(
      fc.property(history, fc.nat(), (of, pick) => {
        const index = pick % of.length;
        const lost = of.map((one, at) => (at === index ? { ...one, won: false } : one));
        const won = of.map((one, at) => (at === index ? { ...one, won: true } : one));
        const [below, above] = [edgeOf(bettor(lost)), edgeOf(bettor(won))];
        expect(above.edge.value).toBeGreaterThan(below.edge.value);
        const category = of[index]?.category;
        const ofCategory = (edge: typeof below) =>
          edge.edgeByCategory.find((one) => one.category === category)?.edge.value ?? 0;
        expect(ofCategory(above)).toBeGreaterThan(ofCategory(below));
      }),
    );
  });

  test("a category's edge lies between what was seen of it and the wallet's", () => {
    fc.assert(
      fc.property(history, (of) => {
        const trader = bettor(of);
        const { edge, edgeByCategory } = edgeOf(trader);
        for (const { category, edge: its } of edgeByCategory) {
          const seen = meanOf(trader.edgeByCategory.get(category) ?? trader.edge) ?? 0;
          expect(its.value).toBeGreaterThanOrEqual(Math.min(seen, edge.value) - 1e-12);
          expect(its.value).toBeLessThanOrEqual(Math.max(seen, edge.value) + 1e-12);
        }
      }),
    );
  });

  test("a wallet's edge lies between what was seen and nothing, within its interval", () => {
    fc.assert(
      fc.property(history, (of) => {
        const trader = bettor(of);
        const { value, low, high } = edgeOf(trader).edge;
        const seen = meanOf(trader.edge) ?? 0;
        expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(seen));
        expect(value * seen).toBeGreaterThanOrEqual(0);
        expect(low >= -1 && low <= value && value <= high).toBe(true);
      }),
    );
  });

  test('more evidence of the same kind narrows it', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 2, max: 20 }), (of, times) => {
        fc.pre(of.length > 1);
        const trader = bettor(of);
        const width = ({ low, high }: { low: number; high: number }) => high - low;
        const more = edgeOf({ ...trader, edge: repeated(trader.edge, times) }).edge;
        expect(width(more)).toBeLessThan(width(edgeOf(trader).edge));
      }),
    );
  });
});
