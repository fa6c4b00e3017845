import { describe, expect, test } from 'vitest';
import { onKalshi, onPolymarket } from '../market-texts.ts';
import { judged, vetoes } from './judged.ts';

const MAY_MS = Date.UTC(2026, 4, 11);

describe('pairs of one family', () => {
  test('a nomination, whatever the category is called', () => {
    const verdict = judged(
      onPolymarket(
        'Will Zootopia 2 be nominated for Best Animated Feature at the 98th Academy Awards?',
        {
          rules: 'Yes if nominated.',
        },
      ),
      onKalshi(
        'KXOSCARNOMSBANIMATEDF-26-ZOO',
        '2026 Best Animated Feature Film Oscar nominations?',
        {
          subTitle: 'Zootopia 2',
          rules:
            'If Zootopia 2 has been nominated for Best Animated Feature Film at the 98th Academy Awards, then the market resolves to Yes.',
        },
      ),
    );
    expect(verdict).toEqual({
      relation: 'identity',
      state: 'verified',
      basis: [],
      reasons: [],
      family: 'culture.award',
      textsRead: true,
    });
  });

  test('another nominee of one category cannot be told from the title alone', () => {
    const verdict = judged(
      onPolymarket('Will Rose Byrne win Best Actress at the 98th Academy Awards?'),
      onKalshi('KXOSCARACTR-26-JB', 'Oscar for Best Actress?', { subTitle: 'Jessie Buckley' }),
    );
    expect(verdict).toMatchObject({ state: 'rejected', relation: 'disjoint' });
    expect(verdict.reasons[0]).toMatchObject({
      code: 'entity',
      polymarket: 'rose byrne',
      kalshi: 'jessie buckley',
    });
  });

  test('the other side of one number is the complement', () => {
    const verdict = judged(
      onPolymarket('Will annual inflation increase by 2.6% or less in July?', {
        closesAtMs: Date.UTC(2025, 7, 12),
      }),
      onKalshi(
        'KXCPIYOY-25JUL-T2.6',
        'Will the rate of CPI inflation be above 2.6% for the year ending in July 2025?',
      ),
    );
    expect(verdict).toMatchObject({ relation: 'complement', state: 'verified' });
  });

  test('a closing price is settled by another index and may count its bound', () => {
    const verdict = judged(
      onPolymarket('WTI Crude Oil (WTI) closes above $96 on May 11?', {
        slug: 'wti-closes-above-96-on-may-11-2026',
      }),
      onKalshi('KXWTI-26MAY11-T95.99', 'Oil Price (WTI) on May 11, 2026?', {
        subTitle: '$96 or above',
      }),
    );
    expect(verdict).toMatchObject({ state: 'verified', basis: ['inclusive', 'price_index'] });
  });

  test('the next holder of an office, and the one after an election', () => {
    const verdict = judged(
      onPolymarket('Will the next Prime Minister of Hungary be Péter Magyar?'),
      onKalshi(
        'KXNEXTHUNGARYPM-26MAY01-PMAG',
        'Prime Minister of Hungary after the 2026 election?',
        {
          subTitle: 'Péter Magyar',
        },
      ),
    );
    expect(verdict).toMatchObject({ state: 'verified', basis: ['succession_scope'] });
  });

  test('a name may differ in one letter, and not in a whole name', () => {
    const next = (name: string, other: string) =>
      judged(
        onPolymarket(`Will ${name} be the next Prime Minister of Israel?`),
        onKalshi('KXNEXTISRAELPM-45JAN01-X', `Will ${other} be the next Prime Minister of Israel?`),
      ).state;
    expect(next('Gadi Eizenkot', 'Gadi Eisenkot')).toBe('verified');
    expect(next('Itamar Ben Gvir', 'Itamar Ben-Gvir')).toBe('verified');
    expect(next('Yair Golan', 'Yoav Gallant')).toBe('rejected');
    expect(next('Israel Katz', 'Benny Gantz')).toBe('rejected');
  });

  test('a chart that counts English titles only says so as its basis', () => {
    const verdict = judged(
      onPolymarket(
        'Will "Stranger Things: Season 5" be the top global Netflix show this week? (January 13, 2026)',
        {
          rules:
            'The ranking is based on total views as reported by Netflix for TV shows (English only).',
        },
      ),
      onKalshi('KXNETFLIXRANKSHOWGLOBAL-26JAN12-STR', 'Top Global Netflix Show on Jan 12, 2026?', {
        subTitle: 'Stranger Things',
        rules:
          'If Stranger Things 5 is #1 on the Netflix Top 10 Global Show on the chart published on Jan 13, 2026, then the market resolves to Yes.',
      }),
    );
    expect(verdict).toMatchObject({ state: 'verified', basis: ['english_only'], textsRead: true });
  });

  test('the season of a show that is held once a year is a year', () => {
    const idol = (season: number) =>
      judged(
        onPolymarket(`Will Jesse Findling win American Idol Season ${season}?`),
        onKalshi('KXAMERICANIDOL-26DEC31-JES', 'Who will win American Idol?', {
          subTitle: 'Jesse Findling',
        }),
      ).state;
    expect(idol(24)).toBe('verified');
    expect(idol(23)).toBe('rejected');
  });

  test.each([
    ["No change in Bank of Japan's interest rates after January 2026 meeting?", 'verified'],
    ["No change in Bank of Japan's interest rates after March 2026 meeting?", 'rejected'],
    ['No change in Bank of England interest rates after January 2026 meeting?', 'rejected'],
    ['Bank of Japan decreases interest rates after January 2026 meeting?', 'rejected'],
  ])('%s against holding in January is %s', (title, state) => {
    const kalshi = onKalshi(
      'KXCBDECISIONJAPAN-26JAN22-HOLD',
      'Will the Bank of Japan Maintain current rate at the Jan 2026 BOJ meeting?',
    );
    expect(judged(onPolymarket(title), kalshi).state).toBe(state);
  });

  test('of two periods the longer one holds the shorter', () => {
    const verdict = judged(
      onPolymarket('Will OpenAI IPO by December 31 2026?'),
      onKalshi('KXIPOOPENAI-26APR01', 'Will OpenAI IPO before Apr 1, 2026?'),
    );
    expect(verdict).toMatchObject({ state: 'rejected', relation: 'superset' });
    expect(vetoes(verdict)).toEqual(['window']);
  });

  test('families that nobody proved stay in quarantine, with everything that agrees', () => {
    const verdict = judged(
      onPolymarket('Will Bitcoin reach $150,000 in January?', {
        closesAtMs: Date.UTC(2026, 0, 31),
      }),
      onKalshi('KXBTCMAX150-25-26JAN31-149999.99', 'When will Bitcoin hit $150k?', {
        subTitle: 'Before Feb 1, 2026',
      }),
    );
    expect(verdict).toMatchObject({
      state: 'quarantined',
      relation: 'identity',
      family: 'crypto.touch',
    });
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['unprovenFamily']);
  });
});

