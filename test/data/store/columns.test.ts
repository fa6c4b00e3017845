import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows } from '../../../src/data/store/schema/flows.ts';

const { amount, atMs } = flows;

describe('a time column', () => {
  it('reads what it wrote, in any session zone', () => {
    const moment = Date.UTC(2026, 10, 22, 12, 30, 1, 250);
    expect(atMs.mapToDriverValue(moment)).toBe('2026-11-22T12:30:01.250Z');
    for (const text of [
      '2026-11-22 12:30:01.25+00',
      '2026-11-22 18:00:01.25+05:30',
      '2026-11-22 04:30:01.250-08',
    ]) {
      expect(atMs.mapFromDriverValue(text)).toBe(moment);
    }
  });

  it('refuses text that is not ISO, and moments that have none', () => {
    for (const text of ['Sun Nov 22 12:30:01 2026 UTC', 'infinity', '']) {
      expect(() => atMs.mapFromDriverValue(text)).toThrow('A time column is not ISO');
    }
    for (const moment of [-1, 0.5, Number.NaN, 8e15]) {
      expect(() => atMs.mapToDriverValue(moment)).toThrow('Invariant');
    }
  });
});

describe('a column of micro-units', () => {
  it('reads what it wrote, padded by the database to six decimals', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micro) => {
        const text = String(amount.mapToDriverValue(micro as never));
        const [whole, fraction = ''] = text.split('.');
        expect(amount.mapFromDriverValue(`${whole}.${fraction.padEnd(6, '0')}`)).toBe(micro);
      }),
    );
  });

  it('refuses what is not micro-units', () => {
    for (const text of ['NaN', '0.0000001', '99999999999999.000000']) {
      expect(() => amount.mapFromDriverValue(text)).toThrow('A numeric column is not micro-units');
    }
    expect(() => amount.mapToDriverValue(0.5 as never)).toThrow('Invariant');
  });
});
