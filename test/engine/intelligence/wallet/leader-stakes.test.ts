import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeaderTrade } from '../../../../src/engine/domain/change.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import { cents, dollars, quantity, shares } from '../../../../src/engine/domain/values/money.ts';
import { LeaderStakes } from '../../../../src/engine/intelligence/wallet/leader-stakes.ts';
import { BINARY, LEADER, leaderTrade, MARKET, NO, NOW_MS, setTrade, YES } from '../examples.ts';

type What = readonly ['buy' | 'sell', TokenId, number, number?];

function trade(...[kind, tokenId, count, at = 50]: What): LeaderTrade {
  const what = { kind, tokenId, quantity: shares(count), price: cents(at) };
  return leaderTrade({ ...what, tradedAtMs: NOW_MS });
}

function held(...trades: readonly LeaderTrade[]): LeaderStakes {
  const stakes = new LeaderStakes();
  for (const one of trades) stakes.apply(one, BINARY);
  return stakes;
}

const of = (stakes: LeaderStakes) => stakes.stakes(LEADER, MARKET);

describe('what a leader paid for what it holds', () => {
  test('is added up by purchases, and a sale takes its part of it', () => {
    const stakes = held(
      trade('buy', YES, 100, 40),
      trade('buy', YES, 100, 60),
      trade('sell', YES, 50, 90),
    );
    expect(of(stakes)).toEqual([
      { tokenId: YES, quantity: shares(150), cost: dollars(75), sinceAtMs: NOW_MS },
    ]);
  });

  test('begins anew behind the last share', () => {
    const stakes = held(
      trade('buy', YES, 10, 40),
      trade('sell', YES, 10, 40),
      trade('buy', YES, 4, 25),
    );
    expect(of(stakes)).toMatchObject([{ quantity: shares(4), cost: dollars(1) }]);
  });

  test('is not known of what was held before, and of what came without a price', () => {
    const stakes = new LeaderStakes();
    const row = { wallet: LEADER, marketId: MARKET, updatedAtMs: NOW_MS };
    stakes.restore([{ ...row, tokenId: YES, quantity: shares(10) }]);
    stakes.apply(trade('buy', YES, 10), BINARY);
    expect(of(stakes)).toEqual([
      { tokenId: YES, quantity: shares(20), cost: null, sinceAtMs: null },
    ]);
    const split = held(setTrade('split', 10));
    expect(of(split)).toMatchObject([
      { tokenId: YES, cost: null, sinceAtMs: expect.any(Number) },
      { tokenId: NO, cost: null, sinceAtMs: expect.any(Number) },
    ]);
  });

  test('is forgotten with its market', () => {
    const stakes = held(trade('buy', YES, 10));
    stakes.forget(MARKET);
    expect(of(stakes)).toEqual([]);
    stakes.apply(trade('buy', YES, 4, 25), BINARY);
    expect(of(stakes)).toMatchObject([{ quantity: shares(4), cost: dollars(1) }]);
  });
});

describe('a restart', () => {
  const anyTrades = fc.array(
    fc
      .record({
        kind: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
        tokenId: fc.constantFrom(YES, NO),
        count: fc.integer({ min: 1, max: 50 }),
        at: fc.integer({ min: 1, max: 99 }),
      })
      .map(({ kind, tokenId, count, at }) => trade(kind, tokenId, count, at)),
    { maxLength: 12 },
  );

  test('finds in the trades of the past what was known before it', () => {
    fc.assert(
      fc.property(anyTrades, (trades) => {
        const before = held(...trades);
        const restarted = new LeaderStakes();
        restarted.restore(before.rows(LEADER, BINARY, NOW_MS));
        restarted.recall(trades, () => BINARY);
        const order = (one: LeaderStakes) =>
          [...of(one)].sort((a, b) => (a.tokenId < b.tokenId ? -1 : 1));
        expect(order(restarted)).toEqual(order(before));
      }),
    );
  });

  test('claims no cost where shares are older than the trades', () => {
    const restarted = new LeaderStakes();
    const row = { wallet: LEADER, marketId: MARKET, tokenId: YES, updatedAtMs: NOW_MS };
    restarted.restore([{ ...row, quantity: quantity(shares(10) + shares(5)) }]);
    restarted.recall([trade('buy', YES, 5)], () => BINARY);
    expect(of(restarted)).toMatchObject([{ quantity: shares(15), cost: null, sinceAtMs: null }]);
  });
});
