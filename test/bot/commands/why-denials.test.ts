import { expect, test } from 'vitest';
import { differWords } from '../../../src/bot/format/differ-words.ts';
import { denialSentence } from '../../../src/bot/notice/denial.ts';
import { GATE_TABLE } from '../../../src/engine/brain/gates.ts';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { GATES, type Gate, type GateResult } from '../../../src/engine/domain/decision.ts';
import { cents, shares } from '../../../src/engine/domain/values/money.ts';
import { entryContext } from '../../engine/brain/entry-examples.ts';
import { STOPPED } from '../notice/stopped-copies.ts';

const flagged = (gate: Gate, note: string | null = null): GateResult => ({
  ...{ gate, note, verdict: 'stop', actual: 0, limit: 1, unit: 'flag' },
});

/** What entries do not meet while they are judged, and what only exits meet. */
const BEYOND: readonly GateResult[] = [
  { ...flagged('model', 'the question was decided yesterday'), unit: 'ppm', limit: 1_000_000 },
  flagged('modelSilent', 'overloaded'),
  flagged('leaderLeft'),
  flagged('lagAlertOnly'),
  flagged('lagEstimated'),
  flagged('arbitrageBasis'),
  flagged('arbitrageBasis', 'void_rule'),
  flagged('arbitrageAlertOnly', 'alert'),
  flagged('arbitrageAlertOnly', 'ask'),
  flagged('arbitrageAlertOnly', 'verified by a person'),
  flagged('arbitrageGone'),
  { ...flagged('noPosition'), unit: 'quantity' },
  flagged('exitManual'),
  { ...flagged('unsettled'), unit: 'quantity', actual: shares(4), limit: shares(20) },
  { ...flagged('dust'), unit: 'quantity', actual: shares(1.2), limit: shares(5) },
  { ...flagged('priceMoved'), unit: 'price', actual: cents(2.1), limit: cents(1.5) },
];

const NOBODY_BUYS = flagged('slippage', 'nobody buys');

/** As `/why` begins where it was no copy. */
const TITLES: Partial<Readonly<Record<Gate, string>>> = {
  ...{ lagAlertOnly: 'price lag not bought', lagEstimated: 'price lag not bought' },
  ...{ arbitrageBasis: 'arbitrage not bought', arbitrageAlertOnly: 'arbitrage not bought' },
  ...{ arbitrageGone: 'arbitrage not bought', noPosition: 'nothing sold', dust: 'nothing sold' },
  ...{ exitManual: 'nothing sold', unsettled: 'exit waits' },
};

test('each kind of denial reads like something that a person would say', async () => {
  const met = STOPPED.flatMap(([gate, change]) => {
    const { gates } = judgeEntry(entryContext(change));
    return gates.find((one) => one.gate === gate && one.verdict === 'stop') ?? [];
  });
  const all = [...met, ...BEYOND];
  expect(new Set(all.map(({ gate }) => gate))).toEqual(new Set(GATES));
  const waits = GATES.filter((gate) => GATE_TABLE[gate].exit === 'wait').map((gate) => {
    const known = all.find((one) => one.gate === gate) ?? flagged(gate);
    const result: GateResult = { ...(gate === 'slippage' ? NOBODY_BUYS : known), verdict: 'wait' };
    return `${gate}\n  exit waits: ${denialSentence(gate, { result, who: 'ace' })}\n  ${differWords(result, 'ace')}\n`;
  });
  const told = all.map(
    (result) =>
      `${result.gate}\n  ${TITLES[result.gate] ?? 'not copied'}: ${denialSentence(result.gate, { result, who: 'ace' })}\n  ${differWords(result, 'ace')}\n`,
  );
  await expect([...told, ...waits].join('\n')).toMatchFileSnapshot('./why-denials.golden.txt');
});
