import { z } from 'zod';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Price, Quantity } from '../../engine/domain/values/money.ts';
import { priceText, quantityText, secondsNumber } from '../fields.ts';

/** Prices of one period; `null` where there was none. */
export interface CandlePrices {
  readonly open: Price | null;
  readonly high: Price | null;
  readonly low: Price | null;
  readonly close: Price | null;
}

/** One period of one market, in prices of yes. */
export interface KalshiCandle {
  readonly endsAtMs: AtMs;
  readonly yesBid: CandlePrices;
  readonly yesAsk: CandlePrices;
  /** Of trades: all `null` where nobody traded. */
  readonly price: CandlePrices & { readonly mean: Price | null; readonly previous: Price | null };
  readonly volume: Quantity;
  readonly openInterest: Quantity;
}

const priceOrNone = priceText.nullish();

/** Live rows name prices `open_dollars`, historical ones `open`; each row has one set of them. */
const livePrices = z
  .object({
    open_dollars: priceOrNone,
    high_dollars: priceOrNone,
    low_dollars: priceOrNone,
    close_dollars: priceOrNone,
    mean_dollars: priceOrNone,
    previous_dollars: priceOrNone,
  })
  .transform((raw) => ({
    open: raw.open_dollars ?? null,
    high: raw.high_dollars ?? null,
    low: raw.low_dollars ?? null,
    close: raw.close_dollars ?? null,
    mean: raw.mean_dollars ?? null,
    previous: raw.previous_dollars ?? null,
  }));
const historicalPrices = z
  .object({
    open: priceOrNone,
    high: priceOrNone,
    low: priceOrNone,
    close: priceOrNone,
    mean: priceOrNone,
    previous: priceOrNone,
  })
  .transform((raw) => ({
    open: raw.open ?? null,
    high: raw.high ?? null,
    low: raw.low ?? null,
    close: raw.close ?? null,
    mean: raw.mean ?? null,
    previous: raw.previous ?? null,
  }));

type Prices = z.output<typeof historicalPrices>;

interface RawCandle {
  readonly end_period_ts: number;
  readonly yes_bid: Prices;
  readonly yes_ask: Prices;
  readonly price: Prices;
}

/** A row of `/series/{s}/markets/{t}/candlesticks`. */
export const liveCandleSchema: z.ZodType<KalshiCandle> = z
  .object({
    end_period_ts: secondsNumber,
    yes_bid: livePrices,
    yes_ask: livePrices,
    price: livePrices,
    volume_fp: quantityText,
    open_interest_fp: quantityText,
  })
  .transform((raw) => candleOf(raw, { volume: raw.volume_fp, openInterest: raw.open_interest_fp }));

/** A row of `/historical/markets/{t}/candlesticks`, whose names have no suffixes. */
export const historicalCandleSchema: z.ZodType<KalshiCandle> = z
  .object({
    end_period_ts: secondsNumber,
    yes_bid: historicalPrices,
    yes_ask: historicalPrices,
    price: historicalPrices,
    volume: quantityText,
    open_interest: quantityText,
  })
  .transform((raw) => candleOf(raw, { volume: raw.volume, openInterest: raw.open_interest }));

function candleOf(
  raw: RawCandle,
  counts: Pick<KalshiCandle, 'volume' | 'openInterest'>,
): KalshiCandle {
  return {
    endsAtMs: raw.end_period_ts,
    yesBid: fourOf(raw.yes_bid),
    yesAsk: fourOf(raw.yes_ask),
    price: raw.price,
    ...counts,
  };
}

function fourOf({ open, high, low, close }: Prices): CandlePrices {
  return { open, high, low, close };
}

/** Length of a period that the venue keeps, in minutes. */
export const CANDLE_MINUTES = [1, 60, 1_440] as const;
export type CandleMinutes = (typeof CANDLE_MINUTES)[number];
