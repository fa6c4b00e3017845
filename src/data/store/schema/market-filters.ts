import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { FilterAction, FilterType } from '../../../engine/domain/market-filter.ts';

/** One action per (type, value), so that a pair that contradicts itself cannot be stored. */
export const marketFilters = pgTable(
  'market_filters',
  {
    type: text('filter_type').$type<FilterType>().notNull(),
    value: text('value').notNull(),
    action: text('action').$type<FilterAction>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.type, table.value] })],
);
