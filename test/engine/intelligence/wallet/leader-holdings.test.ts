import { describe, expect, test } from 'vitest';
import type { LeaderTrade } from '../../../../src/engine/domain/change.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { InvariantError } from '../../../../src/engine/domain/values/invariant.ts';
import {
  cents,
  dollars,
  percent,
  quantity,
  shares,
  WHOLE,
} from '../../../../src/engine/domain/values/money.ts';
import { LeaderHoldings } from '../../../../src/engine/intelligence/wallet/leader-holdings.ts';
import {
  BINARY,
  DRAW,
  LEADER,
  leaderTrade,
  MARKET,
  market,
  NO,
  NOW_MS,
  OTHER_LEADER,
  setTrade,
  THREE_WAY,
  YES,
} from '../examples.ts';

function buy(tokenId: TokenId, count: number, atCents = 50): LeaderTrade {
  return leaderTrade({ tokenId, quantity: shares(count), price: cents(atCents) });
}

function sell(tokenId: TokenId, count: number, atCents = 50): LeaderTrade {
  return leaderTrade({ kind: 'sell', tokenId, quantity: shares(count), price: cents(atCents) });
}

function holdingsAfter(trades: readonly LeaderTrade[], of: Market = BINARY): LeaderHoldings {
  const holdings = new LeaderHoldings();
  for (const trade of trades) holdings.apply(trade, of);
  return holdings;
}

function opened(tokenId: TokenId, count: number, atCents: number): object {
  const price = cents(atCents);
  const notional = dollars((count * atCents) / 100);
  return { kind: 'opened', tokenId, quantity: shares(count), price, notional };
}

describe('buying', () => {
  test('the token of the event is opened, whatever its place or label (scenario 19)', () => {
    const reversed = market({
      outcomes: [
        { tokenId: NO, label: 'Up' },
        { tokenId: YES, label: 'Down' },
      ],
    });
    for (const of of [BINARY, reversed, THREE_WAY]) {
      for (const { tokenId } of of.outcomes) {
        const holdings = new LeaderHoldings();
        expect(holdings.apply(buy(tokenId, 10, 62), of)).toEqual([opened(tokenId, 10, 62)]);
      }
    }
  });

  test('a token that the market does not list is opened all the same, never dropped (scenario 20)', () => {
    const stray = '999' as TokenId;
    const holdings = new LeaderHoldings();
    expect(holdings.apply(buy(stray, 10, 20), BINARY)).toEqual([opened(stray, 10, 20)]);
    expect(holdings.apply(sell(stray, 11, 20), BINARY)).toMatchObject([
      { kind: 'closed', tokenId: stray, fraction: WHOLE },
    ]);
    expect(holdings.apply(sell(stray, 1, 20), BINARY)).toMatchObject([
      { kind: 'closed', tokenId: stray, fraction: WHOLE },
    ]);
  });

  test('every outcome of a five-way market is copied by its own token (scenario 20)', () => {
    const tokens = ['1', '2', '3', '4', '5'] as TokenId[];
    const fiveWay = market({ outcomes: tokens.map((tokenId) => ({ tokenId, label: tokenId })) });
    const holdings = new LeaderHoldings();
    for (const tokenId of tokens.slice(0, 4)) {
      expect(holdings.apply(buy(tokenId, 5, 20), fiveWay)).toEqual([opened(tokenId, 5, 20)]);
    }
    const last = holdings.apply(buy('5' as TokenId, 5, 20), fiveWay);
    expect(last.map((change) => change.kind)).toEqual(['closed', 'closed', 'closed', 'closed']);
  });

  test('the opposite outcome closes as far as it reaches and opens the rest (scenario 29)', () => {
    const holdings = holdingsAfter([buy(NO, 10, 30)]);
    expect(holdings.apply(buy(YES, 4, 72), BINARY)).toEqual([
      { kind: 'closed', tokenId: NO, fraction: percent(40), cause: 'opposite', price: cents(28) },
    ]);
    expect(holdings.apply(buy(YES, 9, 72), BINARY)).toEqual([
      { kind: 'closed', tokenId: NO, fraction: WHOLE, cause: 'opposite', price: cents(28) },
      opened(YES, 3, 72),
    ]);
  });

  test('a leader who buys both sides in equal parts opens nothing net (scenario 26)', () => {
    const holdings = holdingsAfter([buy(YES, 10, 48), buy(NO, 10, 51)]);
    expect(holdings.exposure(LEADER, BINARY, YES)).toBe(0);
    expect(holdings.exposure(LEADER, BINARY, NO)).toBe(0);
    expect(holdings.held(LEADER, MARKET, YES)).toBe(shares(10));
    expect(holdings.apply(setTrade('merge', 10), BINARY)).toEqual([]);
    expect(holdings.held(LEADER, MARKET, YES)).toBe(0);
  });

  test('leaders are held apart', () => {
    const holdings = holdingsAfter([buy(YES, 10)]);
    const theirs = leaderTrade({ wallet: OTHER_LEADER, tokenId: NO, quantity: shares(10) });
    expect(holdings.apply(theirs, BINARY)).toEqual([opened(NO, 10, 50)]);
    expect(holdings.exposure(LEADER, BINARY, YES)).toBe(shares(10));
  });
});

