import { isNull } from 'drizzle-orm';
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { LedgerId } from '../../../engine/domain/ids.ts';
import type { Notice, NoticeKind } from '../../../engine/domain/notice.ts';
import { atMs, rowOrder } from '../columns.ts';

/** Notices, written in the transaction of what they tell, until delivered and after. */
export const outbox = pgTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<NoticeKind>().notNull(),
    ledger: text('ledger').$type<LedgerId>(),
    subject: text('subject').notNull(),
    data: jsonb('data').$type<Notice['data']>().notNull(),
    atMs: atMs('at').notNull(),
    deliveredAtMs: atMs('delivered_at'),
    rowOrder: rowOrder(),
  },
  (table) => [
    index('outbox_pending').on(table.atMs, table.rowOrder).where(isNull(table.deliveredAtMs)),
  ],
);
