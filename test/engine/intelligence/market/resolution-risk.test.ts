import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ORDINARY_RISK } from '../../../../src/engine/brain/market-size.ts';
import { type MarketTerms, VAGUE_PHRASES } from '../../../../src/engine/domain/market-terms.ts';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import {
  CONCERN_WEIGHT,
  EDIT_CONCERN_MS,
  type RiskInput,
  resolutionRisk,
  VAGUE_PHRASES_COUNTED,
} from '../../../../src/engine/intelligence/market/resolution-risk.ts';
import { NOW_MS } from '../examples.ts';

const CLEAR: MarketTerms = {
  source: 'https://example.org/results',
  textHash: '0123456789abcdef',
  vague: [],
  editedAtMs: null,
};

function risk(terms: Partial<MarketTerms> | null, change: Partial<RiskInput> = {}) {
  return resolutionRisk({
    terms: terms === null ? null : { ...CLEAR, ...terms },
    stage: null,
    closesAtMs: NOW_MS + DAY_MS,
    atMs: NOW_MS,
    ...change,
  });
}

const vague = (count: number): Partial<MarketTerms> => ({ vague: VAGUE_PHRASES.slice(0, count) });

describe('the risk of a resolution', () => {
  test.each([
    ['a clear market', {}, { score: 0, concerns: [] }],
    ['one without a source', { source: null }, { score: 0.1, concerns: ['noSource'] }],
    ['one vague phrase', vague(1), { score: 0.1, concerns: ['vagueRules'] }],
    ['two of them', vague(2), { score: 0.2, concerns: ['vagueRules'] }],
    ['three', vague(3), { score: 0.3, concerns: ['vagueRules'] }],
    ['four, which count as three', vague(4), { score: 0.3, concerns: ['vagueRules'] }],
    ['every phrase', vague(VAGUE_PHRASES.length), { score: 0.3, concerns: ['vagueRules'] }],
    ['an edit just now', { editedAtMs: NOW_MS }, { score: 0.3, concerns: ['rulesEdited'] }],
    [
      'one of almost a week',
      { editedAtMs: NOW_MS - EDIT_CONCERN_MS + 1 },
      { score: 0.3, concerns: ['rulesEdited'] },
    ],
    ['one of a week', { editedAtMs: NOW_MS - EDIT_CONCERN_MS }, { score: 0, concerns: [] }],
    ['no text', { textHash: null }, { score: 0.7, concerns: ['rulesUnknown'] }],
    ['nothing of it', null, { score: 0.7, concerns: ['rulesUnknown'] }],
    [
      'the worst of texts',
      { ...vague(3), source: null, editedAtMs: NOW_MS },
      { score: 0.7, concerns: ['rulesEdited', 'vagueRules', 'noSource'] },
    ],
  ] as const)('of %s', (_, terms, wanted) => {
    expect(risk(terms)).toEqual(wanted);
  });

  test.each([
    ['a proposal', { stage: 'proposed' }, { score: 0.2, concerns: ['proposed'] }],
    ['a dispute', { stage: 'disputed' }, { score: 0.6, concerns: ['disputed'] }],
    ['no closing time', { closesAtMs: null }, { score: 0.1, concerns: ['noClosingTime'] }],
  ] as const)('of %s', (_, change, wanted) => {
    expect(risk({}, change)).toEqual(wanted);
  });

  test('is 1 at most, and names the heaviest concern first', () => {
    const all = risk(null, { stage: 'disputed', closesAtMs: null });
    expect(all).toEqual({ score: 1, concerns: ['rulesUnknown', 'disputed', 'noClosingTime'] });
  });

  test('of the ordinary market of the venue makes nothing smaller', () => {
    expect(risk({ ...vague(1), source: null }).score).toBeLessThanOrEqual(ORDINARY_RISK);
    expect(risk(null).score).toBeGreaterThan(ORDINARY_RISK);
  });

  test('of rules that nobody read counts as much as the worst that could be read', () => {
    const { rulesEdited, vagueRules, noSource, rulesUnknown } = CONCERN_WEIGHT;
    expect(rulesUnknown).toBeCloseTo(
      rulesEdited + VAGUE_PHRASES_COUNTED * vagueRules + noSource,
      12,
    );
  });
});

describe('any market', () => {
  const input: fc.Arbitrary<RiskInput> = fc.record({
    terms: fc.option(
      fc.record({
        source: fc.option(fc.constant('x')),
        textHash: fc.option(fc.constant('0123456789abcdef')),
        vague: fc.subarray([...VAGUE_PHRASES]),
        editedAtMs: fc.option(fc.integer({ min: NOW_MS - 2 * EDIT_CONCERN_MS, max: NOW_MS })),
      }),
    ),
    stage: fc.option(fc.constantFrom('proposed' as const, 'disputed' as const)),
    closesAtMs: fc.option(fc.integer({ min: 0, max: 2 * NOW_MS })),
    atMs: fc.constant(NOW_MS),
  });

  test('has a risk of 0 to 1 in hundredths, and concerns by weight', () => {
    fc.assert(
      fc.property(input, (of) => {
        const { score, concerns } = resolutionRisk(of);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(score * 100).toBeCloseTo(Math.round(score * 100), 9);
        expect(concerns.length === 0).toBe(score === 0);
        expect(new Set(concerns).size).toBe(concerns.length);
      }),
    );
  });

  test('is never safer for being less known', () => {
    fc.assert(
      fc.property(input, (of) => {
        const { score } = resolutionRisk(of);
        const { terms } = of;
        const less: Partial<RiskInput>[] = [{ terms: null }, { closesAtMs: null }];
        if (terms !== null) {
          less.push({ terms: { ...terms, textHash: null } }, { terms: { ...terms, source: null } });
        }
        for (const change of less) {
          expect(resolutionRisk({ ...of, ...change }).score).toBeGreaterThanOrEqual(score);
        }
      }),
    );
  });

  test('never gets safer by a dispute, an edit or another vague phrase', () => {
    fc.assert(
      fc.property(input, (of) => {
        const calm = { ...of, stage: null };
        const by = (change: Partial<RiskInput>) => resolutionRisk({ ...calm, ...change }).score;
        expect(by({ stage: 'proposed' })).toBeGreaterThanOrEqual(by({}));
        expect(by({ stage: 'disputed' })).toBeGreaterThanOrEqual(by({ stage: 'proposed' }));
        const { terms } = of;
        if (terms === null) return;
        const more = { ...terms, vague: [...VAGUE_PHRASES], editedAtMs: NOW_MS };
        expect(by({ terms: more })).toBeGreaterThanOrEqual(by({}));
      }),
    );
  });
});
