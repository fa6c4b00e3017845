import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type { LedgerId, MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Realisation } from '../../../engine/domain/realisation.ts';
import type { Money } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder } from '../columns.ts';

/** Profit and loss as they became final, one row a sale or payout. */
export const realisations = pgTable(
  'realisations',
  {
    id: text('id').primaryKey(),
    ledger: text('ledger').$type<LedgerId>().notNull(),
    wallet: text('wallet').$type<WalletAddress>(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    cause: text('cause').$type<Realisation['cause']>().notNull(),
    amount: micro('amount').$type<Money>().notNull(),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [
    index('realisations_ledger').on(table.ledger, table.atMs, table.rowOrder),
    index('realisations_wallet').on(table.ledger, table.wallet, table.atMs),
  ],
);
