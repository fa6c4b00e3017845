import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  ArbitrageEnd,
  ArbitrageLeg,
  ArbitrageStructure,
} from '../../../engine/domain/arbitrage.ts';
import type { PairBasis } from '../../../engine/domain/market-pair.ts';
import type { Money, Ppm, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, rowOrder, whole } from '../columns.ts';

/** Opportunities as they were found, how long they lasted and whether we could have had them. */
export const arbitrages = pgTable(
  'arbitrages',
  {
    id: text('id').primaryKey(),
    watchId: text('watch_id').notNull(),
    structure: text('structure').$type<ArbitrageStructure>().notNull(),
    pair: integer('pair'),
    family: text('family'),
    legs: jsonb('legs').$type<readonly ArbitrageLeg[]>().notNull(),
    quantity: micro('quantity').$type<Quantity>().notNull(),
    cost: micro('cost').$type<Money>().notNull(),
    fees: micro('fees').$type<Money>().notNull(),
    profit: micro('profit').$type<Money>().notNull(),
    roi: micro('roi').$type<Ppm>().notNull(),
    yearly: micro('yearly').$type<Ppm>(),
    paysAtMs: atMs('pays_at'),
    basis: jsonb('basis').$type<readonly PairBasis[]>().notNull(),
    isArbitrage: boolean('is_arbitrage').notNull(),
    isAutomatic: boolean('is_automatic').notNull(),
    crossedAtMs: atMs('crossed_at').notNull(),
    atMs: atMs('found_at').notNull(),
    expiresAtMs: atMs('expires_at').notNull(),
    endWhy: text('end_why').$type<ArbitrageEnd>(),
    lastedMs: whole('lasted_ms'),
    wasTakeable: boolean('was_takeable'),
    bestProfit: micro('best_profit').$type<Money>(),
    endedAtMs: atMs('ended_at'),
    rowOrder: rowOrder(),
  },
  (table) => [index('arbitrages_found_at').on(table.atMs, table.rowOrder)],
);
