import { expect, it } from 'vitest';
import type { ArbitrageRecord } from '../../../src/engine/domain/arbitrage.ts';
import type { MarketPair } from '../../../src/engine/domain/market-pair.ts';
import { arbitrageRecord, marketPair } from './arbitrary-pairs.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import type { AskedStore } from './subjects.ts';

/** What every store keeps of pairs of markets and of the opportunities that they had. */
export function pairsContract(current: () => AskedStore): void {
  it('gives back pairs with what people and time made of them', async () => {
    const store = current();
    const first: MarketPair = { ...sampleOf(marketPair), number: 1, word: null, settled: null };
    const word = { verdict: 'approved', by: 'anna', why: 'read both', atMs: NOW_MS } as const;
    await store.commit([{ kind: 'pair', pair: first }]);
    await store.commit([{ kind: 'pair', pair: { ...first, word } }]);
    expect((await store.snapshot(NOW_MS)).pairs).toEqual([{ ...first, word }]);
  });

  it('gives back opportunities newest first, of one pair or of all', async () => {
    const store = current();
    const early = recordOf('arb1', 1, NOW_MS - 2);
    const late = recordOf('arb2', 2, NOW_MS - 1);
    await store.commit([
      { kind: 'arbitrage', record: early },
      { kind: 'arbitrage', record: late },
    ]);
    const ended: ArbitrageRecord = {
      ...early,
      ended: {
        ...{ kind: 'arbitrageEnded', id: 'arb1', watchId: early.found.watchId, why: 'closed' },
        ...{ lastedMs: 4_200, wasTakeable: true, bestProfit: early.found.profit, atMs: NOW_MS },
      },
    };
    await store.commit([{ kind: 'arbitrage', record: ended }]);
    expect(await store.recentArbitrages({ limit: 10 })).toEqual([late, ended]);
    expect(await store.recentArbitrages({ limit: 1 })).toEqual([late]);
    expect(await store.recentArbitrages({ limit: 10, pair: 1 })).toEqual([ended]);
  });
}

function recordOf(id: string, pair: number, atMs: number): ArbitrageRecord {
  const { found } = sampleOf(arbitrageRecord);
  return { found: { ...found, id, pair, atMs }, ended: null };
}
