import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { DecisionRecord } from '../../../engine/domain/decision-record.ts';
import { atMs } from '../columns.ts';

/** What each decision was made from; an exit's tells of its newest step. */
export const decisionRecords = pgTable('decision_records', {
  id: text('id').primaryKey(),
  record: jsonb('record').$type<DecisionRecord>().notNull(),
  atMs: atMs('at').notNull(),
});
