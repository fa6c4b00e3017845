import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro } from '../columns.ts';

/** What each leader holds of a token, as far as we have seen. */
export const leaderHoldings = pgTable(
  'leader_holdings',
  {
    wallet: text('wallet').$type<WalletAddress>().notNull(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    quantity: micro('quantity').$type<Quantity>().notNull(),
    updatedAtMs: atMs('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.wallet, table.tokenId] })],
);
