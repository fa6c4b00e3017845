import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  FilterAction,
  FilterType,
  MarketFilter,
} from '../../../../src/engine/domain/market-filter.ts';
import { foldWords } from '../../../../src/engine/domain/word-likeness.ts';
import {
  judgeMarket,
  verdictNote,
} from '../../../../src/engine/intelligence/filters/market-filters.ts';
import { MARKET, market } from '../examples.ts';

function rule(action: FilterAction, type: FilterType, value: string): MarketFilter {
  return { action, type, value };
}

const allow = (type: FilterType, value: string): MarketFilter => rule('allow', type, value);
const deny = (type: FilterType, value: string): MarketFilter => rule('deny', type, value);
const allowed = (filters: readonly MarketFilter[], change = {}): boolean =>
  judgeMarket(filters, market(change)).allowed;

describe('without a rule that fits', () => {
  test('a market may be entered', () => {
    expect(judgeMarket([], market())).toEqual({ allowed: true, rule: null, cause: 'noRule' });
    expect(allowed([deny('category', 'sports'), deny('keyword', 'snow')])).toBe(true);
    expect(allowed([allow('market', '0xother'), allow('keyword', 'snow')])).toBe(true);
  });

  test('an allowed category closes the others', () => {
    expect(judgeMarket([allow('category', 'politics')], market())).toEqual({
      allowed: false,
      rule: null,
      cause: 'categoryNotAllowed',
    });
  });
});

describe('what decided, for the record', () => {
  const noted = (filters: readonly MarketFilter[], change = {}) =>
    verdictNote(judgeMarket(filters, market(change)), filters);
  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((tag) => allow('category', tag));

  const cases: readonly (readonly [string, readonly MarketFilter[], object, string | null])[] = [
    ['nothing', [], {}, null],
    ['a rule', [deny('keyword', 'rain')], {}, 'deny keyword rain'],
    ['a rule that allows', [allow('market', MARKET)], {}, `allow market ${MARKET}`],
    ['the allowed categories', [allow('category', 'x'), allow('category', 'y')], {}, 'only x, y'],
    ['no more than five of them', six, {}, 'only a, b, c, d, e and 1 more'],
    ['tags that are missing', [deny('category', 'x')], { categories: [] }, 'categories unknown'],
    ['a title that is missing', [deny('keyword', 'x')], { question: '' }, 'title unknown'],
  ];
  test.each(cases)('%s', (_, ...[filters, change, note]) => {
    expect(noted(filters, change)).toBe(note);
  });
});

