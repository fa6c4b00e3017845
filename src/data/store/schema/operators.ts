import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Operator } from '../../../engine/contract/chat-store.ts';
import { atMs } from '../columns.ts';

/** Who was let in from a chat or the host; operators of the environment have no row. */
export const operators = pgTable(
  'operators',
  {
    platform: text('platform').$type<Operator['platform']>().notNull(),
    userId: text('user_id').notNull(),
    role: text('role').$type<Operator['role']>().notNull(),
    name: text('name').notNull(),
    addedBy: text('added_by').notNull(),
    addedAtMs: atMs('added_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.userId] })],
);
