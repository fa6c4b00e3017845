import { doublePrecision, pgTable, text } from 'drizzle-orm/pg-core';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { atMs, whole } from '../columns.ts';

/** The newest scores of a wallet; null where its trades do not tell. */
export const walletMetrics = pgTable('wallet_metrics', {
  walletAddress: text('wallet_address').$type<WalletAddress>().primaryKey(),
  winRate: doublePrecision('win_rate'),
  roi: doublePrecision('roi'),
  timingScore: doublePrecision('timing_score'),
  consistency: doublePrecision('consistency'),
  confidenceScore: doublePrecision('confidence_score'),
  totalTrades: whole('total_trades').notNull(),
  updatedAtMs: atMs('updated_at').notNull(),
});
