import { describe, expect, it } from 'vitest';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { factsOf, foreignOf } from '../../../src/engine/brain/llm-facts.ts';
import {
  FOREIGN_CHARS_MAX,
  MODEL_RULES,
  questionText,
  RULES_CHARS_MAX,
} from '../../../src/engine/brain/llm-text.ts';
import type { EntryInputs } from '../../../src/engine/domain/decision-record.ts';
import type { ModelQuestion } from '../../../src/engine/domain/model.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { NO, NOW_MS, YES } from '../intelligence/examples.ts';
import { copySignal, entryContext, NO_EXPOSURE, openMarket } from './entry-examples.ts';
import { INJECTIONS } from './injections.ts';

const HOUR_MS = 3_600_000;

const HELD: EntryInputs['held'] = {
  leader: [
    { tokenId: YES, quantity: shares(340), cost: dollars(170), sinceAtMs: NOW_MS - 26 * HOUR_MS },
    { tokenId: NO, quantity: shares(40), cost: null, sinceAtMs: null },
  ],
  ours: [
    { tokenId: YES, quantity: shares(8.06), cost: dollars(5), sinceAtMs: NOW_MS - 90 * 60_000 },
  ],
};

function question(change: Parameters<typeof entryContext>[0] = {}): ModelQuestion {
  const context = entryContext(change);
  const judged = judgeEntry(context);
  if (judged.verdict === 'denied') throw new Error('the rules accept it');
  const { marketId, tokenId } = context.signal;
  return {
    ...{ id: 'q', marketId, tokenId, model: 'test', timeoutMs: 5_000 },
    facts: factsOf(context, judged),
    foreign: foreignOf(context),
  };
}

describe('what a model is asked', () => {
  it('is our numbers, both positions, the portfolio, and the texts of the market', async () => {
    const exposure = {
      ...NO_EXPOSURE,
      ...{ market: dollars(5), group: dollars(9), wallet: dollars(30), walletToday: dollars(12) },
      ...{ category: dollars(44), total: dollars(120), positions: 11, available: dollars(380) },
    };
    const asked = question({
      ...{ held: HELD, exposure, signal: copySignal({ leaderPrice: cents(50) }) },
    });
    const text = questionText(asked, 'Pays Yes if it rains before Friday,\nby the airport.');
    await expect(`${MODEL_RULES}\n\n${text}\n`).toMatchFileSnapshot('./llm-question.golden.txt');
  });

  it('says that nothing is held, and what is not known', () => {
    const { facts } = question({
      held: { leader: [{ ...HELD.leader[0], ...unknown(YES) }], ours: [] },
    });
    expect(facts['shares of this outcome held by the wallet']).toBe('340');
    expect(facts['paid for them by the wallet in dollars']).toBeNull();
    expect(facts['hours since the first of them by the wallet']).toBeNull();
    expect(facts['shares of this outcome held by us']).toBe('0');
    expect(facts['hours since the first of them by us']).toBe('none');
  });

  it('is as long as it may be and no longer, whatever strangers write, and whoever holds what', () => {
    const long = 'x'.repeat(100_000);
    const outcomes = Array.from({ length: 300 }, (_, index) => ({
      ...{ tokenId: index === 0 ? YES : (`outcome${index}` as typeof YES), label: long },
    }));
    const stakes = outcomes.map(({ tokenId }) => ({ ...unknown(tokenId), quantity: shares(1) }));
    const market = openMarket({ question: long, categories: [long, long] });
    const text = questionText(question({ market, held: { leader: stakes, ours: stakes } }), long);
    expect(text.length).toBeLessThan(RULES_CHARS_MAX + 4 * FOREIGN_CHARS_MAX + 3_000);
    expect(text).toContain('shares of other outcomes held by the wallet: 299');
  });

  it.each(INJECTIONS)('has no word of a stranger among our numbers: %s', (text) => {
    const market = openMarket({ question: text, categories: [text] });
    const asked = question({ market, held: HELD });
    const [facts = ''] = questionText(asked, text).split('\nMARKET\n');
    const plain = questionText(question({ held: HELD }), null).split('\nMARKET\n')[0];
    expect(facts).toBe(plain);
  });
});

function unknown(tokenId: typeof YES) {
  return { tokenId, quantity: shares(340), cost: null, sinceAtMs: null };
}
