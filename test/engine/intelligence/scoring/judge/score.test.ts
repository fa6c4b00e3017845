import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNCOPIED_KINDS } from '../../../../../src/engine/domain/wallet-score.ts';
import { DEFAULT_WEIGHTS } from '../../../../../src/engine/intelligence/scoring/judge/confidence.ts';
import { scoreOf } from '../../../../../src/engine/intelligence/scoring/judge/score.ts';
import type { WalletRecord } from '../../../../../src/engine/intelligence/scoring/record.ts';
import { alike, bets, bettor, EMPTY, perfect, record } from './records.ts';

function score(of: WalletRecord) {
  return scoreOf(of, { weights: DEFAULT_WEIGHTS });
}

describe('a score', () => {
  test('of twenty perfect markets is 0.48, and its kind is told', () => {
    const { confidence, kind, ended, evidence, winRate } = score(perfect(20));
    expect(confidence.value).toBeCloseTo(0.48, 9);
    expect({ kind, ended, evidence, winRate }).toEqual({
      kind: 'directional',
      ended: 20,
      evidence: 20,
      winRate: 1,
    });
  });

  test('of a hundred losers that nobody redeemed is low, and so is the edge', () => {
    const loser = score(bettor(bets(100, { price: 0.5, won: false })));
    expect(loser.confidence.value).toBeLessThan(0.2);
    expect(loser.edge.high).toBeLessThan(0);
    expect([loser.winRate, loser.roi, loser.kind]).toEqual([0, -1, 'directional']);
  });

  test('of a hedger that always wins is high, and still it is not copied', () => {
    const winner = perfect(200);
    const hedger = score({ ...winner, habits: { ...winner.habits, bothSides: 0.9 } });
    expect(hedger.confidence.value).toBeGreaterThan(0.7);
    expect(UNCOPIED_KINDS).toContain(hedger.kind);
  });

  test('of nothing known says nothing where it knows nothing', () => {
    expect(score(record())).toMatchObject({
      kind: 'unproven',
      ended: 0,
      evidence: 0,
      winRate: null,
      roi: null,
      roiOnCapital: null,
      timing: [],
      consistency: null,
      confidence: { value: 0.35 },
      edge: { value: 0 },
      edgeByCategory: [],
      drawdown: { depth: 0, lengthMs: 0, week: null, sizeAfterLoss: null },
      bestMarketShare: null,
      holdingMs: null,
      size: { typical: null, spread: null },
    });
  });

  test('tells the horizons that are known, shortest first', () => {
    const moves = { '1m': alike(3, 0.01), '1h': EMPTY, '24h': EMPTY, resolution: alike(4, -0.2) };
    const { timing } = score(record({ moves }));
    expect(timing.map(({ horizon }) => horizon)).toEqual(['1m', 'resolution']);
    expect(timing[0]?.move).toBeCloseTo(0.01, 12);
    expect(timing[1]?.move).toBeCloseTo(-0.2, 12);
  });

  test('tells what was made of the money at work', () => {
    const { roiOnCapital, drawdown } = score(
      record({ profit: 30, capitalMax: 120, week: { profit: -21, atWork: 100 } }),
    );
    expect(roiOnCapital).toBe(0.25);
    expect(drawdown.week).toBe(-0.21);
  });

  test('tells the typical entry, how long it is held, and who chases losses', () => {
    const { size, holdingMs, drawdown } = score(
      record({
        sizes: { count: 10, meanLog: Math.log(20), varianceLog: 0.25 },
        sizesAfterLoss: { count: 5, meanLog: Math.log(40) },
        holding: { count: 4, meanLogMs: Math.log(60_000) },
      }),
    );
    expect(size.typical).toBeCloseTo(20, 9);
    expect(size.spread).toBe(0.5);
    expect(holdingMs).toBeCloseTo(60_000, 6);
    expect(drawdown.sizeAfterLoss).toBeCloseTo(4, 9);
  });

  test('compares no entries after a loss with none of the others', () => {
    const sizes = { count: 3, meanLog: 1, varianceLog: -1e-18 };
    const only = score(record({ sizes, sizesAfterLoss: { count: 3, meanLog: 1 } }));
    expect(only.drawdown.sizeAfterLoss).toBeNull();
    expect(only.size.spread).toBe(0);
  });
});

test('the same record gives the same score, of plain finite numbers', () => {
  const bet = fc.record({
    price: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    won: fc.boolean(),
    weight: fc.double({ min: 1e-9, max: 1, noNaN: true }),
    category: fc.constantFrom('politics', 'sports', 'crypto'),
  });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const habits = fc.record({
    bothSides: share,
    inSets: share,
    soldOut: share,
    quick: share,
    lateAndRight: share,
    tradesPerActiveDay: fc.double({ min: 1, max: 5_000, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(bet, { maxLength: 60 }), habits, (of, does) => {
      const trader = bettor(of, { habits: does });
      const made = score(trader);
      expect(score(structuredClone(trader))).toEqual(made);
      expect(JSON.parse(JSON.stringify(made))).toEqual(made);
      expect(made.kindNote).not.toMatch(/NaN|Infinity|undefined/);
    }),
  );
});
