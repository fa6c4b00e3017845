import { expect, test } from 'vitest';
import { gateLine, gateNumber, gateReason } from '../../../src/bot/format/gate-words.ts';
import { GATES, type GateResult } from '../../../src/engine/domain/decision.ts';

const result = (of: Partial<GateResult>): GateResult => ({
  gate: 'priceMoved',
  verdict: 'stop',
  actual: 21_000,
  limit: 15_000,
  unit: 'price',
  note: null,
  ...of,
});

test('every gate has words that fit a table', () => {
  for (const gate of GATES) {
    expect(gateReason(gate).length).toBeGreaterThan(3);
    expect(gateReason(gate).length).toBeLessThanOrEqual(28);
  }
});

test.each([
  [result({}), 'price moved 2.1¢, limit 1.5¢'],
  [
    result({ actual: null, note: 'nobody sells' }),
    'price moved unknown, limit 1.5¢ (nobody sells)',
  ],
  [
    result({ gate: 'clipMinimum', actual: 12_400_000, limit: 20_000_000, unit: 'money' }),
    'leader clip $12.40, at least $20',
  ],
  [
    result({ gate: 'signalAge', actual: 18_000, limit: 15_000, unit: 'ms' }),
    'age of the trade 18 s, limit 15 s',
  ],
  [result({ gate: 'priceBand', actual: 30_000, limit: 50_000 }), 'leader price 3¢, at least 5¢'],
  [result({ gate: 'priceBand', actual: 970_000, limit: 950_000 }), 'leader price 97¢, limit 95¢'],
  [
    result({ gate: 'bookUntrusted', actual: 0, limit: 1, unit: 'flag', note: 'hash differs' }),
    'book trusted: no (hash differs)',
  ],
  [
    result({ gate: 'walletKind', actual: 0, limit: 1, unit: 'flag', note: 'maker: bought both' }),
    'its kind is copied: no (maker: bought both)',
  ],
  [
    result({
      ...{ gate: 'volatility', verdict: 'shrink', actual: 140_000, limit: 100_000 },
      note: '71 % of the size',
    }),
    'usual move of a day 14¢, calm up to 10¢ (left 71 % of the size)',
  ],
  [
    result({
      ...{ gate: 'volatility', verdict: 'shrink', actual: null, limit: 100_000 },
      note: '50 % of the size',
    }),
    'usual move of a day unknown, calm up to 10¢ (left 50 % of the size)',
  ],
  [
    result({
      ...{ gate: 'resolutionRisk', verdict: 'shrink', actual: 0.7, limit: 0.3, unit: 'score' },
      note: '71 % of the size, disputed, noSource',
    }),
    'doubt about the payout 0.70, ordinary up to 0.30 (left 71 % of the size, its outcome is disputed, its rules name no source)',
  ],
  [
    result({
      ...{ gate: 'quality', actual: 0.21, limit: 0.3, unit: 'score' },
      note: 'liquidity 0.12, spread 0.40, volume 0.00, time left 0.62',
    }),
    'market quality 0.21, at least 0.30 (liquidity 0.12, spread 0.40, volume 0.00, time left 0.62)',
  ],
  [
    result({
      ...{ gate: 'marketFilter', actual: 0, limit: 1, unit: 'flag' },
      note: `deny market 0x${'a'.repeat(64)}`,
    }),
    'filters allow it: no (deny this market)',
  ],
])('%o reads %s', (gate, line) => {
  expect(gateLine(gate)).toBe(line);
});

test('every unit is shown in its own way', () => {
  const units = ['money', 'price', 'quantity', 'ppm', 'ms', 'count', 'score', 'flag'] as const;
  expect(gateNumber(null, 'price')).toBe('unknown');
  expect(units.map((unit) => gateNumber(unit === 'price' ? 20_000 : 1, unit))).toEqual([
    '$0',
    '2¢',
    '0',
    '0 %',
    '1 ms',
    '1',
    '1.00',
    'yes',
  ]);
});
