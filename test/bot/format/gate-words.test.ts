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
