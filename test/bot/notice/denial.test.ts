import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denialSentence, orderPriceSentence } from '../../../src/bot/notice/denial.ts';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { GATES, type Gate, type GateResult } from '../../../src/engine/domain/decision.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { anyEntry, entryContext } from '../../engine/brain/entry-examples.ts';
import { STOPPED } from './stopped-copies.ts';

/** Gates that a copy meets after it was judged, or that only exits meet. */
const OTHERS: readonly (readonly [Gate, Partial<GateResult>, string])[] = [
  [
    'walletKind',
    { actual: 0, limit: 1, unit: 'flag', note: null },
    'ace is of a kind that is not copied',
  ],
  [
    'model',
    { actual: 0, limit: 1_000_000, unit: 'ppm', note: 'it was decided yesterday' },
    'the model is against it (it was decided yesterday)',
  ],
  [
    'modelSilent',
    { actual: 0, limit: 1, unit: 'flag', note: 'overloaded' },
    'the model gave no answer (its servers are overloaded)',
  ],
  ['leaderLeft', { actual: 1, limit: 0, unit: 'flag' }, 'ace has left already'],
  [
    'lagAlertOnly',
    { actual: 0, limit: 1, unit: 'flag' },
    'price lags are only told, not traded (lag.mode)',
  ],
  [
    'lagAlertOnly',
    { actual: 0, limit: 1, unit: 'flag', note: 'on Kalshi, where PolyMind does not trade' },
    'price lags on Kalshi, where PolyMind does not trade, are only told',
  ],
  [
    'lagEstimated',
    { actual: 0, limit: 1, unit: 'flag' },
    'the price that settles this market was not seen: an estimate is told, not traded',
  ],
  [
    'arbitrageBasis',
    { actual: 0, limit: 1, unit: 'flag' },
    'it is not proven that both markets ask one question',
  ],
  [
    'arbitrageBasis',
    { actual: 0, limit: 1, unit: 'flag', note: 'void_rule, ties' },
    'what both markets pay may differ: void rules differ, a tie pays differently',
  ],
  [
    'arbitrageAlertOnly',
    { actual: 0, limit: 1, unit: 'flag', note: 'alert' },
    'arbitrage is told, not bought (arbitrage.mode)',
  ],
  [
    'arbitrageAlertOnly',
    { actual: 0, limit: 1, unit: 'flag', note: 'ask' },
    'you were asked first',
  ],
  [
    'arbitrageAlertOnly',
    { actual: 0, limit: 1, unit: 'flag', note: 'verified by a person' },
    'a person said that it is one question: such a pair is never bought without you',
  ],
  ['arbitrageGone', { actual: 1, limit: 0, unit: 'flag' }, 'the gap had closed'],
  [
    'exitManual',
    { actual: 1, limit: 0, unit: 'flag', note: 'what is left of an arbitrage was left to you' },
    'what is left of an arbitrage was left to you',
  ],
  [
    'slippage',
    {
      actual: 300_000,
      limit: 470_000,
      unit: 'price',
      note: 'it would lose more than an arbitrage may',
    },
    'it would lose more than an arbitrage may',
  ],
  ['noPosition', { actual: 0, limit: 0, unit: 'quantity' }, 'nothing of it is held'],
  ['exitManual', { actual: 1, limit: 0, unit: 'flag' }, 'exits of ace are left to you'],
  [
    'unsettled',
    { actual: shares(4), limit: shares(20), unit: 'quantity' },
    '4 of 20 shares are settled, the chain may undo the rest',
  ],
  [
    'dust',
    { actual: shares(1.2), limit: shares(5), unit: 'quantity' },
    '1.2 shares held, venue minimum 5',
  ],
  ['slippage', { actual: 0, limit: 1, unit: 'flag', note: 'nobody buys' }, 'nobody buys'],
  [
    'marketCap',
    { actual: dollars(27), limit: dollars(25), unit: 'money', note: "the wallet's own limit" },
    "$27 in this market with it, limit $25 (the wallet's own limit)",
  ],
];

describe('a denial in words', () => {
  it.each(STOPPED)('names %s with its numbers (%#)', (gate, change, words) => {
    const judged = judgeEntry(entryContext(change));
    const result = judged.gates.find((one) => one.verdict === 'stop' && one.gate === gate);
    expect(judged).toMatchObject({ verdict: 'denied', reason: gate });
    expect(result).toBeDefined();
    if (result !== undefined) expect(denialSentence(gate, { result, who: 'ace' })).toBe(words);
  });

  it.each(OTHERS)('names %s where a copy is not judged by it (%#)', (gate, change, words) => {
    const result = { actual: null, limit: null, unit: 'flag', note: null, ...change } as const;
    expect(denialSentence(gate, { result, who: 'ace' })).toBe(words);
  });

  it('has a tested sentence for every gate', () => {
    const tested = new Set([...STOPPED, ...OTHERS].map(([gate]) => gate));
    expect(GATES.filter((gate) => !tested.has(gate))).toEqual([]);
  });

  it('says how far the price is from the limit of an order that was sized', () => {
    expect(orderPriceSentence(cents(63), cents(62))).toBe('price is 63.0¢ now, limit 62.0¢');
    expect(orderPriceSentence(null, cents(62))).toBe('nobody sells');
  });

  it('is sound for whatever the rules say', () => {
    fc.assert(
      fc.property(anyEntry, (context) => {
        for (const result of judgeEntry(context).gates) {
          const words = denialSentence(result.gate, { result, who: 'ace' });
          expect(words).not.toMatch(/undefined|null|NaN|\[object/);
          expect(words.length).toBeGreaterThan(8);
        }
      }),
    );
  });
});
