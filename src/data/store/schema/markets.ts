import { getTableColumns } from 'drizzle-orm';
import { boolean, doublePrecision, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type { Market, Outcome, Resolution } from '../../../engine/domain/market.ts';
import type { MarketTerms } from '../../../engine/domain/market-terms.ts';
import type { Money, Ppm, Price, Quantity } from '../../../engine/domain/values/money.ts';
import { atMs, micro, whole } from '../columns.ts';

/**
 * Markets and how they ended. A resolution may be known before its market is listed: then only
 * `payouts`, `resolved_at` and `ended_at` are set, and every other column is null together.
 */
export const markets = pgTable(
  'markets',
  {
    id: text('market_id').$type<MarketId>().primaryKey(),
    venue: text('venue').$type<Market['venue']>(),
    version: text('version').$type<Market['version']>(),
    question: text('question'),
    slug: text('slug'),
    eventGroupId: text('event_group_id'),
    categories: jsonb('categories').$type<readonly string[]>(),
    outcomes: jsonb('outcomes').$type<readonly Outcome[]>(),
    negRisk: boolean('neg_risk'),
    tick: micro('tick').$type<Price>(),
    minQuantity: micro('min_quantity').$type<Quantity>(),
    minMarketableBuy: micro('min_marketable_buy').$type<Money>(),
    feeRate: micro('fee_rate').$type<Ppm>(),
    feeExponent: doublePrecision('fee_exponent'),
    takerDelayMs: whole('taker_delay_ms'),
    startsAtMs: atMs('starts_at'),
    closesAtMs: atMs('closes_at'),
    shortCrypto: boolean('short_crypto'),
    acceptingOrders: boolean('accepting_orders'),
    status: text('status').$type<Market['status']>(),
    volume24h: micro('volume_24h').$type<Money>(),
    dayMove: micro('day_move').$type<Price>(),
    weekMove: micro('week_move').$type<Price>(),
    terms: jsonb('terms').$type<MarketTerms>(),
    payouts: jsonb('payouts').$type<Resolution['payouts']>(),
    /** When its payouts were learned. */
    resolvedAtMs: atMs('resolved_at'),
    /** When they were so, by the venue; null in rows of older versions. */
    endedAtMs: atMs('ended_at'),
  },
  (table) => [index('markets_resolved_at').on(table.resolvedAtMs)],
);

/** The columns that a listing writes. */
export const listingColumns: readonly string[] = Object.keys(getTableColumns(markets)).filter(
  (name) => name !== 'payouts' && name !== 'resolvedAtMs' && name !== 'endedAtMs',
);
