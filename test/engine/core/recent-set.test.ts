import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentSet } from '../../../src/engine/core/recent-set.ts';

test('a recent set knows exactly the newest members that it has room for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(12)), (max, members) => {
      const recent = new RecentSet<number>(max);
      const naive: number[] = [];
      for (const member of members) {
        expect(recent.add(member)).toBe(!naive.includes(member));
        if (!naive.includes(member)) naive.push(member);
        if (naive.length > max) naive.shift();
        expect(recent.size).toBe(naive.length);
        for (let known = 0; known <= 12; known += 1) {
          expect(recent.has(known)).toBe(naive.includes(known));
        }
      }
    }),
  );
});
