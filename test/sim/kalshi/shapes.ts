import { expect } from 'vitest';
import type { Json } from './kalshi-fixture.ts';

type Check = (value: unknown) => boolean;

const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
export const dollars = matches(/^-?\d+\.\d{4,6}$/);
export const count = matches(/^-?\d+\.\d{2}$/);
export const time = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
export const uuid = matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const text: Check = (value) => typeof value === 'string';
export const number: Check = (value) => typeof value === 'number';
export const whole: Check = (value) => Number.isSafeInteger(value);
export const flag: Check = (value) => typeof value === 'boolean';
export const list: Check = (value) => Array.isArray(value);
export const object: Check = (value) => typeof value === 'object' && value !== null;
export const levels: Check = (value) =>
  Array.isArray(value) &&
  value.every((level) => Array.isArray(level) && dollars(level[0]) && count(level[1]));
export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(String(value));
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

interface Shape {
  readonly needed: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

/** A row has all fields that are needed, each of its kind, and none that nobody knows. */
export function expectShape(row: Json, { needed, optional = {} }: Shape): void {
  const missing = Object.keys(needed).filter((name) => !(name in row));
  const wrong = Object.entries(row).filter(([name, value]) => {
    const check = needed[name] ?? optional[name];
    return check === undefined || !check(value);
  });
  expect({ missing, wrong }).toEqual({ missing: [], wrong: [] });
}

const STATUS = oneOf(
  ...['initialized', 'inactive', 'active', 'closed', 'determined', 'disputed', 'amended'],
  'finalized',
);

/** Facts 1.4: the fields of a market. */
export const MARKET: Shape = {
  needed: {
    ticker: text,
    event_ticker: text,
    market_type: oneOf('binary', 'scalar'),
    yes_sub_title: text,
    no_sub_title: text,
    created_time: time,
    updated_time: time,
    open_time: time,
    close_time: time,
    latest_expiration_time: time,
    settlement_timer_seconds: whole,
    status: STATUS,
    result: oneOf('yes', 'no', 'scalar', ''),
    yes_bid_dollars: dollars,
    yes_bid_size_fp: count,
    yes_ask_dollars: dollars,
    yes_ask_size_fp: count,
    no_bid_dollars: dollars,
    no_ask_dollars: dollars,
    last_price_dollars: dollars,
    previous_yes_bid_dollars: dollars,
    previous_yes_ask_dollars: dollars,
    previous_price_dollars: dollars,
    volume_fp: count,
    volume_24h_fp: count,
    open_interest_fp: count,
    notional_value_dollars: dollars,
    expiration_value: text,
    can_close_early: flag,
    rules_primary: text,
    rules_secondary: text,
    price_level_structure: text,
    price_ranges: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every(({ start, end, step }: Json) => dollars(start) && dollars(end) && dollars(step)),
  },
  optional: {
    title: text,
    subtitle: text,
    expiration_time: time,
    expected_expiration_time: time,
    settlement_value_dollars: dollars,
    settlement_ts: time,
    early_close_condition: text,
    strike_type: oneOf('greater', 'greater_or_equal', 'less', 'between', 'custom'),
    floor_strike: number,
    cap_strike: number,
    custom_strike: object,
    mve_collection_ticker: text,
    mve_selected_legs: list,
    is_provisional: flag,
    exchange_index: whole,
  },
};

export const EVENT: Shape = {
  needed: {
    event_ticker: text,
    series_ticker: text,
    title: text,
    sub_title: text,
    collateral_return_type: oneOf('', 'MECNET'),
    mutually_exclusive: flag,
    settlement_sources: list,
    product_metadata: orNull(object),
    fee_type_override: orNull(text),
    fee_multiplier_override: orNull(number),
    exchange_index: whole,
  },
  optional: {
    category: text,
    available_on_brokers: flag,
    strike_date: time,
    strike_period: text,
    last_updated_ts: time,
    markets: list,
  },
};

export const SERIES: Shape = {
  needed: {
    ticker: text,
    frequency: text,
    title: text,
    category: text,
    categories: list,
    tags: list,
    settlement_sources: list,
    contract_url: text,
    contract_terms_url: text,
    fee_type: oneOf(
      'quadratic',
      'quadratic_with_maker_fees',
      'quadratic_with_combo_maker_fees',
      'flat',
    ),
    fee_multiplier: number,
    additional_prohibitions: list,
  },
  optional: {
    exchange_index: whole,
    last_updated_ts: time,
    volume_fp: count,
    product_metadata: object,
  },
};

export const TRADE: Shape = {
  needed: {
    trade_id: uuid,
    ticker: text,
    count_fp: count,
    yes_price_dollars: dollars,
    no_price_dollars: dollars,
    taker_outcome_side: oneOf('yes', 'no'),
    taker_book_side: oneOf('bid', 'ask'),
    created_time: time,
    is_block_trade: flag,
  },
  optional: { taker_side: oneOf('yes', 'no') },
};

const span = (suffix: string): Check => {
  const names = ['open', 'low', 'high', 'close'];
  return (value) => names.every((name) => dollars((value as Json)[`${name}${suffix}`]));
};

export const CANDLE: Shape = {
  needed: {
    end_period_ts: whole,
    yes_bid: span('_dollars'),
    yes_ask: span('_dollars'),
    price: (value) => Object.values(value as Json).every(dollars),
    volume_fp: count,
    open_interest_fp: count,
  },
};

export const ARCHIVED_CANDLE: Shape = {
  needed: {
    end_period_ts: whole,
    yes_bid: span(''),
    yes_ask: span(''),
    price: (value) => Object.values(value as Json).every(orNull(dollars)),
    volume: count,
    open_interest: count,
  },
};

export const POSITION: Shape = {
  needed: {
    ticker: text,
    exchange_index: whole,
    position_fp: count,
    total_traded_dollars: dollars,
    market_exposure_dollars: dollars,
    realized_pnl_dollars: dollars,
    fees_paid_dollars: dollars,
    last_updated_ts: time,
  },
};

/** Facts 1.9: what each channel sends. */
export const SOCKET_MESSAGES = {
  orderbook_snapshot: {
    needed: { market_ticker: text, market_id: uuid },
    optional: { yes_dollars_fp: levels, no_dollars_fp: levels },
  },
  orderbook_delta: {
    needed: {
      market_ticker: text,
      market_id: uuid,
      price_dollars: dollars,
      delta_fp: count,
      side: oneOf('yes', 'no'),
    },
    optional: { ts: time, ts_ms: whole },
  },
  ticker: {
    needed: {
      market_id: uuid,
      market_ticker: text,
      price_dollars: dollars,
      yes_bid_dollars: dollars,
      yes_ask_dollars: dollars,
      volume_fp: count,
      open_interest_fp: count,
      dollar_volume: whole,
      dollar_open_interest: whole,
      yes_bid_size_fp: count,
      yes_ask_size_fp: count,
      last_trade_size_fp: count,
      ts: whole,
      ts_ms: whole,
      time,
    },
  },
  trade: {
    needed: {
      trade_id: uuid,
      market_ticker: text,
      yes_price_dollars: dollars,
      no_price_dollars: dollars,
      count_fp: count,
      taker_side: oneOf('yes', 'no'),
      taker_outcome_side: oneOf('yes', 'no'),
      taker_book_side: oneOf('bid', 'ask'),
      is_block_trade: flag,
      ts: whole,
      ts_ms: whole,
    },
  },
} as const satisfies Readonly<Record<string, Shape>>;
