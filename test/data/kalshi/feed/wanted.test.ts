import { describe, expect, test } from 'vitest';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { START_AT_MS } from '../../../sim/wire/manual-clock.ts';
import { BEFORE_QUARTER_MS, feeding } from './feeding.ts';

type Setup = Awaited<ReturnType<typeof feeding>>;

/** Every wanted book is what the venue has, levels of both sides in millionths. */
function expectBooks({ sim, taken }: Setup, ids: readonly MarketId[]): void {
  for (const id of ids) {
    const view = sim.world.catalogue.markets.get(id)?.book.view();
    const told = [view?.yes ?? [], view?.no ?? []].map((levels) =>
      levels
        .map(({ price, size }) => ({ price, quantity: size * 10_000 }))
        .sort((a, b) => b.price - a.price),
    );
    expect(taken.levels(id)).toEqual(told);
  }
}

async function watching(count: number, options: Parameters<typeof feeding>[0] = {}) {
  const setup = await feeding(options);
  const ids = setup.idsOf(count);
  setup.feed.start();
  setup.feed.watch(ids);
  return { ...setup, ids };
}

describe('wanted markets without a key', () => {
  test('are listed with all they inherit, and their books are asked for at a bounded pace', async () => {
    const setup = await watching(30);
    const { feed, taken, ids, pass, until, asked } = setup;
    await until(() => expectBooks(setup, ids));
    await pass(10_000);
    await until(() => expectBooks(setup, ids));
    expect(taken.sources()).toEqual(['kalshi.book', 'kalshi.markets']);
    expect(taken.problems).toEqual([]);
    const listings = taken.of('marketListed').map(({ market }) => market);
    expect(new Set(listings.map(({ id }) => id))).toEqual(new Set(ids));
    for (const market of listings) expect(market.categories.length).toBeGreaterThan(0);
    const books = asked.filter(({ path }) => path === '/markets/orderbooks');
    const restsMs = books.slice(1).map(({ atMs }, at) => atMs - (books[at]?.atMs ?? 0));
    console.info('kalshi books by polling:', {
      requests: books.length,
      books: taken.of('bookSnapshot').length / 2,
    });
    expect(books.length).toBeGreaterThan(4);
    expect(Math.min(...restsMs)).toBeGreaterThanOrEqual(400);
    expect(feed.snapshot()).toMatchObject({ hasKey: false, stream: null, trouble: null });
    for (const { book } of feed.snapshot().wanted) {
      expect(book).toMatchObject({ way: 'poll', basis: 'full', isStale: false });
    }
  });

  test('where whole books need a key, the best prices stand for them, and it is said', async () => {
    const { feed, sim, taken, ids, until } = await watching(10, { sim: { booksAreKeyed: true } });
    await until(() => expect(taken.books.size).toBe(ids.length));
    for (const id of ids) {
      const book = sim.world.catalogue.markets.get(id)?.book;
      const [yes, no] = taken.levels(id);
      expect([yes?.length, no?.length]).toEqual([
        book?.best('yes') ? 1 : 0,
        book?.best('no') ? 1 : 0,
      ]);
    }
    const { wanted, trouble } = feed.snapshot();
    expect(wanted.every(({ book }) => book.basis === 'top')).toBe(true);
    expect(trouble).toBe(
      'Kalshi shows whole order books only to a key: only the best prices are known.',
    );
  });

  test('a book that somebody does not trust is asked for at once', async () => {
    const { feed, ids, until, asked, taken, pass } = await watching(1, {
      pace: { bookMs: 60_000 },
    });
    const [id] = ids;
    await until(() => expect(taken.books.size).toBe(1));
    const before = asked.filter(({ path }) => path === '/markets/orderbooks').length;
    await pass(5_000);
    feed.reread(id as MarketId);
    await pass(1_000);
    expect(asked.filter(({ path }) => path === '/markets/orderbooks')).toHaveLength(before + 1);
  });

  test('nobody’s books are asked for any more, and a book that does not come gets old', async () => {
    const setup = await watching(3);
    const { feed, ids, until, asked, pass, taken, sim } = setup;
    await until(() => expect(taken.books.size).toBe(3));
    sim.setFaults({ http5xx: 1 });
    await pass(15_000);
    expect(feed.snapshot().wanted.map(({ book }) => book.isStale)).toEqual([true, true, true]);
    expect(feed.snapshot().trouble).toContain('3 of 3 Kalshi books are older than 10 s');
    sim.setFaults('none');
    await until(() => {
      expect(feed.snapshot().trouble).toBeNull();
      expectBooks(setup, ids);
    });
    feed.unwatch(ids);
    await pass(1_000);
    const count = asked.filter(({ path }) => path === '/markets/orderbooks').length;
    await pass(10_000);
    expect(asked.filter(({ path }) => path === '/markets/orderbooks')).toHaveLength(count);
    expect(feed.snapshot().wanted).toEqual([]);
  });

  test('an outcome is told once, however often the market is wanted, and its book is left', async () => {
    const faults = { http5xx: 0.05, http429: 0.05 };
    const setup = await feeding({ sim: { faults, after: BEFORE_QUARTER_MS } });
    const { feed, taken, idsOf, pass, until, asked, sim } = setup;
    const ids = idsOf(1, 'KXBTC15M');
    const [id] = ids;
    feed.start();
    feed.watch(ids);
    await until(() => expect(taken.books.size).toBe(1));
    await until(() => expect(taken.of('marketResolved')).toHaveLength(1), 2_000);
    feed.watch(ids);
    await pass(2 * MINUTE_MS, 2_000);
    const [resolved] = taken.of('marketResolved');
    expect(taken.of('marketResolved')).toHaveLength(1);
    expect(taken.of('resolutionMoved').length).toBeLessThanOrEqual(1);
    const outcome = sim.world.catalogue.markets.get(id ?? '')?.outcome;
    expect(resolved?.resolution.payouts[0]).toEqual({
      tokenId: `${id}:yes`,
      payout: outcome?.value,
    });
    expect(feed.snapshot().wanted).toMatchObject([{ isResolved: true, book: { way: 'none' } }]);
    const named = asked.filter(({ path }) => path === '/markets/orderbooks').at(-1)?.atMs ?? 0;
    expect(named).toBeLessThan(setup.clock.nowMs() - 2 * MINUTE_MS);
  });

  test('a market that Kalshi does not have is said to be unknown, and spoils no others', async () => {
    const { feed, idsOf, until, taken } = await feeding();
    const ids = [...idsOf(2), 'KXNOTHING-26NOV01-T1' as MarketId];
    feed.start();
    feed.watch(ids);
    await until(() => {
      expect(taken.books.size).toBe(2);
      expect(feed.snapshot().wanted.map(({ trouble }) => trouble)).toEqual([
        ...[null, null],
        'Kalshi does not list this market',
      ]);
    });
  });
});

