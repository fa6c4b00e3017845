import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { LedgerId } from '../../../engine/domain/ids.ts';
import type { Money } from '../../../engine/domain/values/money.ts';
import { atMs, micro } from '../columns.ts';

/** What each ledger was worth, every few minutes. */
export const equitySamples = pgTable(
  'equity_samples',
  {
    ledger: text('ledger').$type<LedgerId>().notNull(),
    atMs: atMs('at').notNull(),
    equity: micro('equity').$type<Money>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ledger, table.atMs] })],
);
