import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Gate, GateResult, Verdict } from '../../../engine/domain/decision.ts';
import type {
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../../engine/domain/ids.ts';
import type { SignalKind } from '../../../engine/domain/signal.ts';
import type { Money, Price, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder, whole } from '../columns.ts';

/** How each signal ended in each ledger, with every gate that it met. */
export const decisions = pgTable(
  'decisions',
  {
    id: text('id').primaryKey(),
    signalId: text('signal_id').$type<SignalId>().notNull(),
    signalKind: text('signal_kind').$type<SignalKind>().notNull(),
    ledger: text('ledger').$type<LedgerId>().notNull(),
    wallet: text('wallet').$type<WalletAddress>(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    verdict: text('verdict').$type<Verdict>().notNull(),
    reason: text('reason').$type<Gate>(),
    gates: jsonb('gates').$type<readonly GateResult[]>().notNull(),
    spend: micro('spend').$type<Money>(),
    quantity: micro('quantity').$type<Quantity>(),
    limitPrice: micro('limit_price').$type<Price>(),
    settingsVersion: whole('settings_version').notNull(),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [
    // Serves beginnings as well as whole ids, in whatever collation the database was made.
    index('decisions_signal_prefix').on(table.signalId.op('text_pattern_ops')),
    index('decisions_id_prefix').on(table.id.op('text_pattern_ops')),
    index('decisions_at').on(table.atMs, table.rowOrder),
    index('decisions_ledger').on(table.ledger, table.atMs, table.rowOrder),
    index('decisions_wallet').on(table.wallet, table.atMs, table.rowOrder, table.ledger),
  ],
);