describe('precedence', () => {
  test.each([
    [
      'a market rule beats a category rule',
      [allow('market', MARKET), deny('category', 'weather')],
      true,
    ],
    [
      'a market rule excepts from an allow list',
      [allow('market', MARKET), allow('category', 'x')],
      true,
    ],
    [
      'a category rule beats a keyword rule',
      [allow('category', 'weather'), deny('keyword', 'rain')],
      true,
    ],
    [
      'a denied category beats an allowed keyword',
      [deny('category', 'weather'), allow('keyword', 'rain')],
      false,
    ],
    [
      'an allow list beats an allowed keyword',
      [allow('category', 'x'), allow('keyword', 'rain')],
      false,
    ],
    ['deny beats allow among markets', [allow('market', MARKET), deny('market', MARKET)], false],
    [
      'deny beats allow among categories',
      [allow('category', 'weather'), deny('category', 'switzerland')],
      false,
    ],
    [
      'deny beats allow among keywords',
      [allow('keyword', 'rain'), deny('keyword', 'sunday')],
      false,
    ],
  ])('%s', (_, filters, expected) => {
    expect(allowed(filters)).toBe(expected);
    expect(allowed([...filters].reverse())).toBe(expected);
  });

  test('the rule that decided is told', () => {
    const rain = deny('keyword', 'rain');
    expect(judgeMarket([allow('keyword', 'zurich'), rain], market())).toEqual({
      allowed: false,
      rule: rain,
      cause: 'rule',
    });
  });

  test('the order of rules never matters', () => {
    const any = fc.array(
      fc.record({
        action: fc.constantFrom<FilterAction>('allow', 'deny'),
        type: fc.constantFrom<FilterType>('market', 'category', 'keyword'),
        value: fc.constantFrom(MARKET, 'weather', 'sports', 'rain', 'snow'),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(any, (filters) => {
        const there = judgeMarket(filters, market());
        const back = judgeMarket([...filters].reverse(), market());
        expect([back.allowed, back.cause]).toEqual([there.allowed, there.cause]);
      }),
    );
  });

  test('one more deny never opens a market', () => {
    const filters = [
      allow('market', MARKET),
      allow('category', 'weather'),
      allow('keyword', 'rain'),
    ];
    for (const extra of [
      deny('market', MARKET),
      deny('category', 'weather'),
      deny('keyword', 'rain'),
    ]) {
      for (let size = 0; size <= filters.length; size += 1) {
        const some = filters.slice(size);
        if (!allowed(some)) expect(allowed([...some, extra])).toBe(false);
      }
    }
  });
});

describe('keywords', () => {
  test.each([
    ['election', 'Who wins the Election?', true],
    ['election', 'Will the by-election be held?', true],
    ['election', 'Electioneering banned?', false],
    ['pre', 'Will the president resign?', false],
    ['mbappé', 'Will MBAPPE score?', true],
    ['mbappe', 'Will Mbappe\u0301 score?', true],
    ['sao paulo', 'Rain in São Paulo?', true],
    ['strasse', 'Opens the Hauptstraße — Straße?', true],
    ['new york', 'Rain in New   York?', true],
    ['new york', 'New rules in York?', false],
    ['new york', 'Is New-York next?', true],
    ['trump', "Trump's approval?", true],
    ['ﬁnal', 'Who wins the FINAL?', true],
    ['οδος', 'ΟΔΟΣ?', true],
    ['100k', 'Bitcoin above 100K?', true],
    ['100', 'Bitcoin above 100K?', false],
  ])('"%s" in "%s": %s', (keyword, question, found) => {
    expect(allowed([deny('keyword', keyword)], { question })).toBe(!found);
  });

  test('a keyword without a word in it matches nothing', () => {
    expect(foldWords(' —!🔥 ')).toBe('');
    expect(allowed([deny('keyword', '!!!')])).toBe(true);
  });
});

describe('categories and markets', () => {
  test('are compared in one case; a category may be written with spaces', () => {
    expect(allowed([deny('category', 'us politics')], { categories: ['us-politics'] })).toBe(false);
    expect(allowed([deny('market', 'kxbtc-26nov')], { id: 'KXBTC-26NOV' })).toBe(false);
    expect(allowed([deny('category', 'us')], { categories: ['us-politics'] })).toBe(true);
  });
});

describe('what is missing closes a market when a rule needs it', () => {
  test('categories', () => {
    for (const filter of [deny('category', 'sports'), allow('category', 'sports')]) {
      for (const categories of [[], ['', '-']]) {
        expect(judgeMarket([filter], market({ categories }))).toMatchObject({
          allowed: false,
          cause: 'categoriesUnknown',
        });
      }
    }
    expect(allowed([deny('keyword', 'snow')], { categories: [] })).toBe(true);
    expect(allowed([allow('market', MARKET), deny('category', 'x')], { categories: [] })).toBe(
      true,
    );
  });

  test('the title', () => {
    expect(judgeMarket([deny('keyword', 'snow')], market({ question: ' ' }))).toEqual({
      allowed: false,
      rule: null,
      cause: 'titleUnknown',
    });
    expect(allowed([allow('keyword', 'snow')], { question: '' })).toBe(true);
    expect(allowed([deny('category', 'sports')], { question: '' })).toBe(true);
  });
});
