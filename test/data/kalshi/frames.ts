import type { Row } from '../../../src/data/parsed.ts';

export const TICKER = 'KXBTC15M-26NOV221445-45';
export const AT_MS = 1_790_000_000_000;

export const OWN = { at_ms: AT_MS, yes_price: true };

export function snapshotFrame(changes: Row = {}, own: Row = OWN): Row {
  return {
    type: 'orderbook_snapshot',
    sid: 1,
    seq: 1,
    msg: {
      market_ticker: TICKER,
      market_id: '9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1',
      yes_dollars_fp: [
        ['0.3500', '200.00'],
        ['0.4200', '13.50'],
      ],
      no_dollars_fp: [
        ['0.4600', '400.00'],
        ['0.4400', '17.00'],
      ],
      ...changes,
    },
    own,
  };
}

export function deltaFrame(changes: Row = {}, own: Row = { ...OWN, size_fp: '63' }): Row {
  return {
    type: 'orderbook_delta',
    sid: 1,
    seq: 2,
    msg: {
      market_ticker: TICKER,
      market_id: '9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1',
      price_dollars: '0.4200',
      delta_fp: '50.00',
      side: 'yes',
      ts_ms: AT_MS - 3,
      ...changes,
    },
    own,
  };
}

export function tickerFrame(changes: Row = {}): Row {
  return {
    type: 'ticker',
    sid: 2,
    msg: {
      market_ticker: TICKER,
      price_dollars: '0.4800',
      yes_bid_dollars: '0.4500',
      yes_ask_dollars: '0.5300',
      ts_ms: AT_MS,
      ...changes,
    },
  };
}

/** A market as the venue lists it since July 2026. */
export function marketRow(changes: Row = {}): Row {
  return {
    ticker: TICKER,
    event_ticker: 'KXBTC15M-26NOV221445',
    market_type: 'binary',
    title: 'BTC price up in next 15 mins?',
    yes_sub_title: 'Price to beat: $67,948.02',
    no_sub_title: 'Price to beat: $67,948.02',
    created_time: '2026-11-21T01:02:17.310672Z',
    open_time: '2026-11-22T19:30:00Z',
    close_time: '2026-11-22T19:45:00Z',
    expected_expiration_time: '2026-11-22T19:50:00Z',
    latest_expiration_time: '2026-11-29T19:45:00Z',
    settlement_timer_seconds: 60,
    status: 'active',
    result: '',
    yes_bid_dollars: '0.3100',
    yes_bid_size_fp: '120.00',
    yes_ask_dollars: '0.3200',
    yes_ask_size_fp: '80.50',
    no_bid_dollars: '0.6800',
    no_ask_dollars: '0.6900',
    last_price_dollars: '0.3200',
    previous_price_dollars: '0.3000',
    volume_fp: '74996.00',
    volume_24h_fp: '2625.00',
    open_interest_fp: '28787.00',
    notional_value_dollars: '1.0000',
    expiration_value: '',
    can_close_early: true,
    strike_type: 'greater_or_equal',
    floor_strike: 67948.03,
    rules_primary: "If the simple average of the sixty seconds of CF Benchmarks' BRTI before …",
    rules_secondary: 'Not all cryptocurrency price data is the same.',
    price_level_structure: 'tapered_deci_cent',
    price_ranges: [
      { start: '0.0000', end: '0.1000', step: '0.0010' },
      { start: '0.1000', end: '0.9000', step: '0.0100' },
      { start: '0.9000', end: '1.0000', step: '0.0010' },
    ],
    exchange_index: 2,
    ...changes,
  };
}

export function eventRow(changes: Row = {}): Row {
  return {
    event_ticker: 'KXBTC15M-26NOV221445',
    series_ticker: 'KXBTC15M',
    title: 'BTC price up in next 15 mins?',
    sub_title: 'Nov 22 at 14:45',
    category: 'Crypto',
    mutually_exclusive: false,
    collateral_return_type: '',
    settlement_sources: [{ name: 'CF Benchmarks', url: 'https://www.cfbenchmarks.com' }],
    ...changes,
  };
}

export function seriesRow(changes: Row = {}): Row {
  return {
    ticker: 'KXBTC15M',
    frequency: 'fifteen_min',
    title: 'Bitcoin up or down',
    category: 'Crypto',
    categories: ['Crypto'],
    tags: ['BTC', '15 min'],
    settlement_sources: [{ name: 'CF Benchmarks', url: 'https://www.cfbenchmarks.com' }],
    contract_url: '',
    contract_terms_url: '',
    fee_type: 'quadratic',
    fee_multiplier: 1,
    additional_prohibitions: [],
    exchange_index: 2,
    ...changes,
  };
}
