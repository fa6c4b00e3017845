import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { parseListing } from '../../../src/data/kalshi/parse-markets.ts';
import { historicalCandleSchema } from '../../../src/data/kalshi/schema-candles.ts';
import { eventSchema } from '../../../src/data/kalshi/schema-event.ts';
import { BookFrames } from '../../../src/data/kalshi/stream/book-frames.ts';
import type { Problem, Row } from '../../../src/data/parsed.ts';
import { AT_MS } from './frames.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');
const skipped = existsSync(DATA) ? '' : ' (SKIPPED: no recordings beside the project)';
const recorded = (path: string) => JSON.parse(readFileSync(join(DATA, path), 'utf8'));
const SHAPES = 'kalshi/nautechsystems__nautilus_trader';
/** Rows read of each trade tape. */
const TAPE_ROWS_MAX = 20_000;

describe.skipIf(skipped !== '')(`recorded objects of the venue${skipped}`, () => {
  test('the market of 21 February 2026, with cents beside text, is read as it was', () => {
    const row = recorded(
      'joint/CarlosIbCu__polymarket-kalshi-btc-arbitrage-bot/kalshi_market_KXBTC15M-26FEB202115.json',
    );
    const { listing, problems } = parseListing(row);
    expect(problems).toEqual([]);
    expect(listing?.market).toMatchObject({
      id: 'KXBTC15M-26FEB202115-15',
      closesAtMs: Date.UTC(2026, 1, 21, 2, 15),
      shortCrypto: true,
      status: 'open',
      rules: { tick: 10_000 },
      dayMove: null,
    });
    // The title says $67,948.02: only the strike decides.
    expect(listing?.terms.strike).toMatchObject({ type: 'greater_or_equal', floor: '67948.03' });
    expect(listing?.terms.yesSubTitle).toBe('Price to beat: $67,948.02');
    expect(listing?.top).toMatchObject({ yesBid: 310_000, yesAsk: 320_000, yesBidSize: null });
  });

  test('combinations of June 2026 are read, and known as combinations', () => {
    const rows: Row[] = recorded('kalshi/guzus__dr-manhattan/kalshi_markets.json');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const { listing, problems } = parseListing(row);
      expect(problems).toEqual([]);
      expect(listing?.terms).toMatchObject({ isCombo: true, isProvisional: true });
      expect(listing?.market.rules.tick).toBe(1_000);
    }
  });

  test('every event of a page of 200 is read', () => {
    const { events } = recorded(
      'joint/CarlosIbCu__polymarket-kalshi-btc-arbitrage-bot/all_kalshi_events.json',
    );
    const read = events.map((event: unknown) => eventSchema.parse(event));
    expect(read).toHaveLength(200);
    const exclusive = read.filter(
      (event: { isMutuallyExclusive: boolean }) => event.isMutuallyExclusive,
    );
    console.info(`kalshi: 200 recorded events, ${exclusive.length} of exclusive markets`);
  });

  test.each(['btc', 'eth'])('every trade of the %s tape is read, and its prices add up', (coin) => {
    const lines = gunzipSync(readFileSync(join(DATA, `tapes/kalshi-${coin}-15m-trades.jsonl.gz`)))
      .toString()
      .split('\n', TAPE_ROWS_MAX)
      .filter((line) => line !== '');
    let trades = 0;
    let finer = 0;
    const flaws: Problem[] = [];
    for (const line of lines) {
      const { source, frame, t } = JSON.parse(line);
      const { events, problems } = parseFrame(source, frame, t);
      flaws.push(...problems);
      for (const event of events) {
        if (event.kind !== 'publicTrade') continue;
        trades += 1;
        if (event.price % 10_000 !== 0) finer += 1;
      }
    }
    expect(flaws).toEqual([]);
    expect(trades).toBe(lines.length);
    expect(finer).toBeGreaterThan(0);
    const share = ((100 * finer) / trades).toFixed(1);
    console.info(`kalshi ${coin}: ${trades} recorded trades, ${share} % between cents`);
  });
});

describe.skipIf(skipped !== '')(`published shapes${skipped}`, () => {
  test('order book, trades and archived candles are read', () => {
    const { orderbook_fp } = recorded(`${SHAPES}/http_orderbook.json`);
    const book = parseFrame(
      'kalshi.book',
      { ticker: 'KXBTC-25MAR15-B100000', orderbook_fp },
      AT_MS,
    );
    expect(book).toMatchObject({ problems: [] });
    expect(book.events).toHaveLength(2);
    const trades = parseFrame('kalshi.trades', recorded(`${SHAPES}/http_trades.json`));
    expect(trades).toMatchObject({ problems: [], events: [{ price: 640_000 }] });
    const { candlesticks } = recorded(`${SHAPES}/http_candlesticks.json`);
    expect(historicalCandleSchema.parse(candlesticks[0]).price.close).toBe(420_000);
  });

  test('a market without price ranges is refused with a clear problem', () => {
    const { problems } = parseListing(recorded(`${SHAPES}/http_markets.json`).markets[0]);
    expect(problems).toMatchObject([
      {
        field: 'price_ranges',
        expected: expect.stringContaining('which say what prices it takes'),
      },
    ]);
  });

  test('a snapshot and a change of the socket make a book', () => {
    const frames = new BookFrames(() => undefined);
    const snapshot = frames.read(recorded(`${SHAPES}/ws_orderbook_snapshot.json`), AT_MS);
    expect(snapshot.kind).toBe('frame');
    const change = frames.read(recorded(`${SHAPES}/ws_orderbook_delta.json`), AT_MS + 5);
    if (change.kind !== 'frame') throw new Error(change.kind);
    // 13.00 rested at 0.42 and 50.00 came.
    expect(parseFrame('kalshi.stream', change.frame).events).toMatchObject([
      {
        kind: 'bookDelta',
        venueAtMs: AT_MS + 5,
        changes: [{ price: 420_000, quantity: 63_000_000 }],
      },
    ]);
  });

  test('a trade that is dated by seconds alone is dated by them', () => {
    expect(parseFrame('kalshi.stream', recorded(`${SHAPES}/ws_trade.json`))).toMatchObject({
      problems: [],
      events: [{ kind: 'publicTrade', price: 640_000, venueAtMs: 1_741_052_641_000 }],
    });
  });
});
