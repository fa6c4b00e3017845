import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MarketId } from '../../../engine/domain/ids.ts';
import { atMs } from '../columns.ts';

/** Pairs of markets on the two venues, and how far each is proven to be the same question. */
export const marketMappings = pgTable(
  'market_mappings',
  {
    polymarketId: text('polymarket_id').$type<MarketId>().notNull(),
    kalshiId: text('kalshi_id').$type<MarketId>().notNull(),
    description: text('description').notNull(),
    relation: text('relation').notNull(),
    state: text('state').notNull(),
    createdAtMs: atMs('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.polymarketId, table.kalshiId] })],
);
