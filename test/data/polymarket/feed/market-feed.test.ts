import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import { JOIN_MS, MarketFeed } from '../../../../src/data/polymarket/feed/market-feed.ts';
import {
  LIST_INTERVAL_MS,
  LIST_INTERVAL_MS_MIN,
} from '../../../../src/data/polymarket/feed/wanted-market.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { json, type Route } from '../../../servers/http-double.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { conditionOf, gammaMarket } from '../client/venue.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from './in-memory.ts';

const id = (at: number) => conditionOf(at) as MarketId;
const LISTS = '/markets/keyset';
const RESOLUTIONS = '/v2/resolutions';
/** A market that Gamma calls final. */
const OVER = { closed: true, umaResolutionStatus: 'resolved' };
const closing = (afterMs: number) => new Date(START_AT_MS + afterMs).toISOString();

/** Gamma and the Data API with the markets that the test puts in. */
function venueOf(extra: Partial<Record<string, Route['reply']>> = {}) {
  const markets = new Map<string, Record<string, unknown>>();
  const resolutions = new Map<string, object>();
  const tags = new Map<string, readonly object[]>();
  const lists: Route = {
    path: LISTS,
    needs: { limit: /^100$/, closed: /^(true|false)$/, condition_ids: /^0x[0-9a-f]{62,64}$/ },
    reply: ({ query }) => {
      const isClosed = query.get('closed') === 'true';
      const rows = query.getAll('condition_ids').map((of) => markets.get(of) ?? {});
      return json({ markets: rows.filter(({ closed }) => closed === isClosed) });
    },
  };
  const states: Route = {
    path: RESOLUTIONS,
    needs: { condition: /^0x[0-9a-f]{64}(,0x[0-9a-f]{64})*$/, _: /^\d{16}$/ },
    reply: ({ query }) => {
      const asked = (query.get('condition') ?? '').split(',');
      return json({ data: asked.flatMap((of) => resolutions.get(of) ?? []) });
    },
  };
  const events = ['fed', 'void'].map((slug): Route => {
    return {
      path: `/events/slug/${slug}`,
      reply: (seen, nth) =>
        extra[slug]?.(seen, nth) ?? json({ slug, tags: tags.get(slug) ?? [], markets: [] }),
    };
  });
  const wrapped = [lists, states].map((route): Route => {
    const reply = extra[route.path];
    return reply === undefined ? route : { ...route, reply };
  });
  const venue = new InMemoryVenue(...wrapped, ...events);
  const sink = new RecordingSink();
  const tokens: (readonly [MarketId, readonly TokenId[]])[] = [];
  const { client, runtime } = venue;
  const onTokens = (marketId: MarketId, of: readonly TokenId[]) => tokens.push([marketId, of]);
  const feed = new MarketFeed({ client, sink, runtime, onTokens });
  const put = (at: number, changes: object = {}) =>
    markets.set(conditionOf(at), gammaMarket(at, changes) as Record<string, unknown>);
  const eventsOf = () =>
    sink.frames.flatMap(({ source, frame }) => parseFrame(source, frame).events);
  return { venue, runtime, sink, feed, tokens, put, markets, resolutions, tags, events: eventsOf };
}

