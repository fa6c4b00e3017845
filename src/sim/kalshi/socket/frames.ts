import { MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { MICRO } from '../../../engine/domain/values/micro.ts';
import { MEAN_VALUES } from '../../spot/price-odds.ts';
import { CENTI, countText, dollarsText, secondsOf, timeText } from '../fixed-point.ts';
import { priceRanges } from '../price-grid.ts';
import { levelRow } from '../rest/rows.ts';
import type { Level, LevelChange } from '../world/book.ts';
import type { LifeStep } from '../world/happening.ts';
import type { KalshiEvent, KalshiMarket, Strike, Trade } from '../world/market.ts';
import type { CoinIndex, SettlementIndex } from '../world/settlement-index.ts';

/** From the index to the venue. */
const RECEIVED_AFTER_MS = 40;
/** Digits of averages and fast values. */
const VALUE_DIGITS = 8;
const QUARTER_MS = 15 * MINUTE_MS;

type Body = Readonly<Record<string, unknown>>;

/** A side without bids is not there at all. */
export function snapshotBody(market: KalshiMarket, usesYesPrice: boolean): Body {
  const { yes, no } = market.book.view();
  const asYes = ({ price, size }: Level): Level => ({ price: MICRO - price, size });
  const shown = usesYesPrice ? no.map(asYes) : no;
  return {
    market_ticker: market.ticker,
    market_id: market.terms.id,
    ...(yes.length === 0 ? {} : { yes_dollars_fp: yes.map(levelRow) }),
    ...(no.length === 0 ? {} : { no_dollars_fp: shown.map(levelRow) }),
  };
}

export function deltaBody(
  market: KalshiMarket,
  { side, price, delta }: LevelChange,
  at: { readonly atMs: number; readonly usesYesPrice: boolean },
): Body {
  const shown = side === 'no' && at.usesYesPrice ? MICRO - price : price;
  return {
    market_ticker: market.ticker,
    market_id: market.terms.id,
    price_dollars: dollarsText(shown),
    delta_fp: countText(delta),
    side,
    ts: timeText(at.atMs),
    ts_ms: at.atMs,
  };
}

/** Without its times: what is compared to see whether a ticker changed. */
export function tickerFields(market: KalshiMarket): Body {
  const dollars = (micro: number): number => Math.round(micro / MICRO / CENTI);
  return {
    market_id: market.terms.id,
    market_ticker: market.ticker,
    price_dollars: dollarsText(market.lastPrice),
    yes_bid_dollars: dollarsText(market.yesBid),
    yes_ask_dollars: dollarsText(market.yesAsk),
    volume_fp: countText(market.volume),
    open_interest_fp: countText(market.openInterest),
    dollar_volume: dollars(market.dollarVolume),
    dollar_open_interest: dollars(market.openInterest * market.lastPrice),
    yes_bid_size_fp: countText(market.book.best('yes')?.size ?? 0),
    yes_ask_size_fp: countText(market.book.best('no')?.size ?? 0),
    last_trade_size_fp: countText(market.lastCount),
  };
}

export function tickerBody(market: KalshiMarket, atMs: number): Body {
  return { ...tickerFields(market), ts: secondsOf(atMs), ts_ms: atMs, time: timeText(atMs) };
}

export function tradeBody(market: KalshiMarket, trade: Trade): Body {
  return {
    trade_id: trade.id,
    market_ticker: market.ticker,
    yes_price_dollars: dollarsText(trade.price),
    no_price_dollars: dollarsText(MICRO - trade.price),
    count_fp: countText(trade.count),
    taker_side: trade.taker,
    taker_outcome_side: trade.taker,
    taker_book_side: trade.taker === 'yes' ? 'bid' : 'ask',
    is_block_trade: trade.isBlock,
    ts: secondsOf(trade.atMs),
    ts_ms: trade.atMs,
  };
}

export function lifeBody(market: KalshiMarket, step: LifeStep): Body {
  const head = { event_type: step, market_ticker: market.ticker };
  return { ...head, ...LIFE_FIELDS[step](market) };
}

const LIFE_FIELDS: Readonly<Record<LifeStep, (market: KalshiMarket) => Body>> = {
  created: (market) => ({
    exchange_index: market.shard,
    open_ts: secondsOf(market.terms.openAtMs),
    close_ts: secondsOf(market.closeAtMs),
    additional_metadata: {
      name: market.yesSubTitle,
      title: market.terms.title,
      yes_sub_title: market.yesSubTitle,
      no_sub_title: market.terms.noSubTitle,
      rules_primary: market.terms.rulesPrimary,
      rules_secondary: market.terms.rulesSecondary,
      can_close_early: true,
      event_ticker: market.event.ticker,
      expected_expiration_ts: secondsOf(market.expectedAtMs),
      ...strikeFields(market.strike),
    },
    price_level_structure: market.structure,
    price_ranges: priceRanges(market.structure),
  }),
  activated: () => ({ is_deactivated: false }),
  deactivated: () => ({ is_deactivated: true }),
  close_date_updated: ({ closeAtMs }) => ({ close_ts: secondsOf(closeAtMs) }),
  determined: ({ determinedAtMs, outcome }) => ({
    determination_ts: secondsOf(determinedAtMs ?? 0),
    result: outcome?.result ?? '',
    settlement_value: dollarsText(outcome?.value ?? 0),
  }),
  settled: ({ settledAtMs }) => ({ settled_ts: secondsOf(settledAtMs ?? 0) }),
  price_level_structure_updated: ({ structure }) => ({
    price_level_structure: structure,
    price_ranges: priceRanges(structure),
  }),
  metadata_updated: ({ strike, yesSubTitle }) => ({
    ...strikeFields(strike),
    yes_sub_title: yesSubTitle,
  }),
};

function strikeFields(strike: Strike): Body {
  if (strike.type === 'custom') return { strike_type: strike.type };
  const floor = 'floor' in strike && strike.floor !== null ? { floor_strike: strike.floor } : {};
  const cap = 'cap' in strike ? { cap_strike: strike.cap } : {};
  return { strike_type: strike.type, ...floor, ...cap };
}

export function eventBody(event: KalshiEvent): Body {
  return {
    event_ticker: event.ticker,
    exchange_index: event.series.shard,
    title: event.title,
    subtitle: event.subTitle,
    collateral_return_type: event.isExclusive ? 'MECNET' : '',
    series_ticker: event.series.ticker,
    ...(event.strikeAtMs === null ? {} : { strike_date: secondsOf(event.strikeAtMs) }),
  };
}

export function feeBody({ ticker, feeOverride }: KalshiEvent): Body {
  return {
    event_ticker: ticker,
    fee_type_override: feeOverride?.type ?? null,
    fee_multiplier_override: feeOverride?.multiplier ?? null,
  };
}

/** An index value with its means: of the minute before, and of the settlement's minute so far. */
export function indexBody(values: SettlementIndex, index: CoinIndex, atMs: number): Body {
  const closeAtMs = Math.ceil(atMs / QUARTER_MS) * QUARTER_MS;
  const fromMs = closeAtMs - MINUTE_MS;
  const count = (atMs - fromMs) / SECOND_MS;
  const isLast = count >= 1 && count <= MEAN_VALUES;
  const before = values.meanAt(index, atMs - SECOND_MS);
  return {
    index_id: index.id,
    received_at: atMs + RECEIVED_AFTER_MS,
    data: rawFrame(values, index, atMs),
    avg_60s_data: meanRow(before, { count: MEAN_VALUES, fromMs: atMs - MINUTE_MS, atMs }),
    ...(isLast
      ? {
          last_60s_windowed_average_15min: meanRow(values.meanAt(index, atMs, count), {
            ...{ count, fromMs, atMs },
          }),
        }
      : {}),
  };
}

export function fastIndexBody(values: SettlementIndex, index: CoinIndex, atMs: number): Body {
  return {
    index_id: index.id,
    value_usd: values.valueAt(index, atMs).toFixed(VALUE_DIGITS),
    source_ts_ms: atMs,
    received_at: atMs + RECEIVED_AFTER_MS,
    data: rawFrame(values, index, atMs),
  };
}

function meanRow(
  value: number,
  {
    count,
    fromMs,
    atMs,
  }: { readonly count: number; readonly fromMs: number; readonly atMs: number },
) {
  return {
    value: value.toFixed(VALUE_DIGITS),
    window_size: count,
    window_start_ts_ms: fromMs,
    window_end_ts_exclusive: atMs,
  };
}

function rawFrame(values: SettlementIndex, index: CoinIndex, atMs: number): string {
  const value = values.valueAt(index, atMs).toFixed(index.digits);
  return JSON.stringify({ type: 'value', id: index.id, time: atMs, value });
}
