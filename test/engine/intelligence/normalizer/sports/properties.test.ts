import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarketText } from '../../../../../src/engine/intelligence/normalizer/contract.ts';
import { compareSports } from '../../../../../src/engine/intelligence/normalizer/sports/compare-sports.ts';
import { isSameName } from '../../../../../src/engine/intelligence/normalizer/sports/competitor.ts';
import { contractOf, kalshi, match, stand } from './market-texts.ts';

/** Names that no table knows, without words that clubs and squads carry. */
const word = fc.stringMatching(/^[b-df-hj-np-tv-z][aiou][b-df-hj-np-tv-z]{1,2}[aiou][k-n]{2,4}$/);
const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const teams = fc.tuple(name, name).filter(([a, b]) => isSameName(a, b, 'basketball') === false);
const day = fc.integer({ min: 10, max: 28 });
const isFirst = fc.boolean();

const listed = ([a, b]: readonly [string, string], on: number): MarketText =>
  match(`${a} vs. ${b}`, `bkseriea-x-y-2026-05-${on}`, [a, b]);
const asked = ([a, b]: readonly [string, string], on: number): MarketText =>
  kalshi(`KXBBSERIEAGAME-26MAY${on}1100XXYY-XX`, `${a} vs ${b}`, `${a} wins`);

describe('for any two teams', () => {
  test('the side is that of the words, in any order of titles', () => {
    fc.assert(
      fc.property(teams, day, isFirst, ([a, b], on, straight) => {
        const text = listed(straight ? [a, b] : [b, a], on);
        expect(stand(text, asked([a, b], on))).toBe(straight ? 'same' : 'inverse');
        expect(stand(text, asked([b, a], on))).toBe(straight ? 'inverse' : 'same');
      }),
    );
  });

  test('turning the outcomes round turns the relation round', () => {
    fc.assert(
      fc.property(teams, day, (both, on) => {
        const text = listed(both, on);
        const turned = { ...text, outcomes: [...text.outcomes].reverse() };
        expect(stand(text, asked(both, on))).toBe('same');
        expect(stand(turned, asked(both, on))).toBe('inverse');
      }),
    );
  });

  test('another day or another opponent is another game', () => {
    fc.assert(
      fc.property(teams, name, day, day, (...[[a, b], other, on, later]) => {
        fc.pre(on !== later && isSameName(b, other, 'basketball') === false);
        fc.pre(isSameName(a, other, 'basketball') === false);
        expect(stand(listed([a, b], on), asked([a, b], later))).toBe('differs: day');
        expect(stand(listed([a, b], on), asked([a, other], on))).toBe('differs: competitors');
      }),
    );
  });

  test('comparing is the same from both ends', () => {
    fc.assert(
      fc.property(teams, teams, day, (one, other, on) => {
        const [a, b] = [contractOf(listed(one, on)), contractOf(asked(other, on))];
        if (a === null || b === null) throw new Error('a game that is not read');
        expect(compareSports(a, b)).toEqual(compareSports(b, a));
      }),
    );
  });
});

test('a name is itself, and two are the same whichever is asked of', () => {
  const sport = fc.constantFrom('basketball', 'soccer', 'tennis', 'dota 2', 'tournament');
  fc.assert(
    fc.property(name, name, sport, (a, b, of) => {
      expect(isSameName(a, a, of)).toBe(true);
      expect(isSameName(a, b, of)).toBe(isSameName(b, a, of));
    }),
  );
});

test('no text makes a reader throw, and what it reads is the same twice', () => {
  const pieces = fc.constantFrom(
    'vs',
    'vs.',
    ':',
    'Will',
    'win',
    'on 2026-01-10?',
    'Over',
    '(-1.5)',
    'Spread',
    'O/U 2.5',
    'Map 2',
    '?',
    'at',
    '50-50',
    '-',
    '(',
    'Á',
    '',
  );
  const title = fc.array(fc.oneof(pieces, name), { maxLength: 9 }).map((words) => words.join(' '));
  const ticker = fc.constantFrom(
    'KXMLBGAME-26MAY112005AZTEX-TEX',
    'KXATPSETWINNER-26MAY10A-1-B',
    'KXPGATOP5-TRC26-A',
    'KX-',
    '',
    'KXEPLTOTAL-26MAY10AB-2',
    'KXEPLSPREAD-26MAY10AB-2',
  );
  const slug = fc.constantFrom(
    null,
    'mlb-a-b-2026-05-11',
    'epl-a-b-2026-05-11-draw',
    'x',
    'cs2-a-b-2026-05-11-game2',
  );
  fc.assert(
    fc.property(title, ticker, slug, title, (...[said, id, of, side]) => {
      const texts = [{ ...kalshi(id, said, side) }, { ...match(said, '', [side, said]), slug: of }];
      for (const text of texts) expect(contractOf(text)).toEqual(contractOf(text));
    }),
  );
});
