import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../../engine/domain/ids.ts';
import type { Leg, Side, TimeInForce } from '../../../engine/domain/order.ts';
import type { OrderStatus } from '../../../engine/domain/order-state.ts';
import type { Money, Price, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder, whole } from '../columns.ts';

/** `status` for people who read the table; the program reads `state`. */
export type CoarseStatus =
  | 'pending'
  | 'open'
  | 'filled'
  | 'partial'
  | 'cancelled'
  | 'rejected'
  | 'failed';

/** Intents and what became of them. */
export const orders = pgTable(
  'orders',
  {
    id: text('intent_id').$type<IntentId>().primaryKey(),
    externalId: text('external_id').notNull().unique(),
    /** The exact bytes for the venue; null before they are made, and on paper. */
    body: text('body'),
    signalId: text('signal_id').$type<SignalId>().notNull(),
    leg: text('leg').$type<Leg>().notNull(),
    attempt: integer('attempts').notNull(),
    ledger: text('ledger').$type<LedgerId>().notNull(),
    wallet: text('wallet').$type<WalletAddress>(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    side: text('side').$type<Side>().notNull(),
    timeInForce: text('time_in_force').$type<TimeInForce>().notNull(),
    coarseStatus: text('status').$type<CoarseStatus>().notNull(),
    status: text('state').$type<OrderStatus>().notNull(),
    quantity: micro('requested_size').$type<Quantity>().notNull(),
    filledQuantity: micro('filled_size').$type<Quantity>().notNull(),
    limitPrice: micro('requested_price').$type<Price>().notNull(),
    /** Average over all fills; null before the first. */
    filledPrice: micro('filled_price'),
    filledNotional: micro('filled_notional').$type<Money>().notNull(),
    spend: micro('spend').$type<Money>().notNull(),
    fees: micro('fees').$type<Money>().notNull(),
    reserved: micro('reserved').$type<Money>().notNull(),
    reason: text('reason'),
    settingsVersion: whole('settings_version').notNull(),
    createdAtMs: atMs('created_at').notNull(),
    expiresAtMs: atMs('expires_at').notNull(),
    /** When a GTD order leaves the venue's book; null for what never rests. */
    restsUntilMs: atMs('rests_until'),
    updatedAtMs: atMs('updated_at').notNull(),
    /** Of the leader that made the intent; 0 where none is needed. */
    epoch: whole('epoch').notNull().default(0),
    rowOrder: rowOrder(),
  },
  (table) => [
    index('orders_id_prefix').on(table.id.op('text_pattern_ops')),
    index('orders_signal_id').on(table.signalId),
    index('orders_created_at').on(table.createdAtMs, table.rowOrder),
    index('orders_ledger').on(table.ledger, table.createdAtMs, table.rowOrder),
    index('orders_state').on(table.status, table.createdAtMs, table.rowOrder),
    index('orders_wallet').on(table.wallet, table.createdAtMs, table.rowOrder),
    index('orders_market').on(table.marketId, table.createdAtMs, table.rowOrder),
  ],
);
