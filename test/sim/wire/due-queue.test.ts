import fc from 'fast-check';
import { expect, test } from 'vitest';
import { microFromDecimal, microFromDouble } from '../../../src/engine/domain/values/micro.ts';
import { decimal, double } from '../../../src/sim/wire/decimal.ts';
import { DueQueue } from '../../../src/sim/wire/due-queue.ts';

test('everything is taken once, in order of its time, and nothing too soon', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 60 }), fc.nat(50), (dues, nowMs) => {
      const queue = new DueQueue<{ readonly due: number; readonly at: number }>(1_000);
      for (const [at, due] of dues.entries()) queue.add(due, { due, at });
      const first = queue.takeDue(nowMs);
      const taken = [...first, ...queue.takeDue(50)];
      expect(first.every(({ due }) => due <= nowMs)).toBe(true);
      const sorted = dues.map((due, at) => ({ due, at })).sort((a, b) => a.due - b.due);
      expect(taken).toEqual(sorted);
    }),
  );
});

test('a queue that is too long gives away its oldest', () => {
  const queue = new DueQueue<number>(2);
  for (const at of [3, 1, 2]) queue.add(at, at);
  expect(queue.takeDue(0)).toEqual([1]);
});

test('numbers are written so that they are read as they were', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 15 }), (micro) => {
      expect(microFromDecimal(decimal(micro))).toBe(micro);
      expect(microFromDouble(double(micro))).toBe(micro);
    }),
  );
});
