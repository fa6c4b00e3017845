import { describe, expect, test } from 'vitest';
import { TopQuotes } from '../../../../src/engine/core/market/top-quotes.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import type { TopOfBook } from '../../../../src/engine/domain/market-event.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { MARKET, NOW_MS, YES } from '../../intelligence/examples.ts';

function quote(bid: number | null, change: Partial<TopOfBook> = {}): TopOfBook {
  return {
    kind: 'topOfBook',
    marketId: MARKET,
    tokenId: YES,
    bid: bid === null ? null : cents(bid),
    ask: cents(90),
    venueAtMs: null,
    ...change,
  };
}

describe('quotes without a time of the venue', () => {
  test('are fresh when they changed twice within ten seconds', () => {
    const quotes = new TopQuotes();
    const told = [
      [0, 50], // Nothing to compare with.
      [1_000, 51], // One change.
      [2_000, 52], // Two.
      [10_999, 52], // Both changes are still within ten seconds.
      [11_000, 52], // The first is not.
      [11_001, null], // A bid that went away is a change.
    ] as const;
    const fresh = told.map(([atMs, bid]) => quotes.observe(quote(bid), NOW_MS + atMs));
    expect(fresh).toEqual([false, false, true, true, false, true]);
    expect(quotes.counts).toEqual({ fresh: 3, stale: 3 });
  });

  test('that never change are stale for ever', () => {
    const quotes = new TopQuotes();
    for (let second = 0; second < 100; second += 1) {
      expect(quotes.observe(quote(50), NOW_MS + second * 1_000)).toBe(false);
    }
  });

  test('are judged for each token alone, and a change of the ask counts too', () => {
    const quotes = new TopQuotes();
    const other = { tokenId: '102' as TokenId };
    for (const bid of [50, 51, 52]) quotes.observe(quote(bid), NOW_MS);
    expect(quotes.observe(quote(50, other), NOW_MS)).toBe(false);
    expect(quotes.observe(quote(50, { ...other, ask: cents(91) }), NOW_MS)).toBe(false);
    expect(quotes.observe(quote(50, { ...other, ask: cents(92) }), NOW_MS)).toBe(true);
  });

  test('of the token that was quiet for longest are forgotten when there are too many', () => {
    const quotes = new TopQuotes();
    const token = (number: number) => ({ tokenId: String(number) as TokenId });
    for (const bid of [50, 51]) quotes.observe(quote(bid, token(0)), NOW_MS);
    for (let number = 1; number <= 20_000; number += 1)
      quotes.observe(quote(50, token(number)), NOW_MS);
    expect(quotes.observe(quote(52, token(0)), NOW_MS)).toBe(false);
  });
});

test('quotes with a time of the venue are as old as it says', () => {
  const quotes = new TopQuotes();
  expect(quotes.observe(quote(50, { venueAtMs: NOW_MS - 10_000 }), NOW_MS)).toBe(true);
  expect(quotes.observe(quote(50, { venueAtMs: NOW_MS - 10_001 }), NOW_MS)).toBe(false);
});
