import type { ArbitrageRecord } from '../../engine/domain/arbitrage.ts';
import type { arbitrages } from './schema/arbitrages.ts';

type ArbitrageRow = typeof arbitrages.$inferSelect;

export function arbitrageRow({ found, ended }: ArbitrageRecord): Omit<ArbitrageRow, 'rowOrder'> {
  const { kind: _, ...row } = found;
  return {
    ...row,
    endWhy: ended?.why ?? null,
    lastedMs: ended?.lastedMs ?? null,
    wasTakeable: ended?.wasTakeable ?? null,
    bestProfit: ended?.bestProfit ?? null,
    endedAtMs: ended?.atMs ?? null,
  };
}

export function arbitrageOf(row: ArbitrageRow): ArbitrageRecord {
  const { rowOrder: _, endWhy, lastedMs, wasTakeable, bestProfit, endedAtMs, ...rest } = row;
  const found = { kind: 'arbitrageFound', ...rest } as const;
  const isOver =
    endWhy !== null && lastedMs !== null && wasTakeable !== null && bestProfit !== null;
  if (!isOver || endedAtMs === null) return { found, ended: null };
  const { id, watchId } = found;
  const end = { why: endWhy, lastedMs, wasTakeable, bestProfit, atMs: endedAtMs };
  return { found, ended: { kind: 'arbitrageEnded', id, watchId, ...end } };
}
