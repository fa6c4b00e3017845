import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import type { GuestOrder } from '../../../src/sim/venue/guest-orders.ts';
import { Ladder, LOT } from '../../../src/sim/venue/ladder.ts';
import { MarketMaker } from '../../../src/sim/venue/market-maker.ts';

const PRICE = 600_000;
const BID: GuestOrder = {
  id: '0x01',
  wallet: { address: '0xaa', name: 'guest' },
  outcome: 0,
  side: 'BUY',
  price: PRICE,
};

describe('a guest in the ladder', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is left alone by makers that requote around it, seed %i',
    (seed) => {
      const ladder = new Ladder();
      ladder.rest(BID, 30 * LOT);
      const maker = new MarketMaker(new Chance(`guest ${seed}`), ladder);
      for (let step = 0; step < 100; step += 1) {
        const fair = 0.4 + 0.01 * (step % 30);
        const changes = maker.refresh({ fair, tick: 10_000 }, 6);
        const own = changes.filter(({ side, price }) => side === 'BUY' && price === PRICE);
        expect(own.every(({ size }) => size >= 30 * LOT)).toBe(true);
        expect(ladder.guestSize('BUY', PRICE)).toBe(30 * LOT);
        expect(ladder.best('SELL')?.price ?? 1_000_000).toBeGreaterThan(PRICE);
      }
      expect(ladder.levels('BUY').length).toBeGreaterThanOrEqual(6);
    },
  );

  it('lets makers pull only what is theirs', () => {
    const ladder = new Ladder();
    const maker = new MarketMaker(new Chance('pull'), ladder);
    ladder.rest(BID, 30 * LOT);
    ladder.set('BUY', PRICE, 20 * LOT);
    const changes = maker.refresh({ fair: 0.5, tick: 10_000 }, 6);
    expect(changes.filter(({ price }) => price === PRICE)).toEqual([
      { side: 'BUY', price: PRICE, size: 30 * LOT },
    ]);
    expect(changes).toHaveLength(6);
  });

  it('goes with everything else when the book is emptied', () => {
    const ladder = new Ladder();
    ladder.set('BUY', PRICE, 20 * LOT);
    ladder.set('SELL', PRICE + 10_000, 5 * LOT);
    ladder.rest(BID, 30 * LOT);
    expect(ladder.view(1).asks).toEqual([{ price: 400_000, size: 50 * LOT }]);
    expect(ladder.empty()).toEqual({
      orders: [BID],
      changes: [
        { side: 'BUY', price: PRICE, size: 0 },
        { side: 'SELL', price: PRICE + 10_000, size: 0 },
      ],
    });
    expect(ladder.view(0)).toEqual({ bids: [], asks: [] });
    expect(ladder.hasGuests).toBe(false);
  });
});
