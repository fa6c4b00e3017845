import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../../../src/engine/domain/values/invariant.ts';
import {
  assertMicro,
  decimalFromMicro,
  MICRO,
  microFromDecimal,
  microFromDouble,
  mulDiv,
} from '../../../../src/engine/domain/values/micro.ts';

const safe = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1_000, max: 1_000 }));
const divisor = fc.oneof(
  fc.integer({ min: 1, max: 1_000 }),
  fc.constant(MICRO),
  fc.maxSafeNat().map((n) => n + 1),
);

/** Floor and ceiling of an exact fraction, the slow way. */
function exactBounds(a: number, b: number, by: number): { floor: bigint; ceil: bigint } {
  const product = BigInt(a) * BigInt(b);
  const over = ((product % BigInt(by)) + BigInt(by)) % BigInt(by);
  const floor = (product - over) / BigInt(by);
  return { floor, ceil: over === 0n ? floor : floor + 1n };
}

const isSafe = (value: bigint): boolean => Number.isSafeInteger(Number(value));

describe('mulDiv', () => {
  test('equals exact arithmetic in both directions, or throws when the result is not safe', () => {
    fc.assert(
      fc.property(safe, safe, divisor, (a, b, by) => {
        fc.pre(Number.isSafeInteger(by));
        const exact = exactBounds(a, b, by);
        for (const rounding of ['floor', 'ceil'] as const) {
          const run = (): number => mulDiv(a, b, { by, rounding });
          if (!isSafe(exact[rounding])) expect(run).toThrow(InvariantError);
          else expect(run()).toBe(Number(exact[rounding]));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  const most = Number.MAX_SAFE_INTEGER;
  test.each([
    { of: [7, 1, 2], floor: 3, ceil: 4 },
    { of: [-7, 1, 2], floor: -4, ceil: -3 },
    { of: [-1, 1, 2], floor: -1, ceil: 0 },
    { of: [1, 1, 2], floor: 0, ceil: 1 },
    { of: [-6, 1, 2], floor: -3, ceil: -3 },
    { of: [0, -5, 3], floor: 0, ceil: 0 },
    { of: [most, MICRO, MICRO], floor: most, ceil: most },
    { of: [-most, 3, 10], floor: -2_702_159_776_422_298, ceil: -2_702_159_776_422_297 },
  ])('$of lies between $floor and $ceil', ({ of: [a = 0, b = 0, by = 0], floor, ceil }) => {
    expect(mulDiv(a, b, { by, rounding: 'floor' })).toBe(floor);
    expect(mulDiv(a, b, { by, rounding: 'ceil' })).toBe(ceil);
  });

  test.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('does not divide by %d', (by) => {
    expect(() => mulDiv(1, 1, { by, rounding: 'floor' })).toThrow(InvariantError);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])('refuses the operand %d', (a) => {
    expect(() => mulDiv(a, 1, { by: 1, rounding: 'ceil' })).toThrow(InvariantError);
  });
});

describe('decimals', () => {
  test('what is formatted parses to the same value', () => {
    fc.assert(
      fc.property(safe, (micro) => {
        const expected = micro === 0 ? 0 : micro;
        expect(microFromDecimal(decimalFromMicro(micro))).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what parses formats to the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat({ max: 999_999 }), (whole, part) => {
        const text = `${whole}.${String(part).padStart(6, '0')}`;
        const micro = microFromDecimal(text);
        expect(micro).not.toBeNull();
        expect(Number(decimalFromMicro(micro ?? Number.NaN))).toBe(Number(text) + 0);
      }),
    );
  });

  test.each([
    ['0', 0],
    ['-0', 0],
    ['-0.000000', 0],
    ['0.46', 460_000],
    ['12.500000', 12_500_000],
    ['-12.5', -12_500_000],
    ['007', 7_000_000],
    ['0.000001', 1],
    ['0.0000010000', 1],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
    ['-9007199254.740991', -Number.MAX_SAFE_INTEGER],
  ])('reads %s', (text, micro) => {
    expect(microFromDecimal(text)).toBe(micro);
  });

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '--1',
    '-',
    '.',
    '.5',
    '1.',
    '1.2.3',
    '1,5',
    '1_000',
    '1e5',
    '1E5',
    '0x1',
    '0b1',
    'NaN',
    'Infinity',
    '1e309',
    '１',
    '٣',
    '0.0000001',
    '0.0000019',
    '9007199254.740992',
    '99999999999999999999',
    `1.${'0'.repeat(23)}`,
    `0.${'0'.repeat(19)}`,
    '1'.repeat(400),
  ])('refuses "%s"', (text) => {
    expect(microFromDecimal(text)).toBeNull();
  });

  test('any text gives a safe integer or nothing, never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789.-+e') })),
        (text) => {
          const micro = microFromDecimal(text);
          expect(micro === null || Number.isSafeInteger(micro)).toBe(true);
          if (micro !== null) expect(Number(decimalFromMicro(micro))).toBe(Number(text) + 0);
        },
      ),
    );
  });

  test('what is not a safe integer is not formatted', () => {
    for (const value of [0.5, Number.NaN, 2 ** 53]) {
      expect(() => decimalFromMicro(value)).toThrow(InvariantError);
    }
  });
});

describe('doubles', () => {
  test('give the nearest micro-unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (micro) => {
        expect(microFromDouble(micro / MICRO)).toBe(micro === 0 ? 0 : micro);
      }),
      { numRuns: 1_000 },
    );
    expect(microFromDouble(0.1 + 0.2)).toBe(300_000);
    expect(Object.is(microFromDouble(-0), 0)).toBe(true);
    expect(Object.is(microFromDouble(-1e-9), 0)).toBe(true);
  });

  test.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    JSON.parse('1e309'),
    1e10,
    -1e300,
  ])('refuse %d', (value) => {
    expect(microFromDouble(value)).toBeNull();
  });
});

test('an invariant names the value that broke it', () => {
  expect(() => assertMicro(0.5, 'money')).toThrow(
    'Invariant: money is a safe integer of micro-units, got 0.5',
  );
});
