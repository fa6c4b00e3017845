import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atMsOf, priceOf, quantityOf } from '../../../src/data/polymarket/parse-decimal.ts';
import { marketIdOf, tokenIdOf } from '../../../src/data/polymarket/parse-ids.ts';
import { conditionId, tokenId } from '../../../src/engine/domain/ids.ts';
import { decimalFromMicro } from '../../../src/engine/domain/values/micro.ts';
import { priceFromDecimal, quantityFromDecimal } from '../../../src/engine/domain/values/money.ts';
import { HOSTILE } from './frames.ts';

const digits = fc.stringMatching(/^-?[0-9]{0,17}\.?[0-9]{0,19}$/);
const anything = fc.oneof(digits, fc.string(), fc.constantFrom(...HOSTILE));

test('prices and quantities are read as the domain reads them', () => {
  fc.assert(
    fc.property(anything, (value) => {
      const isText = typeof value === 'string';
      expect(priceOf(value)).toBe(isText ? priceFromDecimal(value) : null);
      expect(quantityOf(value)).toBe(isText ? quantityFromDecimal(value) : null);
      // A second time from the table.
      expect(priceOf(value)).toBe(isText ? priceFromDecimal(value) : null);
    }),
    { numRuns: 5_000 },
  );
});

test('a quantity comes back from its text', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (micro) => {
      expect(quantityOf(decimalFromMicro(micro))).toBe(micro);
    }),
  );
});

test('a time has 13 digits', () => {
  fc.assert(
    fc.property(anything, (value) => {
      const sound = typeof value === 'string' && /^[1-9]\d{12}$/.test(value);
      expect(atMsOf(value)).toBe(sound ? Number(value) : null);
    }),
  );
  expect(atMsOf('1790766966313')).toBe(1_790_766_966_313);
});

test('ids are read as the domain reads them', () => {
  // The last two characters look like digits once a copy drops their upper byte.
  const hex = fc.stringMatching(/^0x[0-9a-fA-F]{63}[0-9a-fA-F\u0131\u0130]$/);
  const decimal = fc.stringMatching(/^[1-9][0-9]{0,79}[0-9\u0131\u0130]$/);
  fc.assert(
    fc.property(fc.oneof(anything, hex, decimal), (value) => {
      const isText = typeof value === 'string';
      for (let time = 0; time < 2; time += 1) {
        expect(marketIdOf(value)).toBe(isText ? conditionId(value) : null);
        expect(tokenIdOf(value)).toBe(isText ? tokenId(value) : null);
      }
    }),
    { numRuns: 2_000 },
  );
});
