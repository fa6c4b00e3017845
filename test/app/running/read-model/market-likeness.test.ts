import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { likeness } from '../../../../src/app/running/read-model/market-likeness.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { wordsSought } from '../../../../src/engine/domain/word-likeness.ts';
import { FED } from '../../../bot/chat-facts.ts';

function asking(question: string, of: Partial<Market> = {}): Market {
  return { ...FED, question, slug: '', eventGroupId: '', categories: [], ...of };
}

const like = (typed: string, market: Market): number => likeness(market, wordsSought(typed));

describe('words that people type', () => {
  const election = asking('Will Türkiye hold early elections in December 2026?', {
    slug: 'turkey-early-election-2026',
    categories: ['politics', 'middle-east'],
  });

  test.each([
    ['in any order and case', 'DECEMBER turkiye'],
    ['without accents', 'turkiye'],
    ['with accents', 'Türkiye'],
    ['as a singular', 'early election'],
    ['by their beginning', 'dec elections'],
    ['with one letter wrong', 'decenber'],
    ['with one letter missing', 'electons'],
    ['with one letter too many', 'earlyy'],
    ['with two neighbours swapped', 'decmeber'],
    ['of the slug', 'turkey'],
    ['of a tag', 'politics 2026'],
    ['of a tag of two words', 'middle east'],
    ['among words that every question has', 'will there be elections in december'],
    ['with punctuation around them', '“elections, (december)?”'],
  ])('are found %s', (_, typed) => {
    expect(like(typed, election)).toBeGreaterThan(0);
  });

  test.each([
    ['another word', 'zebra'],
    ['one of three that fits nothing', 'elections december zebra'],
    ['two letters wrong', 'dexenbur'],
    ['a short word with a letter missing', 'hod'],
    ['another number', 'elections 2027'],
    ['a number with a letter missing', '206'],
    ['nothing but signs', '?!'],
    ['nothing', ''],
  ])('are not: %s', (_, typed) => {
    expect(like(typed, election)).toBe(0);
  });

  test('a coin by its name or its code, whichever the venue writes', () => {
    const window = asking('BTC price up in next 15 mins?');
    const named = asking('Bitcoin Up or Down?');
    expect(like('bitcoin', window)).toBeGreaterThan(0);
    expect(like('btc', named)).toBeGreaterThan(0);
    expect(like('bitcoin', named)).toBeGreaterThan(like('btc', named));
    expect(like('ethereum', window)).toBe(0);
  });

  test('of four words or more, one may be of another market', () => {
    expect(like('early elections december zebra', election)).toBeGreaterThan(0);
    expect(like('early elections zebra giraffe', election)).toBe(0);
  });

  test('plurals of every kind', () => {
    for (const [one, many] of [
      ['cut', 'cuts'],
      ['tax', 'taxes'],
      ['country', 'countries'],
    ] as const) {
      expect(like(one, asking(many))).toBeGreaterThan(0.9);
      expect(like(many, asking(one))).toBeGreaterThan(0.9);
    }
  });

  test('the word itself beats its plural, that its beginning, that a slip, and a tag the question', () => {
    const of = (question: string) => like('rates', asking(question));
    const order = [of('rates'), of('rate'), like('rate', asking('rateless')), of('rites')];
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(new Set(order).size).toBe(4);
    expect(like('rates', asking('x', { categories: ['rates'] }))).toBeLessThan(of('rates'));
  });
});

test('a market is always found by its own question, and no text throws', () => {
  const word = fc.stringMatching(/^[a-zäöü]{2,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), fc.string(), (words, other) => {
      const market = asking(words.join(' '));
      expect(like(market.question, market)).toBe(1);
      const value = like(other, market);
      expect(value >= 0 && value <= 1).toBe(true);
    }),
  );
});

test('one slip in a word of four letters or more never loses a market', () => {
  const word = fc.stringMatching(/^[a-z]{4,10}$/);
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (right, place, slip) => {
      const at = place % (right.length - 1);
      const wrong =
        slip === 'drop'
          ? right.slice(0, at) + right.slice(at + 1)
          : slip === 'double'
            ? right.slice(0, at) + right[at] + right.slice(at)
            : right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
      fc.pre(wrong.length >= 4 && wordsSought(wrong).length === 1);
      expect(like(wrong, asking(`x ${right} y`))).toBeGreaterThan(0);
    }),
  );
});
