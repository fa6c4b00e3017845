import { describe, expect, test } from 'vitest';
import type { WalletAddress } from '../../../../../src/engine/domain/ids.ts';
import { DAY_MS } from '../../../../../src/engine/domain/time.ts';
import { POLYMARKET_CONTRACTS } from '../../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { WALLET_KINDS } from '../../../../../src/engine/domain/wallet-score.ts';
import {
  bestMarketShare,
  DORMANT_AFTER_MS,
  KIND_RULES,
  kindOf,
  luckOf,
} from '../../../../../src/engine/intelligence/scoring/judge/kinds.ts';
import type { WalletRecord } from '../../../../../src/engine/intelligence/scoring/record.ts';
import { NOW_MS } from '../../examples.ts';
import { bets, bettor, record } from './records.ts';

type Habits = WalletRecord['habits'];

/** Fifty markets at 50 cents, of which `wins` were won, with `habits`. */
function trader(habits: Partial<Habits> = {}, wins = 35, count = 50): WalletRecord {
  const of = bettor([
    ...bets(wins, { price: 0.5, won: true }),
    ...bets(count - wins, { price: 0.5, won: false }),
  ]);
  return { ...of, habits: { ...of.habits, ...habits } };
}

/** Ten markets, eight of them bought late, cheap and right, for $2,000 each. */
function insider(change: Partial<WalletRecord> = {}): WalletRecord {
  const of = bettor([
    ...bets(8, { price: 0.3, won: true }),
    ...bets(2, { price: 0.3, won: false }),
  ]);
  return {
    ...of,
    habits: { ...of.habits, lateAndRight: 0.8 },
    sizes: { count: 10, meanLog: Math.log(2_000), varianceLog: 0 },
    ...change,
  };
}

describe('who trades both sides', () => {
  test('many times a day is a maker', () => {
    expect(kindOf(trader({ bothSides: 0.82, tradesPerActiveDay: 1_200.4 }))).toEqual({
      kind: 'maker',
      note: 'bought both sides in 41 of 50 markets, 1,200 trades a day',
    });
  });

  test('now and then is a hedger, also when it always wins', () => {
    const winner = bettor(bets(50, { price: 0.5, won: true }));
    expect(kindOf({ ...winner, habits: { ...winner.habits, bothSides: 0.9 } })).toEqual({
      kind: 'hedger',
      note: 'bought both sides in 45 of 50 markets',
    });
  });

  test('for less than a dollar is a hedger that gains by it', () => {
    expect(kindOf(trader({ inSets: 0.85 }, 26))).toEqual({
      kind: 'hedger',
      note: '85 % of its dollars bought both sides at once, for less than they pay: +4 % a market',
    });
  });

  test('for more than a dollar is a hedger', () => {
    expect(kindOf(trader({ inSets: 0.85 }, 20))).toEqual({
      kind: 'hedger',
      note: '85 % of its dollars bought both sides at once',
    });
  });

  test.each([
    [{ bothSides: 0.49, inSets: 0.49, tradesPerActiveDay: 40 }, 'directional'],
    [{ bothSides: 0.5, tradesPerActiveDay: 40 }, 'maker'],
    [{ inSets: 0.5, tradesPerActiveDay: 40 }, 'maker'],
    [{ bothSides: 0.5, tradesPerActiveDay: 39.9 }, 'hedger'],
  ])('is told by %j', (habits, kind) => {
    expect(kindOf(trader(habits)).kind).toBe(kind);
  });

  test('is told from five ended markets on', () => {
    expect(kindOf(trader({ bothSides: 1 }, 2, 4)).kind).toBe('unproven');
    expect(kindOf(trader({ bothSides: 1 }, 3, 5)).kind).toBe('hedger');
  });

  test('is told of those who rest, too', () => {
    const resting = { ...trader({ bothSides: 1 }), lastTradeAtMs: NOW_MS - 90 * DAY_MS };
    expect(kindOf(resting).kind).toBe('hedger');
  });
});

