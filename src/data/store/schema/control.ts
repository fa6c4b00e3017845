import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, text } from 'drizzle-orm/pg-core';
import type { PauseCause } from '../../../engine/domain/control.ts';
import { atMs } from '../columns.ts';

/** Kill, pause and live, in a single row. */
export const control = pgTable(
  'control',
  {
    only: boolean('only').primaryKey(),
    liveAtMs: atMs('live_at'),
    liveEntriesFromMs: atMs('live_entries_from'),
    liveWarningReadAtMs: atMs('live_warning_read_at'),
    killedReason: text('killed_reason'),
    killedAtMs: atMs('killed_at'),
    pausedCause: text('paused_cause').$type<PauseCause>(),
    pausedReason: text('paused_reason'),
    pausedAtMs: atMs('paused_at'),
    pausedDay: text('paused_day'),
  },
  (table) => [check('control_single_row', sql`${table.only}`)],
);
