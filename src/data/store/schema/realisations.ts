import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  FillId,
  LedgerId,
  MarketId,
  TokenId,
  WalletAddress,
} from '../../../engine/domain/ids.ts';
import type { Realisation } from '../../../engine/domain/realisation.ts';
import { type Money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder } from '../columns.ts';

/** Profit and loss as they became final, one row a sale, payout or reversal. */
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
    fillId: text('fill_id').$type<FillId>(),
    change: micro('change').notNull().default(0),
    cash: micro('cash').$type<Money>().notNull().default(ZERO_MONEY),
    transaction: text('transaction'),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [
    index('realisations_ledger').on(table.ledger, table.atMs, table.rowOrder),
    index('realisations_wallet').on(table.ledger, table.wallet, table.atMs),
    // Few among many sales, whose fills tell the rest.
    index('realisations_unsold')
      .on(table.ledger, table.atMs, table.rowOrder)
      .where(sql`cause <> 'sale'`),
    // The newest of all, however its moment reads.
    index('realisations_arrival').on(table.ledger, table.rowOrder),
  ],
);
