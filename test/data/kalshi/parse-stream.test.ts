import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import type { Row } from '../../../src/data/parsed.ts';
import { AT_MS, deltaFrame, OWN, snapshotFrame, TICKER, tickerFrame } from './frames.ts';

const parse = (frame: unknown) => parseFrame('kalshi.stream', frame);

describe('frames of the socket', () => {
  test('a snapshot is the book as each outcome sees it', () => {
    const { events, problems } = parse(snapshotFrame());
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      {
        kind: 'bookSnapshot',
        marketId: TICKER,
        tokenId: `${TICKER}:yes`,
        bids: [
          { price: 350_000, quantity: 200_000_000 },
          { price: 420_000, quantity: 13_500_000 },
        ],
        asks: [
          { price: 460_000, quantity: 400_000_000 },
          { price: 440_000, quantity: 17_000_000 },
        ],
        venueAtMs: AT_MS,
        source: 'stream',
      },
      {
        tokenId: `${TICKER}:no`,
        bids: [{ price: 540_000 }, { price: 560_000 }],
        asks: [{ price: 650_000 }, { price: 580_000 }],
      },
    ]);
  });

  test('bids of no are told in prices of no where the stream did not ask otherwise', () => {
    const own = { ...OWN, yes_price: false };
    const { events } = parse(snapshotFrame({ no_dollars_fp: [['0.5400', '400.00']] }, own));
    expect(events).toMatchObject([{ asks: [{ price: 460_000 }] }, { bids: [{ price: 540_000 }] }]);
  });

  test('a change says what the level holds now', () => {
    expect(parse(deltaFrame()).events).toEqual([
      {
        kind: 'bookDelta',
        marketId: TICKER,
        venueAtMs: AT_MS,
        changes: [
          {
            tokenId: `${TICKER}:yes`,
            side: 'bid',
            price: 420_000,
            quantity: 63_000_000,
            bestBid: null,
            bestAsk: null,
            hash: null,
          },
        ],
      },
    ]);
    expect(parse(deltaFrame({ side: 'no', price_dollars: '0.4400' })).events).toMatchObject([
      { changes: [{ tokenId: `${TICKER}:no`, side: 'bid', price: 560_000 }] },
    ]);
  });

  test('a change that nobody followed is refused, and says what is missing', () => {
    const { events, problems } = parseFrame(
      'kalshi.stream',
      { ...deltaFrame(), own: undefined },
      AT_MS,
    );
    expect(events).toEqual([]);
    expect(problems).toMatchObject([
      { field: 'own.size_fp', expected: 'what the level holds now' },
    ]);
  });

  test('best prices are told for both outcomes; nothing rests at 0 and 1', () => {
    expect(parse(tickerFrame()).events).toMatchObject([
      { kind: 'topOfBook', tokenId: `${TICKER}:yes`, bid: 450_000, ask: 530_000 },
      { kind: 'topOfBook', tokenId: `${TICKER}:no`, bid: 470_000, ask: 550_000 },
    ]);
    const empty = tickerFrame({ yes_bid_dollars: '0.0000', yes_ask_dollars: '1.0000' });
    expect(parse(empty).events).toMatchObject([
      { bid: null, ask: null },
      { bid: null, ask: null },
    ]);
  });

  test.each([
    [{ taker_side: 'no', taker_outcome_side: 'no', taker_book_side: 'ask' }, 'no', 640_000],
    [{ taker_outcome_side: 'yes' }, 'yes', 360_000],
    [{ taker_book_side: 'ask' }, 'no', 640_000],
    [{ taker_side: 'yes' }, 'yes', 360_000],
    // The newer name wins.
    [{ taker_side: 'yes', taker_outcome_side: 'no' }, 'no', 640_000],
  ])('a trade whose taker is %j bought %s', (sides, side, at) => {
    const msg = {
      trade_id: 'd91bc706-ee49-470d-82d8-11418bda6fed',
      market_ticker: TICKER,
      yes_price_dollars: '0.3600',
      no_price_dollars: '0.6400',
      count_fp: '136.00',
      ts_ms: AT_MS,
      ...sides,
    };
    expect(parse({ type: 'trade', sid: 3, seq: 1, msg }).events).toMatchObject([
      { kind: 'publicTrade', tokenId: `${TICKER}:${side}`, takerSide: 'buy', price: at },
    ]);
  });

  test('a trade of nobody is refused', () => {
    const msg = {
      market_ticker: TICKER,
      yes_price_dollars: '0.3600',
      no_price_dollars: '0.6400',
      count_fp: '1.00',
      ts_ms: AT_MS,
    };
    const { events, problems } = parse({ type: 'trade', sid: 3, seq: 1, msg });
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ field: 'taker_outcome_side' }]);
  });

  test('the life of a market moves its resolution and its grid', () => {
    const life = (msg: Row) => ({
      type: 'market_lifecycle_v2',
      sid: 4,
      seq: 1,
      msg: { market_ticker: TICKER, ...msg },
      own: OWN,
    });
    const determined = { event_type: 'determined', determination_ts: 1_790_000_100, result: 'yes' };
    expect(parse(life(determined)).events).toEqual([
      {
        kind: 'resolutionMoved',
        marketId: TICKER,
        stage: 'proposed',
        venueAtMs: 1_790_000_100_000,
      },
    ]);
    const price_ranges = [{ start: '0.0000', end: '1.0000', step: '0.0010' }];
    const grid = { event_type: 'price_level_structure_updated', price_ranges };
    expect(parse(life(grid)).events).toMatchObject([{ kind: 'tickChange', tick: 1_000 }]);
    expect(parse(life({ event_type: 'settled', settled_ts: 1_790_000_160 }))).toMatchObject({
      events: [],
      problems: [],
    });
    expect(parse(life({ event_type: 'a_kind_of_next_year' })).problems).toEqual([]);
  });
});
