import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAIR_RELATIONS } from '../../../../src/engine/domain/market-pair.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import { money, ppm, price, quantity } from '../../../../src/engine/domain/values/money.ts';
import { ArbitrageDetector } from '../../../../src/engine/intelligence/arbitrage/detector.ts';
import { DEFAULT_ARBITRAGE_OPTIONS } from '../../../../src/engine/intelligence/arbitrage/options.ts';
import type { TradedMarket } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';
import { pairWatch } from '../../../../src/engine/intelligence/arbitrage/watch.ts';
import { kalshi, PAIR, polymarket, START_MS } from './examples.ts';
import { bestExcess, bruteForce, type OracleLeg } from './oracle.ts';

const WORLDS = 600;
/** What the fees of some fills and the balance are rounded by, in micro-dollars, and a lot. */
const ROUNDING = 1_500;

type Levels = OracleLeg['levels'];

/** Cents upwards from a best price, and up to 30 shares a level in steps that fit no lot. */
function ladder(least: number, most: number): fc.Arbitrary<Levels> {
  const level = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 60_000_000 }));
  return fc
    .tuple(fc.integer({ min: least, max: most }), fc.array(level, { minLength: 1, maxLength: 4 }))
    .map(([best, steps]) => {
      let at = best;
      return steps.flatMap(([step, of]) => {
        at += 1 + step;
        return at < 100 ? [[at * 10_000, of] as const] : [];
      });
    });
}

/** Both asks of one market that do not cost less than a dollar together. */
const marketBook = fc
  .integer({ min: 8, max: 90 })
  .chain((yes) => fc.tuple(ladder(yes, yes), ladder(100 - yes, Math.min(99, 104 - yes))));

const numbers = fc.record({
  hurdle: fc.integer({ min: 0, max: 60_000 }),
  costMax: fc.integer({ min: 5_000_000, max: 60_000_000 }),
  polymarketCash: fc.integer({ min: 3_000_000, max: 40_000_000 }),
  kalshiCash: fc.integer({ min: 3_000_000, max: 40_000_000 }),
  profitMin: fc.integer({ min: 0, max: 500_000 }),
  rate: fc.constantFrom(0, 40_000, 70_000),
  multiplier: fc.constantFrom(0, 500_000, 1_000_000),
});

/** The second market is priced near the first or its opposite, so that there is something to find. */
const world = fc.record({
  relation: fc.constantFrom(...PAIR_RELATIONS.slice(0, 4)),
  first: marketBook,
  shift: fc.integer({ min: -20, max: 20 }),
  second: fc.tuple(ladder(0, 2), ladder(0, 2)),
  numbers,
});

/** The other book, moved to where its prices meet the first one's. */
function shifted(second: readonly [Levels, Levels], yes: number): readonly [Levels, Levels] {
  const move = (levels: Levels, by: number): Levels =>
    levels.flatMap(([at, of]) => {
      const to = at + by * 10_000;
      return to > 0 && to < MICRO ? [[to, of] as const] : [];
    });
  return [move(second[0], yes), move(second[1], 100 - yes)];
}

function bookOf(market: TradedMarket, [yes, no]: readonly [Levels, Levels]) {
  const levels = (of: Levels) =>
    of.map(([at, there]) => ({ price: price(at), quantity: quantity(there) }));
  return {
    asks: [
      { tokenId: market.yes, levels: levels(yes) },
      { tokenId: market.no, levels: levels(no) },
    ],
    receivedAtMs: START_MS,
    trusted: true,
  };
}

test('what is found, and how much of it, is what trying every count of shares finds', () => {
  let found = 0;
  fc.assert(
    fc.property(world, ({ relation, first, shift, second, numbers: drawn }) => {
      const markets = {
        polymarket: polymarket('p', { charge: { ratePpm: ppm(drawn.rate), exponent: 1 } }),
        kalshi: kalshi('k', {
          charge: {
            venue: 'kalshi',
            fee: { type: 'quadratic', multiplier: ppm(drawn.multiplier) },
            waivedUntilMs: null,
          },
        }),
      };
      const best = (first[0][0]?.[0] ?? 500_000) / 10_000;
      const alike = relation === 'complement' ? 100 - best : best;
      const books = [first, shifted(second, Math.min(97, Math.max(2, alike + shift)))] as const;
      const watch = pairWatch({ ...PAIR, relation, state: 'quarantined' }, markets);
      if (watch === null) throw new Error('the pair is watched');
      const detector = new ArbitrageDetector({
        ...DEFAULT_ARBITRAGE_OPTIONS,
        ...{ persistMs: 0, edgePpm: ppm(drawn.hurdle), profitMin: money(drawn.profitMin) },
        sizeMax: money(drawn.costMax),
      });
      detector.setCash('polymarket', money(drawn.polymarketCash));
      detector.setCash('kalshi', money(drawn.kalshiCash));
      detector.list(watch, START_MS);
      const events = [markets.polymarket, markets.kalshi].flatMap((market, at) =>
        detector.onBook(market.marketId, bookOf(market, books[at] ?? [[], []]), START_MS),
      );
      const mirrorBroken = books.some(([yes, no]) => {
        const both = (yes[0]?.[0] ?? MICRO) + (no[0]?.[0] ?? MICRO);
        return both < MICRO;
      });
      const wanted = mirrorBroken
        ? []
        : watch.bundles.flatMap(({ legs, payout }) => {
            const oracleLegs = legs.map(({ market, side }) => ({
              market: watch.markets[market] ?? markets.kalshi,
              levels: books[market]?.[side === 'yes' ? 0 : 1] ?? [],
            }));
            const cash = { polymarket: drawn.polymarketCash, kalshi: drawn.kalshiCash };
            const { hurdle, costMax, profitMin } = drawn;
            const answer = bruteForce(oracleLegs, { hurdle, costMax, profitMin, payout, cash });
            if (answer === null) return [];
            const excess = answer.profit - (answer.cost * hurdle) / MICRO;
            const rules = { hurdle, costMax, profitMin, payout, cash };
            expect(excess + ROUNDING).toBeGreaterThanOrEqual(bestExcess(oracleLegs, rules));
            return [answer];
          });
      const told = events.flatMap((event) =>
        event.kind === 'arbitrageFound'
          ? [{ quantity: event.quantity, cost: event.cost, fees: event.fees, profit: event.profit }]
          : [],
      );
      expect(told).toEqual(wanted);
      found += wanted.length;
    }),
    { numRuns: WORLDS, seed: 11 },
  );
  // The property says something only when there was something to find.
  console.info(`arbitrage oracle: ${found} found in ${WORLDS} worlds`);
  expect(found).toBeGreaterThan(WORLDS / 8);
});
