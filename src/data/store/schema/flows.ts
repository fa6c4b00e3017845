import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type { FlowKind } from '../../../engine/domain/flow.ts';
import type { LedgerId } from '../../../engine/domain/ids.ts';
import type { Money } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder } from '../columns.ts';

/** Money that entered or left a ledger without a trade of ours. */
export const flows = pgTable(
  'flows',
  {
    id: text('id').primaryKey(),
    ledger: text('ledger').$type<LedgerId>().notNull(),
    kind: text('kind').$type<FlowKind>().notNull(),
    amount: micro('amount').$type<Money>().notNull(),
    note: text('note').notNull(),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [index('flows_at').on(table.atMs, table.rowOrder)],
);