describe('a wanted market', () => {
  test('is listed with others of the same moment, as Gamma’s own row, and its tokens are told', async () => {
    const { venue, runtime, sink, feed, tokens, put } = venueOf();
    put(1);
    put(2);
    feed.want(id(1));
    await runtime.advance(JOIN_MS / 2);
    feed.want(id(2));
    feed.want(id(1));
    await runtime.advance(JOIN_MS);
    expect(venue.count(LISTS)).toBe(1);
    expect(sink.frames).toMatchObject([
      { source: 'polymarket.markets', frame: [gammaMarket(1), gammaMarket(2)] },
    ]);
    expect(tokens).toEqual([
      [id(1), ['11', '12']],
      [id(2), ['21', '22']],
    ]);
    await feed.close();
    await nothingLeft(runtime);
  });

  test('gets the tags of its event, asked once for all its markets and kept', async () => {
    const { venue, runtime, feed, put, tags, events } = venueOf();
    tags.set('fed', [{ id: '1', slug: 'Politics' }]);
    for (const at of [1, 2, 3]) put(at, { events: [{ slug: 'fed' }] });
    put(4, { events: [{ slug: 'void', tags: [{ slug: 'crypto' }] }] });
    for (const at of [1, 2, 3, 4]) feed.want(id(at));
    await runtime.advance(4 * LIST_INTERVAL_MS);
    expect(venue.count(LISTS)).toBeGreaterThan(3);
    expect(venue.count('/events/slug/fed')).toBe(1);
    expect(venue.count('/events/slug/void')).toBe(0);
    const listed = events().flatMap((event) => (event.kind === 'marketListed' ? event.market : []));
    expect(listed.slice(0, 4)).toMatchObject([
      ...[1, 2, 3].map(() => ({ eventGroupId: 'fed', categories: ['politics'] })),
      { categories: ['crypto'] },
    ]);
    await feed.close();
  });

  test('waits for its tags when they cannot be read, because filters need them', async () => {
    const { runtime, sink, feed, tokens, put, events, markets } = venueOf({
      fed: (_seen, nth) =>
        nth < 9
          ? json({ error: 'no' }, 500)
          : json({ slug: 'fed', tags: [{ slug: 'politics' }], markets: [] }),
    });
    put(1, { events: [{ slug: 'fed' }] });
    put(2);
    put(3, { events: [{ slug: 'fed' }], ...OVER, outcomePrices: '["1","0"]' });
    for (const at of [1, 2, 3]) feed.want(id(at));
    await runtime.advance(3_000);
    expect(tokens).toEqual([[id(2), ['21', '22']]]);
    expect(sink.rows).toEqual([markets.get(id(2)), markets.get(id(3))]);
    expect(feed.snapshot().markets[0]).toMatchObject({
      listedAtMs: null,
      trouble: expect.stringContaining('gamma.event'),
    });
    await runtime.advance(MINUTE_MS);
    expect(tokens).toHaveLength(2);
    expect(events().at(-1)).toMatchObject({ market: { id: id(1), categories: ['politics'] } });
    await feed.close();
  });

  test('that Gamma does not know yet is asked for again, ever more slowly', async () => {
    const { venue, runtime, feed, tokens, put } = venueOf();
    feed.want(id(1));
    await runtime.advance(5 * MINUTE_MS);
    const asked = venue.count(LISTS) / 2;
    expect(asked).toBeGreaterThan(10);
    expect(asked).toBeLessThan(25);
    expect(feed.snapshot().markets).toMatchObject([{ trouble: 'Gamma does not list it yet' }]);
    put(1);
    await runtime.advance(MINUTE_MS);
    expect(tokens).toHaveLength(1);
    expect(feed.snapshot().markets).toMatchObject([{ trouble: null, failuresInRow: 0 }]);
    await feed.close();
  });

  test('is asked for again after an outage, and its trouble has a name meanwhile', async () => {
    let isDown = true;
    const { runtime, feed, tokens, put } = venueOf({
      [LISTS]: () =>
        isDown ? json({ error: 'maintenance' }, 503) : json({ markets: [gammaMarket(1)] }),
    });
    put(1);
    feed.want(id(1));
    await runtime.advance(20_000);
    expect(feed.snapshot()).toMatchObject({ lastSuccessAtMs: null });
    expect(feed.snapshot().trouble).toContain('maintenance');
    isDown = false;
    await runtime.advance(MINUTE_MS);
    expect(tokens).toHaveLength(1);
    expect(feed.snapshot().trouble).toBeNull();
    await feed.close();
  });

  test('of Protocol V2 is asked for under both spellings of its id', async () => {
    const { venue, runtime, feed, tokens, markets } = venueOf();
    const short = `0x01${'77'.repeat(5)}${'00'.repeat(25)}`;
    const yes = BigInt(`${short}00`);
    const positionIds = [String(yes), String(yes + 1n)];
    const row = gammaMarket(1, { version: 'v2', conditionId: short, positionIds });
    markets.set(short, row as Record<string, unknown>);
    feed.want(`${short}00` as MarketId);
    await runtime.advance(JOIN_MS);
    expect(venue.seen[0]?.query.getAll('condition_ids')).toEqual([`${short}00`, short]);
    expect(tokens).toEqual([[`${short}00`, positionIds]]);
    await feed.close();
  });

  test('that is unwanted is asked for no more', async () => {
    const { venue, runtime, feed, put } = venueOf();
    put(1);
    feed.want(id(1));
    await runtime.advance(JOIN_MS);
    feed.unwant(id(1));
    await runtime.advance(HOUR_MS);
    expect(venue.count(LISTS)).toBe(1);
    await nothingLeft(runtime);
    await feed.close();
  });

  test('whose tokens change tells them again', async () => {
    const { runtime, feed, tokens, put } = venueOf();
    put(1);
    feed.want(id(1));
    await runtime.advance(JOIN_MS + LIST_INTERVAL_MS);
    expect(tokens).toHaveLength(1);
    put(1, { clobTokenIds: '["11","13"]' });
    await runtime.advance(LIST_INTERVAL_MS);
    expect(tokens.at(-1)).toEqual([id(1), ['11', '13']]);
    await feed.close();
  });
});

