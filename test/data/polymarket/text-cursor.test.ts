import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantityOf } from '../../../src/data/polymarket/parse-decimal.ts';
import { NOT_PLAIN, TextCursor } from '../../../src/data/polymarket/text-cursor.ts';

function read(text: string): { readonly micro: number; readonly rest: string } {
  const cursor = new TextCursor();
  cursor.text = `{"${text}",`;
  cursor.at = 2;
  const micro = cursor.micro();
  return { micro, rest: cursor.text.slice(cursor.at) };
}

test('reads what the venue sends exactly, and stands behind its quote', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999), fc.stringMatching(/^\d{0,6}$/), (whole, places) => {
      const text = places === '' ? String(whole) : `${whole}.${places}`;
      expect(read(text)).toEqual({ micro: quantityOf(text), rest: ',' });
    }),
  );
});

test('reads nothing otherwise than the long way does', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\d.eE+\- x]{0,14}$/), (text) => {
      const { micro } = read(text);
      if (micro !== NOT_PLAIN) expect(micro).toBe(quantityOf(text));
    }),
    { numRuns: 2_000 },
  );
});

test.each(['', '.', '.5', '5.', '1.2.3', '1234567890', '1.0000000', '-1', '1e3', ' 1', '1 '])(
  'leaves %j to the long way',
  (text) => {
    expect(read(text).micro).toBe(NOT_PLAIN);
  },
);
