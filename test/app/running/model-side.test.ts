import { expect, it } from 'vitest';
import { ModelSide } from '../../../src/app/running/model-side.ts';
import type { WordedQuestion } from '../../../src/data/llm/anthropic-model.ts';
import { modelTerms } from '../../../src/data/llm/prices.ts';
import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import type { EffectResult } from '../../../src/engine/domain/input.ts';
import type { ModelAnswer, ModelQuestion } from '../../../src/engine/domain/model.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';

const QUESTION: ModelQuestion = {
  id: 'q',
  marketId: '0x1' as MarketId,
  tokenId: '1' as TokenId,
  model: 'm',
  facts: { 'spend in dollars': '5' },
  foreign: { question: 'Will it rain?' },
  timeoutMs: 4_000,
};
const ANSWER: ModelAnswer = {
  ...{ kind: 'answered', text: '{}', model: 'm', request: 'r' },
  usage: { inputTokens: 1, outputTokens: 1 },
};

/** What the model was sent, and what the core heard. */
async function asked(rulesOf: () => Promise<string | null>) {
  const sent: WordedQuestion[] = [];
  const result = await new Promise<EffectResult>((onResult) => {
    const side = new ModelSide({
      model: {
        terms: modelTerms('m'),
        ask: (question) => {
          sent.push(question);
          return Promise.resolve(ANSWER);
        },
      },
      rulesOf,
      onResult,
      log: createLogger({ level: 'silent', scrubber: new Scrubber() }),
    });
    expect(side.take({ kind: 'watch', marketId: QUESTION.marketId, wanted: true })).toBe(false);
    expect(side.take({ kind: 'askModel', question: QUESTION })).toBe(true);
  });
  return { sent, result };
}

it('puts a question with the rules of its market, within the time that is left', async () => {
  const { sent, result } = await asked(() => Promise.resolve('Yes if it rains.'));
  expect(result).toEqual({ kind: 'modelAnswered', questionId: 'q', answer: ANSWER });
  expect(sent[0]?.text).toBe(
    'FACTS\nspend in dollars: 5\n\nMARKET\n{"question":"Will it rain?","rules":"Yes if it rains."}',
  );
  expect(sent[0]?.timeoutMs).toBeLessThanOrEqual(4_000);
});

it('asks without the rules where the venue does not tell them, and says so', async () => {
  for (const rulesOf of [() => Promise.resolve(null), () => Promise.reject(new Error('down'))]) {
    const { sent } = await asked(rulesOf);
    expect(sent[0]?.text).toContain('"rules":"not known"');
  }
});
