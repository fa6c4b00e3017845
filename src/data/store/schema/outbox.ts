import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { LedgerId } from '../../../engine/domain/ids.ts';
import type { Notice, NoticeKind } from '../../../engine/domain/notice.ts';
import { atMs, rowOrder } from '../columns.ts';

/** Notices, written in the transaction of what they tell. Who heard of them: `deliveries`. */
export const outbox = pgTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<NoticeKind>().notNull(),
    ledger: text('ledger').$type<LedgerId>(),
    subject: text('subject').notNull(),
    data: jsonb('data').$type<Notice['data']>().notNull(),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [index('outbox_at').on(table.atMs, table.rowOrder)],
);