describe('selling', () => {
  test.each([
    [30, percent(30)],
    [50, percent(50)],
    [100, WHOLE],
  ])('%i of 100 shares closes that part (scenario 28)', (count, fraction) => {
    const holdings = holdingsAfter([buy(YES, 100)]);
    expect(holdings.apply(sell(YES, count, 61), BINARY)).toEqual([
      { kind: 'closed', tokenId: YES, fraction, cause: 'sell', price: cents(61) },
    ]);
  });

  test('a part is rounded up, against staying in', () => {
    const holdings = holdingsAfter([buy(YES, 3)]);
    expect(holdings.apply(sell(YES, 1), BINARY)).toMatchObject([{ fraction: 333_334 }]);
  });

  test('more than we know of closes all and leaves nothing negative (scenario 28)', () => {
    const holdings = holdingsAfter([buy(YES, 5)]);
    expect(holdings.apply(sell(YES, 8), BINARY)).toMatchObject([
      { kind: 'closed', tokenId: YES, fraction: WHOLE },
    ]);
    expect(holdings.held(LEADER, MARKET, YES)).toBe(0);
  });

  test('what we know nothing of still ends, so that a decision is recorded', () => {
    expect(new LeaderHoldings().apply(sell(YES, 8), BINARY)).toEqual([
      { kind: 'closed', tokenId: YES, fraction: WHOLE, cause: 'sell', price: cents(50) },
    ]);
  });

  test('more than we know of opens nothing on the other side', () => {
    const holdings = holdingsAfter([buy(YES, 5), buy(NO, 5)]);
    expect(holdings.apply(sell(YES, 8), BINARY)).toMatchObject([
      { kind: 'closed', tokenId: YES, fraction: WHOLE },
    ]);
  });

  test('the hedge re-opens the other side at what it effectively costs', () => {
    const holdings = holdingsAfter([buy(YES, 10), buy(NO, 4)]);
    expect(holdings.apply(sell(YES, 10, 70), BINARY)).toEqual([
      { kind: 'closed', tokenId: YES, fraction: WHOLE, cause: 'sell', price: cents(70) },
      opened(NO, 4, 30),
    ]);
  });

  test('one side of a split opens the other', () => {
    const holdings = new LeaderHoldings();
    expect(holdings.apply(setTrade('split', 100), BINARY)).toEqual([]);
    expect(holdings.apply(sell(YES, 100, 60), BINARY)).toEqual([opened(NO, 100, 40)]);
  });

  test('in a market of three no other outcome is opened, because none has a price', () => {
    const holdings = holdingsAfter([setTrade('split', 10)], THREE_WAY);
    expect(holdings.apply(sell(DRAW, 10), THREE_WAY)).toEqual([]);
    expect(holdings.exposure(LEADER, THREE_WAY, YES)).toBe(shares(10));
    expect(holdings.apply(sell(YES, 5, 40), THREE_WAY)).toEqual([
      { kind: 'closed', tokenId: YES, fraction: percent(50), cause: 'sell', price: cents(40) },
    ]);
  });
});

