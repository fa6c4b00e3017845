import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/bot/command.ts';
import { readCents, readMoney, readPercent, readPlain } from '../../../src/bot/grammar/amount.ts';
import { readNumber } from '../../../src/bot/grammar/number.ts';
import { decimalFromMicro, microFromDecimal } from '../../../src/engine/domain/values/micro.ts';

describe('readNumber', () => {
  test.each([
    ['0,5', '0.5', null],
    ['0.500', '0.5', null],
    ['25$', '25', '$'],
    ['$25', '25', '$'],
    ['25 usd', '25', '$'],
    ['50%', '50', '%'],
    ['2c', '2', '¢'],
    ['2¢', '2', '¢'],
    ['1.5 cents', '1.5', '¢'],
    ['1,000.50', '1000.5', null],
    ['1.000,50', '1000.5', null],
    ['1,000,000', '1000000', null],
    ['007', '7', null],
  ])('%s is %s with the mark %s', (typed, text, mark) => {
    expect(readNumber(typed)).toEqual({ text, mark });
  });

  test.each(['1,000', '1.000', '$12,500', '12.345%'])('%s is asked back', (typed) => {
    expect(() => readNumber(typed)).toThrow(UsageError);
  });

  test.each(['', '$', '-5', '+5', '1e3', 'five', '1,2,3', '0x10', '∞', '1..2', '5$$'])(
    '%j is no number',
    (typed) => {
      expect(readNumber(typed)).toBeNull();
    },
  );

  test('anything is a plain decimal, no number, or asked back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,$%¢c -k') }), (typed) => {
        try {
          const number = readNumber(typed);
          if (number !== null) expect(microFromDecimal(number.text)).not.toBeNull();
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });

  test('every decimal is read as itself, with a dot or a comma, unless it is unclear', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (micro) => {
        const text = decimalFromMicro(micro);
        fc.pre(!/^[1-9]\d{0,2}\.\d{3}$/.test(text));
        expect(readNumber(text)?.text).toBe(text);
        expect(readNumber(text.replace('.', ','))?.text).toBe(text);
      }),
    );
  });
});

describe('amounts', () => {
  test('dollars, percent, cents and plain numbers take their own mark and no other', () => {
    expect(readMoney('$5')).toBe(5_000_000);
    expect(readMoney('5%')).toBeNull();
    expect(readPercent('5%')).toBe(50_000);
    expect(readPercent('$5')).toBeNull();
    expect(readCents('2¢')).toBe(20_000);
    expect(readCents('0.001')).toBe(10);
    expect(readCents('101')).toBeNull();
    expect(readCents('$2')).toBeNull();
    expect(readPlain('0,5')).toBe(500_000);
    expect(readPlain('50%')).toBeNull();
  });
});
