import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { planEvent } from '../../../src/sim/venue/event-plan.ts';
import { matchOrder, takerFee, touch } from '../../../src/sim/venue/matching.ts';
import type { VenueSide } from '../../../src/sim/venue/venue.ts';
import { openMarket, type WorldMarket } from '../../../src/sim/venue/world-market.ts';
import { STARTS_AT_MS } from './story.ts';

const SHARE = 1_000_000;
const TAKER = { address: '0xaa', name: 'taker' };

function market(): WorldMarket {
  const [plan] = planEvent({
    chance: new Chance('matching'),
    number: 0,
    startsAtMs: STARTS_AT_MS,
    nowMs: 0,
    room: 1,
    taken: new Set(),
  });
  const open = openMarket(plan!.terms, { tick: 10_000, volume24h: 0 });
  open.ladder.set('BUY', 580_000, 50 * SHARE);
  open.ladder.set('BUY', 590_000, 20 * SHARE);
  open.ladder.set('SELL', 620_000, 10 * SHARE);
  open.ladder.set('SELL', 630_000, 100 * SHARE);
  return open;
}

function options(levelsMax = 5) {
  const makerFor = (side: VenueSide) => ({ address: `0x${side}`, name: 'maker' });
  return { chance: new Chance('rows'), makerFor, levelsMax };
}

describe('matchOrder', () => {
  it('takes the levels in order up to the limit and reports one average price', () => {
    const venue = market();
    const order = { wallet: TAKER, outcome: 0, side: 'BUY', size: 30 * SHARE } as const;
    const match = matchOrder(venue, { ...order, limit: 630_000 }, options());
    expect(match?.trade).toMatchObject({
      outcome: 0,
      side: 'BUY',
      size: 30 * SHARE,
      price: Math.round((620_000 * 10 + 630_000 * 20) / 30),
    });
    expect(match?.changes).toEqual([
      { side: 'SELL', price: 620_000, size: 0 },
      { side: 'SELL', price: 630_000, size: 80 * SHARE },
    ]);
    expect(venue.lastTradePrice).toBe(626_667);
    expect(venue.volume24h).toBeCloseTo(18.8, 3);
  });

  it('stops at its limit and at the levels of one print, and does nothing when all is worse', () => {
    const order = { wallet: TAKER, outcome: 0, side: 'BUY', size: 30 * SHARE } as const;
    expect(matchOrder(market(), { ...order, limit: 620_000 }, options())?.trade.size).toBe(
      10 * SHARE,
    );
    expect(matchOrder(market(), { ...order, limit: 990_000 }, options(1))?.trade.size).toBe(
      10 * SHARE,
    );
    expect(matchOrder(market(), { ...order, limit: 610_000 }, options())).toBeNull();
  });

  it("meets the first outcome's bids when it buys the second, at 1 − p", () => {
    const venue = market();
    expect(touch(venue, 1, 'BUY')).toBe(410_000);
    expect(touch(venue, 1, 'SELL')).toBe(380_000);
    const order = { wallet: TAKER, outcome: 1, side: 'BUY', size: 20 * SHARE } as const;
    const match = matchOrder(venue, { ...order, limit: 410_000 }, options());
    expect(match?.trade).toMatchObject({ outcome: 1, price: 410_000, size: 20 * SHARE });
    expect(match?.changes).toEqual([{ side: 'BUY', price: 590_000, size: 0 }]);
    expect(venue.lastTradePrice).toBe(590_000);
    const sale = { wallet: TAKER, outcome: 1, side: 'SELL', size: SHARE, limit: 380_000 } as const;
    expect(matchOrder(venue, sale, options())?.changes[0]).toMatchObject({ side: 'SELL' });
  });

  it('pairs each fill with a resting order, mostly of the other token by minting or merging', () => {
    let other = 0;
    let all = 0;
    const chance = new Chance('many');
    for (let turn = 0; turn < 600; turn += 1) {
      const order = { wallet: TAKER, outcome: 0, side: 'BUY', size: 30 * SHARE } as const;
      const match = matchOrder(market(), { ...order, limit: 630_000 }, { ...options(), chance });
      const [taker, ...makers] = match!.trade.rows;
      expect(taker).toMatchObject({ wallet: TAKER.address, isTaker: true, side: 'BUY' });
      expect(makers.map(({ size }) => size)).toEqual([10 * SHARE, 20 * SHARE]);
      for (const [index, row] of makers.entries()) {
        const price = [620_000, 630_000][index]!;
        all += 1;
        other += row.outcome === 1 ? 1 : 0;
        expect(row).toMatchObject({ isTaker: false, fee: 0, transaction: taker!.transaction });
        const minting = { side: 'BUY', price: SHARE - price };
        expect(row).toMatchObject(row.outcome === 1 ? minting : { side: 'SELL', price });
      }
    }
    expect(other / all).toBeGreaterThan(0.74);
    expect(other / all).toBeLessThan(0.82);
  });
});

describe('takerFee', () => {
  it('is C × r × p(1 − p) in steps of 0.00001, as the venue charged 0.28504 on 22.84 shares', () => {
    // Facts 4.5: 12.16184 = 22.84 × 0.52 + 22.84 × 0.05 × 0.52 × 0.48.
    expect(takerFee({ price: 520_000, size: 22_840_000 }, 0.05)).toBe(12_161_840 - 11_876_800);
    expect(takerFee({ price: 500_000, size: 100 * SHARE }, 0)).toBe(0);
    expect(takerFee({ price: 1_000, size: 10_000 }, 0.04)).toBe(10);
  });
});
