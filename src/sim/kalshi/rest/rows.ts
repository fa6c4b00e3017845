import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Holding } from '../account.ts';
import { countText, dollarsText, secondsOf, timeText } from '../fixed-point.ts';
import { priceRanges } from '../price-grid.ts';
import type { BookView, Level } from '../world/book.ts';
import { type Candle, meanPrice } from '../world/candles.ts';
import type { FeeChange } from '../world/catalogue.ts';
import type { KalshiEvent, KalshiMarket, KalshiSeries, Strike, Trade } from '../world/market.ts';

/** A market as the venue sends it. */
export function marketRow(market: KalshiMarket) {
  const { terms, outcome, strike } = market;
  return {
    ticker: market.ticker,
    event_ticker: market.event.ticker,
    market_type: 'binary',
    title: terms.title,
    subtitle: '',
    yes_sub_title: market.yesSubTitle,
    no_sub_title: terms.noSubTitle,
    created_time: timeText(terms.createdAtMs),
    updated_time: timeText(market.updatedAtMs),
    open_time: timeText(terms.openAtMs),
    close_time: timeText(market.closeAtMs),
    expected_expiration_time: timeText(market.expectedAtMs),
    expiration_time: timeText(terms.latestAtMs),
    latest_expiration_time: timeText(terms.latestAtMs),
    settlement_timer_seconds: terms.settlementSeconds,
    status: market.status,
    result: outcome === null ? '' : outcome.result,
    ...quoteFields(market),
    expiration_value: outcome?.measured ?? '',
    ...settlementFields(market),
    can_close_early: true,
    ...(terms.earlyClose === null ? {} : { early_close_condition: terms.earlyClose }),
    ...strikeFields(strike),
    ...(terms.customStrike === null ? {} : { custom_strike: terms.customStrike }),
    rules_primary: terms.rulesPrimary,
    rules_secondary: terms.rulesSecondary,
    price_level_structure: market.structure,
    price_ranges: priceRanges(market.structure),
    ...(terms.legs === null ? {} : { mve_selected_legs: terms.legs, is_provisional: true }),
    ...(terms.collection === null ? {} : { mve_collection_ticker: terms.collection }),
    exchange_index: market.shard,
  };
}

function quoteFields(market: KalshiMarket) {
  const [yes, no] = [market.book.best('yes'), market.book.best('no')];
  const { price, bid, ask } = market.previous;
  return {
    yes_bid_dollars: dollarsText(yes?.price ?? 0),
    yes_bid_size_fp: countText(yes?.size ?? 0),
    yes_ask_dollars: dollarsText(market.yesAsk),
    yes_ask_size_fp: countText(no?.size ?? 0),
    no_bid_dollars: dollarsText(no?.price ?? 0),
    no_ask_dollars: dollarsText(MICRO - market.yesBid),
    last_price_dollars: dollarsText(market.lastPrice),
    previous_yes_bid_dollars: dollarsText(bid),
    previous_yes_ask_dollars: dollarsText(ask),
    previous_price_dollars: dollarsText(price),
    volume_fp: countText(market.volume),
    volume_24h_fp: countText(market.volume24h),
    open_interest_fp: countText(market.openInterest),
    notional_value_dollars: dollarsText(MICRO),
  };
}

function settlementFields({ outcome, settledAtMs }: KalshiMarket) {
  return {
    ...(outcome === null ? {} : { settlement_value_dollars: dollarsText(outcome.value) }),
    ...(settledAtMs === null ? {} : { settlement_ts: timeText(settledAtMs) }),
  };
}

function strikeFields(strike: Strike) {
  const { type } = strike;
  if (type === 'custom') return { strike_type: type };
  if (type === 'less') return { strike_type: type, cap_strike: strike.cap };
  const floor = strike.floor === null ? {} : { floor_strike: strike.floor };
  return { strike_type: type, ...floor, ...(type === 'between' ? { cap_strike: strike.cap } : {}) };
}

export function eventRow(event: KalshiEvent, hasMarkets: boolean) {
  const { series, feeOverride } = event;
  return {
    event_ticker: event.ticker,
    series_ticker: series.ticker,
    title: event.title,
    sub_title: event.subTitle,
    category: series.category,
    collateral_return_type: event.isExclusive ? 'MECNET' : '',
    mutually_exclusive: event.isExclusive,
    ...(event.strikeAtMs === null
      ? { strike_period: '' }
      : { strike_date: timeText(event.strikeAtMs) }),
    settlement_sources: series.sources,
    product_metadata: null,
    available_on_brokers: true,
    last_updated_ts: timeText(event.updatedAtMs),
    fee_type_override: feeOverride?.type ?? null,
    fee_multiplier_override: feeOverride?.multiplier ?? null,
    exchange_index: series.shard,
    ...(hasMarkets ? { markets: event.markets.map(marketRow) } : {}),
  };
}

