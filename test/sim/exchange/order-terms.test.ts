import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderAmounts } from '../../../src/data/polymarket/order/order-amounts.ts';
import { OrderError } from '../../../src/data/polymarket/order/order-error.ts';
import { money, price, quantity } from '../../../src/engine/domain/values/money.ts';
import { readTerms } from '../../../src/sim/exchange/order-terms.ts';
import { TradingWorld } from './account.ts';

/** How fine the shares of a market buy are, by tick. */
const SHARE_STEPS = new Map([
  [100_000, 1_000],
  [10_000, 100],
  [5_000, 10],
  [2_500, 1],
  [1_000, 10],
  [100, 1],
]);
const TICKS = [...SHARE_STEPS.keys()];
const SAMPLE = new TradingWorld().order({ price: 500_000, amount: 10_000_000 });

const request = fc.record({
  tick: fc.constantFrom(...TICKS),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  kind: fc.constantFrom('GTC' as const, 'GTD' as const, 'FOK' as const, 'FAK' as const),
  quantity: fc.integer({ min: 10_000, max: 50_000_000_000 }),
  spend: fc.integer({ min: 1_000_000, max: 20_000_000_000 }),
});

describe('readTerms', () => {
  it('takes a market buy whose shares were rounded up to keep its price, and no further', () => {
    let rounded = 0;
    fc.assert(
      fc.property(request, fc.nat(9_998), ({ tick, at: _, ...sizes }, place) => {
        const limit = (1 + (place % (1_000_000 / tick - 1))) * tick;
        const amounts = signed({ tick, limit, ...sizes, side: 'buy', kind: 'FAK' });
        const step = SHARE_STEPS.get(tick) ?? 1;
        if (amounts === null) return;
        const { dollars, shares } = amounts;
        const isExact = BigInt(dollars) * 1_000_000n === BigInt(limit) * BigInt(shares);
        // Of so few shares a step is more than a tick.
        if (isExact || (3 * step) / shares > tick / limit) return;
        const market = { ...SAMPLE.market, tick };
        const buy = { ...SAMPLE, side: 'BUY', kind: 'FAK', market, makerAmount: dollars } as const;
        expect(readTerms({ ...buy, takerAmount: shares + step })).toMatchObject({ price: limit });
        expect(readTerms({ ...buy, takerAmount: shares + 2 * step })).toMatchObject({
          kind: 'refused',
        });
        rounded += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(rounded).toBeGreaterThan(900);
  });

  it('finds in the amounts that an honest client signs the limit that it meant, on every grid', () => {
    let read = 0;
    fc.assert(
      fc.property(request, ({ tick, at, side, kind, ...sizes }) => {
        const steps = 1_000_000 / tick;
        const limit = Math.min(steps - 1, 1 + Math.floor(at * (steps - 1))) * tick;
        const amounts = signed({ tick, side, kind, limit, ...sizes });
        if (amounts === null) return;
        const { dollars, shares } = amounts;
        const given =
          side === 'buy'
            ? ({ side: 'BUY', makerAmount: dollars, takerAmount: shares } as const)
            : ({ side: 'SELL', makerAmount: shares, takerAmount: dollars } as const);
        const market = { ...SAMPLE.market, tick };
        const spends = side === 'buy' && !kind.startsWith('GT');
        expect(readTerms({ ...SAMPLE, ...given, market, kind })).toEqual({
          price: limit,
          size: shares,
          budget: spends ? dollars : null,
        });
        read += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(1_500);
  });
});

function signed(of: {
  readonly tick: number;
  readonly side: 'buy' | 'sell';
  readonly kind: 'GTC' | 'GTD' | 'FOK' | 'FAK';
  readonly limit: number;
  readonly quantity: number;
  readonly spend: number;
}) {
  try {
    return orderAmounts({
      side: of.side,
      kind: of.kind,
      limitPrice: price(of.limit),
      quantity: quantity(of.quantity),
      spend: money(of.spend),
      tick: price(of.tick),
    });
  } catch (error) {
    if (error instanceof OrderError) return null;
    throw error;
  }
}
