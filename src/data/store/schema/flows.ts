import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { FlowKind, FlowMove } from '../../../engine/domain/flow.ts';
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
    /** Null where cash alone moved. */
    moves: jsonb('moves').$type<readonly FlowMove[]>(),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [
    index('flows_at').on(table.atMs, table.rowOrder),
    index('flows_ledger').on(table.ledger, table.atMs, table.rowOrder),
    // The newest of all, however its moment reads.
    index('flows_arrival').on(table.ledger, table.rowOrder),
  ],
);
