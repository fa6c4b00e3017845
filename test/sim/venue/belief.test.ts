import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { Belief } from '../../../src/sim/venue/belief.ts';

function beliefOf(winner: 0 | 1 | null, seed = 1): Belief {
  const start = { probability: 0.5, winner, revealMs: 600_000, atMs: 0 };
  return new Belief(new Chance(`belief ${seed}`), start);
}

function walk(belief: Belief, untilMs: number): number {
  for (let atMs = 0; atMs <= untilMs; atMs += 1_000) belief.advance(atMs);
  return belief.probability;
}

describe('Belief', () => {
  it('ends near the hidden outcome when that is known, and in the middle for a void', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      expect(walk(beliefOf(0, seed), 660_000)).toBeGreaterThan(0.95);
      expect(walk(beliefOf(1, seed), 660_000)).toBeLessThan(0.05);
      expect(Math.abs(walk(beliefOf(null, seed), 660_000) - 0.5)).toBeLessThan(0.1);
    }
  });

  it('leans to the outcome long before, on average', () => {
    let up = 0;
    for (let seed = 1; seed <= 100; seed += 1) up += walk(beliefOf(0, seed), 200_000) > 0.5 ? 1 : 0;
    expect(up).toBeGreaterThan(85);
  });

  it('moves by about what an order shifts it, and never reaches 0 or 1', () => {
    const belief = beliefOf(0);
    belief.shift(0.02);
    expect(belief.probability).toBeCloseTo(0.52, 3);
    for (let push = 0; push < 500; push += 1) belief.shift(0.05);
    expect(belief.probability).toBeLessThan(0.996);
    for (let push = 0; push < 5_000; push += 1) belief.shift(-0.05);
    expect(belief.probability).toBeGreaterThan(0.004);
  });

  it('does not move when no time passes', () => {
    const belief = beliefOf(1);
    belief.advance(5_000);
    const before = belief.probability;
    belief.advance(5_000);
    belief.advance(4_000);
    expect(belief.probability).toBe(before);
  });
});