describe('time', () => {
  test('a market is listed every ten minutes, sooner near its close', async () => {
    const { runtime, sink, feed, put } = venueOf();
    put(1, { endDate: closing(5 * HOUR_MS) });
    put(2, { endDate: closing(10 * MINUTE_MS) });
    feed.want(id(1));
    await runtime.advance(HOUR_MS);
    expect(sink.frames).toHaveLength(6);
    feed.unwant(id(1));
    const before = sink.frames.length;
    put(2, { endDate: closing(HOUR_MS + 10 * MINUTE_MS) });
    feed.want(id(2));
    await runtime.advance(10 * MINUTE_MS);
    const times = sink.frames.slice(before).map(({ atMs }) => atMs);
    const pauses = times.slice(1).map((atMs, at) => atMs - (times[at] ?? 0));
    expect(pauses.at(0)).toBeGreaterThan(2 * MINUTE_MS);
    expect(pauses.at(-1)).toBe(LIST_INTERVAL_MS_MIN);
    await feed.close();
  });

  test('its outcome is delivered from Gamma when Gamma has it, and then it is left alone', async () => {
    const { venue, runtime, feed, put, events } = venueOf();
    put(1, { endDate: closing(MINUTE_MS) });
    feed.want(id(1));
    await runtime.advance(2 * MINUTE_MS);
    expect(venue.count(RESOLUTIONS)).toBeGreaterThan(0);
    put(1, { endDate: closing(MINUTE_MS), ...OVER, outcomePrices: '["0","1"]' });
    await runtime.advance(2 * MINUTE_MS);
    const payouts = [
      { tokenId: '11', payout: 0 },
      { tokenId: '12', payout: 1_000_000 },
    ];
    expect(events().at(-1)).toMatchObject({ kind: 'marketResolved', resolution: { payouts } });
    expect(feed.snapshot().markets).toMatchObject([{ resolved: true }]);
    const asked = venue.seen.length;
    await runtime.advance(HOUR_MS);
    expect(venue.seen).toHaveLength(asked);
    await feed.close();
  });

  test.each([
    ['a winner', [1_000_000, 0]],
    ['a void', [500_000, 500_000]],
  ])('its outcome is delivered from the Data API while Gamma lags: %s', async (_name, payouts) => {
    const { runtime, feed, put, events, resolutions } = venueOf();
    put(1, { endDate: closing(MINUTE_MS) });
    resolutions.set(conditionOf(1), {
      condition_id: conditionOf(1),
      status: 'resolved',
      payouts,
      resolved_at: START_AT_MS / 1_000 + 90,
    });
    feed.want(id(1));
    await runtime.advance(3 * MINUTE_MS);
    const resolved = events().filter(({ kind }) => kind === 'marketResolved');
    expect(resolved).toMatchObject([
      {
        venueAtMs: START_AT_MS + 90_000,
        resolution: { marketId: id(1), payouts: payouts.map((payout) => ({ payout })) },
      },
    ]);
    expect(feed.snapshot().markets).toMatchObject([{ resolved: true }]);
    await feed.close();
  });

  test.each([
    ['proposed', [1_000_000, 0]],
    ['resolved', [1_000_000, 1_000_000]],
    ['resolved', [1_000_000]],
  ])(
    'an outcome that is not final or does not fit decides nothing: %s %j',
    async (status, payouts) => {
      const { runtime, feed, put, events, resolutions } = venueOf();
      put(1, { endDate: closing(MINUTE_MS) });
      resolutions.set(conditionOf(1), { condition_id: conditionOf(1), status, payouts });
      feed.want(id(1));
      await runtime.advance(5 * MINUTE_MS);
      expect(events().some(({ kind }) => kind === 'marketResolved')).toBe(false);
      await feed.close();
    },
  );

  test('a Data API that is down does not keep markets from being listed', async () => {
    const { runtime, sink, feed, put } = venueOf({
      [RESOLUTIONS]: () => json({ error: 'down' }, 500),
    });
    put(1, { endDate: closing(-MINUTE_MS) });
    feed.want(id(1));
    await runtime.advance(5 * MINUTE_MS);
    expect(sink.rows.length).toBeGreaterThan(3);
    expect(feed.snapshot().trouble).toContain('data.resolutions');
    await feed.close();
  });
});
