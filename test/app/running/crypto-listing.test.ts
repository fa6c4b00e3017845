import { describe, expect, onTestFinished, test } from 'vitest';
import {
  CryptoListing,
  LATER_EVERY_MS,
  LATER_MAX,
  LIST_EVERY_MS,
} from '../../../src/app/running/crypto-listing.ts';
import { FRAME_ROWS, NEAR_MS } from '../../../src/app/running/lag-listing.ts';
import { parseFrame } from '../../../src/data/frame.ts';
import { LAG_MARKETS_MAX } from '../../../src/engine/core/market/lags.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { START_AT_MS } from '../../data/http/virtual-runtime.ts';
import { gammaMarket } from '../../data/polymarket/client/venue.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from '../../data/polymarket/feed/in-memory.ts';
import { html, json, type Reply, type Route, type Seen } from '../../servers/http-double.ts';

const EVENTS = '/events/keyset';
const TAGS = [{ slug: 'crypto' }, { slug: 'up-or-down' }];
const RULES = 'It resolves by the time-weighted average price of 60 seconds of Chainlink.';

interface Listed {
  readonly slug: string;
  readonly markets: readonly object[];
}

/** A window of a quarter of an hour that ends so long after the start. */
function windowOf(at: number, endsAfterMs: number, changes: object = {}): Listed {
  const endsAtMs = START_AT_MS + endsAfterMs;
  const slug = `btc-updown-15m-${(endsAtMs - 15 * MINUTE_MS) / SECOND_MS}`;
  const market = {
    ...{ slug, outcomes: '["Up","Down"]', description: RULES },
    question: 'Bitcoin Up or Down?',
    endDate: new Date(endsAtMs).toISOString(),
    resolutionSource: 'https://data.chain.link/streams/btc-usd',
    ...changes,
  };
  return { slug, markets: [gammaMarket(at, market)] };
}

/** So many windows of four hours that end within a day, each a second after the other. */
function laterOf(count: number): readonly Listed[] {
  return Array.from({ length: count }, (_, at) => {
    const endsAtMs = START_AT_MS + 5 * HOUR_MS + at * SECOND_MS;
    const slug = `btc-updown-4h-${(endsAtMs - 4 * HOUR_MS) / SECOND_MS}`;
    const { markets } = windowOf(10_000 + at, 0, {
      slug,
      endDate: new Date(endsAtMs).toISOString(),
    });
    return { slug, markets };
  });
}

/** Gamma with the events that the test puts in; what is asked by name is answered from `later`. */
class World {
  near: readonly Listed[] = [];
  later: readonly Listed[] = [];
  answer: ((seen: Seen) => Reply) | null = null;
  isWanted = true;
  readonly sink = new RecordingSink();
  readonly venue: InMemoryVenue;
  readonly listing: CryptoListing;
  readonly tagged: string[] = [];
  /** Coins of the rules that were told, and `forgotten`. */
  readonly rules: string[] = [];
  #isStarted = false;

  constructor(coins: readonly string[] = ['btc']) {
    const route: Route = {
      path: EVENTS,
      needs: { closed: /^false$/, limit: /^100$/ },
      may: {
        tag_slug: /^crypto$/,
        slug: /^[a-z0-9-]+$/,
        end_date_min: /^2026-/,
        end_date_max: /^2026-/,
        after_cursor: /^\d+$/,
      },
      reply: (seen) => this.answer?.(seen) ?? this.#page(seen),
    };
    this.venue = new InMemoryVenue(route);
    const { client, runtime } = this.venue;
    this.listing = new CryptoListing({
      ...{ gamma: client.gamma, sink: this.sink, coins: new Set(coins), runtime },
      isWanted: () => this.isWanted,
      onRows: (rows) => {
        for (const row of rows) this.tagged.push(String(row['slug']));
      },
      onTold: ({ symbol }) => this.rules.push(symbol),
      onForgotten: () => this.rules.push('forgotten'),
    });
    onTestFinished(() => this.listing.close());
  }

