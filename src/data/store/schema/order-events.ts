import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { IntentId } from '../../../engine/domain/ids.ts';
import type { OrderEventName } from '../../../engine/domain/order.ts';
import { atMs, whole } from '../columns.ts';

/** What happened to an order on its way, every attempt of it. Rows never change. */
export const orderEvents = pgTable(
  'order_events',
  {
    intentId: text('intent_id').$type<IntentId>().notNull(),
    /** Grows within the order; it may be a number of milliseconds, so 32 bits would end in 25 days. */
    ordinal: whole('ordinal').notNull(),
    kind: text('kind').$type<OrderEventName>().notNull(),
    detail: text('detail').notNull(),
    atMs: atMs('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.intentId, table.ordinal] })],
);
