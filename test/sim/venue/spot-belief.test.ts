import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { SpotBelief } from '../../../src/sim/venue/spot-belief.ts';
import type { SpotQuestion } from '../../../src/sim/venue/spot-question.ts';

const STEP_MS = 500;
const MINUTES_10_MS = 600_000;

/** A claim whose chance is told by the test. */
function questionOf(chanceAt: (atMs: number) => number, move = 0): SpotQuestion {
  return { symbol: 'BTC', winner: 0, chanceAt, moveAt: () => move };
}

/** What was believed at each look. */
function* looks(belief: SpotBelief, untilMs: number) {
  for (let atMs = STEP_MS; atMs <= untilMs; atMs += STEP_MS) {
    belief.advance(atMs);
    yield { atMs, belief };
  }
}

describe('SpotBelief', () => {
  it('is close to what the price says, and strays a little', () => {
    const belief = new SpotBelief(
      new Chance('stray'),
      questionOf(() => 0.4),
      0,
    );
    const seen = new Set<number>();
    for (const { belief: now } of looks(belief, MINUTES_10_MS)) {
      expect(Math.abs(now.probability - 0.4)).toBeLessThan(0.06);
      seen.add(now.probability);
    }
    expect(seen.size).toBeGreaterThan(500);
  });

  it('follows a move within a second when nothing jumped', () => {
    const jumpsAtMs = 10_000;
    const question = questionOf((atMs) => (atMs < jumpsAtMs ? 0.3 : 0.7));
    const awake = Array.from(
      { length: 30 },
      (_, seed) => new SpotBelief(new Chance(`follow ${seed}`), question, 0),
    );
    for (let atMs = STEP_MS; atMs <= 20_000; atMs += STEP_MS) {
      for (const belief of awake) belief.advance(atMs);
      const seen = awake.filter(({ isFrozen }) => !isFrozen).map(({ probability }) => probability);
      expect(seen.length).toBeGreaterThan(20);
      if (atMs < jumpsAtMs) expect(Math.max(...seen)).toBeLessThan(0.4);
      if (atMs >= jumpsAtMs + 1_000) expect(Math.min(...seen)).toBeGreaterThan(0.6);
    }
  });

  it('sometimes does not see a jump for some seconds, and then sees it at once', () => {
    const belief = new SpotBelief(
      new Chance('asleep'),
      questionOf((atMs) => 0.2 + (0.6 * atMs) / MINUTES_10_MS, 3),
      0,
    );
    const spells: number[] = [];
    let since: number | null = null;
    for (const { atMs, belief: now } of looks(belief, MINUTES_10_MS)) {
      if (now.isAsleep && since === null) since = atMs;
      if (now.isAsleep || since === null) continue;
      spells.push(atMs - since);
      since = null;
    }
    expect(spells.length).toBeGreaterThan(5);
    expect(Math.min(...spells)).toBeGreaterThanOrEqual(4_000);
    expect(Math.max(...spells)).toBeLessThanOrEqual(11_000);
  });

  it('rarely stands still for a while, and is the same all that time', () => {
    let frozen = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      const belief = new SpotBelief(
        new Chance(`still ${seed}`),
        questionOf(() => 0.5),
        0,
      );
      let before: number | null = null;
      for (const { belief: now } of looks(belief, MINUTES_10_MS)) {
        if (!now.isFrozen) before = null;
        else if (before === null) {
          before = now.probability;
          frozen += 1;
        } else expect(now.probability).toBe(before);
      }
    }
    expect(frozen).toBeGreaterThan(5);
    expect(frozen).toBeLessThan(60);
  });

  it('moves by about what an order shifts it, forgets that, and never reaches 0 or 1', () => {
    const belief = new SpotBelief(
      new Chance('pushed'),
      questionOf(() => 0.5),
      0,
    );
    belief.shift(0.03);
    expect(belief.probability).toBeCloseTo(0.53, 3);
    for (const _ of looks(belief, 120_000));
    expect(Math.abs(belief.probability - 0.5)).toBeLessThan(0.05);
    for (let push = 0; push < 500; push += 1) belief.shift(0.05);
    expect(belief.probability).toBeLessThan(0.996);
    const sure = new SpotBelief(
      new Chance('sure'),
      questionOf(() => 1),
      0,
    );
    expect(sure.probability).toBeLessThan(0.996);
  });
});
