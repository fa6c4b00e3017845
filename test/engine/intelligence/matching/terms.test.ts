import { describe, expect, test } from 'vitest';
import {
  agreeNames,
  agreeWords,
  sharedWords,
} from '../../../../src/engine/intelligence/matching/name-agreement.ts';
import { onKalshi, onPolymarket } from '../market-texts.ts';
import { judged, vetoes } from './judged.ts';

describe('names', () => {
  test.each([
    { a: 'ben gvir', b: 'bengvir', agreement: 'same' },
    { a: 'gadi eizenkot', b: 'gadi eisenkot', agreement: 'same' },
    { a: 'gadi eizenkot', b: 'gadi eizenkott', agreement: 'same' },
    { a: 'eizenkot', b: 'eisenkot', agreement: 'different' },
    { a: 'michael jordan', b: 'michael b jordan', agreement: 'unclear' },
    { a: 'stranger things', b: 'stranger things 5', agreement: 'unclear' },
    { a: 'season 100001', b: 'season 100002', agreement: 'different' },
    { a: 'jose marti', b: 'jose marta', agreement: 'different' },
    { a: 'amelia braun', b: 'emilia brown', agreement: 'different' },
  ] as const)('$a and $b are $agreement', ({ a, b, agreement }) => {
    expect(agreeNames(a, b)).toBe(agreement);
    expect(agreeNames(b, a)).toBe(agreement);
  });

  test('words in another order are the same, a part of them is not clear', () => {
    expect(agreeWords('minister prime', 'prime minister')).toBe('same');
    expect(agreeWords('president', 'president us')).toBe('unclear');
    expect(agreeWords('president france', 'president us')).toBe('different');
    expect(sharedWords('a b c', 'b c d')).toBe(0.5);
  });
});

describe('terms', () => {
  const NEAR_MS = Date.UTC(2026, 4, 11);
  const happens = (title: string, other: string) =>
    judged(
      onPolymarket(title, { closesAtMs: NEAR_MS }),
      onKalshi('KXEVENT-26', other, { closesAtMs: NEAR_MS }),
    );

  test('the same event by a day and its opposite are told apart, and neither is verified', () => {
    const until = 'by December 31, 2026?';
    expect(
      happens(`Will OpenAI IPO ${until}`, 'Will OpenAI IPO before Jan 1, 2027?'),
    ).toMatchObject({
      state: 'quarantined',
      relation: 'identity',
    });
    expect(
      happens(`Will OpenAI not IPO ${until}`, 'Will OpenAI IPO before Jan 1, 2027?').relation,
    ).toBe('complement');
  });

  test('other words of an event: some shared is not clear, none is another', () => {
    const codes = (other: string) =>
      happens('Will Russia capture Kupiansk by August 31?', other).reasons.map(({ code }) => code);
    expect(codes('Will Russia capture all of Kupiansk before Sep 1, 2026?')).toContain(
      'unknownPredicate',
    );
    expect(codes('Will Drake release Iceman before Sep 1, 2026?')).toContain('predicate');
  });

  test('periods with another beginning', () => {
    const touch = (period: string) =>
      judged(
        onPolymarket(`Will Bitcoin reach $90,000 ${period}`, { closesAtMs: NEAR_MS }),
        onKalshi('KXBTCMAX-26MAY', 'Will Bitcoin reach $90,000 May 1-31?', { closesAtMs: NEAR_MS }),
      );
    expect(touch('in May?').reasons.map(({ code }) => code)).toEqual(['unprovenFamily']);
    expect(touch('May 11-31?')).toMatchObject({ state: 'rejected', relation: 'subset' });
    expect(touch('?').reasons.map(({ code }) => code)).toContain('unknownWindow');
  });

  test('a person for one work may win for another', () => {
    const verdict = judged(
      onPolymarket(
        'Will Jeremy Allen White (Springsteen: Deliver Me from Nowhere) win Best Actor at the 98th Academy Awards?',
      ),
      onKalshi('KXOSCARACTO-26-JAW', 'Oscar for Best Actor?', { subTitle: 'Jeremy Allen White' }),
    );
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['unknownWork']);
  });

  test('a place of a chart, and an office of another country', () => {
    const chart = judged(
      onPolymarket(
        'Will "Wednesday: Season 2" be the top US Netflix show this week? (January 13, 2026)',
      ),
      onKalshi('KXNETFLIXRANKSHOWRUNNERUP-26JAN12-WED', '#2 US Netflix Show on Jan 12, 2026?', {
        subTitle: 'Wednesday 2',
      }),
    );
    expect(vetoes(chart)).toEqual(['rank']);
    const office = judged(
      onPolymarket('Will Jo Doe be the next Prime Minister of Iraq?'),
      onKalshi('KXNEXTPM-26-JD', 'Will Jo Doe be the next Prime Minister of Israel?'),
    );
    expect(vetoes(office)).toEqual(['event']);
  });

  test('two reports of one station, and two columns of one board, are not clear', () => {
    const weather = judged(
      onPolymarket('Will the highest temperature in Miami be between 86-87°F on May 9?', {
        closesAtMs: NEAR_MS,
        rules: 'By Wunderground.',
      }),
      onKalshi('KXHIGHMIA-26MAY09-B86.5', 'Highest temperature in Miami on May 9, 2026?', {
        subTitle: '86° to 87°',
        rules: 'By the National Weather Service.',
      }),
    );
    expect(weather.state).toBe('quarantined');
    expect(weather.reasons.map(({ code }) => code)).toEqual(['unknownSource']);
  });

  test('a comparison that nobody told is not clear', () => {
    const verdict = judged(
      onPolymarket('Will US GDP growth in 2025 be greater than 2.5%?'),
      onKalshi('KXGDPYEAR-25-T2.5', 'GDP growth in 2025?'),
    );
    expect(verdict.state).toBe('quarantined');
    expect(verdict.reasons.map(({ code }) => code)).toEqual([
      'unknownThreshold',
      'missing.threshold',
    ]);
  });

  test('where whole tenths are published, above is not at least', () => {
    const verdict = judged(
      onPolymarket('Will the unemployment rate be at least 4.0% in August?', {
        closesAtMs: Date.UTC(2025, 8, 5),
      }),
      onKalshi('KXU3-25AUG-T4.0', 'Will the unemployment rate (U-3) be above 4.0% in August?'),
    );
    expect(vetoes(verdict)).toEqual(['comparator']);
  });
});
