import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ExitWork } from '../../../engine/domain/change.ts';
import type { LedgerId, SignalId } from '../../../engine/domain/ids.ts';
import type { ExitSignal } from '../../../engine/domain/signal.ts';
import type { Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder } from '../columns.ts';

/** Exits being worked, one row per signal and ledger; a done one keeps its row. */
export const exits = pgTable(
  'exits',
  {
    signalId: text('signal_id').$type<SignalId>().notNull(),
    ledger: text('ledger').$type<LedgerId>().notNull(),
    signal: jsonb('signal').$type<ExitSignal>().notNull(),
    quantity: micro('quantity').$type<Quantity>().notNull(),
    tries: integer('tries').notNull(),
    status: text('status').$type<ExitWork['status']>().notNull(),
    startedAtMs: atMs('started_at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [
    primaryKey({ columns: [table.signalId, table.ledger] }),
    index('exits_unfinished').on(table.startedAtMs).where(sql`${table.status} <> 'done'`),
  ],
);
