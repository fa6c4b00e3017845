import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  FillId,
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../../engine/domain/ids.ts';
import type { Side } from '../../../engine/domain/order.ts';
import type { SettlementStatus } from '../../../engine/domain/settlement-state.ts';
import type { Money, Price, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder } from '../columns.ts';

/** Executions of ours. Only `settlement`, and with it `transaction`, ever changes. */
export const fills = pgTable(
  'fills',
  {
    id: text('id').$type<FillId>().primaryKey(),
    intentId: text('intent_id').$type<IntentId>().notNull(),
    signalId: text('signal_id').$type<SignalId>().notNull(),
    ledger: text('ledger').$type<LedgerId>().notNull(),
    wallet: text('wallet').$type<WalletAddress>(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    side: text('side').$type<Side>().notNull(),
    price: micro('price').$type<Price>().notNull(),
    quantity: micro('quantity').$type<Quantity>().notNull(),
    notional: micro('notional').$type<Money>().notNull(),
    fee: micro('fee').$type<Money>().notNull(),
    /** The venue's name of the trade; null on paper, and in rows of older versions. */
    tradeId: text('trade_id'),
    /** Of the chain, that settled it; null on paper, and in rows of older versions. */
    transaction: text('transaction'),
    settlement: text('settlement').$type<SettlementStatus>().notNull(),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [
    index('fills_at').on(table.atMs, table.rowOrder),
    index('fills_ledger').on(table.ledger, table.atMs, table.rowOrder),
    index('fills_wallet').on(table.ledger, table.wallet, table.atMs),
    index('fills_intent_id').on(table.intentId),
    // The newest of all, however its moment reads.
    index('fills_arrival').on(table.ledger, table.rowOrder),
  ],
);