describe('wanted markets with a key', () => {
  test('come by the stream, with lives and indices of what is wanted alone', async () => {
    const setup = await watching(20, { hasKey: true });
    const { feed, taken, ids, until, pass, asked } = setup;
    feed.setIndices(['BRTI']);
    await until(() => {
      expect(feed.snapshot().wanted.every(({ book }) => book.way === 'stream')).toBe(true);
      expect(feed.index('BRTI')?.coin).toBe('btc');
    });
    await pass(10_000, 200);
    await until(() => expectBooks(setup, ids));
    expect(taken.sources()).toEqual(['kalshi.markets', 'kalshi.stream']);
    expect(asked.filter(({ path }) => path === '/markets/orderbooks')).toEqual([]);
    const named = taken.events.flatMap((event) => ('marketId' in event ? [event.marketId] : []));
    expect(new Set(named)).toEqual(new Set(ids));
    expect(feed.snapshot()).toMatchObject({ hasKey: true, trouble: null });
    expect(feed.snapshot().indices).toMatchObject([{ indexId: 'BRTI', isStale: false }]);
  });

  test('while there is no stream they are asked for, and it is told which books were lost', async () => {
    const setup = await watching(10, { hasKey: true });
    const { feed, ids, until, lost, sim, taken, asked } = setup;
    await until(() =>
      expect(feed.snapshot().wanted.every(({ book }) => book.way === 'stream')).toBe(true),
    );
    sim.setFaults({ socketClose1006: 1 });
    await until(() => {
      expect(feed.snapshot().wanted.every(({ book }) => book.way === 'poll')).toBe(true);
      expect(asked.some(({ path }) => path === '/markets/orderbooks')).toBe(true);
      expect(feed.snapshot().trouble).toMatch(
        /^No stream from Kalshi, books are asked for every 2 s: /,
      );
      expectBooks(setup, ids);
    });
    expect(new Set(lost.flatMap((each) => each.ids))).toEqual(new Set(ids));
    sim.setFaults('none');
    await until(() => {
      expect(feed.snapshot().wanted.every(({ book }) => book.way === 'stream')).toBe(true);
      expectBooks(setup, ids);
    });
    expect(taken.problems).toEqual([]);
  });

  test('a book that the stream does not bring anew is asked for', async () => {
    const setup = await watching(1, { hasKey: true });
    const { feed, ids, until, sim, taken } = setup;
    const way = () => feed.snapshot().wanted[0]?.book.way;
    await until(() => expect(way()).toBe('stream'));
    sim.setFaults({ frameDrop: 1 });
    feed.reread(ids[0] as MarketId);
    await until(() => {
      expect(way()).toBe('poll');
      expect(taken.sources()).toContain('kalshi.book');
      expectBooks(setup, ids);
    });
    sim.setFaults('none');
    feed.reread(ids[0] as MarketId);
    await until(() => expect(way()).toBe('stream'));
  });

  test('through lost, repeated and misordered frames and answers of all kinds books are right in the end', async () => {
    const setup = await watching(20, { hasKey: true, sim: { faults: 'hostile' } });
    const { ids, until, pass, sim, feed, taken } = setup;
    await pass(20_000, 250);
    sim.setFaults('none');
    await pass(5_000, 500);
    await until(() => expectBooks(setup, ids), 1_000);
    const { stream, books } = feed.snapshot();
    console.info('kalshi feed over faults:', {
      ...{ gaps: stream?.gaps, restarts: stream?.restarts, reconnects: stream?.reconnects },
      ...{ polled: books.books, failures: books.failures },
    });
    expect(taken.problems).toEqual([]);
  });
});

