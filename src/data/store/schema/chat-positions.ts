import { pgTable, text } from 'drizzle-orm/pg-core';

/** How far something was read: a platform's updates, a target's digests. */
export const chatPositions = pgTable('chat_positions', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});
