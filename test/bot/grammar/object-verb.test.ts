import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/bot/command.ts';
import { WALLET_VERBS } from '../../../src/bot/commands/wallet-rule.ts';
import { isVerb, readObjectVerb } from '../../../src/bot/grammar/object-verb.ts';

const read = (...words: string[]) => readObjectVerb('wallet', words, WALLET_VERBS);

describe('readObjectVerb', () => {
  test.each([
    [['whale-7', 'scale', '0.5']],
    [['scale', 'whale-7', '0.5']],
    [['set', 'whale-7', 'scale', '0.5']],
    [['whale-7', 'set', 'scale', '0.5']],
    [['whale-7', 'FACTOR', '0.5']],
  ])('%j means one thing', (words) => {
    expect(read(...words)).toEqual({ object: 'whale-7', verb: 'scale', value: ['0.5'] });
  });

  test('without a verb it shows, without an object nothing is meant', () => {
    expect(read('whale-7')).toEqual({ object: 'whale-7', verb: null, value: [] });
    expect(read('add')).toEqual({ object: null, verb: 'add', value: [] });
    expect(read()).toEqual({ object: null, verb: null, value: [] });
  });

  test('a typo is answered with the line that was meant', () => {
    const meant = (...words: string[]): string | null => {
      try {
        read(...words);
        return 'read';
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        return error.meant;
      }
    };
    expect(meant('whale-7', 'scal', '0.5')).toBe('/wallet whale-7 scale 0.5');
    expect(meant('sclae', 'whale-7', '0.5')).toBe('/wallet scale whale-7 0.5');
    expect(meant('big fish', 'disabel')).toBe('/wallet "big fish" disable');
    expect(meant('whale-7', 'banana')).toBeNull();
  });

  test('a word that is no verb never becomes one', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        fc.pre(!isVerb(a, WALLET_VERBS) && !isVerb(b, WALLET_VERBS) && b.toLowerCase() !== 'set');
        fc.pre(a.toLowerCase() !== 'set');
        expect(() => read(a, b)).toThrow(UsageError);
      }),
    );
  });
});
