import { pgTable, text } from 'drizzle-orm/pg-core';
import type { LedgerId } from '../../../engine/domain/ids.ts';
import { type Money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import { atMs, micro } from '../columns.ts';

/** What loss limits compare with: one row a ledger, of its newest day. */
export const ledgerMarks = pgTable('ledger_marks', {
  ledger: text('ledger').$type<LedgerId>().primaryKey(),
  day: text('day').notNull(),
  netAtDayStart: micro('net_at_day_start').$type<Money>().notNull(),
  gainAtDayStart: micro('gain_at_day_start').$type<Money>().notNull().default(ZERO_MONEY),
  peakEquity: micro('peak_equity').$type<Money>().notNull(),
  updatedAtMs: atMs('updated_at').notNull(),
});