describe('leaving in other ways (scenario 29)', () => {
  test('a merge beyond the known sets reduces what is left', () => {
    const holdings = holdingsAfter([buy(YES, 3), buy(NO, 10)]);
    expect(holdings.apply(setTrade('merge', 5), BINARY)).toEqual([
      { kind: 'closed', tokenId: NO, fraction: 285_715, cause: 'merge', price: null },
    ]);
  });

  test('a redemption ends everything in the market, whatever its quantity', () => {
    const holdings = holdingsAfter([buy(YES, 10)]);
    expect(holdings.apply(setTrade('redeem', 1), BINARY)).toEqual([
      { kind: 'closed', tokenId: YES, fraction: WHOLE, cause: 'redeem', price: null },
    ]);
    expect(holdings.rows(LEADER, BINARY, NOW_MS).map((row) => row.quantity)).toEqual([0, 0]);
  });

  test('a merge in a market that is not listed yet still reduces what is held', () => {
    const unlisted = market({ outcomes: [] });
    const holdings = holdingsAfter([buy(YES, 10)], unlisted);
    expect(holdings.apply(setTrade('merge', 4), unlisted)).toEqual([
      { kind: 'closed', tokenId: YES, fraction: percent(40), cause: 'merge', price: null },
    ]);
  });

  test('a conversion takes the NO outcome', () => {
    const holdings = holdingsAfter([buy(NO, 10)]);
    expect(holdings.apply(setTrade('conversion', 4), BINARY)).toEqual([
      { kind: 'closed', tokenId: NO, fraction: percent(40), cause: 'conversion', price: null },
    ]);
    expect(holdings.held(LEADER, MARKET, NO)).toBe(shares(6));
  });

  test('a conversion that takes the hedge opens nothing, because it has no price', () => {
    const holdings = holdingsAfter([buy(YES, 10), buy(NO, 10)]);
    expect(holdings.apply(setTrade('conversion', 10), BINARY)).toEqual([]);
    expect(holdings.exposure(LEADER, BINARY, YES)).toBe(shares(10));
  });

  test('a market of one outcome nets nothing', () => {
    const single = market({ outcomes: [{ tokenId: YES, label: 'Yes' }] });
    const holdings = holdingsAfter([buy(YES, 10)], single);
    expect(holdings.exposure(LEADER, single, YES)).toBe(shares(10));
  });
});

describe('rows', () => {
  test('restored rows give the same exposures and the same next changes', () => {
    const first = holdingsAfter([buy(YES, 10), buy(NO, 4)]);
    const restarted = new LeaderHoldings();
    restarted.restore(first.rows(LEADER, BINARY, NOW_MS));
    expect(restarted.rows(LEADER, BINARY, NOW_MS)).toEqual(first.rows(LEADER, BINARY, NOW_MS));
    const next = sell(YES, 6, 44);
    expect(restarted.apply(next, BINARY)).toEqual(first.apply(next, BINARY));
  });

  test('a market that ended for good is dropped', () => {
    const holdings = holdingsAfter([buy(YES, 10)]);
    holdings.forget(MARKET);
    expect(holdings.exposure(LEADER, BINARY, YES)).toBe(0);
  });

  test('a zero row that is restored is not held', () => {
    const holdings = new LeaderHoldings();
    const row = { wallet: LEADER, marketId: MARKET, updatedAtMs: NOW_MS };
    holdings.restore([{ ...row, tokenId: YES, quantity: quantity(0) }]);
    expect(holdings.held(LEADER, MARKET, YES)).toBe(0);
  });

  test.each([
    ['another market', leaderTrade({ marketId: `0x${'2'.repeat(64)}` as typeof MARKET })],
    ['no token', leaderTrade({ tokenId: null })],
    ['no price', leaderTrade({ kind: 'sell', price: null })],
  ])('a buy or sell of %s is our own bug', (_, trade) => {
    expect(() => new LeaderHoldings().apply(trade, BINARY)).toThrow(InvariantError);
  });
});
