import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AuditEntry } from '../../../engine/domain/change.ts';
import { atMs, rowOrder } from '../columns.ts';

/** What people and safety did; one row a command, so that a command acts once. */
export const audit = pgTable(
  'audit',
  {
    commandId: text('command_id').primaryKey(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    detail: jsonb('detail').$type<AuditEntry['detail']>().notNull(),
    outcome: text('outcome').$type<AuditEntry['outcome']>().notNull(),
    atMs: atMs('at').notNull(),
    rowOrder: rowOrder(),
  },
  (table) => [index('audit_at').on(table.atMs, table.rowOrder)],
);
