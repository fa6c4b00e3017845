import { z } from 'zod';
import {
  KALSHI_STATUSES,
  type KalshiStrike,
  STRIKE_TYPES,
} from '../../engine/domain/kalshi-terms.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import { dollars } from '../../engine/domain/values/money.ts';
import { atMsIso, priceText, quantityText, text } from '../fields.ts';
import { marketId, moneyText, rulesText, timeOrNone } from './schema.ts';
import { priceRanges } from './schema-ranges.ts';

/** Named parts of a strike at most; combinations name their legs there. */
const STRIKE_PARTS_MAX = 100;
/** Longest strike or name of a shard's market, in characters. */
const NAME_LENGTH_MAX = 500;
/** Shards that the venue may have; it has four. */
const EXCHANGE_INDEX_MAX = 1_000;
/** Longest time from an outcome to its payout, in seconds: a year. */
const SETTLEMENT_SECONDS_MAX = 31_536_000;

const name = z.string().max(NAME_LENGTH_MAX);
const nameOrNone = name
  .nullish()
  .transform((raw) => (raw === undefined || raw === '' ? null : raw));
const ticker = z.string().regex(/^[A-Z0-9][A-Z0-9._-]{0,99}$/, 'expected a ticker');
/** A JSON number, or the same as text, in its shortest form. */
const strikeValue = z
  .union([z.number(), name])
  .nullish()
  .transform((raw) => (raw === undefined || raw === null || raw === '' ? null : String(raw)));
const customStrike = z
  .record(name, z.unknown())
  .nullish()
  .refine((parts) => Object.keys(parts ?? {}).length <= STRIKE_PARTS_MAX, 'expected fewer parts')
  .transform((parts) =>
    Object.fromEntries(Object.entries(parts ?? {}).map(([key, part]) => [key, textOf(part)])),
  );

function textOf(part: unknown): string {
  const words = typeof part === 'string' ? part : (JSON.stringify(part) ?? '');
  return words.slice(0, NAME_LENGTH_MAX);
}

export const exchangeIndex = z.int().min(0).max(EXCHANGE_INDEX_MAX);
const priceOrNone = priceText.nullish().transform((raw) => raw ?? null);
const countOrNone = quantityText.nullish().transform((raw) => raw ?? null);

/**
 * A market of `GET /markets` and `/markets/{ticker}`, of any time since prices are fixed-point text.
 * Fields that the venue took away (integer cents, liquidity, tick size) are not read.
 */
export const marketSchema = z
  .object({
    ticker: marketId,
    event_ticker: ticker,
    market_type: z.enum(['binary', 'scalar']),
    title: text.nullish(),
    yes_sub_title: text,
    no_sub_title: text,
    status: z.enum(KALSHI_STATUSES),
    result: z.enum(['yes', 'no', 'scalar', '']).nullish(),
    open_time: timeOrNone,
    close_time: atMsIso,
    expected_expiration_time: timeOrNone,
    latest_expiration_time: timeOrNone,
    occurrence_datetime: timeOrNone,
    settlement_ts: timeOrNone,
    settlement_timer_seconds: z.int().min(0).max(SETTLEMENT_SECONDS_MAX).nullish(),
    can_close_early: z.boolean().nullish(),
    early_close_condition: rulesText.nullish(),
    rules_primary: rulesText,
    rules_secondary: rulesText.nullish(),
    strike_type: z.enum([...STRIKE_TYPES, '']).nullish(),
    floor_strike: strikeValue,
    cap_strike: strikeValue,
    functional_strike: nameOrNone,
    custom_strike: customStrike,
    yes_bid_dollars: priceOrNone,
    yes_bid_size_fp: countOrNone,
    yes_ask_dollars: priceOrNone,
    yes_ask_size_fp: countOrNone,
    last_price_dollars: priceOrNone,
    previous_price_dollars: priceOrNone,
    volume_24h_fp: countOrNone,
    notional_value_dollars: moneyText.nullish().transform((raw) => raw ?? dollars(1)),
    settlement_value_dollars: priceOrNone,
    expiration_value: nameOrNone,
    fee_waiver_expiration_time: timeOrNone,
    price_ranges: priceRanges,
    mve_collection_ticker: nameOrNone,
    is_provisional: z.boolean().nullish(),
    exchange_index: exchangeIndex.nullish().transform((raw) => raw ?? 0),
  })
  .transform((raw) => ({ ...raw, strike: strikeOf(raw) }));

export type MarketRow = z.output<typeof marketSchema>;

function strikeOf(raw: {
  readonly strike_type?: KalshiStrike['type'] | '' | null | undefined;
  readonly floor_strike: string | null;
  readonly cap_strike: string | null;
  readonly functional_strike: string | null;
  readonly custom_strike: Readonly<Record<string, string>>;
}): KalshiStrike | null {
  const type = raw.strike_type || null;
  if (type === null) return null;
  const { floor_strike: floor, cap_strike: cap, functional_strike: functional } = raw;
  return { type, floor, cap, functional, custom: raw.custom_strike };
}

/** The payout's wait in milliseconds. */
export function settlementTimerMs(row: MarketRow): number | null {
  const seconds = row.settlement_timer_seconds ?? null;
  return seconds === null ? null : seconds * SECOND_MS;
}
