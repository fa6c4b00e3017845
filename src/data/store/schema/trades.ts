import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { LeaderEventKind, LeaderFeed } from '../../../engine/domain/leader.ts';
import type { Money, Price, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder } from '../columns.ts';

/** What leaders did, as counted after de-duplication. */
export const trades = pgTable(
  'trades',
  {
    key: text('key').notNull(),
    ordinal: integer('ordinal').notNull(),
    wallet: text('wallet').$type<WalletAddress>().notNull(),
    kind: text('kind').$type<LeaderEventKind>().notNull(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>(),
    quantity: micro('quantity').$type<Quantity>().notNull(),
    price: micro('price').$type<Price>(),
    notional: micro('notional').$type<Money>().notNull(),
    transaction: text('transaction').notNull(),
    tradedAtMs: atMs('traded_at').notNull(),
    feed: text('feed').$type<LeaderFeed>().notNull(),
    occurrence: integer('occurrence'),
    title: text('title').notNull(),
    slug: text('slug').notNull(),
    eventSlug: text('event_slug').notNull(),
    receivedAtMs: atMs('received_at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.ordinal] }),
    index('trades_received_at').on(table.receivedAtMs, table.rowOrder),
    index('trades_wallet_received').on(table.wallet, table.receivedAtMs, table.rowOrder),
    index('trades_wallet').on(table.wallet, table.tradedAtMs, table.kind),
  ],
);
