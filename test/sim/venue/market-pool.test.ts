import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import type { LiveMarket } from '../../../src/sim/venue/live-market.ts';
import { MarketPool } from '../../../src/sim/venue/market-pool.ts';

function live(id: number): LiveMarket {
  return { market: { id: String(id) } } as unknown as LiveMarket;
}

function poolOf(count: number) {
  const all = Array.from({ length: count }, (_, index) => live(index));
  const pool = new MarketPool();
  for (const one of all) pool.add(one);
  return { pool, all };
}

describe('MarketPool', () => {
  it('knows what is open, whichever is taken out', () => {
    const { pool, all } = poolOf(10);
    for (const one of [all[3]!, all[9]!, all[0]!]) pool.remove(one);
    expect(pool.size).toBe(7);
    for (const [index, one] of all.entries()) {
      const isOpen = ![0, 3, 9].includes(index);
      expect(pool.of(one.market)).toBe(isOpen ? one : null);
    }
  });

  it('finds the one market that fits among a few, and looks at a few only among thousands', () => {
    const chance = new Chance('find');
    const { pool, all } = poolOf(30);
    for (const one of all) {
      expect(pool.find(chance, (candidate) => (candidate === one ? one : null))).toBe(one);
    }
    let looks = 0;
    const nothing = poolOf(5_000).pool.find(chance, () => {
      looks += 1;
      return null;
    });
    expect(nothing).toBeNull();
    expect(looks).toBeLessThan(300);
    expect(new MarketPool().find(chance, (candidate) => candidate)).toBeNull();
  });
});
