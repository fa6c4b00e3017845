import { describe, expect, test } from 'vitest';
import {
  concernWords,
  depthWords,
  riskWords,
  ruleHere,
  ruleNote,
  verdictWords,
  volatilityWords,
} from '../../../src/bot/format/market-words.ts';
import { RISK_CONCERNS } from '../../../src/engine/domain/market-analysis.ts';
import type { MarketFilter } from '../../../src/engine/domain/market-filter.ts';
import { cents, dollars } from '../../../src/engine/domain/values/money.ts';

test.each([
  [0, 'both sides alike'],
  [0.19, 'both sides alike'],
  [0.2, 'more buyers than sellers'],
  [-0.2, 'more sellers than buyers'],
  [0.79, 'more buyers than sellers'],
  [0.8, 'nearly only buyers'],
  [-1, 'nearly only sellers'],
])('a book that leans by %d has %s', (asymmetry, words) => {
  const sides = { bid: dollars(840), ask: dollars(12.4), asymmetry };
  expect(depthWords(sides)).toBe(`$840 bid and $12.40 offered near the middle: ${words}`);
});

test('a book without a middle has nothing near it', () => {
  const none = { bid: dollars(0), ask: dollars(0), asymmetry: null };
  expect(depthWords(none)).toBe('nothing to trade with near the middle of the book');
});

test.each([
  [
    { day: cents(2.1), week: cents(3.4), basis: 'seen' } as const,
    'usual move of a day: 2.1¢ by the last day, 3.4¢ by the last week',
  ],
  [
    { day: null, week: cents(3.4), basis: 'seen' } as const,
    'usual move of a day: 3.4¢ by the last week',
  ],
  [
    { day: cents(2.1), week: null, basis: 'listed' } as const,
    'usual move of a day: 2.1¢ by the last day (guessed from one change)',
  ],
  [
    { day: null, week: null, basis: 'none' } as const,
    'how far it moves in a day is not known: that counts as wild',
  ],
])('%o reads %s', (volatility, words) => {
  expect(volatilityWords(volatility)).toBe(words);
});

describe('what may make it pay otherwise', () => {
  test('nothing, or each concern in plain words', () => {
    expect(riskWords({ score: 0, concerns: [] })).toBe('how it pays is clear');
    expect(riskWords({ score: 0.7, concerns: ['disputed', 'noSource'] })).toBe(
      'doubt about its payout 0.70: its outcome is disputed, its rules name no source',
    );
  });

  test('no concern is told by its name in the code', () => {
    for (const concern of RISK_CONCERNS) expect(concernWords(concern)).toMatch(/ .* /);
    expect(concernWords('lunch')).toBe('lunch');
  });
});

describe('what decided about a market', () => {
  const rule: MarketFilter = { type: 'keyword', value: 'rate cut', action: 'deny' };
  const only: MarketFilter = { type: 'category', value: 'politics', action: 'allow' };
  const here: MarketFilter = { type: 'market', value: `0x${'a'.repeat(64)}`, action: 'deny' };

  test('a rule, as it is typed; one for the market without its id', () => {
    const by = (one: MarketFilter) =>
      verdictWords({ allowed: false, rule: one, cause: 'rule' }, [one]);
    expect(by(rule)).toBe('the rule "deny keyword rate cut" decides');
    expect(by(here)).toBe('the rule "deny this market" decides');
    expect(ruleHere(here)).toBe('deny this market');
    expect(ruleNote(`deny market ${here.value}`)).toBe('deny this market');
    expect(ruleNote('deny keyword market 0xa')).toBe('deny keyword market 0xa');
  });

  test.each([
    ['categoryNotAllowed', [only], 'only politics may be entered, and it has no such tag'],
    ['categoriesUnknown', [only], 'its tags are not known, and there are rules about categories'],
    ['titleUnknown', [rule], 'its title is not known, and there are rules about words'],
    ['noRule', [rule], 'no rule is about it'],
    ['noRule', [], 'there are no rules'],
  ] as const)('%s', (cause, filters, words) => {
    expect(verdictWords({ allowed: false, rule: null, cause }, filters)).toBe(words);
  });
});
