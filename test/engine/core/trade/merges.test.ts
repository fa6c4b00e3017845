import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { takeUpMerges } from '../../../../src/engine/core/trade/merges.ts';
import { createTradeState, ledgerOf } from '../../../../src/engine/core/trade/state.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import type { Fill } from '../../../../src/engine/domain/fill.ts';
import { PAPER, type TokenId } from '../../../../src/engine/domain/ids.ts';
import { cost, price, quantity } from '../../../../src/engine/domain/values/money.ts';
import { openMarket } from '../../brain/entry-examples.ts';

const MARKET = openMarket();
const [YES, NO] = MARKET.outcomes.map(({ tokenId }) => tokenId) as [TokenId, TokenId];

/** A paper ledger that bought so many micro-shares of each side at these micro-prices. */
function holding(yes: readonly [number, number], no: readonly [number, number]) {
  const state = createTradeState();
  state.markets.set(MARKET.id, MARKET);
  const ledger = ledgerOf(state, PAPER);
  const buys = [
    [YES, yes],
    [NO, no],
  ] as const;
  for (const [tokenId, [shares, at]] of buys) {
    const notional = cost(price(at), quantity(shares), 'ceil');
    const whose = { ledger: PAPER, wallet: null, marketId: MARKET.id, tokenId, side: 'buy' };
    const what = { price: price(at), quantity: quantity(shares), notional, fee: 0, atMs: 1 };
    ledger.bookFill({ id: tokenId, tradeId: null, ...whose, ...what } as unknown as Fill);
  }
  return { state, ledger };
}

test.each([
  [4_999_999, false],
  [5_000_000, true],
])('so many of each side, %d micro-shares: merged %s', (sets, isMerged) => {
  const { state, ledger } = holding([sets, 400_000], [8_000_000, 500_000]);
  takeUpMerges(state, new Turn(2, new Timers()));
  expect(ledger.openPositions.map(({ tokenId }) => tokenId)).toEqual(isMerged ? [NO] : [YES, NO]);
});

test('a set brings a dollar whatever was paid and quoted, and the books add up', () => {
  const shares = fc.integer({ min: 5_000_000, max: 10_000_000_000 });
  const side = fc.tuple(shares, fc.integer({ min: 1_000, max: 999_000 }));
  const quote = fc.option(fc.integer({ min: 1, max: 999_999 }));
  fc.assert(
    fc.property(side, side, quote, (yes, no, mid) => {
      const { state, ledger } = holding(yes, no);
      if (mid !== null) {
        const at = { bid: price(mid), ask: price(mid), atMs: 1 };
        const trust = { trusted: true, reason: null };
        state.quotes.set(YES, { marketId: MARKET.id, tokenId: YES, ...at, trust });
      }
      const before = ledger.cash;
      takeUpMerges(state, new Turn(2, new Timers()));
      const sets = Math.floor(Math.min(yes[0], no[0]) / 10_000) * 10_000;
      expect(ledger.cash - before).toBe(sets);
      expect(ledger.checkInvariants()).toEqual([]);
    }),
  );
});
