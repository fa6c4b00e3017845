import { describe, expect, it } from 'vitest';
import { Chance } from '../../src/sim/chance.ts';

describe('Chance', () => {
  it('draws the same for the same seed and otherwise for another', () => {
    const draw = (seed: string) => {
      const chance = new Chance(seed);
      return Array.from({ length: 20 }, () => chance.next());
    };
    expect(draw('7')).toEqual(draw('7'));
    expect(draw('7')).not.toEqual(draw('8'));
  });

  it('gives a fork its own stream, whatever its parent has drawn', () => {
    const fresh = new Chance('7').fork('books').next();
    const used = new Chance('7');
    used.next();
    expect(used.fork('books').next()).toBe(fresh);
    expect(used.fork('leaders').next()).not.toBe(fresh);
  });

  it('spreads evenly over 0 to 1 and keeps whole numbers within both ends', () => {
    const chance = new Chance('even');
    const buckets = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw += 1) {
      const bucket = Math.floor(chance.next() * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150);
    const whole = new Set(Array.from({ length: 500 }, () => chance.whole(3, 6)));
    expect([...whole].sort()).toEqual([3, 4, 5, 6]);
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Chance('1').pick([])).toThrow(RangeError);
  });
});