export function seriesRow(
  series: KalshiSeries,
  more: { readonly volume: number | null; readonly hasMetadata: boolean },
) {
  return {
    ticker: series.ticker,
    frequency: series.frequency,
    title: series.title,
    category: series.category,
    categories: [series.category],
    tags: series.tags,
    settlement_sources: series.sources,
    contract_url: `https://kalshi.example/contracts/${series.ticker}.pdf`,
    contract_terms_url: `https://kalshi.example/terms/${series.ticker}.pdf`,
    fee_type: series.feeType,
    fee_multiplier: series.feeMultiplier,
    additional_prohibitions: [],
    last_updated_ts: timeText(series.updatedAtMs),
    exchange_index: series.shard,
    ...(more.volume === null ? {} : { volume_fp: countText(more.volume) }),
    ...(more.hasMetadata ? { product_metadata: {} } : {}),
  };
}

export function tradeRow(market: KalshiMarket, trade: Trade) {
  return {
    trade_id: trade.id,
    ticker: market.ticker,
    count_fp: countText(trade.count),
    yes_price_dollars: dollarsText(trade.price),
    no_price_dollars: dollarsText(MICRO - trade.price),
    taker_side: trade.taker,
    taker_outcome_side: trade.taker,
    taker_book_side: trade.taker === 'yes' ? 'bid' : 'ask',
    created_time: timeText(trade.atMs),
    is_block_trade: trade.isBlock,
  };
}

/** `[price, count]`, ascending. */
export function levelRow({ price, size }: Level): readonly [string, string] {
  return [dollarsText(price), countText(size)];
}

export function bookRow({ yes, no }: BookView, depth: number) {
  const best = (levels: readonly Level[]) =>
    (depth > 0 ? levels.slice(-depth) : levels).map(levelRow);
  return { yes_dollars: best(yes), no_dollars: best(no) };
}

export function candleRow(candle: Candle) {
  const span = ({ open, low, high, close }: Candle['bid']) => ({
    open_dollars: dollarsText(open),
    low_dollars: dollarsText(low),
    high_dollars: dollarsText(high),
    close_dollars: dollarsText(close),
  });
  const { price, previous } = candle;
  const mean = meanPrice(candle);
  return {
    end_period_ts: secondsOf(candle.endAtMs),
    yes_bid: span(candle.bid),
    yes_ask: span(candle.ask),
    price: {
      ...(price === null ? {} : span(price)),
      ...(price === null ? {} : { min_dollars: dollarsText(price.low) }),
      ...(price === null ? {} : { max_dollars: dollarsText(price.high) }),
      ...(mean === null ? {} : { mean_dollars: dollarsText(mean) }),
      ...(previous === null ? {} : { previous_dollars: dollarsText(previous) }),
    },
    volume_fp: countText(candle.volume),
    open_interest_fp: countText(candle.openInterest),
  };
}

/** The older shape, without suffixes, that archived candles still have. */
export function archivedCandleRow(candle: Candle) {
  const span = ({ open, low, high, close }: Candle['bid']) => ({
    open: dollarsText(open),
    low: dollarsText(low),
    high: dollarsText(high),
    close: dollarsText(close),
  });
  const { price, previous } = candle;
  const mean = meanPrice(candle);
  const nothing = { open: null, low: null, high: null, close: null };
  return {
    end_period_ts: secondsOf(candle.endAtMs),
    yes_bid: span(candle.bid),
    yes_ask: span(candle.ask),
    price: {
      ...(price === null ? nothing : span(price)),
      mean: mean === null ? null : dollarsText(mean),
      previous: previous === null ? null : dollarsText(previous),
    },
    volume: countText(candle.volume),
    open_interest: countText(candle.openInterest),
  };
}

export function feeChangeRow({ id, series, feeType, feeMultiplier, atMs }: FeeChange) {
  return {
    id,
    series_ticker: series.ticker,
    fee_type: feeType,
    fee_multiplier: feeMultiplier,
    scheduled_ts: timeText(atMs),
  };
}

export function positionRow({ market, position, cost, fees, realized, atMs }: Holding) {
  return {
    ticker: market.ticker,
    exchange_index: market.shard,
    position_fp: countText(position),
    total_traded_dollars: dollarsText(cost + Math.max(0, -realized)),
    market_exposure_dollars: dollarsText(cost),
    realized_pnl_dollars: dollarsText(realized),
    fees_paid_dollars: dollarsText(fees),
    last_updated_ts: timeText(atMs),
  };
}
