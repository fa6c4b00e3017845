import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DeliveryState } from '../../../engine/contract/chat-store.ts';
import { atMs } from '../columns.ts';

/** What became of a notice for one target; no row while it waits. */
export const deliveries = pgTable(
  'deliveries',
  {
    target: text('target').notNull(),
    noticeId: text('notice_id').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    atMs: atMs('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.target, table.noticeId] }),
    index('deliveries_digest').on(table.target, table.atMs).where(sql`${table.state} = 'digest'`),
  ],
);
