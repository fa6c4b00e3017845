import { describe, expect, test } from 'vitest';
import type { Decision, GateResult } from '../../../src/engine/domain/decision.ts';
import { cents } from '../../../src/engine/domain/values/money.ts';
import { pastDecision } from '../chat-past.ts';
import { Chat } from '../chat-person.ts';
import { plainReply } from '../plain-reply.ts';

/** A recent copy, or a skip, that met one more gate. */
function met(index: number, gate: Partial<GateResult> & Pick<GateResult, 'gate'>): Decision {
  const copy = pastDecision(index, { clip: 100 });
  const result = { verdict: 'pass', actual: 1, limit: 1, unit: 'score', note: null } as const;
  const gates = [...copy.gates, { ...result, ...gate }];
  const isStopped = gate.verdict === 'stop';
  return isStopped
    ? { ...copy, gates, verdict: 'denied', reason: gate.gate, spend: null }
    : { ...copy, gates };
}

async function asked(line: string, decisions: readonly Decision[]): Promise<string> {
  const chat = new Chat();
  chat.world.decisions = decisions;
  const answer = plainReply(await chat.say(line));
  expect(chat.reports).toEqual([]);
  return answer;
}

describe('size.calmCents', () => {
  const moves = [8, 12, 30].map((size, index) => {
    const shrunk = size > 10;
    const numbers = { actual: cents(size), limit: cents(10), unit: 'price' } as const;
    return met(index, { gate: 'volatility', verdict: shrunk ? 'shrink' : 'pass', ...numbers });
  });
  const unknown = met(3, { gate: 'volatility', verdict: 'shrink', actual: null, unit: 'price' });

  test.each([
    ['20', 'would have made 2 of the last 4 copies smaller (was 3)'],
    ['8', 'would have made 3 of the last 4 copies smaller (was 3)'],
    ['7.9', 'would have made 4 of the last 4 copies smaller (was 3)'],
  ])('%s cents: %s', async (value, words) => {
    expect(await asked(`/settings size.calmCents ${value}`, [...moves, unknown])).toContain(words);
  });

  test('without copies that met the gate there is nothing to tell', async () => {
    const answer = await asked('/settings size.calmCents 20', [pastDecision(0, { clip: 100 })]);
    expect(answer).not.toContain('smaller');
  });
});

describe('size.riskPercent', () => {
  const doubts = [0.2, 0.3, 0.7].map((actual, index) =>
    met(index, {
      gate: 'resolutionRisk',
      verdict: actual > 0.3 ? 'shrink' : 'pass',
      actual,
      limit: 0.3,
    }),
  );

  test.each([
    ['80', 'would have made 1 of the last 3 copies smaller (was 1)'],
    ['0', 'would have made 0 of the last 3 copies smaller (was 1)'],
  ])('%s %%: %s', async (value, words) => {
    expect(await asked(`/settings size.riskPercent ${value}`, doubts)).toContain(words);
  });
});

describe('quality.weight…', () => {
  const note = 'liquidity 0.10, spread 0.90, volume 0.10, time left 0.40';
  const good = met(0, { gate: 'quality', actual: 0.36, limit: 0.3, note });
  const bad = met(1, {
    ...{ gate: 'quality', verdict: 'stop', actual: 0.2, limit: 0.3 },
    note: 'liquidity 0.00, spread 0.80, volume 0.00, time left 0.00',
  });

  test('other weights are tried on the parts that were written down', async () => {
    const lower = await asked('/settings quality.weightSpread 0', [good, bad]);
    expect(lower).toContain('spread now counts 0 % of market quality');
    expect(lower).toContain('would have stopped 1 of the last copy');
    const higher = await asked('/settings quality.weightSpread 1', [good, bad]);
    expect(higher).toContain('spread now counts 57 % of market quality');
    expect(higher).toContain('would have stopped 0 of the last copy');
    expect(higher).toContain('would have let 1 skipped trade through');
  });

  test('a record without parts is judged by the number that it has', async () => {
    const bare = met(0, { gate: 'quality', actual: 0.36, limit: 0.3 });
    expect(await asked('/settings quality.weightTime 1', [bare])).toContain('stopped 0 of');
  });
});
