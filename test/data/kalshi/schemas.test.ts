import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { kalshiTokenId, sideOfToken } from '../../../src/data/kalshi/ids.ts';
import { parseIndexValue } from '../../../src/data/kalshi/parse-index.ts';
import {
  accountLimitsSchema,
  balanceSchema,
  positionSchema,
} from '../../../src/data/kalshi/schema-account.ts';
import {
  historicalCandleSchema,
  liveCandleSchema,
} from '../../../src/data/kalshi/schema-candles.ts';
import {
  exchangeStatusSchema,
  scheduleSchema,
  shardOf,
} from '../../../src/data/kalshi/schema-exchange.ts';
import { tradingResumesAt, tradingStopAt } from '../../../src/data/kalshi/trading-hours.ts';
import { FrameReader } from '../../../src/data/parsed.ts';
import type { TokenId } from '../../../src/engine/domain/ids.ts';
import { TICKER } from './frames.ts';

describe('token ids', () => {
  test('lead back to their market and side', () => {
    expect(sideOfToken(kalshiTokenId(TICKER, 'no'))).toEqual({ marketId: TICKER, side: 'no' });
    expect(sideOfToken('1234567890' as TokenId)).toBeNull();
    expect(sideOfToken('a b:yes' as TokenId)).toBeNull();
  });
});

describe('the account', () => {
  const position = {
    ticker: TICKER,
    exchange_index: 2,
    position_fp: '-12.50',
    total_traded_dollars: '6.2500',
    market_exposure_dollars: '5.7500',
    realized_pnl_dollars: '-0.017450',
    fees_paid_dollars: '0.017450',
    last_updated_ts: '2026-11-22T19:31:00Z',
  };

  test('a negative position is one of no', () => {
    expect(positionSchema.parse(position)).toEqual({
      marketId: TICKER,
      side: 'no',
      count: 12_500_000,
      exchangeIndex: 2,
      exposure: 5_750_000,
      traded: 6_250_000,
      realisedPnl: -17_450,
      fees: 17_450,
      updatedAtMs: Date.UTC(2026, 10, 22, 19, 31),
    });
    expect(positionSchema.parse({ ...position, position_fp: '3.00' }).side).toBe('yes');
    expect(positionSchema.parse({ ...position, position_fp: '0.00' }).side).toBeNull();
  });

  test('cash is that of each shard, in cents and in dollars', () => {
    const parsed = balanceSchema.parse({
      balance: 12_345,
      portfolio_value: 900,
      balance_breakdown: [
        { exchange_index: 0, balance: 2_345 },
        { exchange_index: 2, balance: '100.0000' },
      ],
    });
    expect(parsed.total).toBe(123_450_000);
    expect(parsed.shards).toEqual([
      { exchangeIndex: 0, cash: 23_450_000 },
      { exchangeIndex: 2, cash: 100_000_000 },
    ]);
  });

  test('shards in a unit that does not add up are refused', () => {
    const wrong = { balance: 100, balance_breakdown: [{ exchange_index: 0, balance: '100.0000' }] };
    expect(balanceSchema.safeParse(wrong).error?.issues[0]).toMatchObject({
      path: ['balance_breakdown'],
      message: 'expected shards that add up to the balance',
    });
  });

  test('limits are tokens', () => {
    const bucket = { refill_rate: 240, bucket_capacity: 480 };
    expect(
      accountLimitsSchema.parse({ usage_tier: 'basic', read: bucket, write: bucket, grants: [] }),
    ).toMatchObject({ tier: 'basic', read: { tokensPerSecond: 240, capacityTokens: 480 } });
  });
});

describe('candles', () => {
  const four = (suffix: string) => ({
    [`open${suffix}`]: '0.4100',
    [`high${suffix}`]: '0.4500',
    [`low${suffix}`]: '0.3900',
    [`close${suffix}`]: '0.4200',
  });

  test('the archive tells the same under shorter names', () => {
    const live = liveCandleSchema.parse({
      end_period_ts: 1_790_000_060,
      yes_bid: four('_dollars'),
      yes_ask: four('_dollars'),
      price: { ...four('_dollars'), mean_dollars: '0.4150', previous_dollars: '0.4000' },
      volume_fp: '1250.00',
      open_interest_fp: '50000.00',
    });
    const archived = historicalCandleSchema.parse({
      end_period_ts: 1_790_000_060,
      yes_bid: four(''),
      yes_ask: four(''),
      price: { ...four(''), mean: '0.4150', previous: '0.4000' },
      volume: '1250.00',
      open_interest: '50000.00',
    });
    expect(archived).toEqual(live);
    expect(live.price).toMatchObject({ close: 420_000, mean: 415_000, previous: 400_000 });
  });

  test('a period without trades has no prices', () => {
    const { price } = liveCandleSchema.parse({
      end_period_ts: 1_790_000_060,
      yes_bid: four('_dollars'),
      yes_ask: four('_dollars'),
      price: { open_dollars: null, previous_dollars: '0.4000' },
      volume_fp: '0.00',
      open_interest_fp: '50000.00',
    });
    expect(price).toEqual({
      open: null,
      high: null,
      low: null,
      close: null,
      mean: null,
      previous: 400_000,
    });
  });
});