describe('pairs that cannot be compared', () => {
  test('a market of no known template is never verified', () => {
    const verdict = judged(
      onPolymarket('Nothing Ever Happens: May'),
      onKalshi('KXNOTHING-26MAY', 'Nothing ever happens?'),
    );
    expect(verdict).toMatchObject({ state: 'quarantined', relation: 'unknown', family: null });
    expect(verdict.reasons[0]?.code).toBe('notRead');
  });

  test('two families are two questions', () => {
    const verdict = judged(
      onPolymarket('Will the price of Bitcoin be above $98,000 on January 15?', {
        closesAtMs: Date.UTC(2026, 0, 15),
      }),
      onKalshi(
        'KXINXU-26JAN09H1100-T6914.9999',
        'Will the S&P 500 be above 6914.9999 on Jan 9, 2026 at 11am EST?',
      ),
    );
    expect(vetoes(verdict)).toEqual(['family']);
  });

  test('without a year nothing is verified', () => {
    const verdict = judged(
      onPolymarket('Will the price of Bitcoin be above $82,000 on May 11?'),
      onKalshi('KXBTCD-26MAY1112-T81999.99', 'Bitcoin price on May 11, 2026 at 12pm EDT?', {
        subTitle: '$82,000 or above',
        closesAtMs: MAY_MS,
      }),
    );
    expect(verdict.state).toBe('quarantined');
    expect(verdict.reasons.map(({ code }) => code)).toContain('missing.day');
  });

  test('what somebody says: other words, other occasion', () => {
    const says = (title: string) =>
      judged(
        onPolymarket(title, { closesAtMs: MAY_MS }),
        onKalshi('KXTRUMPSAY-26MAY11-AUTO', 'What will Trump say this week?', {
          subTitle: 'Autopen / Auto Pen',
        }),
      );
    expect(vetoes(says('Will Trump say "Cocaine" this week?'))).toEqual(['entity']);
    expect(says('Will Trump say "Autopen" this week?').state).toBe('quarantined');
    expect(vetoes(says('Will Powell say "Autopen" this week?'))).toEqual(['entity']);
  });
});
