import fc from 'fast-check';
import * as kalshi from '../../data/kalshi/frames.ts';
import { MARKET as LOG_MARKET, logOf } from '../../data/polygon/logs.ts';
import {
  bestFrame,
  bookFrame,
  canonicalFrame,
  lastTradeFrame,
  tickFrame,
} from '../../data/polymarket/frames.ts';
import { orderFrame, tradeFrame } from '../../data/polymarket/user-frames.ts';
import {
  book,
  levelChange,
  listed,
  listing,
  type StoryMarket,
  streamed,
  tickChange,
  type VenueFrame,
} from '../../scenarios/venue-frames.ts';
import { addressOf } from '../../scenarios/wallet-words.ts';

export const AT_MS = 1_790_766_960_000;
const SAMPLES = 4;
const MARKET = `0x${'0c'.repeat(32)}`;
const RAIN: StoryMarket = { name: 'rain', place: 1, outcomes: ['Yes', 'No'], options: new Map() };

function drawn(arbitrary: fc.Arbitrary<unknown>): readonly unknown[] {
  return fc.sample(arbitrary, { numRuns: SAMPLES, seed: 7 });
}

/** Frames about one market and a leader who trades in it, as the engine of a story hears them. */
export function storyFrames(): readonly VenueFrame[] {
  const levels = {
    bids: [
      { price: '0.48', size: '100' },
      { price: '0.40', size: '9' },
    ],
    asks: [{ price: '0.50', size: '100' }],
  };
  const row = {
    wallet: addressOf('anna'),
    market: RAIN,
    outcome: 0,
    quantity: 100,
    price: 0.5,
    transaction: 7,
    tradedAtMs: AT_MS,
  };
  return [
    listing(RAIN, AT_MS, null),
    listing(RAIN, AT_MS, ['1', '0']),
    book({ market: RAIN, outcome: 0, polled: false }, levels, AT_MS),
    book({ market: RAIN, outcome: 1, polled: true }, levels, AT_MS),
    levelChange({ market: RAIN, outcome: 0, side: 'ask' }, { price: '0.51', size: '3' }, AT_MS),
    tickChange(RAIN, '0.001', AT_MS),
    streamed({ ...row, kind: 'buy' }, 'trades'),
    streamed({ ...row, kind: 'sell' }, 'orders_matched'),
    listed([
      { ...row, kind: 'merge' },
      { ...row, kind: 'redeem' },
      { ...row, kind: 'split' },
    ]),
  ];
}

const PRICE = { symbol: 'BTC/USD', value: 76_966.829, timestamp: 1_777_329_563_000 };
const TRADE = { e: 'trade', E: AT_MS, s: 'BTCUSDT', t: 12_345, p: '76968.86', T: AT_MS };
const BEST = { u: 400, s: 'BTCUSDT', b: '100.1', B: '31.2', a: '100.3', A: '40.6' };
const candle = (minute: number) => {
  const at = AT_MS + minute * 60_000;
  return [at, '100.5', '101', '99.5', '100', '1', at + 59_999, '100', 5, '1', '1', '0'];
};

/** Sound frames, by the tape's name of their source. */
export function soundFrames(): ReadonlyMap<string, readonly unknown[]> {
  const frames = new Map<string, unknown[]>([
    [
      'polymarket.market',
      [bookFrame, bestFrame, canonicalFrame, lastTradeFrame, tickFrame].flatMap(drawn),
    ],
    ['polymarket.kept-book', [{ readAtMs: AT_MS, rows: drawn(bookFrame) }]],
    [
      'polymarket.resolutions',
      [
        [
          {
            condition_id: MARKET,
            status: 'resolved',
            payouts: [0, 1_000_000],
            token_ids: ['11', '12'],
          },
        ],
      ],
    ],
    [
      'polymarket.positions',
      [
        {
          wallet: addressOf('anna'),
          rows: [
            {
              proxy_wallet: addressOf('anna'),
              condition_id: MARKET,
              token_id: '123',
              current_size: 12.5,
            },
          ],
        },
      ],
    ],
    ['polymarket.quote', [{ window: '1771358700', side: 'YES', bid: '520000', ask: '530000' }]],
    [
      'polymarket.history',
      [{ market: MARKET, token: '123', history: [{ t: 1_790_000_000, p: 0.5 }] }],
    ],
    [
      'polymarket.rtds-price',
      [PRICE, { topic: 'crypto_prices', type: 'update', timestamp: 1, payload: PRICE }],
    ],
    ['chainlink.price', [PRICE]],
    [
      'binance.stream',
      [
        { stream: 'btcusdt@trade', data: TRADE },
        { stream: 'btcusdt@bookTicker', data: BEST },
      ],
    ],
    [
      'binance.ticker',
      [
        { symbol: 'BTCUSDT', price: '100.2' },
        [{ symbol: 'LTCBTC', bidPrice: '4', bidQty: '1', askPrice: '5', askQty: '9' }],
      ],
    ],
    [
      'binance.candles',
      [{ symbol: 'btcusdt', fromMs: AT_MS, untilMs: AT_MS + 90_000, rows: [candle(0), candle(1)] }],
    ],
    [
      'kalshi.trades',
      [
        {
          count_fp: '30.00',
          created_time: '2026-04-27T18:30:01.160462Z',
          no_price_dollars: '0.5100',
          taker_side: 'no',
          ticker: 'KXBTC15M-26APR271445-45',
          trade_id: '78eb30ca-9006-6598-6a20-e7bfe48fc9b5',
          yes_price_dollars: '0.4900',
        },
      ],
    ],
    [
      'kalshi.markets',
      [{ ...kalshi.marketRow(), event: kalshi.eventRow(), series: kalshi.seriesRow() }],
    ],
    [
      'kalshi.book',
      [
        {
          ticker: kalshi.TICKER,
          orderbook_fp: { yes_dollars: [['0.35', '200']], no_dollars: [['0.46', '4']] },
        },
      ],
    ],
    ['kalshi.stream', [kalshi.snapshotFrame(), kalshi.deltaFrame(), kalshi.tickerFrame()]],
    [
      'polybolt.price',
      [
        {
          v: 1,
          channel: 'price.crypto',
          seq: 7,
          ts: AT_MS,
          payload: { symbol: 'btcusd', value: 64_123.5, timestamp: AT_MS },
        },
      ],
    ],
    ['polygon.logs', [{ log: logOf(), market: LOG_MARKET }]],
  ]);
  for (const { source, frame } of storyFrames()) {
    frames.set(source, [...(frames.get(source) ?? []), frame]);
  }
  return frames;
}

/** Sound messages of an account's own channel. */
export function userFrames(): readonly unknown[] {
  return [orderFrame, tradeFrame].flatMap(drawn);
}