describe('whether Kalshi trades', () => {
  /** The pause lasts from 8 to 10 by the clock of Greenwich, in winter. */
  const PAUSE = {
    fromMs: Date.parse('2026-11-26T08:00:00Z'),
    untilMs: Date.parse('2026-11-26T10:00:00Z'),
  };

  /** A feed that knows the schedule, a minute before a moment. */
  async function minuteBefore(atMs: number) {
    const setup = await feeding({ sim: { after: atMs - MINUTE_MS - START_AT_MS } });
    setup.feed.start();
    const health = () => setup.feed.snapshot().exchange;
    await setup.until(() => expect(health().scheduleAtMs).not.toBeNull());
    const [id] = setup.idsOf(1);
    return { ...setup, id: id as MarketId };
  }

  test('the pause of Thursdays is known by its hours, and when it ends', async () => {
    const { feed, pass, id } = await minuteBefore(PAUSE.fromMs);
    expect(feed.tradingOf(id)).toEqual({ isOpen: true, stop: null, resumesAtMs: null });
    await pass(MINUTE_MS, 1_000);
    expect(feed.tradingOf(id)).toMatchObject({ isOpen: false, resumesAtMs: PAUSE.untilMs });
    expect(feed.snapshot().trouble).toMatch(/^Kalshi takes no orders now: it /);
  });

  test('trading goes on when the pause ends', async () => {
    const { feed, pass, id, until } = await minuteBefore(PAUSE.untilMs);
    expect(feed.tradingOf(id)).toMatchObject({ isOpen: false, resumesAtMs: PAUSE.untilMs });
    await pass(MINUTE_MS, 1_000);
    await until(() => expect(feed.tradingOf(id).isOpen).toBe(true));
    expect(feed.snapshot().trouble).toBeNull();
  });

  test('a venue that trades in its own pause is believed', async () => {
    const { feed, id } = await feeding({
      sim: { after: PAUSE.fromMs + MINUTE_MS - START_AT_MS, hasWeeklyPause: false },
    }).then(async (setup) => {
      setup.feed.start();
      await setup.until(() => expect(setup.feed.snapshot().exchange.statusAtMs).not.toBeNull());
      return { ...setup, id: setup.idsOf(1)[0] as MarketId };
    });
    expect(feed.tradingOf(id).isOpen).toBe(true);
  });

  test('a stop of the part that trades crypto stops crypto alone', async () => {
    const { feed, sim, until, open } = await feeding();
    feed.start();
    await until(() => expect(feed.snapshot().list.isComplete).toBe(true));
    const idOn = (shard: number) =>
      open().find((market) => market.shard === shard)?.ticker as MarketId;
    const [crypto, other] = [idOn(2), idOn(0)];
    sim.setShard(2, false);
    await until(() =>
      expect(feed.tradingOf(crypto)).toMatchObject({ isOpen: false, stop: 'status' }),
    );
    expect(feed.tradingOf(other).isOpen).toBe(true);
    expect(feed.snapshot().trouble).toBe('A part of Kalshi takes no orders now: Crypto.');
    sim.setShard(2, true);
    await until(() => expect(feed.snapshot().trouble).toBeNull());
  });
});
