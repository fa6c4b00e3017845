import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BinanceClient } from '../../../src/data/binance/client/client.ts';
import { RepeatFilter } from '../../../src/data/binance/feed/repeat-filter.ts';
import { readStream } from '../../../src/data/binance/read-stream.ts';
import { tickerRowSchema, tradeSchema } from '../../../src/data/binance/schema.ts';
import { parseFrame } from '../../../src/data/frame.ts';
import { FrameReader } from '../../../src/data/parsed.ts';
import { VirtualRuntime } from '../http/virtual-runtime.ts';
import { FeedSetup, VISION } from './feed/feed-setup.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');
const FIXTURES = join(
  DATA,
  'binance/nautechsystems__nautilus_trader/crates/adapters/binance/test_data',
);
const skipped = existsSync(DATA) ? '' : ' (SKIPPED: no recordings beside the project)';

interface Line {
  readonly t: number;
  readonly source: string;
  readonly frame: {
    readonly stream: string;
    readonly data: { readonly p: string; readonly s: string };
  };
}

/** The lines of Binance's stream on a tape. */
async function* linesOf(tape: string): AsyncGenerator<Line> {
  const input = createReadStream(join(DATA, 'tapes', `${tape}.jsonl.gz`)).pipe(createGunzip());
  for await (const text of createInterface({ input })) {
    if (text.includes('"binance.stream"')) yield JSON.parse(text) as Line;
  }
}

const fixture = (path: string): unknown => JSON.parse(readFileSync(join(FIXTURES, path), 'utf8'));

describe.skipIf(skipped !== '')(`recorded frames${skipped}`, () => {
  test.each([
    ['three-price-feeds-5m', 18_967, 0],
    ['frozen-quotes-beside-spot', 921, 1],
  ])('of %s are read as the schema reads them', async (tape, count, zeros) => {
    let lines = 0;
    let refused = 0;
    const odd: unknown[] = [];
    for await (const { t, source, frame } of linesOf(tape)) {
      lines += 1;
      const { events, problems } = parseFrame(source, frame, t);
      const parsed = tradeSchema.safeParse(frame.data);
      if (parsed.success) {
        const { p: price, T: venueAtMs, s } = parsed.data;
        const symbol = s.toLowerCase();
        const spot = { kind: 'spotPrice', source: 'binance', symbol, price, venueAtMs };
        if (JSON.stringify(events) !== JSON.stringify([spot])) odd.push(frame);
        continue;
      }
      refused += 1;
      const isZero = Number(frame.data.p) === 0 && problems[0]?.field === 'p';
      if (!isZero || events.length > 0) odd.push(frame);
    }
    expect(odd).toEqual([]);
    expect(lines).toBe(count);
    expect(refused > 0).toBe(zeros > 0);
  });

  test('play through the feed: each coin is fresh, and little goes out in a burst', async () => {
    const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT'];
    const setup = new FeedSetup({ symbols, hosts: [VISION], streams: ['trade'] });
    setup.feed.start();
    await setup.pass(0);
    setup.runtime.last.open();
    let shiftMs: number | null = null;
    let lines = 0;
    const highs = new Map<string, number>();
    for await (const { t, frame } of linesOf('three-price-feeds-5m')) {
      shiftMs ??= setup.runtime.nowMs() - t;
      const aheadMs = t + shiftMs - setup.runtime.nowMs();
      if (aheadMs > 0) setup.runtime.advance(aheadMs);
      const data = { ...frame.data, T: t + shiftMs };
      setup.runtime.last.text(JSON.stringify({ ...frame, data }));
      lines += 1;
      highs.set(frame.stream, Math.max(highs.get(frame.stream) ?? 0, Number(frame.data.p)));
    }
    const health = setup.feed.snapshot();
    expect(health).toMatchObject({ unread: 0, messages: lines, losses: 0, trouble: null });
    expect(health.symbols.every(({ price, trouble }) => price !== null && trouble === null)).toBe(
      true,
    );
    setup.runtime.advance(100);
    // Not all go out, and yet no extreme is lost.
    expect(setup.out.length).toBeLessThan(lines);
    for (const [stream, high] of highs) {
      const out = setup.out.filter(({ frame }) => frame.stream === stream);
      expect(Math.max(...out.map(({ frame }) => Number(frame.data?.['p'])))).toBe(high);
    }
    console.info(`three-price-feeds-5m: ${lines} trades in, ${setup.out.length} out`);
  });

  test('real trade ids have no gap', () => {
    const path = join(DATA, 'binance/freqtrade__freqtrade/XRP_ETH-trades.json.gz');
    const rows = JSON.parse(gunzipSync(readFileSync(path)).toString()) as [number, string][];
    const repeats = new RepeatFilter();
    const kinds = new Map<string, number>();
    for (const [venueAtMs, id] of rows) {
      const stream = 'xrpeth@aggTrade';
      const reading = {
        kind: 'trade',
        stream,
        symbol: 'xrpeth',
        id: Number(id),
        price: 1,
        venueAtMs,
      } as const;
      const verdict = repeats.look(reading, { exchange: 'binance.com', nowMs: 0 });
      const kind = verdict.kind === 'new' && verdict.missed > 0 ? 'gap' : verdict.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    console.info(`XRP/ETH: ${rows.length} trades ${JSON.stringify([...kinds])}`);
    expect(rows.length).toBeGreaterThan(1_000);
    expect([...kinds.keys()]).toEqual(['new']);
  });

  test('shapes of the venue’s answers are read', async () => {
    const row = fixture('spot/http_json/book_ticker_response.json');
    expect(tickerRowSchema.safeParse(row).success).toBe(true);
    expect(parseFrame('binance.ticker', row, 1_790_000_000_000).events).toMatchObject([
      { symbol: 'ltcbtc', price: 4.000_001 },
    ]);
    const price = fixture('spot/http_json/ticker_price_response.json');
    expect(parseFrame('binance.ticker', price, 1_790_000_000_000).events).toHaveLength(1);
    const answers: Readonly<Record<string, string>> = {
      '/api/v3/time': 'spot/http_json/server_time_response.json',
      '/api/v3/klines': 'spot/http_json/klines_response.json',
    };
    const runtime = new VirtualRuntime((input) => {
      const { pathname } = new URL(String(input));
      return Promise.resolve(Response.json(fixture(answers[pathname] ?? '')));
    });
    const client = new BinanceClient('https://api.test', runtime);
    expect(await runtime.run(client.time())).toBe(1_499_827_319_559);
    const request = { symbol: 'ltcbtc', interval: '1d', fromMs: 1_499_040_000_000 } as const;
    expect(await runtime.run(client.candles(request))).toMatchObject([
      { open: 0.016_347_9, close: 0.015_771, trades: 308 },
    ]);
  });

  test('best prices of another market of the venue are read, and its short times are refused', () => {
    const read = (stream: string, path: string) => {
      const reader = new FrameReader('binance.stream');
      return readStream({ stream, data: fixture(`futures/market_data_json/${path}`) }, reader);
    };
    expect(read('bnbusdt@bookTicker', 'book_ticker_stream.json')).toMatchObject({
      id: 400_900_217,
      bid: 25.351_9,
      ask: 25.365_2,
    });
    expect(read('btcusdt@aggTrade', 'agg_trade_stream.json')).toBeNull();
    expect(read('btcusdt@kline_1m', 'kline_stream_open.json')).toBeNull();
  });
});
