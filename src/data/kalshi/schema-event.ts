import { z } from 'zod';
import type { SettlementSource } from '../../engine/domain/kalshi-terms.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { microFromDouble } from '../../engine/domain/values/micro.ts';
import type { Ppm } from '../../engine/domain/values/money.ts';
import {
  KALSHI_FEE_TYPES,
  type KalshiFee,
  type KalshiFeeType,
} from '../../engine/domain/venue-rules/kalshi.ts';
import { atMsIso, converted, text } from '../fields.ts';
import { timeOrNone } from './schema.ts';
import { exchangeIndex } from './schema-market.ts';

/** Sources of one event at most. */
const SOURCES_MAX = 50;
const TAGS_MAX = 100;
/** A fee of ten times the general table; what is above is an error of somebody. */
const FEE_MULTIPLIER_MAX = 10;

const eventTicker = z.string().regex(/^[A-Z0-9][A-Z0-9._-]{0,99}$/, 'expected a ticker');
const tags = z
  .array(text)
  .max(TAGS_MAX)
  .nullish()
  .transform((raw) => raw ?? []);
const textOrNone = text.nullish().transform((raw) => raw || null);
const sources: z.ZodType<readonly SettlementSource[]> = z
  .array(
    z
      .object({ name: text.nullish(), url: text.nullish() })
      .transform((raw) => ({ name: raw.name || raw.url || '', url: raw.url || null })),
  )
  .max(SOURCES_MAX)
  .nullish()
  .transform((raw) => (raw ?? []).filter(({ name }) => name !== ''));

/** A type that the venue adds later has a table that we do not know, as `flat` has. */
const feeType = z
  .string()
  .max(100)
  .transform((raw): KalshiFeeType => KALSHI_FEE_TYPES.find((type) => type === raw) ?? 'flat');
const multiplier = converted(z.number(), `a multiplier from 0 to ${FEE_MULTIPLIER_MAX}`, (raw) =>
  raw >= 0 && raw <= FEE_MULTIPLIER_MAX ? (microFromDouble(raw) as Ppm | null) : null,
);

/** A series: the template of events that are asked again and again. */
export interface KalshiSeries {
  readonly ticker: string;
  readonly title: string;
  readonly frequency: string | null;
  /** As the venue writes it; requests by category are case-sensitive. */
  readonly category: string | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly settlementSources: readonly SettlementSource[];
  readonly contractTermsUrl: string | null;
  readonly fee: KalshiFee;
  readonly exchangeIndex: number | null;
}

export const seriesSchema: z.ZodType<KalshiSeries> = z
  .object({
    ticker: eventTicker,
    title: text.nullish(),
    frequency: textOrNone,
    category: textOrNone,
    categories: tags,
    tags,
    settlement_sources: sources,
    contract_terms_url: textOrNone,
    fee_type: feeType,
    fee_multiplier: multiplier,
    exchange_index: exchangeIndex.nullish(),
  })
  .transform((raw) => ({
    ticker: raw.ticker,
    title: raw.title ?? '',
    frequency: raw.frequency,
    category: raw.category,
    categories: raw.categories,
    tags: raw.tags,
    settlementSources: raw.settlement_sources,
    contractTermsUrl: raw.contract_terms_url,
    fee: { type: raw.fee_type, multiplier: raw.fee_multiplier },
    exchangeIndex: raw.exchange_index ?? null,
  }));

/** What an event charges instead of its series; a part that is `null` stays that of the series. */
export interface FeeOverride {
  readonly type: KalshiFeeType | null;
  readonly multiplier: Ppm | null;
}

