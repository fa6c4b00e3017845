import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../../src/engine/intelligence/normalizer/contract.ts';
import { readContract } from '../../../../src/engine/intelligence/normalizer/read-contract.ts';
import { onKalshi, onPolymarket } from '../market-texts.ts';

const MAY_MS = Date.UTC(2026, 4, 11);
const JANUARY_MS = Date.UTC(2026, 0, 28);

const polymarket = (title: string, more = {}) =>
  readContract(onPolymarket(title, { closesAtMs: MAY_MS, ...more }));
const kalshi = (ticker: string, title: string, more = {}) =>
  readContract(onKalshi(ticker, title, more));

describe('culture', () => {
  test('an ordinal is a year', () => {
    const event = 'academy awards 2026: actress';
    expect(
      polymarket('Will Rose Byrne be nominated for Best Actress at the 98th Academy Awards?'),
    ).toMatchObject({
      event,
      entities: ['rose byrne'],
      predicate: 'isNominated',
    });
    expect(
      kalshi('KXOSCARNOMACTR-26-ROS', '2026 Best Actress Oscar nominations?', {
        subTitle: 'Rose Byrne',
      }),
    ).toMatchObject({ event });
  });

  test('without the name of the nominee there is no contract to compare', () => {
    expect(
      kalshi('KXOSCARNOMACTR-26-ROS', '2026 Best Actress Oscar nominations?')?.unknown,
    ).toContain('entities');
    expect(
      kalshi('KXOSCARNOMACTR-26-ROS', '2026 Best Actress Oscar nominations?', {
        rules:
          'If Rose Byrne has been nominated for Best Actress at the 98th Academy Awards, then the market resolves to Yes.',
      })?.entities,
    ).toEqual(['rose byrne']);
  });

  test('winning a show is not winning a round of it', () => {
    const event = (title: string) => polymarket(title)?.event;
    expect(event('Will Ruby Rae win American Idol Season 24?')).toBe('american idol 2026: winner');
    expect(event('Will Ruby Rae win the first round of American Idol Season 24?')).not.toBe(
      'american idol 2026: winner',
    );
    expect(
      kalshi('KXIDOLOUT-26-RUB', 'Who will be eliminated next on American Idol?', {
        subTitle: 'Ruby Rae',
      })?.event,
    ).not.toBe('american idol 2026: winner');
  });

  test('who wins for which work is a clause', () => {
    expect(
      polymarket(
        'Will Jeremy Allen White (Springsteen: Deliver Me from Nowhere) win Best Actor – Drama at the 83rd Golden Globes?',
      ),
    ).toMatchObject({
      entities: ['jeremy allen white'],
      event: 'golden globes 2026: actor drama',
      clauses: ['work:springsteen deliver me from nowhere'],
    });
  });

  test('a score is a whole number', () => {
    expect(
      kalshi('KXRT-MOR-55', '"Mortal Kombat II" Rotten Tomatoes score?', { subTitle: 'Above 55' }),
    ).toMatchObject({
      family: 'culture.score',
      entities: ['mortal kombat ii'],
      comparator: 'ge',
      floor: 56_000_000,
      unknown: ['day'],
    });
    expect(kalshi('KXRTWEAPONS-45', 'Weapons Rotten Tomatoes score?')?.entities).toEqual([
      'weapons',
    ]);
  });

  test('a place of a chart', () => {
    expect(
      kalshi('KXNETFLIXRANKSHOWRUNNERUP-26JAN12-STR', '#2 US Netflix Show on Jan 12, 2026?', {
        subTitle: 'Stranger Things',
      }),
    ).toMatchObject({
      family: 'culture.chart',
      rank: 2,
      day: '2026-01-13',
      event: 'netflix show us',
    });
  });
});

describe('politics', () => {
  test.each([
    [
      'Will the next Prime Minister of Hungary be Viktor Orbán?',
      'isNext',
      'viktor orban',
      'hungary minister prime',
    ],
    [
      'Will Naftali Bennett be the next Prime Minister of Israel?',
      'isNext',
      'naftali bennett',
      'israel minister prime',
    ],
    [
      'Will Jon Doe win the 2028 Democratic presidential nomination?',
      'isNominee',
      'jon doe',
      '2028 democratic nomination presidential',
    ],
    [
      'Will Samuel Doria Medina win the 2025 Bolivia presidential election?',
      'winsElection',
      'samuel doria medina',
      '2025 bolivia election presidential',
    ],
  ])('%s', (...told) => {
    const [title, predicate, person, event] = told;
    expect(polymarket(title)).toMatchObject({
      family: `politics.${predicate}`,
      predicate,
      entities: [person],
      event,
    });
  });

  test('alternatives of a phrase are one where only their spelling differs', () => {
    expect(
      kalshi('KXTRUMPSAY-26MAY11-AUTO', 'What will Trump say this week?', {
        subTitle: 'Autopen / Auto Pen',
      }),
    ).toMatchObject({
      entities: ['donald trump', '"autopen"'],
      window: { toMs: Date.UTC(2026, 4, 11, 4) },
    });
    expect(
      kalshi('KXTRUMPSAY-26JAN12-ELON', 'Will Trump say "Elon / Musk" before Jan 12, 2026?')
        ?.entities,
    ).toEqual(['donald trump', '"elon"', '"musk"']);
    expect(
      polymarket('Will Powell say "Inflation" 40+ times during July Press Conference?'),
    ).toMatchObject({ floor: 40_000_000 });
  });
});

describe('technology and whatever else has a deadline', () => {
  test('a model or its company, and whose column decides', () => {
    expect(
      kalshi('KXTOPMODEL-26JAN17-GROK', 'Top AI model on January 17th?', {
        subTitle: 'Grok',
        closesAtMs: JANUARY_MS,
      }),
    ).toMatchObject({
      predicate: 'modelLeads',
      day: '2026-01-17',
      unknown: ['source'],
    });
    expect(
      polymarket('Will xAI have the second-best AI model at the end of January 2026?', {
        rules: 'Results from the "Arena Score" section with the style control off will be used.',
      }),
    ).toMatchObject({ predicate: 'companyLeads', rank: 2, day: '2026-01-31', unknown: [] });
  });

  test('an event by a day, in the words of the title', () => {
    expect(polymarket('Will the U.S. invade Venezuela by March 31, 2026?')).toMatchObject({
      family: 'event.happens',
      predicate: 'invade us venezuela',
      side: 'yes',
    });
    expect(polymarket('Will OpenAI not IPO by December 31, 2026?')?.side).toBe('no');
  });

  test('the first outcome decides the side', () => {
    const side = (outcomes: readonly string[]): Contract['side'] | undefined =>
      polymarket('Will OpenAI IPO by December 31, 2026?', { outcomes })?.side;
    expect(side(['Yes', 'No'])).toBe('yes');
    expect(side(['No', 'Yes'])).toBe('no');
    expect(side(['Blue', 'Red'])).toBeNull();
  });
});
