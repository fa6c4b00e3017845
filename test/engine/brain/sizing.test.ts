import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryContext } from '../../../src/engine/brain/entry-context.ts';
import { entryLimit } from '../../../src/engine/brain/entry-limit.ts';
import { type EntryJudgement, judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import {
  capsOf,
  feeReserve,
  spendWithinSlippage,
  venueMinimumSpend,
} from '../../../src/engine/brain/sizing.ts';
import { wantedSpend } from '../../../src/engine/brain/wanted-size.ts';
import { signalPrice } from '../../../src/engine/domain/signal.ts';
import { invariant } from '../../../src/engine/domain/values/invariant.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import {
  cents,
  percent,
  quantity,
  quantityFor,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { takerFee } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import { anyEntry, depth, entryContext, openMarket } from './entry-examples.ts';

type Accepted = EntryJudgement & { verdict: 'accepted' };

function acceptedOnly(check: (context: EntryContext, judged: Accepted) => void): void {
  let accepted = 0;
  fc.assert(
    fc.property(anyEntry, (context) => {
      const judged = judgeEntry(context);
      if (judged.verdict !== 'accepted') return;
      accepted += 1;
      check(context, judged);
    }),
    { numRuns: 3_000 },
  );
  expect(accepted, 'some copies are accepted, or nothing was tested').toBeGreaterThan(50);
}

/** What a walk along the asks for `spend` brings. */
function walk(context: EntryContext, spend: number): { spent: number; bought: number } {
  let spent = 0;
  let bought = 0;
  for (const level of context.depth?.asks ?? []) {
    const take = Math.min(level.quantity, Math.floor(((spend - spent) * MICRO) / level.price));
    spent += Math.floor((take * level.price) / MICRO);
    bought += take;
    if (take < level.quantity) break;
  }
  return { spent, bought };
}

describe('the size of an accepted copy', () => {
  test('is at most what is left under every cap', () => {
    acceptedOnly((context, { spend }) => {
      for (const { gate, limit, used } of capsOf(context)) {
        expect(used + spend, gate).toBeLessThanOrEqual(limit);
      }
    });
  });

  test('is covered by cash with its worst fee, wherever it fills', () => {
    acceptedOnly((context, { spend }) => {
      const { market, exposure } = context;
      invariant(market !== null, 'an accepted copy has a market');
      const reserve = feeReserve(market, spend);
      expect(spend + reserve).toBeLessThanOrEqual(exposure.available);
      for (const at of [1, 5, 20, 50, 80, 99]) {
        const bought = quantityFor(spend, cents(at));
        expect(takerFee(market.rules.fee, cents(at), bought)).toBeLessThanOrEqual(reserve + 10);
      }
    });
  });

  test('is in the book within the limit and the slippage', () => {
    acceptedOnly((context, { spend, limitPrice }) => {
      const asks = context.depth?.asks ?? [];
      const there = asks
        .filter((level) => level.price <= limitPrice)
        .reduce((sum, level) => sum + (level.price * level.quantity) / MICRO, 0);
      expect(spend).toBeLessThanOrEqual(Math.ceil(there));
      const { spent, bought } = walk(context, spend);
      const best = asks[0]?.price ?? 0;
      const most = best * (1 + context.settings['entry.slippagePercent'] / MICRO);
      expect((spent * MICRO) / bought).toBeLessThanOrEqual(most + 1);
    });
  });

  test('is never more than was wanted, or than twice … of it where the minimum is bought', () => {
    acceptedOnly((context, { spend, limitPrice }) => {
      invariant(context.market !== null, 'an accepted copy has a market');
      const wanted = Math.min(wantedSpend(context), context.budgetLeft ?? Number.MAX_SAFE_INTEGER);
      const least = venueMinimumSpend(context.market, limitPrice);
      expect(spend).toBeGreaterThanOrEqual(least);
      if (spend <= wanted) return;
      expect(spend).toBe(least);
      expect(spend).toBeLessThanOrEqual(wanted * context.settings['entry.smallFactor']);
    });
  });

  test('and the best ask is within what it may pay', () => {
    acceptedOnly((context, { limitPrice }) => {
      const { signal, settings } = context;
      const paid = signalPrice(signal);
      expect(context.depth?.asks[0]?.price).toBeLessThanOrEqual(limitPrice);
      const byShare = (paid * settings['entry.driftPercent']) / MICRO;
      const drift = Math.max(Math.min(settings['entry.driftCents'], byShare), 10_000);
      expect(limitPrice - paid).toBeLessThanOrEqual(drift);
      expect(limitPrice % 10_000).toBe(0);
    });
  });
});

describe('what the slippage allows', () => {
  const level = fc.record({
    price: fc.integer({ min: 1, max: 99 }).map(cents),
    quantity: fc.integer({ min: 1, max: 90_000_000 }).map(quantity),
  });

  test('never averages above it, never pays beyond the limit, and takes all that does neither', () => {
    const asks = fc
      .uniqueArray(level, { selector: (each) => each.price, minLength: 1, maxLength: 8 })
      .map((found) => found.toSorted((a, b) => a.price - b.price));
    fc.assert(
      fc.property(asks, fc.nat(99), fc.nat(99), (found, limitCents, averageCents) => {
        const limit = cents(limitCents);
        const averageMax = cents(averageCents);
        const spent = spendWithinSlippage(found, { limit, averageMax });
        const within = found.filter((each) => each.price <= limit);
        const all = within.reduce((sum, each) => sum + (each.price * each.quantity) / MICRO, 0);
        expect(spent).toBeLessThanOrEqual(all);
        const context = entryContext({ depth: depth(within) });
        const { spent: walked, bought } = walk(context, spent);
        if (bought > 0) expect((walked * MICRO) / bought).toBeLessThanOrEqual(averageMax + 2);
        const average = all / within.reduce((sum, each) => sum + each.quantity / MICRO, 0);
        if (average <= averageMax) expect(spent).toBeGreaterThanOrEqual(all - within.length * 3);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the most that is paid', () => {
  const limitOf = (leaderCents: number, texts: Parameters<typeof openMarket>[0] = {}): number => {
    const context = entryContext();
    const signal = { ...context.signal, leaderPrice: cents(leaderCents) };
    return entryLimit({ ...context, signal }, openMarket(texts));
  };

  test('is the leader price and the smaller of two cents and five percent, a tick at least', () => {
    expect(limitOf(50)).toBe(cents(52));
    expect(limitOf(30)).toBe(cents(31));
    expect(limitOf(6)).toBe(cents(7));
  });

  test('ends at the band', () => {
    expect(limitOf(94)).toBe(cents(95));
    expect(limitOf(95)).toBe(cents(95));
  });

  test('lies on the grid of the market', () => {
    const { rules } = openMarket();
    expect(limitOf(30, { rules: { ...rules, tick: cents(0.1) } })).toBe(cents(31.5));
  });
});

test('the fee that is held back covers a fill in a hundred pieces', () => {
  const plain = openMarket();
  const of = { ...plain, rules: { ...plain.rules, fee: { ratePpm: percent(7), exponent: 1 } } };
  const spend = 5_000_000;
  for (const at of [1, 3, 50, 97]) {
    const piece = Math.floor(quantityFor((spend / 100) as never, cents(at)));
    const fees = 100 * takerFee(of.rules.fee, cents(at), quantity(piece));
    expect(fees).toBeLessThanOrEqual(feeReserve(of, spend as never));
  }
  expect(takerFee(of.rules.fee, cents(50), shares(1))).toBe(17_500);
});
