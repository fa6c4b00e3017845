import { expect, onTestFinished, test } from 'vitest';
import {
  KALSHI_LIST_EVERY_MS,
  KalshiListing,
  POLLED_MARKETS_MAX,
  STREAMED_MARKETS_MAX,
} from '../../../src/app/running/kalshi-listing.ts';
import { parseFrame } from '../../../src/data/frame.ts';
import { VenueError } from '../../../src/data/http/venue-error.ts';
import type { KalshiMarketRow } from '../../../src/data/kalshi/client/markets.ts';
import type { ClosingSpan } from '../../../src/data/kalshi/feed/series-reader.ts';
import { parseListing } from '../../../src/data/kalshi/parse-markets.ts';
import type { Row } from '../../../src/data/parsed.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { START_AT_MS, VirtualRuntime } from '../../data/http/virtual-runtime.ts';
import { eventRow, marketRow, seriesRow } from '../../data/kalshi/frames.ts';
import { nothingLeft, RecordingSink } from '../../data/polymarket/feed/in-memory.ts';
import { eastern, easternTicker } from './eastern-ticker.ts';

const QUARTER_MS = 15 * MINUTE_MS;
/** The end of the first window that ends late enough, and of the hour. */
const QUARTER_END_MS = Math.ceil((START_AT_MS + 2 * MINUTE_MS) / QUARTER_MS) * QUARTER_MS;
const HOUR_END_MS = Math.ceil((START_AT_MS + MINUTE_MS) / HOUR_MS) * HOUR_MS;
const PRICE = 95_000;
const RULES = "The simple average of the sixty seconds of CF Benchmarks' BRTI before then.";

function rowOf(changes: Row): KalshiMarketRow {
  const row = marketRow({ rules_primary: RULES, ...changes });
  const { listing, problems } = parseListing(row);
  if (listing === null) throw new Error(JSON.stringify(problems));
  return { row, listing };
}

/** Up or down in the quarter of an hour that ends then. */
function windowOf(closesAtMs: number, changes: Row = {}): KalshiMarketRow {
  return rowOf({
    ticker: `KXBTC15M-${easternTicker(closesAtMs)}-${eastern(closesAtMs).minute}`,
    event_ticker: `KXBTC15M-${easternTicker(closesAtMs)}`,
    open_time: new Date(closesAtMs - QUARTER_MS).toISOString(),
    close_time: new Date(closesAtMs).toISOString(),
    floor_strike: PRICE,
    ...changes,
  });
}

/** Above a strike at that full hour. */
function aboveOf(strike: number, closesAtMs = HOUR_END_MS, changes: Row = {}): KalshiMarketRow {
  const event = `KXBTCD-${easternTicker(closesAtMs).slice(0, -2)}`;
  return rowOf({
    ...{ ticker: `${event}-T${strike}`, event_ticker: event, strike_type: 'greater' },
    ...{ open_time: new Date(START_AT_MS - HOUR_MS).toISOString(), floor_strike: strike },
    close_time: new Date(closesAtMs).toISOString(),
    ...changes,
  });
}

/** The venue with the markets that the test puts in. */
class Venue {
  markets: readonly KalshiMarketRow[] = [];
  price: number | null = PRICE;
  isWanted = true;
  trouble: VenueError | null = null;
  readonly asked: ClosingSpan[] = [];
  readonly runtime = new VirtualRuntime();
  readonly sink = new RecordingSink();
  readonly listing: KalshiListing;
  #isStarted = false;

  constructor(hasKey = false) {
    this.listing = new KalshiListing({
      series: {
        closing: (span) => this.#closing(span),
        joined: async (rows) =>
          rows.map((row) => ({
            ...row,
            event: eventRow({ event_ticker: row['event_ticker'], series_ticker: 'KXBTCD' }),
            series: seriesRow({ ticker: 'KXBTCD', fee_multiplier: 0.5 }),
          })),
      },
      ...{ sink: this.sink, coins: new Set(['btc']), hasKey, runtime: this.runtime },
      priceOf: () => this.price,
      isWanted: () => this.isWanted,
    });
    onTestFinished(() => this.listing.close());
  }

  async #closing(span: ClosingSpan) {
    this.asked.push(span);
    if (this.trouble !== null) {
      return { complete: false, readSoFar: [], problems: [], error: this.trouble } as const;
    }
    const rows = this.markets.filter(({ listing: { market, terms } }) => {
      const isMeant = market.id.startsWith(`${span.seriesTicker}-`);
      const { closesAtMs } = terms;
      return isMeant && closesAtMs >= span.closesFromMs && closesAtMs <= span.closesUntilMs;
    });
    return { complete: true, rows, problems: [] } as const;
  }

  async pass(ms: number): Promise<void> {
    if (!this.#isStarted) this.listing.start((error) => expect.fail(String(error)));
    this.#isStarted = true;
    await this.runtime.advance(0);
    for (let passedMs = 0; passedMs < ms; passedMs += SECOND_MS) {
      await this.runtime.advance(SECOND_MS);
    }
  }

  get told(): readonly string[] {
    return this.sink.rows.map((row) => String((row as Row)['ticker']));
  }
}

const tickerOf = ({ listing }: KalshiMarketRow): string => listing.market.id;

test('The series of each coin are asked for what ends within a day', async () => {
  const venue = new Venue();
  await venue.pass(0);
  expect(venue.asked.map(({ seriesTicker }) => seriesTicker)).toEqual([
    'KXBTC15M',
    'KXBTCD',
    'KXBTC',
  ]);
  expect(venue.asked[0]).toMatchObject({
    closesFromMs: START_AT_MS + MINUTE_MS,
    closesUntilMs: START_AT_MS + 24 * HOUR_MS,
  });
});

