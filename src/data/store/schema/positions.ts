import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { LedgerId, MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Money, Price, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro } from '../columns.ts';

/** Shares of one token held for one leader in one ledger. A closed one keeps its row. */
export const positions = pgTable(
  'positions',
  {
    ledger: text('ledger').$type<LedgerId>().notNull(),
    /** Empty for the person's own shares: a key column cannot be null. */
    wallet: text('wallet').$type<WalletAddress | ''>().notNull(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    quantity: micro('quantity').$type<Quantity>().notNull(),
    cost: micro('cost').$type<Money>().notNull(),
    realised: micro('realised').$type<Money>().notNull(),
    fees: micro('fees').$type<Money>().notNull(),
    best: micro('best').$type<Price>(),
    openedAtMs: atMs('opened_at').notNull(),
    updatedAtMs: atMs('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ledger, table.wallet, table.tokenId] }),
    index('positions_market_id').on(table.marketId),
  ],
);
