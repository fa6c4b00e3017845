import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type MarketTerms,
  TEXT_HASH_DIGITS,
  termsAfter,
  termsOf,
  VAGUE_PHRASES,
} from '../../../src/engine/domain/market-terms.ts';

const THEN_MS = 1_790_000_000_000;
const NOW_MS = THEN_MS + 3_600_000;

function terms(text: string | null, source: string | null = null): MarketTerms {
  const found = termsOf({ source, text });
  if (found === null) throw new Error('the example has a text or a source');
  return found;
}

describe('the terms of a rules text', () => {
  test('keep a digest of it and not the text', () => {
    const text = 'Resolves "Yes" if it rains in Zürich.';
    const digest = createHash('sha256').update(text, 'utf8').digest('hex');
    expect(terms(text, 'https://example.org')).toEqual({
      source: 'https://example.org',
      textHash: digest.slice(0, TEXT_HASH_DIGITS),
      vague: [],
      editedAtMs: null,
    });
  });

  test.each([
    [null, null],
    ['', null],
    [null, ' '],
    ['\n', '\t'],
  ])('of text %j and source %j are nothing', (text, source) => {
    expect(termsOf({ text, source })).toBeNull();
  });

  test('of a source alone have no text', () => {
    expect(terms(null, ' https://example.org ')).toEqual({
      source: 'https://example.org',
      textHash: null,
      vague: [],
      editedAtMs: null,
    });
  });

  test('do not change with space around the text', () => {
    expect(terms('  It rains.\n')).toEqual(terms('It rains.'));
  });

  test.each(VAGUE_PHRASES)('find "%s", in any case, at any place, across lines', (phrase) => {
    for (const text of [
      phrase,
      `A (${phrase.toUpperCase()}).`,
      `may be ${phrase.replaceAll(' ', '\n')}, or so`,
    ]) {
      expect(terms(text).vague).toContain(phrase);
    }
  });

  test.each([
    ['unreasonable', 'reasonable'],
    ['ambiguously', 'ambiguous'],
    ['the discretionary fund', 'at the discretion'],
    ['credible reporting', 'consensus of credible reporting'],
  ])('find no phrase in "%s"', (text, phrase) => {
    expect(terms(text).vague).not.toContain(phrase);
  });
});

describe('the terms of a market that is listed again', () => {
  const FIRST = terms('It rains.', 'a');

  test.each<[string, [MarketTerms | null, MarketTerms | null], MarketTerms | null]>([
    ['nothing before and nothing now', [null, null], null],
    ['nothing before', [null, FIRST], FIRST],
    ['nothing now', [FIRST, null], FIRST],
    ['the same text', [FIRST, FIRST], FIRST],
    [
      'the same text of another source',
      [FIRST, terms('It rains.', 'b')],
      { ...FIRST, source: 'b' },
    ],
    ['a source without a text', [FIRST, terms(null, 'b')], { ...FIRST, source: 'b' }],
    ['a text where there was a source alone', [terms(null, 'a'), FIRST], FIRST],
  ])('%s', (_, [known, listed], after) => {
    expect(termsAfter(known, listed, NOW_MS)).toEqual(after);
  });

  test('with another text were edited now', () => {
    const second = terms('It rains much, in the spirit of the question.', 'a');
    expect(termsAfter(FIRST, second, NOW_MS)).toEqual({ ...second, editedAtMs: NOW_MS });
  });

  test('stay edited, since the last edit', () => {
    const second = terms('It snows.', 'a');
    const edited = termsAfter(FIRST, second, THEN_MS);
    expect(termsAfter(edited, second, NOW_MS)).toEqual({ ...second, editedAtMs: THEN_MS });
    expect(termsAfter(edited, null, NOW_MS)).toEqual(edited);
    expect(termsAfter(edited, terms(null, 'b'), NOW_MS)).toMatchObject({ editedAtMs: THEN_MS });
    expect(termsAfter(edited, FIRST, NOW_MS)).toMatchObject({ editedAtMs: NOW_MS });
  });

  test('are edited exactly when two texts that follow each other differ', () => {
    const text = fc.option(fc.constantFrom('It rains.', 'It snows.'));
    const listing = fc.record({ text, source: fc.option(fc.constantFrom('a', 'b')) });
    fc.assert(
      fc.property(fc.array(listing, { maxLength: 12 }), (listings) => {
        let known: MarketTerms | null = null;
        let editedAtMs: number | null = null;
        let last: string | null = null;
        for (const [at, listed] of listings.entries()) {
          known = termsAfter(known, termsOf(listed), at);
          if (listed.text !== null && last !== null && listed.text !== last) editedAtMs = at;
          last = listed.text ?? last;
          expect(known?.editedAtMs ?? null).toBe(editedAtMs);
          expect(known?.textHash ?? null).toBe(last === null ? null : terms(last).textHash);
        }
      }),
    );
  });
});