  #page({ query }: Seen): Reply {
    const from = Number(query.get('after_cursor') ?? 0);
    const all = query.has('tag_slug') ? this.near : query.has('slug') ? this.later : [];
    const isFirstOfNames =
      !query.has('slug') || query.getAll('slug').some((slug) => /4h/.test(slug));
    const rows = isFirstOfNames ? all.slice(from, from + 100) : [];
    const next =
      from + 100 < all.length && isFirstOfNames ? { next_cursor: String(from + 100) } : {};
    const events = rows.map(({ slug, markets }) => ({ slug, tags: TAGS, markets }));
    return json({ events, ...next });
  }

  /** Begins at the first call. Answers arrive while no time passes: in small steps they do. */
  async pass(ms: number): Promise<void> {
    if (!this.#isStarted) this.listing.start((error) => expect.fail(String(error)));
    this.#isStarted = true;
    const { runtime } = this.venue;
    await runtime.advance(0);
    for (let passedMs = 0; passedMs < ms; passedMs += SECOND_MS) await runtime.advance(SECOND_MS);
  }

  /** Slugs of what was told, in order. */
  get told(): readonly string[] {
    return this.sink.rows.map((row) => (row as { readonly slug: string }).slug);
  }
}

describe('Markets about coins', () => {
  test('are told with their rules and tags, the nearest end first, and once', async () => {
    const world = new World();
    world.near = [windowOf(2, 40 * MINUTE_MS), windowOf(1, 10 * MINUTE_MS)];
    await world.pass(LIST_EVERY_MS);
    const [near, far] = [windowOf(1, 10 * MINUTE_MS).slug, windowOf(2, 40 * MINUTE_MS).slug];
    expect(world.told).toEqual([near, far]);
    expect(world.tagged).toEqual([near, far]);
    const [frame] = world.sink.frames;
    expect(frame?.source).toBe('polymarket.markets');
    const [event] = parseFrame('polymarket.markets', frame?.frame).events;
    expect(event).toMatchObject({
      kind: 'marketListed',
      rulesText: RULES,
      market: { slug: near, eventGroupId: near, categories: ['crypto', 'up-or-down'] },
    });
    await world.pass(LIST_EVERY_MS);
    expect(world.told).toEqual([near, far]);
    expect(world.listing.snapshot()).toMatchObject({ markets: 2, failures: 0, trouble: null });
    expect(world.venue.violations).toEqual([]);
  });

  test('are asked for by when they end, and by name where they last for hours', async () => {
    const world = new World();
    await world.pass(0);
    const asked = world.venue.seen.map(({ query }) => query);
    const near = asked.filter((query) => query.has('tag_slug'));
    expect(near).toHaveLength(1);
    expect(near[0]?.get('end_date_min')).toBe(new Date(START_AT_MS).toISOString());
    expect(near[0]?.get('end_date_max')).toBe(new Date(START_AT_MS + NEAR_MS).toISOString());
    const names = asked.flatMap((query) => query.getAll('slug'));
    expect(names).toContain('bitcoin-above-on-september-21');
    await world.pass(LATER_EVERY_MS - SECOND_MS);
    expect(world.venue.seen.filter(({ query }) => query.has('slug'))).toHaveLength(
      asked.length - near.length,
    );
  });

  test.each([
    ['takes no orders', { acceptingOrders: false }],
    ['is over', { endDate: new Date(START_AT_MS - MINUTE_MS).toISOString() }],
    ['pays by another price', { resolutionSource: 'https://www.coinbase.com', description: '' }],
    ['has a name that says another end', { endDate: new Date(START_AT_MS).toISOString() }],
  ])('one that %s is not told', async (_what, changes) => {
    const world = new World();
    world.near = [windowOf(1, 10 * MINUTE_MS, changes)];
    await world.pass(LIST_EVERY_MS);
    expect(world.told).toEqual([]);
  });

  test('of a coin whose price nobody follows are not told', async () => {
    const world = new World(['eth']);
    world.near = [windowOf(1, 10 * MINUTE_MS)];
    await world.pass(LIST_EVERY_MS);
    expect(world.told).toEqual([]);
  });

  test('are told in pieces, with time between them for what a copy waits for', async () => {
    const world = new World();
    world.near = Array.from({ length: FRAME_ROWS + 1 }, (_, at) =>
      windowOf(at + 1, 20 * MINUTE_MS + at * SECOND_MS),
    );
    await world.pass(0);
    expect(world.told).toHaveLength(FRAME_ROWS);
    await world.pass(SECOND_MS);
    expect(world.told).toHaveLength(FRAME_ROWS + 1);
  });

  test('are so many at most, and those that end late leave room for those that end soon', async () => {
    const world = new World();
    world.later = laterOf(LATER_MAX + 50);
    world.near = Array.from({ length: LAG_MARKETS_MAX }, (_, at) =>
      windowOf(at + 1, 20 * MINUTE_MS + at * SECOND_MS),
    );
    await world.pass(LIST_EVERY_MS / 2);
    expect(world.told).toHaveLength(LAG_MARKETS_MAX);
    expect(world.told.filter((slug) => slug.includes('4h'))).toHaveLength(0);
    expect(world.listing.snapshot().leftOut).toBeGreaterThan(0);

    const other = new World();
    other.later = laterOf(LATER_MAX + 50);
    await other.pass(LIST_EVERY_MS);
    expect(other.told).toHaveLength(LATER_MAX);
    other.near = [windowOf(1, 30 * MINUTE_MS)];
    await other.pass(LIST_EVERY_MS);
    expect(other.told.at(-1)).toBe(other.near[0]?.slug);
  });

  test('that ended make room for others', async () => {
    const world = new World();
    world.near = Array.from({ length: LAG_MARKETS_MAX }, (_, at) =>
      windowOf(at + 1, 2 * MINUTE_MS + at * SECOND_MS),
    );
    await world.pass(LIST_EVERY_MS / 2);
    expect(world.listing.snapshot()).toMatchObject({ markets: LAG_MARKETS_MAX, leftOut: 0 });
    world.near = [windowOf(9_000, 80 * MINUTE_MS)];
    await world.pass(2 * LIST_EVERY_MS);
    expect(world.told).toHaveLength(LAG_MARKETS_MAX + 1);
    expect(world.listing.snapshot().markets).toBeLessThan(LAG_MARKETS_MAX);
  });

  test('are not looked for while nobody looks for lags, and told anew to who does again', async () => {
    const world = new World();
    world.isWanted = false;
    world.near = [windowOf(1, 60 * MINUTE_MS)];
    await world.pass(LIST_EVERY_MS);
    expect(world.venue.seen).toEqual([]);
    world.isWanted = true;
    await world.pass(2 * SECOND_MS);
    expect(world.told).toHaveLength(1);
    world.isWanted = false;
    await world.pass(2 * SECOND_MS);
    world.isWanted = true;
    await world.pass(2 * SECOND_MS);
    expect(world.told).toHaveLength(2);
    expect(world.rules).toEqual(['btc', 'forgotten', 'btc']);
  });

  test('are asked for again soon after an answer that did not come, which is told', async () => {
    const world = new World();
    world.near = [windowOf(1, 60 * MINUTE_MS)];
    world.answer = () => html(503);
    await world.pass(LIST_EVERY_MS);
    expect(world.listing.snapshot()).toMatchObject({
      lastSuccessAtMs: null,
      trouble: expect.stringMatching(/gamma\.events/),
    });
    world.answer = null;
    await world.pass(MINUTE_MS);
    expect(world.told).toHaveLength(1);
    expect(world.listing.snapshot().trouble).toBeNull();
  });

  test('leave nothing running when the program ends', async () => {
    const world = new World();
    await world.pass(SECOND_MS);
    await world.listing.close();
    await nothingLeft(world.venue.runtime);
  });
});
