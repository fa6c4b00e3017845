import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { TIMEOUT_MS_DEFAULT } from '../../../src/data/http/json-http.ts';
import type { HttpRuntime } from '../../../src/data/http/runtime.ts';
import { VenueError } from '../../../src/data/http/venue-error.ts';
import { KalshiClient } from '../../../src/data/kalshi/client/client.ts';
import type { PagedRead } from '../../../src/data/kalshi/client/pages.ts';
import { KalshiKey } from '../../../src/data/kalshi/sign.ts';
import type { KalshiStreamOptions } from '../../../src/data/kalshi/stream/stream-options.ts';
import { tradingStopAt } from '../../../src/data/kalshi/trading-hours.ts';
import { SYSTEM_SOCKETS } from '../../../src/data/socket/system-sockets.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import type { IndexValue } from '../../../src/engine/domain/settlement-index.ts';
import { price } from '../../../src/engine/domain/values/money.ts';
import { isOnGrid } from '../../../src/engine/domain/venue-rules/kalshi-ticks.ts';
import type { KalshiSimOptions } from '../../../src/sim/kalshi/kalshi-sim.ts';
import { startKalshi } from '../../sim/kalshi/kalshi-fixture.ts';
import { socketRuntime } from '../http/virtual-runtime.ts';
import { VirtualSockets } from '../socket/virtual-sockets.ts';
import { Following } from './stream/following.ts';

/** Finer than every grid of the simulator's markets. */
const FINEST = price(100);
const STEP_MS = 50;

/** The simulator on a manual clock, and clients of ours on the same. */
async function opened(options: KalshiSimOptions & { readonly kind?: 'rsa' | 'ed25519' } = {}) {
  const { kind = 'ed25519', ...rest } = options;
  const fixture = await startKalshi(rest);
  const { sim, clock } = fixture;
  const { keyId, privateKeyPem } = sim.keys[kind];
  const key = new KalshiKey({ keyId, privateKey: privateKeyPem });
  const runtime = hasty(() => clock.nowMs());
  const client = new KalshiClient({ baseUrl: sim.restUrl, runtime, key });
  const anonymous = new KalshiClient({ baseUrl: sim.restUrl, runtime, key: null });
  return { ...fixture, key, client, anonymous };
}

/** Real sockets; what is waited for, between requests or after a refusal, is over at once. */
function hasty(nowMs: () => number): HttpRuntime {
  const real = socketRuntime();
  let waitedMs = 0;
  return {
    ...real,
    nowMs,
    monotonicMs: () => real.monotonicMs() + waitedMs,
    sleep: (ms, signal) => {
      if (ms < TIMEOUT_MS_DEFAULT) waitedMs += ms;
      return real.sleep(ms, signal);
    },
  };
}

/** A stream over real sockets whose time is that of the simulator. */
function streaming(
  { sim, clock, key }: Pick<Awaited<ReturnType<typeof opened>>, 'sim' | 'clock' | 'key'>,
  options: Partial<KalshiStreamOptions> = {},
) {
  const runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
  runtime.nowMs = () => clock.nowMs();
  const own = new Following(runtime, { url: sim.wsUrl, key, ...options }, FINEST);
  onTestFinished(() => own.stream.close());
  own.stream.start();
  /** Lets time pass on both sides, with pauses in which sockets have their turn. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.advance(STEP_MS);
      runtime.advance(STEP_MS);
      await turn();
    }
  };
  /** Time passes on our side alone, so that the venue's books stand still. */
  const until = (check: () => Promise<void> | void): Promise<void> =>
    vi.waitFor(
      async () => {
        runtime.advance(STEP_MS);
        await check();
      },
      { timeout: 120_000, interval: 2 },
    );
  return { own, pass, until };
}

function rowsOf<T>(read: PagedRead<T>): readonly T[] {
  if (!read.complete) throw read.error;
  expect(read.problems).toEqual([]);
  return read.rows;
}