test('Markets near the money and near their end are told first, once, with their terms and fee', async () => {
  const venue = new Venue();
  const [near, far] = [aboveOf(PRICE + 100), aboveOf(PRICE - 400)];
  const late = aboveOf(PRICE, HOUR_END_MS + 6 * HOUR_MS);
  const window = windowOf(QUARTER_END_MS);
  venue.markets = [late, far, near, window];
  await venue.pass(KALSHI_LIST_EVERY_MS);
  expect(venue.told).toEqual([window, near, far, late].map(tickerOf));
  const [frame] = venue.sink.frames;
  const events = parseFrame('kalshi.markets', frame?.frame, frame?.atMs).events;
  const listed = events.flatMap((event) => (event.kind === 'marketListed' ? [event] : []));
  expect(listed[1]?.terms).toMatchObject({
    marketId: tickerOf(near),
    strike: { type: 'greater', floor: String(PRICE + 100) },
    fee: { type: 'quadratic', multiplier: 500_000 },
  });
  expect(listed[1]?.market.rules.fee).toEqual({ ratePpm: 35_000, exponent: 1 });
  await venue.pass(2 * KALSHI_LIST_EVERY_MS);
  expect(new Set(venue.told).size).toBe(venue.told.length);
  expect(venue.listing.snapshot()).toMatchObject({ failures: 0, leftOut: 0, trouble: null });
});

test('A window is told shortly before it opens, when nobody knows its strike', async () => {
  const venue = new Venue();
  const next = windowOf(QUARTER_END_MS + QUARTER_MS, { status: 'initialized', floor_strike: null });
  venue.markets = [next];
  await venue.pass(QUARTER_END_MS - START_AT_MS - 4 * MINUTE_MS);
  expect(venue.told).toEqual([]);
  await venue.pass(4 * MINUTE_MS);
  expect(venue.told).toEqual([tickerOf(next)]);
});

test.each([
  ['is far from the money', aboveOf(PRICE * 1.2)],
  ['is closed', aboveOf(PRICE, HOUR_END_MS, { status: 'closed' })],
  ['is halted', aboveOf(PRICE, HOUR_END_MS, { status: 'inactive' })],
  ['has rules of another index', aboveOf(PRICE, HOUR_END_MS, { rules_primary: 'By Coinbase.' })],
  ['is of a coin that nobody follows', aboveOf(PRICE, HOUR_END_MS, { ticker: 'KXETHD-1-T1' })],
  ['is no question of yes or no', aboveOf(PRICE, HOUR_END_MS, { market_type: 'scalar' })],
])('A market that %s is not told', async (_what, market) => {
  const venue = new Venue();
  venue.markets = [market];
  await venue.pass(KALSHI_LIST_EVERY_MS);
  expect(venue.told).toEqual([]);
});

test.each([
  [false, POLLED_MARKETS_MAX],
  [true, STREAMED_MARKETS_MAX],
])(
  'With a key: %s, so many are told at most, with room for what ends soon',
  async (hasKey, most) => {
    const venue = new Venue(hasKey);
    const strikes = Array.from({ length: 200 }, (_, at) => PRICE + (at - 100) * 5);
    const late = strikes.map((strike) => aboveOf(strike, HOUR_END_MS + 5 * HOUR_MS));
    venue.markets = late;
    await venue.pass(KALSHI_LIST_EVERY_MS);
    expect(venue.told).toHaveLength(most / 4);
    venue.markets = [...late, ...strikes.map((strike) => aboveOf(strike))];
    await venue.pass(KALSHI_LIST_EVERY_MS + 10 * SECOND_MS);
    expect(venue.told).toHaveLength(most);
    expect(venue.listing.snapshot()).toMatchObject({ markets: most, leftOut: 400 - most });
    const soon = venue.told.slice(most / 4).map((ticker) => Number(ticker.split('-T')[1]));
    expect(Math.max(...soon.map((strike) => Math.abs(strike - PRICE)))).toBeLessThan(300);
  },
);

test('Without a price only windows are told, and the strikes as soon as there is one', async () => {
  const venue = new Venue();
  venue.price = null;
  venue.markets = [aboveOf(PRICE), windowOf(QUARTER_END_MS, { floor_strike: null })];
  await venue.pass(5 * SECOND_MS);
  expect(venue.told).toHaveLength(1);
  venue.price = PRICE;
  await venue.pass(20 * SECOND_MS);
  expect(venue.told).toHaveLength(2);
});

test('Nothing is asked for while nobody looks for lags, and all is told anew to who does again', async () => {
  const venue = new Venue();
  venue.isWanted = false;
  venue.markets = [aboveOf(PRICE)];
  await venue.pass(KALSHI_LIST_EVERY_MS);
  expect(venue.asked).toEqual([]);
  for (const isWanted of [true, false, true]) {
    venue.isWanted = isWanted;
    await venue.pass(2 * SECOND_MS);
  }
  expect(venue.told).toHaveLength(2);
});

test('After an answer that did not come it is asked again soon, and its words are told', async () => {
  const venue = new Venue();
  venue.markets = [aboveOf(PRICE)];
  const text = 'kalshi.markets: no answer';
  venue.trouble = new VenueError({ kind: 'unavailable', endpoint: 'kalshi.markets', text });
  await venue.pass(SECOND_MS);
  expect(venue.listing.snapshot()).toMatchObject({ lastSuccessAtMs: null });
  expect(venue.listing.snapshot().trouble).toContain('no answer');
  venue.trouble = null;
  await venue.pass(20 * SECOND_MS);
  expect(venue.told).toHaveLength(1);
  expect(venue.listing.snapshot().trouble).toBeNull();
  await venue.listing.close();
  await nothingLeft(venue.runtime);
});
