import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { atMs } from '../columns.ts';

/** What each target wants to hear, as it wrote it. */
export const chatPreferences = pgTable('chat_preferences', {
  target: text('target').primaryKey(),
  preferences: jsonb('preferences').$type<unknown>(),
  updatedAtMs: atMs('updated_at').notNull(),
});
