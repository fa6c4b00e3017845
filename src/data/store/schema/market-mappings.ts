import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type {
  MarketPair,
  PairBasis,
  PairReason,
  PairRelation,
  PairState,
} from '../../../engine/domain/market-pair.ts';
import { atMs } from '../columns.ts';

/** Pairs of markets on the two venues, and how far each is proven to be the same question. */
export const marketMappings = pgTable(
  'market_mappings',
  {
    polymarketId: text('polymarket_id').$type<MarketId>().notNull(),
    kalshiId: text('kalshi_id').$type<MarketId>().notNull(),
    number: integer('number').notNull(),
    relation: text('relation').$type<PairRelation>().notNull(),
    state: text('state').$type<PairState>().notNull(),
    family: text('family'),
    basis: jsonb('basis').$type<readonly PairBasis[]>().notNull(),
    reasons: jsonb('reasons').$type<readonly PairReason[]>().notNull(),
    textsRead: boolean('texts_read').notNull(),
    polymarketTextHash: text('polymarket_text_hash'),
    kalshiTextHash: text('kalshi_text_hash'),
    word: jsonb('word').$type<NonNullable<MarketPair['word']>>(),
    demoted: jsonb('demoted').$type<NonNullable<MarketPair['demoted']>>(),
    settled: jsonb('settled').$type<NonNullable<MarketPair['settled']>>(),
    foundAtMs: atMs('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.polymarketId, table.kalshiId] })],
);