describe('the exchange', () => {
  test('the fields at the top are those of shard 0', () => {
    const shard = { exchange_index: 2, description: 'Crypto', exchange_active: true };
    const status = exchangeStatusSchema.parse({
      exchange_active: true,
      trading_active: true,
      exchange_index_statuses: [{ ...shard, trading_active: false }],
    });
    expect(shardOf(status, 0)).toMatchObject({ isTradingActive: true });
    expect(shardOf(status, 2)).toMatchObject({ isTradingActive: false, description: 'Crypto' });
    expect(shardOf(status, 3)).toBeNull();
  });

  const day = [{ open_time: '00:00', close_time: '24:00' }];
  const schedule = scheduleSchema.parse({
    schedule: {
      standard_hours: [
        {
          start_time: '2026-01-01T00:00:00Z',
          end_time: '2030-01-01T00:00:00Z',
          monday: day,
          tuesday: [{ open_time: '08:00', close_time: '17:00' }],
          wednesday: day,
          thursday: day,
          friday: day,
          saturday: day,
          sunday: day,
        },
      ],
      maintenance_windows: [
        { start_datetime: '2026-11-27T06:00:00Z', end_datetime: '2026-11-27T07:30:00Z' },
      ],
    },
  });
  const stopAt = (iso: string) => tradingStopAt(schedule, Date.parse(iso));

  test.each([
    // Thursday 03:00 to 05:00 in New York, five hours behind in winter and four in summer.
    ['2026-11-26T07:59:59Z', null],
    ['2026-11-26T08:00:00Z', 'weeklyPause'],
    ['2026-11-26T09:59:59Z', 'weeklyPause'],
    ['2026-11-26T10:00:00Z', null],
    ['2026-07-23T07:00:00Z', 'weeklyPause'],
    ['2026-07-23T09:00:00Z', null],
    ['2026-11-25T08:30:00Z', null],
    ['2026-11-27T06:00:00Z', 'maintenance'],
    ['2026-11-27T07:30:00Z', null],
    ['2026-11-24T12:59:00Z', 'closedHours'],
    ['2026-11-24T13:00:00Z', null],
    ['2026-11-24T22:00:00Z', 'closedHours'],
  ])('at %s trading is stopped by %s', (iso, stop) => {
    expect(stopAt(iso)).toBe(stop);
  });

  test('the weekly pause is known without a schedule, and when it ends', () => {
    const inPause = Date.parse('2026-11-26T08:12:34Z');
    expect(tradingStopAt(null, inPause)).toBe('weeklyPause');
    expect(tradingResumesAt(null, inPause)).toBe(Date.parse('2026-11-26T10:00:00Z'));
    const open = Date.parse('2026-11-26T12:00:00Z');
    expect(tradingResumesAt(null, open)).toBe(open);
  });
});

describe('the index that Kalshi settles by', () => {
  const frame = {
    type: 'cfbenchmarks_value',
    sid: 1,
    seq: 42,
    msg: {
      index_id: 'BRTI',
      received_at: 1_790_000_000_123,
      data: '{"type":"value","id":"BRTI","time":1790000000100,"value":"68000.12"}',
      avg_60s_data: {
        value: '68000.10000000',
        window_size: 60,
        window_start_ts_ms: 1_789_999_940_100,
        window_end_ts_exclusive: 1_790_000_000_100,
      },
      last_60s_windowed_average_15min: {
        value: '68000.23000000',
        window_size: 14,
        window_start_ts_ms: 1_789_999_980_000,
        window_end_ts_exclusive: 1_790_000_000_100,
      },
    },
  };
  const read = (of: unknown) => {
    const reader = new FrameReader('kalshi.stream');
    return { value: parseIndexValue(of, reader), problems: reader.problems };
  };

  test('tells its value, its trailing mean and the running settlement mean', () => {
    expect(read(frame).value).toEqual({
      kind: 'indexValue',
      source: 'kalshi',
      indexId: 'BRTI',
      coin: 'btc',
      value: 68_000.12,
      trailing60s: {
        value: 68_000.1,
        count: 60,
        fromMs: 1_789_999_940_100,
        untilMs: 1_790_000_000_100,
      },
      settlement60s: {
        value: 68_000.23,
        count: 14,
        fromMs: 1_789_999_980_000,
        untilMs: 1_790_000_000_100,
      },
      venueAtMs: 1_790_000_000_100,
    });
  });

  test('is an event of the stream', () => {
    const { events, problems } = parseFrame('kalshi.stream', frame);
    expect({ events, problems }).toEqual({ events: [read(frame).value], problems: [] });
  });

  test('five times a second it tells its value alone', () => {
    const msg = {
      index_id: 'DOGEUSD_RTI',
      value_usd: '0.12345678',
      source_ts_ms: 1_790_000_000_300,
    };
    expect(read({ type: 'cfbenchmarks_value_5hz', sid: 1, seq: 1, msg }).value).toMatchObject({
      coin: 'doge',
      value: 0.123_456_78,
      settlement60s: null,
      venueAtMs: 1_790_000_000_300,
    });
  });

  test.each([
    ['raw data that is no JSON', { data: 'oops' }, 'frame'],
    [
      'a value of another index',
      { data: '{"id":"ETHUSD_RTI","time":1790000000100,"value":"1"}' },
      'msg.data',
    ],
    [
      'more values than seconds',
      {
        last_60s_windowed_average_15min: { ...frame.msg.avg_60s_data, window_size: 61 },
      },
      'window_size',
    ],
    ['a price of nothing', { data: '{"id":"BRTI","time":1790000000100,"value":"0"}' }, 'value'],
  ])('%s is refused', (_name, changes, field) => {
    const { value, problems } = read({ ...frame, msg: { ...frame.msg, ...changes } });
    expect(value).toBeNull();
    expect(problems[0]?.field).toContain(field);
  });

  test('a frame of another kind is none, and no problem', () => {
    expect(read({ type: 'ticker', msg: {} })).toEqual({ value: null, problems: [] });
  });
});
