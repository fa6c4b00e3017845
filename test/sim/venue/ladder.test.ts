import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ladder, LOT } from '../../../src/sim/venue/ladder.ts';
import type { VenueSide } from '../../../src/sim/venue/venue.ts';

const step = fc.record({
  side: fc.constantFrom<VenueSide>('BUY', 'SELL'),
  cents: fc.integer({ min: 1, max: 99 }),
  lots: fc.integer({ min: 0, max: 5 }),
});

/** Sets what does not cross, and remembers it. */
function build(steps: readonly { side: VenueSide; cents: number; lots: number }[]) {
  const ladder = new Ladder();
  const truth = new Map<string, number>();
  for (const { side, cents, lots } of steps) {
    const price = cents * 10_000;
    if (lots > 0 && ladder.crosses(side, price)) continue;
    ladder.set(side, price, lots * LOT);
    if (lots === 0) truth.delete(`${side} ${price}`);
    else truth.set(`${side} ${price}`, lots * LOT);
  }
  return { ladder, truth };
}

describe('Ladder', () => {
  it('keeps the best level last and holds exactly what was set, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { ladder, truth } = build(steps);
        const { bids, asks } = ladder.view(0);
        const prices = (levels: readonly { price: number }[]) => levels.map(({ price }) => price);
        expect(prices(bids)).toEqual(prices(bids).toSorted((a, b) => a - b));
        expect(prices(asks)).toEqual(prices(asks).toSorted((a, b) => b - a));
        expect(bids.length + asks.length).toBe(truth.size);
        for (const { price, size } of bids) expect(truth.get(`BUY ${price}`)).toBe(size);
        for (const { price, size } of asks) expect(truth.get(`SELL ${price}`)).toBe(size);
        for (const { side, cents } of steps) {
          const size = truth.get(`${side} ${cents * 10_000}`) ?? 0;
          expect(ladder.sizeAt(side, cents * 10_000)).toBe(size);
        }
      }),
    );
  });

  it('refuses a level that would meet the other side, or half a lot', () => {
    const ladder = new Ladder();
    ladder.set('SELL', 600_000, LOT);
    expect(() => ladder.set('BUY', 600_000, LOT)).toThrow('does not cross');
    expect(() => ladder.set('BUY', 610_000, LOT)).toThrow('does not cross');
    expect(() => ladder.set('BUY', 590_000, LOT / 2)).toThrow('whole number of lots');
    ladder.set('BUY', 590_000, LOT);
    expect(ladder.best('BUY')).toEqual({ price: 590_000, size: LOT });
  });

  it('mirrors the second outcome: price 1 − p, opposite side, best level last', () => {
    const ladder = new Ladder();
    ladder.set('BUY', 580_000, LOT);
    ladder.set('BUY', 590_000, 2 * LOT);
    ladder.set('SELL', 620_000, 3 * LOT);
    expect(ladder.view(1)).toEqual({
      bids: [{ price: 380_000, size: 3 * LOT }],
      asks: [
        { price: 420_000, size: LOT },
        { price: 410_000, size: 2 * LOT },
      ],
    });
  });

  it('hands out copies that later changes leave alone', () => {
    const ladder = new Ladder();
    ladder.set('BUY', 580_000, LOT);
    const before = ladder.view(0);
    ladder.set('BUY', 580_000, 2 * LOT);
    expect(ladder.clear('BUY')).toEqual([{ side: 'BUY', price: 580_000, size: 0 }]);
    expect(before.bids).toEqual([{ price: 580_000, size: LOT }]);
    expect(ladder.best('BUY')).toBeNull();
  });
});
