import { doublePrecision, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { WalletKind, WalletScore } from '../../../engine/domain/wallet-score.ts';
import { atMs, whole } from '../columns.ts';

/**
 * Scores of wallets over time. What the program reads back is `score`; the columns beside it say
 * the same to a person who reads the table. Null where its trades do not tell.
 */
export const walletMetrics = pgTable(
  'wallet_metrics',
  {
    wallet: text('wallet_address').$type<WalletAddress>().notNull(),
    atMs: atMs('at').notNull(),
    kind: text('kind').$type<WalletKind>().notNull(),
    confidence: doublePrecision('confidence_score').notNull(),
    confidenceLow: doublePrecision('confidence_low').notNull(),
    confidenceHigh: doublePrecision('confidence_high').notNull(),
    edge: doublePrecision('edge').notNull(),
    edgeLow: doublePrecision('edge_low').notNull(),
    edgeHigh: doublePrecision('edge_high').notNull(),
    winRate: doublePrecision('win_rate'),
    roi: doublePrecision('roi'),
    timing: doublePrecision('timing_score'),
    consistency: doublePrecision('consistency'),
    evidence: doublePrecision('evidence').notNull(),
    trades: whole('total_trades').notNull(),
    ended: whole('ended_markets').notNull(),
    score: jsonb('score').$type<WalletScore>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.wallet, table.atMs] })],
);
