import { describe, expect, test } from 'vitest';
import { readContract } from '../../../../src/engine/intelligence/normalizer/read-contract.ts';
import { onKalshi, onPolymarket } from '../market-texts.ts';

const MAY_MS = Date.UTC(2026, 4, 11);

const polymarket = (title: string, more = {}) =>
  readContract(onPolymarket(title, { closesAtMs: MAY_MS, ...more }));
const kalshi = (ticker: string, title: string, more = {}) =>
  readContract(onKalshi(ticker, title, more));

describe('culture', () => {
  test('charts: who, where, on which day', () => {
    expect(polymarket('Will Golden be #1 on the Billboard Hot 100 on May 16?')).toMatchObject({
      entities: ['golden'],
      event: 'billboard hot 100 us',
      day: '2026-05-16',
      rank: 1,
    });
    expect(
      kalshi(
        'KXSPOTIFY2D-25AUG06-YOU',
        'Will the top Song on Spotify on Aug 6, 2025 be Your Idol?',
        { subTitle: 'Your Idol' },
      ),
    ).toMatchObject({ event: 'spotify song us', day: '2025-08-06' });
    expect(kalshi('KXTOPAPP-CHAT', 'Top free app in the Apple App Store?')).toMatchObject({
      event: 'app store free us',
      unknown: ['day', 'entities'],
    });
  });

  test('a score by the rules of its day, or without anything', () => {
    expect(
      polymarket('Will "Weapons" score at least 90 on the Rotten Tomatoes Tomatometer?', {
        rules: 'The score on May 12, 2026 at noon decides.',
      }),
    ).toMatchObject({ day: '2026-05-12', unknown: [] });
    expect(kalshi('KXRTWEAPONS-45', 'Weapons Rotten Tomatoes score?')).toMatchObject({
      floor: 46_000_000,
    });
    expect(kalshi('KXRT-X', 'Rotten Tomatoes?')?.unknown).toEqual(['day', 'entities', 'threshold']);
  });

  test('prizes without a year and shows without a season are open', () => {
    expect(polymarket('Will Anora win Best Picture at the Oscars?')).toMatchObject({
      family: 'culture.award',
      event: null,
      unknown: ['event'],
    });
    expect(polymarket('Will Sam win Survivor Season 50?')?.event).toBe('survivor no 50: winner');
    expect(
      kalshi('KXHOST-26-X', 'Who will host the Oscars?', { subTitle: 'Conan' })?.family,
    ).not.toBe('culture.award');
  });
});

describe('politics and technology', () => {
  test.each([
    [
      'KXNEXTPOPE-35-PDAV',
      'Who will be the next Pope?',
      { predicate: 'isNext', event: 'pope', entities: ['pierbattista pizzaballa'] },
    ],
    [
      'KXTURKEYPRES-28-X',
      'Who will win the 2028 Turkish presidential election?',
      { predicate: 'winsElection' },
    ],
  ])('%s', (ticker, title, expected) => {
    expect(kalshi(ticker, title, { subTitle: 'Pierbattista Pizzaballa' })).toMatchObject(expected);
  });

  test('an office with a deadline has a period, a party is no person', () => {
    expect(polymarket('Will Kevin Hassett be the next Fed Chair by May 31, 2026?')).toMatchObject({
      window: { toMs: Date.UTC(2026, 5, 1, 4) },
    });
    expect(
      polymarket('Will a member of Fidesz be the next Prime Minister of Hungary?')?.unknown,
    ).toContain('entities');
    expect(kalshi('KXNEXTPOPE-35-X', 'Who will be the next Pope?')?.unknown).toContain('entities');
  });

  test('mentions: on a press conference, in a period, on an occasion', () => {
    expect(
      polymarket('Will Trump say "Ayatollah" or "Khamenei" during his Iran address on June 21?'),
    ).toMatchObject({
      entities: ['donald trump', '"ayatollah"', '"khamenei"'],
      day: '2026-06-21',
    });
    expect(
      polymarket('Will Trump say "Daddy" this week?', {
        rules: 'between May 4, 2026, 12:00 AM ET and May 10, 2026, 11:59 PM ET',
      })?.window?.toMs,
    ).toBe(Date.UTC(2026, 4, 11, 4));
    expect(
      polymarket('Will Powell say "Good afternoon" during the press conference?')?.unknown,
    ).toContain('event');
    expect(kalshi('KXSAY-26MAY11-X', 'What will Elon say this week?')?.unknown).toContain(
      'entities',
    );
  });

  test('models: by month, by day, by the rules', () => {
    expect(
      kalshi('KXLLM1-26JAN31-XAI', 'Best AI in Jan 2026?', {
        subTitle: 'xAI',
        rules:
          'If xAI has the top-ranked LLM on Jan 31, 2026 under Rank (UB), with style control on.',
      }),
    ).toMatchObject({
      predicate: 'companyLeads',
      entities: ['xai'],
      day: '2026-01-31',
      source: 'lmarena rank, style control on',
      unknown: [],
    });
    expect(
      kalshi('KXTOPMODEL-26JAN-GROK', 'What will be the top AI model this month?', {
        subTitle: 'Grok',
      })?.day,
    ).toBe('2026-01-31');
    expect(kalshi('KXTOPMODEL-X', 'What will be the top AI model this month?')?.unknown).toEqual([
      'day',
      'entities',
      'source',
    ]);
    expect(polymarket('Will Google have the best Math AI model at the end of June?')).toMatchObject(
      { event: 'math', day: '2026-06-30' },
    );
  });
});
