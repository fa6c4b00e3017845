import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { drawReaction } from '../../../src/sim/venue/reaction.ts';

const DRAWS = 4_000;

function drawn(dollars: number) {
  const chance = new Chance(`reaction ${dollars}`);
  const all = Array.from({ length: DRAWS }, () => drawReaction(chance, dollars));
  const share = (test: (shift: number) => boolean) =>
    all.filter(({ shift }) => test(shift)).length / DRAWS;
  return { all, away: share((shift) => shift >= 0.01), back: share((shift) => shift < 0) };
}

describe('drawReaction', () => {
  it('follows a large order by one to three cents about as often as it stays', () => {
    const { all, away, back } = drawn(1_000);
    expect(away).toBeGreaterThan(0.35);
    expect(away).toBeLessThan(0.5);
    expect(back).toBeGreaterThan(0.03);
    expect(back).toBeLessThan(0.1);
    for (const { shift, followers } of all) {
      expect(shift >= -0.015 && shift <= 0.03).toBe(true);
      expect(followers === 0 || shift >= 0.01).toBe(true);
    }
  });

  it('hardly notices a small one', () => {
    const { away } = drawn(20);
    expect(away).toBeGreaterThan(0.1);
    expect(away).toBeLessThan(0.2);
  });
});
