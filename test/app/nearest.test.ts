import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/app/nearest.ts';

describe('nearest', () => {
  test.each([
    ['replya', 'replay'],
    ['simulat', 'simulate'],
    ['DOCTOR', 'doctor'],
    ['migrtae', 'migrate'],
  ])('%s was meant to be %s', (word, meant) => {
    expect(nearest(word, ['migrate', 'replay', 'simulate', 'doctor'])).toBe(meant);
  });

  test('what is like nothing is nothing', () => {
    expect(nearest('elephant', ['run', 'sim', 'demo'])).toBeNull();
    expect(nearest('zz', ['ab'])).toBeNull();
    expect(nearest('x', [])).toBeNull();
  });

  test('a word that is there is its own nearest', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
        const word = words[0] ?? '';
        expect(nearest(word, words)).toBe(word);
      }),
    );
  });

  test('a very long word is not looked at', () => {
    expect(nearest('a'.repeat(1_000_000), ['a'])).toBeNull();
  });
});
