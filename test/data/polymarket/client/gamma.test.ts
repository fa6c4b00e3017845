import { afterEach, describe, expect, test } from 'vitest';
import { GAMMA_CONDITIONS_MAX } from '../../../../src/data/polymarket/client/gamma.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, html, json, type Seen } from '../../../servers/http-double.ts';
import { clientOf, conditionOf, gammaMarket, WALLET } from './venue.ts';

const LIMIT = /^100$/;
const ANYTHING = /./;

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

describe('lists', () => {
  test('go on to the page without a cursor, also over short and empty pages', async () => {
    const pages = [[gammaMarket(1)], [], [gammaMarket(2), gammaMarket(3)]];
    double = await HttpDouble.start({
      path: '/markets/keyset',
      needs: { limit: LIMIT, closed: /^false$/ },
      may: { after_cursor: ANYTHING },
      reply: ({ query }, nth) => {
        expect(query.get('after_cursor')).toBe(nth === 0 ? null : `c${nth}`);
        const next = nth + 1 < pages.length ? { next_cursor: `c${nth + 1}` } : {};
        return json({ markets: pages[nth], ...next });
      },
    });
    const read = await clientOf(double).gamma.markets({ closed: false });
    expect(read.complete && read.rows.map(({ market }) => market.slug)).toEqual([
      'will-it-be-1',
      'will-it-be-2',
      'will-it-be-3',
    ]);
  });

  test('a repeated page and a looping cursor are noticed', async () => {
    double = await HttpDouble.start(
      {
        path: '/markets/keyset',
        needs: { limit: LIMIT },
        may: { after_cursor: ANYTHING },
        reply: (_seen, nth) => json({ markets: [gammaMarket(1)], next_cursor: `c${nth}` }),
      },
      {
        path: '/events/keyset',
        needs: { limit: LIMIT },
        may: { after_cursor: ANYTHING },
        reply: (_seen, nth) =>
          json({ events: [{ markets: [gammaMarket(nth)] }], next_cursor: 'c' }),
      },
    );
    const { gamma } = clientOf(double);
    const error = (flaw: string) => ({ complete: false, error: { flaw } });
    expect(await gamma.markets()).toMatchObject(error('repeatedPage'));
    expect(await gamma.events()).toMatchObject(error('loopingCursor'));
  });

  test('an outage in the middle keeps what was read', async () => {
    double = await HttpDouble.start({
      path: '/markets/keyset',
      needs: { limit: LIMIT },
      may: { after_cursor: ANYTHING },
      reply: (_seen, nth) =>
        nth === 0 ? json({ markets: [gammaMarket(1)], next_cursor: 'c' }) : html(503),
    });
    expect(await clientOf(double).gamma.markets()).toMatchObject({
      complete: false,
      readSoFar: [{ market: { id: conditionOf(1) } }],
      error: { kind: 'unavailable', status: 503 },
    });
  });

  test('of events are filtered by tag, names and end, and give the rows with their tags', async () => {
    const atMs = Date.parse('2026-11-23T12:00:00Z');
    const market = gammaMarket(1);
    double = await HttpDouble.start({
      path: '/events/keyset',
      needs: {
        limit: LIMIT,
        closed: /^false$/,
        tag_slug: /^crypto$/,
        slug: /^(one|two)$/,
        end_date_min: /^2026-11-23T12:00:00\.000Z$/,
        end_date_max: /^2026-11-23T13:30:00\.000Z$/,
      },
      reply: ({ query }) => {
        expect(query.getAll('slug')).toEqual(['one', 'two']);
        return json({ events: [{ slug: 'one', tags: [{ slug: 'crypto' }], markets: [market] }] });
      },
    });
    const read = await clientOf(double).gamma.eventRows({
      ...{ closed: false, tagSlug: 'crypto', slugs: ['one', 'two'], priority: 'background' },
      ...{ endsFromMs: atMs, endsUntilMs: atMs + 5_400_000 },
    });
    expect(read.complete && read.rows.map(({ row }) => row)).toEqual([
      { ...market, events: [{ slug: 'one', tags: [{ slug: 'crypto' }] }] },
    ]);
    expect(read.complete && read.rows[0]?.listed.market.categories).toEqual(['crypto']);
  });

  test('markets of an event belong to it and carry its tags', async () => {
    const tags = [{ id: '1', label: 'Crypto', slug: 'crypto' }];
    const events = [{ slug: 'the-event', tags, markets: [gammaMarket(1), 7] }, { slug: 'empty' }];
    double = await HttpDouble.start({
      path: '/events/keyset',
      needs: { limit: LIMIT, tag_id: /^21$/ },
      reply: () => json({ events }),
    });
    const client = clientOf(double);
    expect(await client.gamma.events({ tagId: '21' })).toMatchObject({
      complete: true,
      rows: [{ market: { eventGroupId: 'the-event', categories: ['crypto'] }, resolved: null }],
      problems: [{ field: 'markets' }, { field: 'markets' }],
    });
    expect(client.metrics()[0]?.flaws).toEqual({ 'malformed markets': 2 });
  });

  test('tags go on until a page is empty', async () => {
    const tag = (at: number) => ({
      id: at === 1 ? 1 : String(at),
      label: `Tag ${at}`,
      slug: `tag-${at}`,
    });
    const pages = [[tag(1), tag(2)], [tag(3), null], []];
    double = await HttpDouble.start({
      path: '/tags',
      needs: { limit: LIMIT, offset: /^[024]$/ },
      reply: (_seen, nth) => json(pages[nth]),
    });
    const read = await clientOf(double).gamma.tags();
    expect(read.complete && read.rows.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });
});

describe('single markets', () => {
  test('are found by number and by slug, and may not exist', async () => {
    double = await HttpDouble.start(
      { path: '/markets/517310', reply: () => json(gammaMarket(1)) },
      { path: '/markets/slug/a%2Fb', reply: () => json(gammaMarket(2)) },
      { path: '/markets/1', reply: () => json({ type: 'not found error' }, 404) },
      { path: '/markets/2', reply: () => json({ ...gammaMarket(1), question: null }) },
    );
    const { gamma } = clientOf(double);
    expect(await gamma.marketById('517310')).toMatchObject({ market: { id: conditionOf(1) } });
    expect(await gamma.marketBySlug('a/b')).toMatchObject({ market: { id: conditionOf(2) } });
    expect(await gamma.marketById('1')).toBeNull();
    await expect(gamma.marketById('2')).rejects.toThrow('gamma.market (malformed): question');
  });

  test('by condition id are found open or closed, in pieces, and the rest is named', async () => {
    const ids = Array.from({ length: GAMMA_CONDITIONS_MAX + 3 }, (_, at) => at);
    const isClosed = (at: number): boolean => at % 10 === 0;
    const reply = ({ query }: Seen) => {
      const asked = query.getAll('condition_ids').map((id) => Number.parseInt(id.slice(2), 16));
      const wanted = query.get('closed') === 'true';
      const markets = asked.filter((at) => at !== 5 && isClosed(at) === wanted);
      const resolved = {
        closed: true,
        umaResolutionStatus: 'resolved',
        outcomePrices: '["1","0"]',
      };
      return json({ markets: markets.map((at) => gammaMarket(at, wanted ? resolved : {})) });
    };
    double = await HttpDouble.start({
      path: '/markets/keyset',
      needs: { limit: LIMIT, closed: /^(true|false)$/, condition_ids: /^0x[0-9a-f]{64}$/ },
      reply,
    });
    const read = await clientOf(double).gamma.marketsByCondition(
      ids.map((at) => conditionOf(at) as MarketId),
    );
    expect(read.markets).toHaveLength(ids.length - 1);
    expect(read.missing).toEqual([conditionOf(5)]);
    const closed = read.markets.filter(({ resolved }) => resolved !== null);
    expect(closed).toHaveLength(11);
    expect(double.seen.map(({ query }) => query.getAll('condition_ids').length)).toEqual([
      100, 3, 12,
    ]);
  });

  test('a condition of 31 bytes is the same market as with its last byte', async () => {
    const id = `0x01${'77'.repeat(5)}${'00'.repeat(25)}`;
    const yes = BigInt(`${id}00`);
    const positionIds = [String(yes), String(yes + 1n)];
    const row = gammaMarket(1, { version: 'v2', conditionId: id, positionIds });
    double = await HttpDouble.start({ path: '/markets/1', reply: () => json(row) });
    expect(await clientOf(double).gamma.marketById('1')).toMatchObject({
      market: { id: `${id}00`, version: 'v2' },
    });
  });
});

describe('search', () => {
  const profile = (name: string | null, pseudonym: string, last: string) => ({
    proxyWallet: `${WALLET.slice(0, -1)}${last}`,
    name,
    pseudonym,
  });

  async function searching(body: object) {
    double = await HttpDouble.start({
      path: '/public-search',
      needs: {
        q: ANYTHING,
        limit_per_type: /^20$/,
        search_tags: /^true$/,
        search_profiles: /^true$/,
      },
      reply: () => json(body),
    });
    return clientOf(double).gamma;
  }

  test('finds markets, profiles and tags; a null among profiles says nothing', async () => {
    const gamma = await searching({
      events: [{ slug: 'the-event', markets: [gammaMarket(1)] }],
      profiles: [null, profile('someone', 'Scary-Barrel', '1'), { name: 'no wallet' }],
      tags: null,
    });
    expect(await gamma.search('it')).toMatchObject({
      markets: [{ market: { eventGroupId: 'the-event' } }],
      profiles: [{ name: 'someone' }],
      tags: [],
      problems: [{ field: 'proxyWallet' }],
    });
  });

  test('a name is its owner’s alone', async () => {
    const profiles = [
      profile('Someone', 'Scary-Barrel', '1'),
      profile('someone-else', 'Someone2', '2'),
      profile(null, 'Twin', '3'),
      profile('twin', '', '4'),
    ];
    const gamma = await searching({ events: [], profiles });
    expect(await gamma.profile('@SOMEONE')).toMatchObject({
      kind: 'one',
      profile: { name: 'Someone' },
    });
    expect(double?.seen[0]?.query.get('q')).toBe('SOMEONE');
    expect(await gamma.profile('scary-barrel')).toMatchObject({ kind: 'one' });
    expect(await gamma.profile('twin')).toMatchObject({ kind: 'several', profiles: [{}, {}] });
    expect(await gamma.profile('some')).toMatchObject({ kind: 'none', similar: [{}, {}, {}, {}] });
  });
});
