import type { KalshiStatus, KalshiTerms } from '../../engine/domain/kalshi-terms.ts';
import type { Market, MarketStatus, Resolution } from '../../engine/domain/market.ts';
import { termsOf } from '../../engine/domain/market-terms.ts';
import { MINUTE_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import {
  complement,
  cost,
  type Price,
  type Quantity,
  ZERO_MONEY,
} from '../../engine/domain/values/money.ts';
import {
  KALSHI_DEFAULT_FEE,
  KALSHI_LOT,
  type KalshiFee,
  takerSchedule,
} from '../../engine/domain/venue-rules/kalshi.ts';
import { finestStep } from '../../engine/domain/venue-rules/kalshi-ticks.ts';
import { KALSHI_SIDES, kalshiTokenId } from './ids.ts';
import { feeOf, type KalshiEvent, type KalshiSeries } from './schema-event.ts';
import { type MarketRow, settlementTimerMs } from './schema-market.ts';
import { inside } from './schema-stream.ts';

/** Longest window that counts as a short one. */
const SHORT_WINDOW_MS_MAX = 15 * MINUTE_MS;

/** Best prices and what rests at them, as a listing tells them; `null` where nothing does. */
export interface MarketTop {
  readonly yesBid: Price | null;
  readonly yesBidSize: Quantity | null;
  readonly yesAsk: Price | null;
  readonly yesAskSize: Quantity | null;
}

/** What the venue lists of one market. */
export interface KalshiListing {
  readonly market: Market;
  readonly terms: KalshiTerms;
  readonly top: MarketTop;
  /** Final: of a market that is settled. */
  readonly resolution: Resolution | null;
}

/** What a market inherits; `null` where it was not read. */
export interface MarketAbout {
  readonly event: KalshiEvent | null;
  readonly series: KalshiSeries | null;
}

export function listingOf(row: MarketRow, about: MarketAbout): KalshiListing {
  const terms = kalshiTermsOf(row, about);
  return {
    market: marketOf(row, terms, about),
    terms,
    top: {
      yesBid: row.yes_bid_dollars === null ? null : inside(row.yes_bid_dollars),
      yesBidSize: row.yes_bid_size_fp,
      yesAsk: row.yes_ask_dollars === null ? null : inside(row.yes_ask_dollars),
      yesAskSize: row.yes_ask_size_fp,
    },
    resolution: resolutionOf(terms),
  };
}

function marketOf(row: MarketRow, terms: KalshiTerms, about: MarketAbout): Market {
  const { event, series } = about;
  const last = row.last_price_dollars;
  const volume = row.volume_24h_fp;
  return {
    id: terms.marketId,
    venue: 'kalshi',
    version: 'v1',
    question: questionOf(terms),
    slug: terms.marketId.toLowerCase(),
    eventGroupId: terms.eventTicker,
    categories: categoriesOf(event, series),
    outcomes: KALSHI_SIDES.map((side) => ({
      tokenId: kalshiTokenId(terms.marketId, side),
      label: side === 'yes' ? 'Yes' : 'No',
    })),
    negRisk: false,
    rules: {
      // No price that the market takes is off this grid; what it takes is in the terms' ranges.
      tick: finestStep(terms.priceRanges),
      minQuantity: KALSHI_LOT,
      minMarketableBuy: ZERO_MONEY,
      fee: takerSchedule(terms.fee ?? KALSHI_DEFAULT_FEE),
      takerDelayMs: 0,
    },
    startsAtMs: terms.opensAtMs,
    closesAtMs: terms.closesAtMs,
    shortCrypto: isShortCrypto(terms),
    acceptingOrders: terms.status === 'active',
    status: STATUS[terms.status],
    volume24h: volume === null || last === null ? null : cost(last, volume, 'floor'),
    dayMove: moveOf(last, row.previous_price_dollars),
    weekMove: null,
    terms: termsOf({
      source: terms.settlementSources.map(({ name }) => name).join(', ') || null,
      text: [terms.rulesPrimary, terms.rulesSecondary].join('\n'),
    }),
  };
}

/** A market that was determined waits for its timer, and may still be disputed and amended. */
const STATUS: Readonly<Record<KalshiStatus, MarketStatus>> = {
  initialized: 'open',
  inactive: 'open',
  active: 'open',
  closed: 'closed',
  determined: 'closed',
  disputed: 'closed',
  amended: 'closed',
  finalized: 'resolved',
};

function kalshiTermsOf(row: MarketRow, { event, series }: MarketAbout): KalshiTerms {
  return {
    marketId: row.ticker,
    eventTicker: row.event_ticker,
    seriesTicker: event?.seriesTicker ?? series?.ticker ?? null,
    kind: row.market_type,
    status: row.status,
    title: row.title || event?.title || row.event_ticker,
    eventTitle: event?.title ?? null,
    eventSubTitle: event?.subTitle ?? null,
    yesSubTitle: row.yes_sub_title,
    noSubTitle: row.no_sub_title,
    category: event?.category ?? series?.category ?? null,
    isMutuallyExclusive: event?.isMutuallyExclusive ?? null,
    strike: row.strike,
    rulesPrimary: row.rules_primary,
    rulesSecondary: row.rules_secondary ?? '',
    settlementSources: sourcesOf(event, series),
    canCloseEarly: row.can_close_early ?? false,
    earlyCloseCondition: row.early_close_condition || null,
    opensAtMs: row.open_time,
    closesAtMs: row.close_time,
    occursAtMs: row.occurrence_datetime,
    expectedExpirationAtMs: row.expected_expiration_time,
    latestExpirationAtMs: row.latest_expiration_time,
    settlementTimerMs: settlementTimerMs(row),
    exchangeIndex: row.exchange_index,
    priceRanges: row.price_ranges,
    notional: row.notional_value_dollars,
    fee: feeIfKnown(event, series),
    feeWaivedUntilMs: row.fee_waiver_expiration_time,
    result: row.result || null,
    settlementValue: row.settlement_value_dollars,
    expirationValue: row.expiration_value,
    isCombo: row.mve_collection_ticker !== null,
    isProvisional: row.is_provisional ?? false,
  };
}

function sourcesOf(
  event: KalshiEvent | null,
  series: KalshiSeries | null,
): KalshiTerms['settlementSources'] {
  const own = event?.settlementSources ?? [];
  return own.length > 0 ? own : (series?.settlementSources ?? []);
}

function feeIfKnown(event: KalshiEvent | null, series: KalshiSeries | null): KalshiFee | null {
  if (series !== null) return feeOf(series, event);
  const { type, multiplier } = event?.feeOverride ?? { type: null, multiplier: null };
  return type === null || multiplier === null ? null : { type, multiplier };
}

/** Markets of one event share a title; their sub-titles tell them apart. */
function questionOf({ title, eventTitle, yesSubTitle }: KalshiTerms): string {
  const base = eventTitle !== null && title === '' ? eventTitle : title;
  const isTold = yesSubTitle === '' || base.toLowerCase().includes(yesSubTitle.toLowerCase());
  return isTold ? base : `${base} · ${yesSubTitle}`;
}

function categoriesOf(event: KalshiEvent | null, series: KalshiSeries | null): string[] {
  const names = [
    event?.category ?? null,
    series?.category ?? null,
    ...(series?.categories ?? []),
    ...(series?.tags ?? []),
  ];
  const slugs = names.flatMap((name) => (name === null ? [] : [slugOf(name)]));
  return [...new Set(slugs)].filter((slug) => slug !== '');
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** By its rules, because new coins come and gold has such windows too. */
function isShortCrypto({ opensAtMs, closesAtMs, rulesPrimary, eventTicker }: KalshiTerms): boolean {
  const isQuarterHour = /^KX[A-Z0-9]+?15M-/.test(eventTicker);
  const isShort = opensAtMs !== null && closesAtMs - opensAtMs <= SHORT_WINDOW_MS_MAX;
  return (isQuarterHour || isShort) && /CF Benchmarks/i.test(rulesPrimary);
}

function moveOf(last: Price | null, before: Price | null): Price | null {
  const isKnown = last !== null && before !== null && last > 0 && before > 0;
  return isKnown ? (Math.abs(last - before) as Price) : null;
}

/** A scalar market, or one that is void, pays by its settlement value. */
function resolutionOf(terms: KalshiTerms): Resolution | null {
  if (terms.status !== 'finalized') return null;
  const whole = terms.result === 'yes' ? MICRO : terms.result === 'no' ? 0 : null;
  const yes = terms.settlementValue ?? (whole as Price | null);
  if (yes === null) return null;
  const { marketId } = terms;
  return {
    marketId,
    payouts: [
      { tokenId: kalshiTokenId(marketId, 'yes'), payout: yes },
      { tokenId: kalshiTokenId(marketId, 'no'), payout: complement(yes) },
    ],
  };
}