/** A question with its markets. */
export interface KalshiEvent {
  readonly ticker: string;
  readonly seriesTicker: string;
  readonly title: string;
  readonly subTitle: string;
  readonly category: string | null;
  /** At most one market ends yes. */
  readonly isMutuallyExclusive: boolean;
  /** `MECNET`, …; how collateral of several markets is netted. */
  readonly collateralReturnType: string;
  readonly strikeAtMs: AtMs | null;
  readonly settlementSources: readonly SettlementSource[];
  readonly feeOverride: FeeOverride;
  readonly exchangeIndex: number | null;
}

const overrides = {
  fee_type_override: feeType.nullish().transform((raw) => raw ?? null),
  fee_multiplier_override: multiplier.nullish().transform((raw) => raw ?? null),
};

export const eventSchema: z.ZodType<KalshiEvent> = z
  .object({
    event_ticker: eventTicker,
    series_ticker: eventTicker,
    title: text,
    sub_title: text.nullish(),
    category: textOrNone,
    mutually_exclusive: z.boolean(),
    collateral_return_type: text.nullish(),
    strike_date: timeOrNone,
    settlement_sources: sources,
    ...overrides,
    exchange_index: exchangeIndex.nullish(),
  })
  .transform((raw) => ({
    ticker: raw.event_ticker,
    seriesTicker: raw.series_ticker,
    title: raw.title,
    subTitle: raw.sub_title ?? '',
    category: raw.category,
    isMutuallyExclusive: raw.mutually_exclusive,
    collateralReturnType: raw.collateral_return_type ?? '',
    strikeAtMs: raw.strike_date,
    settlementSources: raw.settlement_sources,
    feeOverride: { type: raw.fee_type_override, multiplier: raw.fee_multiplier_override },
    exchangeIndex: raw.exchange_index ?? null,
  }));

/** What a market of the event pays now. */
export function feeOf(series: KalshiSeries, event: KalshiEvent | null): KalshiFee {
  return {
    type: event?.feeOverride.type ?? series.fee.type,
    multiplier: event?.feeOverride.multiplier ?? series.fee.multiplier,
  };
}

/** A fee of a series that holds from a moment on. */
export interface SeriesFeeChange {
  readonly id: string;
  readonly seriesTicker: string;
  readonly fee: KalshiFee;
  readonly fromMs: AtMs;
}

export const seriesFeeChangeSchema: z.ZodType<SeriesFeeChange> = z
  .object({
    id: text,
    series_ticker: eventTicker,
    fee_type: feeType,
    fee_multiplier: multiplier,
    scheduled_ts: atMsIso,
  })
  .transform((raw) => ({
    id: raw.id,
    seriesTicker: raw.series_ticker,
    fee: { type: raw.fee_type, multiplier: raw.fee_multiplier },
    fromMs: raw.scheduled_ts,
  }));

/** An override of an event from a moment on; both parts `null` end one. */
export interface EventFeeChange {
  readonly id: string;
  readonly eventTicker: string;
  readonly seriesTicker: string;
  readonly feeOverride: FeeOverride;
  readonly fromMs: AtMs;
}

export const eventFeeChangeSchema: z.ZodType<EventFeeChange> = z
  .object({
    id: text,
    event_ticker: eventTicker,
    series_ticker: eventTicker,
    ...overrides,
    scheduled_ts: atMsIso,
  })
  .transform((raw) => ({
    id: raw.id,
    eventTicker: raw.event_ticker,
    seriesTicker: raw.series_ticker,
    feeOverride: { type: raw.fee_type_override, multiplier: raw.fee_multiplier_override },
    fromMs: raw.scheduled_ts,
  }));

/** The fee of a series at `atMs`, by what is scheduled. */
export function seriesFeeAt(
  series: KalshiSeries,
  changes: readonly SeriesFeeChange[],
  atMs: AtMs,
): KalshiFee {
  let newest: SeriesFeeChange | null = null;
  for (const change of changes) {
    if (change.seriesTicker !== series.ticker || change.fromMs > atMs) continue;
    if (newest === null || change.fromMs > newest.fromMs) newest = change;
  }
  return newest?.fee ?? series.fee;
}
