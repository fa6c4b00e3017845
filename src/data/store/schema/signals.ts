import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ArbitrageFound } from '../../../engine/domain/arbitrage.ts';
import type { MarketId, SignalId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { PriceLagFound } from '../../../engine/domain/price-lag.ts';
import type { ClipStage, ExitCause, SignalKind } from '../../../engine/domain/signal.ts';
import type { Money, Ppm, Price, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder } from '../columns.ts';

/** Signals of every kind in one table; a column that a kind does not have is null. */
export const signals = pgTable(
  'signals',
  {
    id: text('id').$type<SignalId>().primaryKey(),
    kind: text('kind').$type<SignalKind>().notNull(),
    wallet: text('wallet').$type<WalletAddress>(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    stage: text('stage').$type<ClipStage>(),
    leaderPrice: micro('leader_price').$type<Price>(),
    leaderQuantity: micro('leader_quantity').$type<Quantity>(),
    leaderNotional: micro('leader_notional').$type<Money>(),
    clipNotional: micro('clip_notional').$type<Money>(),
    prints: integer('prints'),
    fraction: micro('fraction').$type<Ppm>(),
    cause: text('cause').$type<ExitCause>(),
    evidence: jsonb('evidence').$type<PriceLagFound | ArbitrageFound>(),
    tradedAtMs: atMs('traded_at').notNull(),
    receivedAtMs: atMs('received_at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [index('signals_received_at').on(table.receivedAtMs, table.rowOrder)],
);
