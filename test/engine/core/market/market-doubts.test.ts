import { describe, expect, test } from 'vitest';
import { type MarketTerms, termsOf } from '../../../../src/engine/domain/market-terms.ts';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { EDIT_CONCERN_MS } from '../../../../src/engine/intelligence/market/resolution-risk.ts';
import { MARKET, YES } from '../../intelligence/examples.ts';
import { LISTED, START_MS, Stage } from './market-stage.ts';

describe('the rules of a market', () => {
  function terms(text: string | null, source = 'a'): MarketTerms {
    const found = termsOf({ text, source });
    if (found === null) throw new Error('the example has a source');
    return found;
  }
  const RAIN = { terms: terms('It rains.') };
  const SNOW = { terms: terms('It snows.') };

  test('are a concern for a week once another text is listed', () => {
    const stage = new Stage().list(RAIN).book(48);
    expect(stage.risk).toEqual({ score: 0, concerns: [] });
    stage.at(START_MS + 1).list(SNOW);
    expect(stage.risk).toEqual({ score: 0.3, concerns: ['rulesEdited'] });
    stage.at(START_MS + EDIT_CONCERN_MS).list(SNOW);
    expect(stage.risk?.concerns).toEqual(['rulesEdited']);
    expect(stage.at(START_MS + EDIT_CONCERN_MS + 1).risk?.concerns).toEqual([]);
  });

  test('stay known when a source tells none, or no text', () => {
    const stage = new Stage().list(RAIN).book(48).list({ terms: null });
    expect(stage.risk?.score).toBe(0);
    expect(stage.list({ terms: terms(null, 'b') }).risk?.score).toBe(0);
    expect(stage.at(START_MS + 1).list(RAIN).risk?.score).toBe(0);
    expect(stage.list({ terms: null }).list(SNOW).risk?.concerns).toEqual(['rulesEdited']);
  });

  test('are unknown until they are read, which is no edit', () => {
    const stage = new Stage().list({ terms: null }).book(48);
    expect(stage.risk).toEqual({ score: 0.7, concerns: ['rulesUnknown'] });
    expect(stage.list({ terms: terms(null) }).risk?.concerns).toEqual(['rulesUnknown']);
    expect(stage.list(RAIN).risk).toEqual({ score: 0, concerns: [] });
  });

  test('that were edited before a restart are still edited after it, and not again', () => {
    const before = new Stage()
      .list(RAIN)
      .book(48)
      .at(START_MS + 1)
      .list(SNOW);
    const known = before.core.look(MARKET, YES, before.atMs);
    expect(known?.analysis?.risk.concerns).toEqual(['rulesEdited']);
    const stored = { ...LISTED, terms: { ...SNOW.terms, editedAtMs: START_MS + 1 } };
    const stage = new Stage()
      .at(START_MS + DAY_MS)
      .restored([stored])
      .book(48);
    expect(stage.risk?.concerns).toEqual(['rulesEdited']);
    expect(stage.list(SNOW).risk?.concerns).toEqual(['rulesEdited']);
    expect(stage.at(START_MS + 1 + EDIT_CONCERN_MS).risk?.concerns).toEqual([]);
  });

  test('that changed while nothing ran are edited when they are read again', () => {
    const stage = new Stage()
      .restored([{ ...LISTED, ...RAIN }])
      .book(48)
      .list(SNOW);
    expect(stage.risk?.concerns).toEqual(['rulesEdited']);
  });
});

describe('how far a resolution is', () => {
  const moved = (stage: 'proposed' | 'disputed') =>
    ({ kind: 'resolutionMoved', marketId: MARKET, stage, venueAtMs: START_MS }) as const;

  test('is a concern, by its newest stage', () => {
    const stage = new Stage().list({ terms: termsOf({ text: 'It rains.', source: 'a' }) }).book(48);
    expect(stage.take(moved('proposed')).risk).toEqual({ score: 0.2, concerns: ['proposed'] });
    expect(stage.take(moved('disputed')).risk).toEqual({ score: 0.6, concerns: ['disputed'] });
    expect(stage.take(moved('proposed')).risk).toEqual({ score: 0.2, concerns: ['proposed'] });
  });

  test('is known before its book', () => {
    const stage = new Stage().list().take(moved('disputed')).book(48);
    expect(stage.risk?.concerns).toContain('disputed');
  });

  test('is told anew after a restart', () => {
    const stage = new Stage().restored([LISTED]).book(48);
    expect(stage.risk?.concerns).not.toContain('disputed');
    expect(stage.take(moved('disputed')).risk?.concerns).toContain('disputed');
  });

  test('of a market nobody knows is nothing', () => {
    const stage = new Stage().take(moved('disputed')).list().book(48);
    expect(stage.risk?.concerns).not.toContain('disputed');
  });
});
