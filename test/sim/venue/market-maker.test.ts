import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { Ladder, LOT } from '../../../src/sim/venue/ladder.ts';
import { MarketMaker } from '../../../src/sim/venue/market-maker.ts';
import { MICRO } from './story.ts';

const TICKS = [10_000, 1_000];

function madeMarket(seed: number) {
  const ladder = new Ladder();
  return { ladder, maker: new MarketMaker(new Chance(`maker ${seed}`), ladder) };
}

describe('MarketMaker', () => {
  it.each(TICKS)('lays 6 to 12 levels a side around the fair price on the grid of %i', (tick) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { ladder, maker } = madeMarket(seed);
      maker.lay({ fair: 0.437, tick });
      const { bids, asks } = ladder.view(0);
      const [bid, ask] = [bids.at(-1)?.price ?? 0, asks.at(-1)?.price ?? 0];
      for (const side of [bids, asks]) {
        expect(side.length).toBeGreaterThanOrEqual(6);
        expect(side.length).toBeLessThanOrEqual(12);
        for (const { price, size } of side) {
          expect(price % tick).toBe(0);
          expect(size % LOT).toBe(0);
        }
      }
      expect((ask - bid) / tick).toBeGreaterThanOrEqual(1);
      expect((ask - bid) / tick).toBeLessThanOrEqual(3);
      expect(Math.abs((bid + ask) / 2 - 437_000)).toBeLessThanOrEqual(2 * tick);
    }
  });

  it('changes one to as many levels as it may, each at most once, and follows the price', () => {
    const chance = new Chance('walk');
    const { ladder, maker } = madeMarket(1);
    maker.lay({ fair: 0.5, tick: 10_000 });
    let fair = 0.5;
    for (let step = 0; step < 2_000; step += 1) {
      fair = Math.min(0.9, Math.max(0.1, fair + (chance.next() - 0.5) * 0.02));
      const changes = maker.refresh({ fair, tick: 10_000 }, chance.whole(1, 6));
      expect(changes.length).toBeLessThanOrEqual(6);
      expect(new Set(changes.map(({ side, price }) => `${side} ${price}`)).size).toBe(
        changes.length,
      );
      expect(ladder.levels('BUY').length + ladder.levels('SELL').length).toBeLessThanOrEqual(26);
    }
    for (let step = 0; step < 10; step += 1) maker.refresh({ fair, tick: 10_000 }, 6);
    const mid = ((ladder.best('BUY')?.price ?? 0) + (ladder.best('SELL')?.price ?? 0)) / 2;
    expect(Math.abs(mid - fair * MICRO)).toBeLessThanOrEqual(20_000);
  });

  it('leaves a side away until it comes back', () => {
    const { ladder, maker } = madeMarket(3);
    const quoting = { fair: 0.5, tick: 10_000 };
    maker.lay(quoting);
    const gone = maker.withdraw('SELL');
    expect(gone.length).toBeGreaterThanOrEqual(6);
    for (let step = 0; step < 20; step += 1) maker.refresh(quoting, 6);
    expect(ladder.best('SELL')).toBeNull();
    expect(ladder.best('BUY')).not.toBeNull();
    maker.comeBack();
    maker.lay(quoting);
    expect(ladder.levels('SELL').length).toBeGreaterThanOrEqual(6);
  });

  it('quotes on the grid also next to 0 and 1, where a side may be short or empty', () => {
    for (const fair of [0.004, 0.02, 0.98, 0.996]) {
      for (const tick of TICKS) {
        const { ladder, maker } = madeMarket(4);
        maker.lay({ fair, tick });
        for (const { price } of [...ladder.levels('BUY'), ...ladder.levels('SELL')]) {
          expect(price).toBeGreaterThanOrEqual(tick);
          expect(price).toBeLessThanOrEqual(MICRO - tick);
        }
      }
    }
  });
});
