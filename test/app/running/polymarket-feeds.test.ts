import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Intake } from '../../../src/app/running/intake.ts';
import { PolymarketFeeds, type PolymarketUrls } from '../../../src/app/running/polymarket-feeds.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import type { MarketId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { FeedCursor } from '../../../src/engine/domain/input.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import type { Frame } from '../../../src/engine/frame-queue.ts';
import { WALLET } from '../../data/polymarket/client/venue.ts';
import { ActivityVenue } from '../../data/polymarket/feed/activity-venue.ts';
import { HttpDouble, json, type Route } from '../../servers/http-double.ts';
import { MICRO, ScriptedMarket } from '../../sim/wire/scripted-venue.ts';
import { startSim } from '../../sim/wire/sim-fixture.ts';
import { ownState } from './own-state.ts';

const PATIENCE = { timeout: 120_000, interval: 5 };
const TRADER = WALLET as WalletAddress;

/** The feeds of a venue, with what they brought and in place of a store. */
class Fed {
  readonly brought: (Frame | FeedCursor)[] = [];
  readonly gaps: MarketId[] = [];
  cursor: (name: string) => Promise<string | null> = () => Promise.resolve(null);
  readonly feeds: PolymarketFeeds;

  constructor(urls: Partial<PolymarketUrls>) {
    const intake = new Intake({
      loop: {
        offerFrame: (frame) => this.brought.push(frame),
        offerBehind: ({ cursor }) => this.brought.push(cursor),
      },
      problem: (problem) => expect.fail(JSON.stringify(problem)),
      seen: (events) => this.feeds.seen(events),
    });
    const nowhere = 'http://127.0.0.1:9';
    this.feeds = new PolymarketFeeds({
      urls: {
        gammaUrl: nowhere,
        clobUrl: nowhere,
        dataUrl: nowhere,
        wsUrl: 'ws://127.0.0.1:9',
        rtdsUrl: 'ws://127.0.0.1:9',
        geoblockUrl: nowhere,
        ...urls,
      },
      intake,
      engine: new Engine(),
      state: ownState(),
      stateFailed: (error) => expect.fail(String(error)),
      onGap: (marketId) => this.gaps.push(marketId),
      unread: () => undefined,
      cursor: (name) => this.cursor(name),
    });
    onTestFinished(() => this.feeds.close());
  }

  frames(source: string): readonly Frame[] {
    return this.brought.filter((one): one is Frame => 'source' in one && one.source === source);
  }

  events(source: string): readonly MarketEvent[] {
    return this.frames(source).flatMap(({ events }) => events);
  }

  /** Markets whose books came from a source, in order and each time. */
  booksOf(source: string): readonly MarketId[] {
    return this.events(source).flatMap((event) => ('marketId' in event ? [event.marketId] : []));
  }

  stateOf(feed: string): string | undefined {
    return this.feeds.views(Date.now()).find(({ name }) => name === `Polymarket ${feed}`)?.state;
  }
}

const idOf = (market: ScriptedMarket) => market.conditionId as MarketId;

/** Some markets that are watched, once their books have come. */
async function watching(count: number) {
  const markets = Array.from({ length: count }, (_, at) => new ScriptedMarket(at));
  const { sim, venue, clock } = await startSim(markets);
  const fed = new Fed(sim.urls);
  for (const market of markets) fed.feeds.watch(idOf(market), true);
  await vi.waitFor(() => {
    expect(new Set(fed.booksOf('polymarket.market')).size).toBe(count);
  }, PATIENCE);
  return { markets, sim, venue, clock, fed };
}

describe('markets', () => {
  test('one that is watched is listed, and its books come from the stream', async () => {
    const { markets, fed } = await watching(2);
    const listed = fed.events('polymarket.markets').map((event) => {
      return event.kind === 'marketListed' ? event.market.id : event.kind;
    });
    expect(new Set(listed)).toEqual(new Set(markets.map(idOf)));
    const books = fed.events('polymarket.market').filter(({ kind }) => kind === 'bookSnapshot');
    expect(books).toHaveLength(4);
  });

  test('one that is watched no more brings nothing, while the others go on', async () => {
    const { markets, fed, venue, clock } = await watching(2);
    const [left, kept] = markets as [ScriptedMarket, ScriptedMarket];
    fed.feeds.watch(idOf(left), false);
    const before = fed.booksOf('polymarket.market').length;
    let round = 0;
    await vi.waitFor(() => {
      // Until the venue has taken notice, and both moved after that.
      round += 1;
      const atMs = round * 100;
      const level = { side: 'BUY', price: 400_000, size: round * MICRO } as const;
      venue.at(
        atMs,
        () => left.set(level),
        () => kept.set(level),
      );
      clock.advance(100);
      const moved = fed.booksOf('polymarket.market').slice(before);
      const newest = moved.slice(-5);
      expect(newest).toHaveLength(5);
      expect(newest).not.toContain(idOf(left));
    }, PATIENCE);
    fed.feeds.watch(idOf(kept), false);
    expect(fed.stateOf('books')).toBe('waiting');
  });

  test('a book that the stream does not refresh is read over HTTP, if it is still needed', async () => {
    const { markets, fed } = await watching(3);
    const [left, came, silent] = markets as [ScriptedMarket, ScriptedMarket, ScriptedMarket];
    const before = fed.frames('polymarket.book').length;
    // The stream was asked just now, and is not asked again so soon: nothing comes from it.
    for (const market of markets) fed.feeds.reread(idOf(market));
    fed.feeds.watch(idOf(left), false);
    fed.feeds.seen([{ kind: 'bookSnapshot', marketId: idOf(came) } as MarketEvent]);
    await vi.waitFor(() => {
      expect(fed.frames('polymarket.book').length).toBeGreaterThan(before);
    }, PATIENCE);
    const read = fed.frames('polymarket.book').slice(before);
    expect(read.flatMap(({ events }) => events)).toMatchObject([
      { marketId: idOf(silent) },
      { marketId: idOf(silent) },
    ]);
    expect(read).toHaveLength(1);
  });

  test('books that a connection lost are told as gaps, market by market', async () => {
    const { markets, fed, sim } = await watching(2);
    expect(fed.gaps).toEqual([]);
    await sim.close();
    await vi.waitFor(() => expect(fed.gaps.length).toBeGreaterThan(1), PATIENCE);
    expect(fed.gaps.toSorted()).toEqual(markets.map(idOf).toSorted());
  });
});

