import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { atMs, whole } from '../columns.ts';

/** Versions of settings, append-only. */
export const settings = pgTable(
  'settings',
  {
    version: whole('version').primaryKey(),
    key: text('key').notNull(),
    value: text('value').notNull(),
    actor: text('actor').notNull(),
    atMs: atMs('at').notNull(),
  },
  (table) => [index('settings_key').on(table.key, table.version)],
);
