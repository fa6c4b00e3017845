import { expect, test } from 'vitest';
import { settlementTerms } from '../../../../../src/engine/intelligence/normalizer/sports/settlement-terms.ts';
import { poly } from './market-texts.ts';

const of = (rules: string): ReturnType<typeof settlementTerms> =>
  settlementTerms(poly('x', { rules }));

test.each([
  [
    'If the game is canceled entirely, with no make-up game, this market will resolve 50-50.',
    'half',
  ],
  ['If the game is canceled entirely, with no make-up game, this market will resolve "No".', 'no'],
  [
    'If the game is canceled entirely, with no make-up game, this market will resolve to "Yes".',
    'other',
  ],
  [
    'If the game is cancelled or rescheduled to over two weeks away, the market will resolve to a fair price in accordance with the rules.',
    'fairPrice',
  ],
  ['If the match does not occur, it will resolve to the last traded price.', 'fairPrice'],
  ['If Elche wins, this market will resolve to "Yes".', null],
])('a game that is not played: %s', (rules, voidRule) => {
  expect(of(rules).voidRule).toBe(voidRule);
});

test('walkovers and ties are clauses', () => {
  expect(of('If the match ends in a walkover, this market will resolve to 50-50.').clauses).toEqual(
    ['walkover:half'],
  );
  expect(of('A walkover or forfeit: the market will resolve to a fair price.').clauses).toEqual([
    'walkover:fairPrice',
  ]);
  expect(of('If the game is declared a tie, the market will resolve to 50/50.').clauses).toEqual([
    'ties:half',
  ]);
  expect(of('If players are tied, the market resolves to "No".').clauses).toEqual(['ties:no']);
  expect(of('Nothing of the kind.').clauses).toEqual([]);
});

test('without rules nothing is said', () => {
  expect(settlementTerms(poly('x'))).toEqual({ voidRule: null, clauses: [], hasRules: false });
  expect(of('  ').hasRules).toBe(false);
});