describe('trades', () => {
  test('a message that is delivered twice is taken once', async () => {
    const market = new ScriptedMarket(0);
    const { sim, venue, clock } = await startSim([market], { faults: { rtdsDuplicate: 1 } });
    const fed = new Fed(sim.urls);
    fed.feeds.start();
    let trades = 0;
    await vi.waitFor(() => {
      trades += 1;
      const transaction = `0x${trades.toString(16).padStart(64, '0')}`;
      venue.at(trades * 5_000, () => market.trade({ transaction, rows: [{}] }));
      clock.advance(5_000);
      expect(fed.frames('polymarket.activity').length).toBeGreaterThan(4);
    }, PATIENCE);
    expect(sim.counts.faults.rtdsDuplicate).toBeGreaterThan(4);
    const texts = fed.frames('polymarket.activity').map(({ frame }) => JSON.stringify(frame));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

/** What a wallet holds: nothing. */
const POSITIONS: Route = {
  path: '/v2/positions',
  needs: { user: /^0xa1/, status: /^OPEN$/, sizeThreshold: /^0$/, _: /./ },
  may: { limit: /^\d+$/ },
  reply: () => json({ data: [], pagination: { has_more: false, next_cursor: null } }),
};

describe('followed wallets', () => {
  const FOLLOWED_AT_MS = 1_790_000_500_000;

  async function following() {
    const venue = new ActivityVenue(() => Date.now());
    for (const seconds of [1_790_000_000, 1_790_009_000]) venue.add(seconds, seconds);
    const double = await HttpDouble.start(venue.route, POSITIONS);
    onTestFinished(() => double.stop());
    return { venue, double, fed: new Fed({ dataUrl: double.url }) };
  }

  test('are read from where the store says that they were read, by the name of their cursor', async () => {
    const { double, venue, fed } = await following();
    const asked: string[] = [];
    fed.cursor = async (name) => {
      asked.push(name);
      return '1790000400000';
    };
    await fed.feeds.follow(TRADER, 1);
    await fed.feeds.follow(TRADER, 1);
    await vi.waitFor(() => expect(fed.brought.length).toBeGreaterThan(1), PATIENCE);
    expect(asked).toEqual([`activity:${TRADER}`, `holdings:${TRADER}`]);
    expect(venue.starts[0]).toBe(1_790_000_400);
    expect(fed.events('polymarket.data-activity')).toHaveLength(1);
    expect(fed.brought[1], 'behind the rows').toMatchObject({ name: `activity:${TRADER}` });
    const paths = new Set(double.seen.map(({ path }) => path));
    expect(paths, 'what it held is known').toEqual(new Set(['/v2/activity']));
  });

  test('are read from when they were followed where the store says nothing', async () => {
    const { venue, fed } = await following();
    await fed.feeds.follow(TRADER, FOLLOWED_AT_MS);
    await vi.waitFor(() => {
      const cursors = fed.brought.flatMap((one) => ('name' in one ? [one.name] : []));
      expect(cursors).toContain(`activity:${TRADER}`);
      expect(cursors).toContain(`holdings:${TRADER}`);
    }, PATIENCE);
    expect(venue.starts[0]).toBe(FOLLOWED_AT_MS / 1_000);
  });

  test('are followed at the next try when the store failed to tell', async () => {
    const { venue, fed } = await following();
    fed.cursor = () => Promise.reject(new Error('the database is down'));
    await expect(fed.feeds.follow(TRADER, FOLLOWED_AT_MS)).rejects.toThrow('is down');
    fed.cursor = () => Promise.resolve(null);
    await fed.feeds.follow(TRADER, FOLLOWED_AT_MS);
    await vi.waitFor(() => expect(venue.starts.length).toBeGreaterThan(0), PATIENCE);
  });

  test('that are unfollowed while the store is asked are not read', async () => {
    const { double, venue, fed } = await following();
    const other = TRADER.replace(/.$/, 'f') as WalletAddress;
    let tell: (cursor: string | null) => void = () => undefined;
    fed.cursor = (name) =>
      name === `activity:${TRADER}`
        ? new Promise((done) => {
            tell = done;
          })
        : Promise.resolve(null);
    const followed = fed.feeds.follow(TRADER, FOLLOWED_AT_MS);
    fed.feeds.unfollow(TRADER);
    tell(null);
    await followed;
    await fed.feeds.follow(other, FOLLOWED_AT_MS);
    await vi.waitFor(() => expect(venue.starts.length).toBeGreaterThan(0), PATIENCE);
    expect(new Set(double.seen.map(({ query }) => query.get('user')))).toEqual(new Set([other]));
    expect(fed.stateOf('activity')).not.toBe('waiting');
    fed.feeds.unfollow(other);
    expect(fed.stateOf('activity')).toBe('waiting');
  });
});
