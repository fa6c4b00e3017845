import { describe, expect, test } from 'vitest';
import type { KalshiListing } from '../../../../src/data/kalshi/parse-market.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { BEFORE_QUARTER_MS, feeding } from './feeding.ts';

type Setup = Awaited<ReturnType<typeof feeding>>;

/** What is listed is what the venue has open. */
function expectAll({ feed, open }: Setup): void {
  const listed = [...feed.directory.listings()].map(({ market }) => market.id as string);
  expect(listed.toSorted()).toEqual(
    open()
      .map(({ ticker }) => ticker)
      .sort(),
  );
}

interface Named {
  readonly ticker?: string;
  readonly event?: string;
  readonly series?: string;
}

/** Markets of a ticker, of an event or of a series, with their fees. */
function expectNamed(listings: readonly KalshiListing[], named: Named): void {
  const { ticker, event, series } = named;
  const expected = {
    ...(ticker === undefined ? {} : { marketId: ticker }),
    ...(event === undefined ? {} : { eventTicker: event }),
    ...(series === undefined ? {} : { seriesTicker: series }),
    fee: { type: 'quadratic' },
  };
  if (ticker === undefined) expect(listings.length).toBeGreaterThan(1);
  else expect(listings).toHaveLength(1);
  for (const { terms } of listings) expect(terms).toMatchObject(expected);
}

async function listed(options: Parameters<typeof feeding>[0] = {}): Promise<Setup> {
  const setup = await feeding(options);
  setup.feed.start();
  await setup.until(() => expect(setup.feed.snapshot().list.isComplete).toBe(true));
  return setup;
}

describe('the list of Kalshi’s markets', () => {
  test('has all open ones with what they inherit, and tells nobody of them', async () => {
    const setup = await listed();
    const { feed, taken, sim, asked } = setup;
    expectAll(setup);
    for (const { market, terms } of feed.directory.listings()) {
      const { event } = sim.world.catalogue.markets.get(market.id) ?? { event: null };
      expect(terms.seriesTicker).toBe(event?.series.ticker);
      expect(terms.category).toBe(event?.series.category);
      expect(terms.fee).not.toBeNull();
      expect(market.categories.length).toBeGreaterThan(0);
    }
    expect(feed.directory.categories().length).toBeGreaterThan(2);
    expect(taken.frames).toEqual([]);
    expect(feed.snapshot()).toMatchObject({ list: { unread: 0, letGo: 0 }, trouble: null });
    const pages = asked.filter(({ path }) => ['/markets', '/events', '/series'].includes(path));
    const restsMs = pages.slice(1).map(({ atMs }, at) => atMs - (pages[at]?.atMs ?? 0));
    console.info('kalshi list:', { markets: feed.directory.size, requests: pages.length });
    expect(Math.min(...restsMs)).toBeGreaterThanOrEqual(900);
  });

  test('what opens comes and what closes goes, without another walk', async () => {
    const setup = await listed({ sim: { after: BEFORE_QUARTER_MS } });
    const before = new Set(setup.open().map(({ ticker }) => ticker));
    await setup.pass(3 * MINUTE_MS, 2_000);
    await setup.until(() => expectAll(setup), 1_000);
    const now = setup.open().map(({ ticker }) => ticker);
    expect(now.some((ticker) => !before.has(ticker))).toBe(true);
    expect(now.length).toBeLessThan(new Set([...before, ...now]).size);
    expect(setup.feed.snapshot().list).toMatchObject({ unread: 0, step: 'rest' });
  });

  test('a ticker, an event, a series and a link are found, also before the list is read', async () => {
    const { feed, open, pass } = await feeding();
    const market = open().find(({ event }) => event.series.ticker === 'KXBTCD');
    if (market === undefined) throw new Error('the simulator has hourly markets');
    const { event, ticker } = market;
    const site = 'https://kalshi.com/markets';
    const texts = [
      [ticker.toLowerCase(), { ticker }],
      [`${site}/kxbtcd/bitcoin-price/${event.ticker.toLowerCase()}`, { event: event.ticker }],
      [`${site}/kxbtcd`, { series: 'KXBTCD' }],
    ] as const;
    const found = async () => {
      for (const [text, named] of texts) {
        const finding = feed.find(text, 500);
        await pass(1_000);
        expectNamed(await finding, named);
      }
      const finding = feed.find('KXNOTHING-26NOV01', 500);
      await pass(1_000);
      expect(await finding).toEqual([]);
    };
    await found();
    feed.start();
    await pass(60_000);
    expect(feed.snapshot().list.isComplete).toBe(true);
    await found();
    const words = await feed.search('BTC price', 5);
    expect(words).toHaveLength(5);
    for (const { terms } of words) expect(terms.category).toBe('Crypto');
  });

  test('through 429, 5xx and cut answers it is whole in the end', async () => {
    const setup = await feeding({
      sim: {
        faults: {
          ...{ http429: 0.2, http5xx: 0.2, httpCut: 0.2 },
        },
      },
      pace: { walkMs: 10_000, changesMs: 2_000 },
    });
    setup.feed.start();
    await setup.pass(3 * MINUTE_MS, 500);
    setup.sim.setFaults('none');
    await setup.until(() => {
      expect(setup.feed.snapshot().list).toMatchObject({ isComplete: true, trouble: null });
      expectAll(setup);
    }, 1_000);
    const { failures, pages } = setup.feed.snapshot().list;
    console.info('kalshi list over faults:', { failures, pages });
    expect(failures).toBeGreaterThan(0);
  });

  test('markets that are let go for want of room are the least traded', async () => {
    const { feed } = await listed({ directory: { marketsMax: 12 } });
    const { markets, letGo } = feed.snapshot().list;
    expect(markets).toBeLessThanOrEqual(12);
    expect(letGo).toBeGreaterThan(0);
  });

  test('nothing is left of a feed that is closed', async () => {
    const { feed, idsOf, until, sockets, http } = await feeding({ hasKey: true });
    feed.start();
    feed.watch(idsOf(5));
    feed.setIndices(['BRTI']);
    await until(() =>
      expect(feed.snapshot().wanted.every(({ book }) => book.way === 'stream')).toBe(true),
    );
    await feed.close();
    await http.advance(0);
    const asked = http.waits.length;
    sockets.advance(MINUTE_MS);
    await http.advance(MINUTE_MS);
    expect(sockets.pending).toBe(0);
    expect(http.waits).toHaveLength(asked);
    expect(feed.listing('KXNOTHING' as MarketId)).toBeNull();
  });
});
