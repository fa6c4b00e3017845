import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kellyBet } from '../../../src/engine/brain/kelly.ts';
import { leastSpend, wantedSpend } from '../../../src/engine/brain/wanted-size.ts';
import { cents, dollars, percent } from '../../../src/engine/domain/values/money.ts';
import type { Estimate, WalletScore } from '../../../src/engine/domain/wallet-score.ts';
import { entryContext, openMarket, settings } from './entry-examples.ts';

const KELLY = settings({ 'size.mode': 'kelly' });
const around = (value: number): Estimate => ({ value, low: value - 0.1, high: value + 0.1 });

/** A market whose takers pay so much. */
function marketWith(feePercent: number) {
  const market = openMarket();
  const fee = { ratePpm: percent(feePercent), exponent: 1 };
  return { ...market, rules: { ...market.rules, fee } };
}

function scored(edge: number, more: Partial<WalletScore> = {}) {
  const known = { kind: 'directional', kindNote: 'bets', ended: 50, edgeByCategory: [] } as const;
  return entryContext({
    market: marketWith(0),
    settings: KELLY,
    score: { ...known, edge: around(edge), ...more },
  });
}

describe('the Kelly criterion', () => {
  test('is (p − c) ÷ (1 − c) of the edge and the limit', () => {
    // Paid 50¢ with an edge of 10 %: worth 55¢. It costs 52¢ at most.
    expect(kellyBet(scored(0.1))).toEqual({
      fair: cents(55),
      cost: cents(52),
      fraction: 0.03 / 0.48,
    });
    expect(wantedSpend(scored(0.1))).toBe(dollars(7.8125));
  });

  test('counts the fee as a part of the cost', () => {
    const bet = kellyBet({ ...scored(0.1), market: marketWith(7) });
    expect(bet?.cost).toBeGreaterThan(cents(53.7));
    expect(bet?.fraction).toBeLessThan(0.03);
  });

  test('takes the edge in the category of the market where it is known', () => {
    const [category = ''] = openMarket().categories;
    const own = { category, markets: 30, edge: around(-0.2) };
    expect(kellyBet(scored(0.3, { edgeByCategory: [own] }))?.fraction).toBe(0);
    expect(
      kellyBet(scored(0.3, { edgeByCategory: [{ ...own, category: 'none' }] }))?.fraction,
    ).toBeGreaterThan(0);
  });

  test('is unknown without a score, with an old record of one, and below twenty ended markets', () => {
    for (const context of [
      entryContext({ settings: KELLY }),
      entryContext({ settings: KELLY, score: { kind: 'directional', kindNote: '' } }),
      scored(0.5, { ended: 19 }),
    ]) {
      expect(kellyBet(context)).toBeNull();
      expect(wantedSpend(context)).toBe(leastSpend(KELLY));
    }
  });

  test('wants nothing without an edge, and never more than its share of bankroll', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 20, noNaN: true }), (edge) => {
        const wanted = wantedSpend(scored(edge));
        const most = (KELLY.bankroll * KELLY['size.kellyPercent']) / 1e6;
        expect(wanted).toBeLessThanOrEqual(most);
        if (edge <= 0.04) expect(wanted).toBe(0);
      }),
    );
  });
});
