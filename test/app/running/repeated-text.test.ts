import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RepeatedText } from '../../../src/app/running/repeated-text.ts';

/** Messages remembered. */
const KEPT = 5_000;

describe('a repeated text', () => {
  test('is one that came before, byte for byte', () => {
    const texts = new RepeatedText();
    expect(['a', 'b', 'a', 'A', 'a ', 'b'].map((text) => texts.isRepeated(text))).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  test('is known exactly when it was among those seen, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (arrived) => {
        const texts = new RepeatedText();
        const seen = new Set<string>();
        for (const text of arrived) {
          expect(texts.isRepeated(text)).toBe(seen.has(text));
          seen.add(text);
        }
      }),
    );
  });

  test('is forgotten, oldest first, so that memory has a limit', () => {
    const texts = new RepeatedText();
    for (let at = 0; at <= KEPT; at += 1) texts.isRepeated(`${at}`);
    expect(texts.isRepeated('1')).toBe(true);
    expect(texts.isRepeated(`${KEPT}`)).toBe(true);
    expect(texts.isRepeated('0')).toBe(false);
  });
});

describe('a message that another connection brings again', () => {
  test('is repeated', () => {
    const repeats = new RepeatedText();
    const message = (connection: string, size: number) =>
      `{"connection_id":"${connection}","topic":"activity","payload":{"size":${size}}}`;
    expect(repeats.isRepeated(message('a', 1))).toBe(false);
    expect(repeats.isRepeated(message('b', 1))).toBe(true);
    expect(repeats.isRepeated(message('b', 2))).toBe(false);
  });
});
