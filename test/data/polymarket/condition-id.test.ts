import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paddedConditionId } from '../../../src/data/polymarket/condition-id.ts';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdefABCDEF'), { minLength: length, maxLength: length })
    .map((digits) => `0x${digits.join('')}`);

test('31 bytes get the byte they lack, 32 stay what they are, in lower case', () => {
  fc.assert(
    fc.property(hex(62), hex(64), (short, whole) => {
      expect(paddedConditionId(short)).toBe(`${short.toLowerCase()}00`);
      expect(paddedConditionId(whole)).toBe(whole.toLowerCase());
    }),
  );
});

test('nothing else is a condition id', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), hex(63), hex(60), hex(65)), (text) => {
      expect(paddedConditionId(text)).toBeNull();
    }),
  );
});