describe('the client against the simulator', () => {
  test('reads every list, and every price rests on its market’s own grid', async () => {
    const { client, pass } = await opened();
    await pass(20_000);
    const events = rowsOf(await client.catalogue.getEvents());
    const markets = rowsOf(await client.markets.getMarkets());
    expect(events.length).toBeGreaterThan(0);
    expect(markets.length).toBeGreaterThan(0);
    const open = markets.filter(({ listing }) => listing.market.acceptingOrders);
    const ids = open.map(({ listing }) => listing.market.id);
    const { books, missing, problems } = await client.books.getOrderbooks(ids);
    expect({ missing, problems, count: books.length }).toEqual({
      missing: [],
      problems: [],
      count: ids.length,
    });
    const rangesOf = new Map(
      open.map(({ listing: { terms } }) => [terms.marketId, terms.priceRanges]),
    );
    let levels = 0;
    for (const { snapshots } of books) {
      for (const level of snapshots[0]?.bids ?? []) {
        levels += 1;
        const ranges = rangesOf.get(snapshots[0]?.marketId as MarketId) ?? [];
        expect(isOnGrid(ranges, level.price)).toBe(true);
      }
    }
    expect(levels).toBeGreaterThan(0);
    for (const { event } of events.slice(0, 5)) {
      const found = await client.catalogue.getSeries(event.seriesTicker);
      expect(found?.series.fee.multiplier).toBeGreaterThan(0);
    }
    expect((await client.catalogue.getFeeChanges()).problems).toEqual([]);
    rowsOf(await client.history.getTrades());
    const status = await client.exchange.getExchangeStatus();
    expect(status.shards.map(({ exchangeIndex }) => exchangeIndex)).toEqual([0, 1, 2, 3]);
  });

  test.each(['rsa', 'ed25519'] as const)('proves itself with a key of %s', async (kind) => {
    const { client } = await opened({ kind });
    const limits = await client.account.getAccountLimits();
    expect(limits.read.tokensPerSecond).toBeGreaterThan(0);
    const balance = await client.account.getBalance();
    const cash = balance.shards.reduce((sum, shard) => sum + shard.cash, 0);
    expect(cash).toBe(balance.total);
    const positions = rowsOf(await client.account.getPositions());
    expect(positions.map(({ side }) => side).sort()).toEqual(['no', 'yes']);
    for (const { marketId, exchangeIndex } of positions) {
      const market = await client.markets.getMarket(marketId);
      expect(market?.listing.terms.exchangeIndex).toBe(exchangeIndex);
    }
  });

  test('whole books are signed where they are keyed, and tops stand in without a key', async () => {
    const { client, anonymous, sim } = await opened({ booksAreKeyed: true });
    const markets = rowsOf(await client.markets.getMarkets({ status: 'open' }, { pagesMax: 5 }));
    const ids = markets.slice(0, 20).map(({ listing }) => listing.market.id);
    const whole = await client.books.getOrderbooks(ids);
    expect([client.books.access, whole.books[0]?.basis]).toEqual(['signed', 'full']);
    const tops = await anonymous.books.getOrderbooks(ids);
    expect([anonymous.books.access, tops.books[0]?.basis]).toEqual(['topOnly', 'top']);
    const bestOf = (book: (typeof whole.books)[number]) =>
      [...(book.snapshots[0]?.bids ?? [])].sort((a, b) => b.price - a.price)[0] ?? null;
    const tickerOf = (book: (typeof whole.books)[number]) => book.snapshots[0]?.marketId;
    const wholes = new Map(whole.books.map((book) => [tickerOf(book), bestOf(book)]));
    for (const top of tops.books) expect(bestOf(top)).toEqual(wholes.get(tickerOf(top)));
    sim.setBooksKeyed(false);
    expect((await client.books.getOrderbook(ids[0] as MarketId))?.basis).toBe('full');
  });

  test('a revoked key is refused in the venue’s words, which do not hold the key', async () => {
    const { client, sim, key } = await opened();
    sim.revoke(key.keyId);
    const error = await client.account.getBalance().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VenueError);
    expect(error).toMatchObject({ kind: 'rejected', status: 401 });
    expect(String(error)).not.toContain('PRIVATE');
  });

  test('the schedule knows the pause of Thursdays', async () => {
    const { client } = await opened();
    const schedule = await client.exchange.getSchedule();
    expect(tradingStopAt(schedule, Date.parse('2026-11-26T08:30:00Z'))).not.toBeNull();
    expect(tradingStopAt(schedule, Date.parse('2026-11-26T12:00:00Z'))).toBeNull();
  });

  test('through 429, 5xx, cut answers, empty sides and stale books everything is read', async () => {
    const { client, sim } = await opened({
      faults: { http429: 0.1, http5xx: 0.1, httpCut: 0.05, nullSide: 0.3, staleBook: 0.3 },
    });
    let complete = 0;
    for (let at = 0; at < 20; at += 1) {
      const read = await client.markets.getMarkets({ seriesTicker: 'KXBTC15M' });
      expect(read.problems).toEqual([]);
      if (!read.complete) continue;
      complete += 1;
      const ids = read.rows.slice(0, 5).map(({ listing }) => listing.market.id);
      const books = await client.books.getOrderbooks(ids).catch((error: unknown) => error);
      if (!(books instanceof VenueError)) expect(books).toMatchObject({ problems: [] });
    }
    expect(complete).toBeGreaterThan(10);
    const { http429, http5xx } = sim.counts.faults;
    expect(http429 + http5xx).toBeGreaterThan(0);
    expect(sim.counts.failures).toBe(0);
  });
});

