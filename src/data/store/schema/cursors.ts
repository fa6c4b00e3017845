import { pgTable, text } from 'drizzle-orm/pg-core';

/** How far each reader of a feed has come. */
export const cursors = pgTable('cursors', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});