describe('other kinds', () => {
  test.each(Object.entries(POLYMARKET_CONTRACTS))(
    'the contract %s is an exchange',
    (_, address) => {
      const wallet = address.toLowerCase() as WalletAddress;
      expect(kindOf({ ...trader({ bothSides: 1 }), wallet })).toEqual({
        kind: 'exchange',
        note: "one of the venue's own contracts",
      });
    },
  );

  test('thirty days without a trade are dormant, a moment less is not', () => {
    const resting = { ...trader(), lastTradeAtMs: NOW_MS - DORMANT_AFTER_MS };
    expect(kindOf(resting)).toEqual({ kind: 'dormant', note: 'no trade in 30 days' });
    expect(kindOf({ ...resting, atMs: NOW_MS - 1 }).kind).toBe('directional');
  });

  test('nineteen ended markets prove nothing, twenty may', () => {
    expect(kindOf(trader({}, 19, 19))).toEqual({
      kind: 'unproven',
      note: '19 markets ended, it takes 20 to tell',
    });
    expect(kindOf(trader({}, 20, 20)).kind).toBe('directional');
    expect(kindOf(trader({}, 1, 1)).note).toBe('1 market ended, it takes 20 to tell');
    expect(kindOf(record()).note).toBe('0 markets ended, it takes 20 to tell');
  });

  test('few markets, late, cheap, large and right look like an insider', () => {
    expect(kindOf(insider())).toEqual({
      kind: 'insider',
      note: 'right within an hour of the end in 8 of 10 markets, at 30¢ and $2,000 a time',
    });
  });

  const halfLate = { ...insider().habits, lateAndRight: 0.49 };
  test.each<[string, Partial<WalletRecord>]>([
    ['early', { habits: halfLate }],
    ['small', { sizes: { count: 10, meanLog: Math.log(999), varianceLog: 0 } }],
    ['without a size', { sizes: { count: 0, meanLog: 0, varianceLog: 0 } }],
    ['as right as the prices', { luck: { markets: 10, expectedWins: 7, variance: 2, wins: 8 } }],
    ['in two markets', { wins: bettor(bets(2, { price: 0.3, won: true })).wins }],
    ['in many markets', { wins: bettor(bets(31, { price: 0.3, won: true })).wins }],
  ])('but not %s', (_, change) => {
    expect(kindOf(insider(change)).kind).not.toBe('insider');
  });

  test('who leaves half of its markets, and within ten minutes, is a scalper', () => {
    expect(kindOf(trader({ soldOut: 0.6, quick: 0.5 }))).toEqual({
      kind: 'scalper',
      note: 'sold out of 30 of 50 markets, held 25 for under ten minutes',
    });
    expect(kindOf(trader({ soldOut: 0.49, quick: 1 })).kind).toBe('directional');
    expect(kindOf(trader({ soldOut: 1, quick: 0.49 })).kind).toBe('directional');
  });
});

describe('luck', () => {
  test('is measured by what the prices said', () => {
    expect(luckOf(trader({}, 35))).toBeCloseTo(10 / Math.sqrt(12.5), 12);
    expect(luckOf(record())).toBe(0);
  });

  test('may have made a profit that few markets brought', () => {
    expect(kindOf(trader({}, 22, 40))).toEqual({
      kind: 'lucky',
      note: 'its side won 22 of 40 markets, prices said 20',
    });
  });

  test('is not what makes a loss', () => {
    expect(kindOf(trader({}, 18, 40)).kind).toBe('directional');
  });

  test('does not win one time in ten by chance', () => {
    const won = (wins: number) => kindOf(trader({}, wins, 49)).kind;
    expect(luckOf(trader({}, 28, 49))).toBeCloseTo(1, 9);
    expect([won(28), won(29)]).toEqual(['lucky', 'directional']);
  });

  test('is told by one market alone, however many there are', () => {
    const many = trader({}, 26, 50);
    expect(kindOf(many).kind).toBe('directional');
    const one = { ...many, bestMarketProfit: 61, grossProfit: 100 };
    expect(kindOf(one)).toEqual({
      kind: 'lucky',
      note: 'its side won 26 of 50 markets, prices said 25; 61 % of its gains from one market',
    });
    expect(kindOf({ ...one, bestMarketProfit: 50 }).kind).toBe('directional');
  });

  test('does not judge who sells before the end', () => {
    expect(kindOf(trader({ soldOut: 0.5 }, 22, 40)).kind).toBe('directional');
  });

  test('of the best market is a share of gains, and nothing without any', () => {
    expect(bestMarketShare(record({ bestMarketProfit: 30, grossProfit: 40 }))).toBe(0.75);
    expect(bestMarketShare(record())).toBeNull();
  });
});

describe('the table', () => {
  test('has a rule for every kind, each once, and ends with one that always holds', () => {
    const kinds = KIND_RULES.map(({ kind }) => kind);
    expect([...kinds].sort()).toEqual([...WALLET_KINDS].sort());
    expect(KIND_RULES.at(-1)?.holds(record())).toBe(true);
  });

  test('says what who sells everything before the end left', () => {
    const seller = trader({ soldOut: 1 });
    const unknown = { ...seller, luck: { markets: 0, expectedWins: 0, variance: 0, wins: 0 } };
    expect(kindOf(unknown).note).toBe('left all of 50 markets before the end');
  });
});
