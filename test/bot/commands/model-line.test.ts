import { expect, test } from 'vitest';
import { modelLine } from '../../../src/bot/commands/model-line.ts';
import type { ModelView } from '../../../src/engine/contract/views.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';

const NOW_MS = Date.UTC(2026, 9, 1, 14, 2);
const MODEL: ModelView = {
  ...{ name: 'claude-haiku-4-5', isAsked: true, isSpent: false, restsUntilMs: null },
  ...{ cost: dollars(0.031), costMax: dollars(2), tokens: 4_210, tokensMax: 200_000 },
};

test.each<[string, Partial<ModelView>, string]>([
  ['used', {}, 'model claude-haiku-4-5: $0.03 of $2 today, 4,210 of 200,000 tokens'],
  ['off', { isAsked: false }, 'model claude-haiku-4-5: not asked (llm.consult)'],
  [
    'used up',
    { isSpent: true },
    '! model claude-haiku-4-5: its budget of today is used up · $0.03 of $2 today, 4,210 of 200,000 tokens',
  ],
  [
    'resting',
    { restsUntilMs: NOW_MS + 180_000 },
    '! model claude-haiku-4-5: rests until 14:05 · $0.03 of $2 today, 4,210 of 200,000 tokens',
  ],
])('the budget of a model that is %s is one line', (_, change, words) => {
  expect(modelLine({ ...MODEL, ...change }, { nowMs: NOW_MS, zone: 'UTC' })).toEqual([words]);
});

test('no model, no line', () => {
  expect(modelLine(undefined, { nowMs: NOW_MS, zone: 'UTC' })).toEqual([]);
});
