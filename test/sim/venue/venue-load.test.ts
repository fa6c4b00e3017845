import { afterEach, describe, expect, it, vi } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { Ladder } from '../../../src/sim/venue/ladder.ts';
import { happenings, venueOf } from './story.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Draws of chance and looks at ladders per event: what a step's cost is made of. */
function workPerEvent(markets: number, pace: number): number {
  const venue = venueOf(7, { markets, pace });
  const draws = vi.spyOn(Chance.prototype, 'next');
  const looks = vi.spyOn(Ladder.prototype, 'sizeAt');
  const events = [...happenings(venue, 5_000)].length;
  const work = draws.mock.calls.length + looks.mock.calls.length;
  vi.restoreAllMocks();
  return work / events;
}

describe('a large world', () => {
  it('costs as little per event with thousands of markets as with a few', () => {
    const few = workPerEvent(24, 20);
    const many = workPerEvent(3_000, 20);
    expect(few).toBeLessThan(120);
    expect(many).toBeLessThan(1.5 * few);
  });

  it('has as many markets as it is asked for, none twice', () => {
    const { markets } = venueOf(7, { markets: 3_000 });
    expect(markets).toHaveLength(3_000);
    for (const key of ['id', 'conditionId', 'slug', 'question'] as const) {
      expect(new Set(markets.map((market) => market[key])).size).toBe(3_000);
    }
    expect(venueOf(7, { markets: 1 }).markets).toHaveLength(1);
  });

  it('is no louder for being large: the pace is that of all markets together', () => {
    const few = [...happenings(venueOf(7), 90_000)].length;
    const many = [...happenings(venueOf(7, { markets: 480 }), 90_000)].length;
    expect(many / few).toBeGreaterThan(0.7);
    expect(many / few).toBeLessThan(1.4);
  });

  it('happens as much faster as its pace says', () => {
    const slow = [...happenings(venueOf(7), 30_000)].length;
    const fast = [...happenings(venueOf(7, { pace: 10 }), 30_000)].length;
    expect(fast / slow).toBeGreaterThan(7);
    expect(fast / slow).toBeLessThan(13);
  });
});

describe('the streams of chance', () => {
  it('leave markets, wallets and hidden outcomes as they are when the world grows or hurries', () => {
    const terms = (options: { markets?: number; pace?: number }) =>
      venueOf(7, options)
        .markets.slice(0, 12)
        .map((market) => JSON.stringify(market));
    const usual = terms({});
    expect(terms({ pace: 50 })).toEqual(usual);
    expect(terms({ markets: 500 })).toEqual(usual);
    expect(venueOf(7, { markets: 500 }).leaders).toEqual(venueOf(7).leaders);
  });

  it('keep the schedule of everything when trades draw more for their rows', () => {
    const told = (hex: Chance['hex']) => {
      const venue = venueOf(7);
      vi.spyOn(Chance.prototype, 'hex').mockImplementation(hex);
      const lines = [...happenings(venue, 20_000)].map(
        ({ worldAtMs, event }) =>
          `${worldAtMs} ${event.kind} ${event.kind === 'rows' ? '' : event.market.slug}`,
      );
      vi.restoreAllMocks();
      return lines;
    };
    const { hex } = Chance.prototype;
    const usual = told(hex);
    const greedy = told(function (this: Chance, digits) {
      this.next();
      return hex.call(this, digits);
    });
    expect(usual.length).toBeGreaterThan(150);
    expect(greedy).toEqual(usual);
  });
});
