import { describe, expect, test } from 'vitest';
import { onKalshi, onPolymarket } from '../market-texts.ts';
import { judged, vetoes } from './judged.ts';

/** Pairs that others took for the same and that paid differently, or nearly did. */
describe('mistakes that were made', () => {
  const JANUARY_MS = Date.UTC(2026, 0, 31);

  test('a leader who is out by death: one venue pays, the other settles at the last price', () => {
    const verdict = judged(
      onPolymarket('Khamenei out as Supreme Leader of Iran by January 31?', {
        closesAtMs: JANUARY_MS,
        rules:
          'This market will resolve to "Yes" if Ali Khamenei is removed from power for any length of time.',
      }),
      onKalshi(
        'KXKHAMENEIOUT-AKHA-26FEB01',
        'Will Ali Khamenei leave office before February 1, 2026?',
        {
          rules:
            'If Ali Khamenei leaves solely because they have died, the Exchange will determine the payouts based upon the last traded price (prior to the death).',
        },
      ),
    );
    expect(verdict.state).toBe('rejected');
    expect(vetoes(verdict)).toContain('earlyClose');
  });

  test('a shutdown: a notice at ten in the morning is not any announcement of the day', () => {
    const verdict = judged(
      onPolymarket('Will there be another US government shutdown by January 31?', {
        closesAtMs: JANUARY_MS,
        rules: 'Resolves "Yes" on any OPM announcement by January 31, 11:59 PM ET.',
      }),
      onKalshi('KXGOVSHUT-26JAN31', 'Will the government be shut down on January 31?', {
        closesAtMs: JANUARY_MS,
        rules:
          'If the website of the U.S. Office of Personnel Management contains a notice that the government is shut down on January 31, 2026 at 10:00 AM ET, then the market resolves to Yes.',
      }),
    );
    expect(verdict.state).not.toBe('verified');
    expect(vetoes(verdict)).toContain('clause');
  });

  test.each([
    { city: 'New York City', polymarket: 'KLGA', kalshi: 'KNYC' },
    { city: 'Chicago', polymarket: 'KORD', kalshi: 'KMDW' },
    { city: 'Dallas', polymarket: 'KDAL', kalshi: 'KDFW' },
    { city: 'Denver', polymarket: 'KBKF', kalshi: 'KDEN' },
    { city: 'Houston', polymarket: 'KHOU', kalshi: 'KIAH' },
  ])('the weather of $city is read at another station', ({ city, polymarket, kalshi }) => {
    const verdict = judged(
      onPolymarket(`Will the highest temperature in ${city} be between 54-55°F on May 10?`, {
        slug: 'highest-temperature-on-may-10-2026-54-55f',
      }),
      onKalshi('KXHIGH-26MAY10-B54.5', `Highest temperature in ${city} on May 10, 2026?`, {
        subTitle: '54° to 55°',
      }),
    );
    expect(verdict.state).toBe('rejected');
    expect(verdict.reasons).toContainEqual({
      code: 'event',
      effect: 'reject',
      polymarket,
      kalshi,
    });
  });

  test('one station is not enough: whose report of it counts must be known too', () => {
    const verdict = judged(
      onPolymarket('Will the highest temperature in Miami be between 86-87°F on May 9?', {
        slug: 'highest-temperature-in-miami-on-may-9-2026-86-87f',
      }),
      onKalshi('KXHIGHMIA-26MAY09-B86.5', 'Highest temperature in Miami on May 9, 2026?', {
        subTitle: '86° to 87°',
      }),
    );
    expect(verdict.state).toBe('quarantined');
    expect(verdict.reasons.map(({ code }) => code)).toContain('missing.source');
  });

  test('whole numbers: above 55 is not at least 55, but it is at least 56', () => {
    const kalshi = onKalshi('KXRT-MOR-55', '"Mortal Kombat II" Rotten Tomatoes score?', {
      subTitle: 'Above 55',
    });
    const score = (least: number) =>
      judged(
        onPolymarket(
          `Will "Mortal Kombat II" score at least ${least} on the Rotten Tomatoes Tomatometer?`,
        ),
        kalshi,
      );
    expect(vetoes(score(55))).toEqual(['threshold']);
    expect(vetoes(score(56))).toEqual([]);
  });

  test('basis points: more than 25 is not 25', () => {
    const decision = (title: string) =>
      judged(
        onPolymarket(title, { closesAtMs: JANUARY_MS }),
        onKalshi(
          'KXFEDDECISION-26JAN-C26',
          'Will the Federal Reserve Cut rates by >25bps at their January 2026 meeting?',
        ),
      );
    expect(
      vetoes(decision('Fed decreases interest rates by 25 bps after January 2026 meeting?')),
    ).toEqual(['threshold']);
    expect(
      vetoes(decision('Fed decreases interest rates by 25+ bps after January 2026 meeting?')),
    ).toEqual(['threshold']);
  });

  test('growth of a year: a bucket is not all above it', () => {
    const verdict = judged(
      onPolymarket('Will US GDP growth in 2025 be between 1.0% and 1.5%?'),
      onKalshi('KXGDPYEAR-25-T1.0', 'GDP growth in 2025?', { subTitle: 'Above 1.0%' }),
    );
    expect(vetoes(verdict)).toEqual(['threshold']);
    expect(verdict.relation).toBe('subset');
  });

  test('a coin at noon is not the coin at another hour', () => {
    const polymarket = onPolymarket('Will the price of Bitcoin be above $82,000 on May 11?', {
      closesAtMs: Date.UTC(2026, 4, 11),
    });
    const at = (hour: string, words: string) =>
      judged(
        polymarket,
        onKalshi(
          `KXBTCD-26MAY11${hour}-T81999.99`,
          `Bitcoin price on May 11, 2026 at ${words} EDT?`,
          {
            subTitle: '$82,000 or above',
          },
        ),
      );
    expect(vetoes(at('09', '9am'))).toEqual(['date']);
    expect(at('12', '12pm')).toMatchObject({
      state: 'verified',
      relation: 'identity',
      basis: ['inclusive', 'price_index'],
      textsRead: false,
    });
  });

  test('the same words of another tournament', () => {
    const verdict = judged(
      onPolymarket('Will Aaron Rai finish in the Top 20 at the 2026 Truist Championship?'),
      onKalshi('KXPGATOP20-ONMBC26-ARAI', 'Oneflight Myrtle Beach Classic: Top 20 Finishers', {
        subTitle: 'Aaron Rai',
      }),
    );
    expect(verdict.state).toBe('rejected');
  });

  test('a winner after 90 minutes is not the winner after extra time', () => {
    const cup = (rules: string) =>
      judged(
        onPolymarket('Will Wrexham AFC win on 2026-01-09?', {
          rules:
            'This market refers only to the outcome within the first 90 minutes of regular play.',
          slug: 'fac-wre-nfo-2026-01-09-wre',
        }),
        onKalshi('KXFACUPGAME-26JAN09WRENFO-WRE', 'Wrexham vs Nottingham Winner?', {
          subTitle: 'Wrexham',
          rules,
        }),
      );
    expect(vetoes(cup('If Wrexham wins, including extra time and penalties.'))).toEqual([
      'playTime',
    ]);
    expect(
      vetoes(
        cup('If Wrexham wins after 90 minutes plus stoppage time (does not include extra time).'),
      ),
    ).toEqual([]);
  });

  test('rules with a gap that nobody filled are not read', () => {
    const verdict = judged(
      onPolymarket('Will Powell say "Good afternoon" during January press conference?', {
        closesAtMs: JANUARY_MS,
      }),
      onKalshi(
        'KXFEDMENTION-26JAN-GOOD',
        'Will Powell say Good Afternoon at his Jan 2026 press conference?',
        {
          subTitle: 'Good Afternoon',
          rules: 'Video of the || Address || will be primarily used to resolve the market.',
        },
      ),
    );
    expect(verdict.state).toBe('quarantined');
    expect(verdict.reasons.map(({ code }) => code)).toContain('placeholderRules');
  });

  test('being nominated is not winning', () => {
    const verdict = judged(
      onPolymarket('Will Jessie Buckley win Best Actress at the 98th Academy Awards?'),
      onKalshi('KXOSCARNOMACTR-26-JB', '2026 Best Actress Oscar nominations?', {
        subTitle: 'Jessie Buckley',
      }),
    );
    expect(vetoes(verdict)).toEqual(['predicate']);
  });

  test('who leaves first is not who leaves by a day', () => {
    const verdict = judged(
      onPolymarket('Friedrich Merz out as Chancellor of Germany by December 31, 2026?'),
      onKalshi(
        'KXG7LEADEROUT-26JUL20-FMER',
        'Will Chancellor of Germany be the first to leave office?',
      ),
    );
    expect(verdict.state).not.toBe('verified');
  });
});