describe('the stream against the simulator', () => {
  /** Every book that is followed is the one that REST gives. */
  async function compare(
    { client }: Pick<Awaited<ReturnType<typeof opened>>, 'client'>,
    own: Following,
    ids: readonly MarketId[],
  ): Promise<void> {
    const { books, missing } = await client.books.getOrderbooks(ids);
    expect(missing).toEqual([]);
    for (const { snapshots } of books) {
      const [yes, no] = snapshots;
      for (const view of [yes, no]) {
        const book = own.books.get(view?.marketId ?? '');
        expect(book?.trust).toEqual({ trusted: true, reason: null });
        const expected = [...(view?.bids ?? [])].sort((a, b) => b.price - a.price);
        expect(view === undefined ? null : book?.levels(view.tokenId, 'bid', 999)).toEqual(
          expected,
        );
      }
    }
  }

  test('books, trades, best prices, lives and the index follow the venue', async () => {
    const setup = await opened();
    const markets = rowsOf(await setup.client.markets.getMarkets({ status: 'open' }));
    const ids = markets.slice(0, 40).map(({ listing }) => listing.market.id);
    const values: IndexValue[] = [];
    const { own, pass, until } = streaming(setup, {
      channels: ['orderbook_delta', 'trade', 'ticker'],
      withLifecycle: true,
      onIndex: (value) => values.push(value),
    });
    own.stream.watch(ids);
    own.stream.setIndices(['BRTI']);
    await until(() =>
      expect(own.stream.snapshot()).toMatchObject({ books: ids.length, waiting: 0 }),
    );
    await pass(15_000);
    await until(() => compare(setup, own, ids));
    expect(own.problems).toEqual([]);
    expect(own.stream.problems()).toEqual({});
    expect(own.stream.snapshot()).toMatchObject({
      gaps: 0,
      repeated: 0,
      restarts: 0,
      refusal: null,
    });
    expect(values.length).toBeGreaterThan(5);
    expect(values[0]).toMatchObject({ coin: 'btc', source: 'kalshi' });
    const kinds = new Set(own.events.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['bookSnapshot', 'bookDelta', 'topOfBook']));
  });

  test('through lost, repeated and misordered frames and ended subscriptions books come back', async () => {
    const setup = await opened({ pace: 4 });
    const markets = rowsOf(await setup.client.markets.getMarkets({ status: 'open' }));
    const ids = markets.slice(0, 30).map(({ listing }) => listing.market.id);
    const { own, pass, until } = streaming(setup, { channels: ['orderbook_delta'] });
    own.stream.watch(ids);
    await until(() => expect(own.stream.snapshot().books).toBe(ids.length));
    setup.sim.setFaults({ frameDrop: 0.01, frameDuplicate: 0.01, frameReorder: 0.01 });
    await pass(8_000);
    for (const kind of ['bufferOverflow', 'channelError', 'socketClose1006'] as const) {
      setup.sim.setFaults({ [kind]: 1 });
      await pass(1_500);
      setup.sim.setFaults('none');
      await until(() => expect(own.stream.snapshot().books).toBe(ids.length));
    }
    // What was lost last is seen when something comes after it.
    await pass(10_000);
    await until(() => compare(setup, own, ids));
    const { gaps, repeated, restarts, reconnects } = own.stream.snapshot();
    console.info('kalshi stream over faults:', { gaps, repeated, restarts, reconnects });
    expect(gaps).toBeGreaterThan(0);
    expect(repeated).toBeGreaterThan(0);
    expect(restarts).toBeGreaterThanOrEqual(2);
    expect(reconnects).toBeGreaterThanOrEqual(1);
    expect(own.problems).toEqual([]);
  });
});
