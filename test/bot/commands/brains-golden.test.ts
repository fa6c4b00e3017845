import { describe, expect, test } from 'vitest';
import type { BrainsView } from '../../../src/engine/domain/brain-result.ts';
import {
  type LedgerId,
  SHADOW_MODEL,
  SHADOW_NAIVE,
  SHADOW_RULES,
} from '../../../src/engine/domain/ids.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { Chat } from '../chat-person.ts';

const result = (ledger: LedgerId, net: number, copies: number) => ({
  ...{ ledger, copies, net: dollars(net), spent: dollars(copies * 5) },
});

/** A measured week, a thin one, and one in which nothing is measured. */
const MEASURED: Readonly<Record<string, Omit<BrainsView, 'sinceMs'>>> = {
  brains: {
    results: [result(SHADOW_NAIVE, -18.1, 212), result(SHADOW_RULES, 96.4, 61)],
    differences: [
      {
        ...{ ledger: SHADOW_RULES, against: SHADOW_NAIVE, net: dollars(114.5), markets: 38 },
        interval: { low: dollars(12.4), high: dollars(216.6) },
      },
    ],
    skipped: [
      { gate: 'priceMoved', trades: 88, net: dollars(-80) },
      { gate: 'quality', trades: 63, net: dollars(16) },
    ],
    isCut: false,
  },
  'brains-thin': {
    results: [result(SHADOW_NAIVE, 4, 2), result(SHADOW_RULES, 1, 1), result(SHADOW_MODEL, 2, 1)],
    differences: [
      {
        ...{ ledger: SHADOW_RULES, against: SHADOW_NAIVE, net: dollars(-3), markets: 1 },
        interval: null,
      },
      {
        ...{ ledger: SHADOW_MODEL, against: SHADOW_RULES, net: dollars(1), markets: 2 },
        interval: { low: dollars(-5.3), high: dollars(7.3) },
      },
    ],
    skipped: [],
    isCut: true,
  },
  'brains-off': { results: [], differences: [], skipped: [], isCut: false },
};

describe('what other brains would have made', () => {
  test.each(Object.keys(MEASURED))('%s reads as its golden file', async (name) => {
    const chat = new Chat();
    const measured = MEASURED[name];
    if (measured !== undefined) chat.world.money.brains = measured;
    const transcript = await chat.transcript(['/pnl brains', '/pnl brains all', '/pnl brains x']);
    expect(chat.reports).toEqual([]);
    await expect(transcript).toMatchFileSnapshot(`./${name}.golden.txt`);
  });
});
