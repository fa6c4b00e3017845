import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { atMs } from '../columns.ts';

/** Questions whose answer raises risk. `used_at` is written once. */
export const prompts = pgTable(
  'prompts',
  {
    id: text('id').primaryKey(),
    actor: text('actor').notNull(),
    chat: text('chat').notNull(),
    action: text('action').notNull(),
    preparedOn: text('prepared_on').notNull(),
    run: text('run').notNull(),
    expiresAtMs: atMs('expires_at').notNull(),
    usedAtMs: atMs('used_at'),
  },
  (table) => [index('prompts_expires_at').on(table.expiresAtMs)],
);
