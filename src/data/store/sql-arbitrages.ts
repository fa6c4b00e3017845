import { desc, eq } from 'drizzle-orm';
import type { Reports } from '../../engine/contract/reports.ts';
import type { ArbitrageRecord } from '../../engine/domain/arbitrage.ts';
import { arbitrageOf } from './arbitrage-rows.ts';
import { boundedLimit } from './limits.ts';
import type { Read } from './read.ts';
import { arbitrages } from './schema/arbitrages.ts';

export type ArbitrageScope = Parameters<Reports['recentArbitrages']>[0];

/** Newest first. */
export async function readArbitrages(
  read: Read,
  { limit, pair }: ArbitrageScope,
): Promise<readonly ArbitrageRecord[]> {
  const rows = await read((database) =>
    database
      .select()
      .from(arbitrages)
      .where(pair === undefined ? undefined : eq(arbitrages.pair, pair))
      .orderBy(desc(arbitrages.atMs), desc(arbitrages.rowOrder))
      .limit(boundedLimit(limit)),
  );
  return rows.map(arbitrageOf);
}
