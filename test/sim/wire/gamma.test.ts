import { expect, test } from 'vitest';
import { readEvents, readMarkets } from '../../../src/data/polymarket/client/gamma-market.ts';
import { ownerOf } from '../../../src/sim/wire/owners.ts';
import { ask } from './clients.ts';
import { START_AT_MS } from './manual-clock.ts';
import { ScriptedMarket, WALLETS } from './scripted-venue.ts';
import { startSim } from './sim-fixture.ts';

type Json = Readonly<Record<string, unknown>>;

async function gamma(count = 7) {
  const markets = Array.from(
    { length: count },
    (_, at) => new ScriptedMarket(at, { version: at % 3 === 1 ? 'v2' : 'v1', negRisk: at % 4 > 1 }),
  );
  const fixture = await startSim(markets, { speed: 10 });
  const get = (path: string) => ask(`${fixture.sim.urls.gammaUrl}${path}`);
  const walk = async (path: string, name: string): Promise<readonly Json[]> => {
    const rows: Json[] = [];
    for (let cursor: unknown = null, pages = 0; pages < 500; pages += 1) {
      const after = typeof cursor === 'string' ? `&after_cursor=${cursor}` : '';
      const { body } = await get(`${path}${after}`);
      rows.push(...(body[name] as Json[]));
      cursor = body['next_cursor'];
      if (cursor === undefined) return rows;
    }
    throw new Error('the walk has no end');
  };
  return { ...fixture, markets, get, walk };
}

test('pages to the end are all markets once, in order, at any size', async () => {
  const { markets, walk, get } = await gamma(250);
  const wanted = markets.map(({ id }) => id);
  for (const limit of [1, 7, 100, 5_000]) {
    const rows = await walk(`/markets/keyset?limit=${limit}`, 'markets');
    expect(rows.map(({ id }) => id)).toEqual(wanted);
  }
  expect((await get('/markets/keyset?limit=5000')).body['markets']).toHaveLength(100);
  const events = await walk('/events/keyset?limit=20', 'events');
  const inside = events.flatMap((event) => event['markets'] as Json[]);
  expect(inside.map(({ id }) => id)).toEqual(wanted);
});

test('every market is read without a problem, in both protocols', async () => {
  const { markets, walk } = await gamma();
  const read = readMarkets(await walk('/markets/keyset?limit=3', 'markets'));
  expect(read.problems).toEqual([]);
  expect(read.rows.map(({ market }) => market)).toMatchObject(
    markets.map((market) => ({
      id: market.conditionId,
      version: market.version,
      outcomes: market.tokenIds.map((tokenId) => ({ tokenId })),
      eventGroupId: market.eventSlug,
      negRisk: market.negRisk,
      categories: [],
      acceptingOrders: true,
      // Thirty days of the world are three days at ten times the speed.
      closesAtMs: START_AT_MS + 3 * 86_400_000,
      rules: { tick: 10_000, fee: { ratePpm: 40_000, exponent: 1 } },
    })),
  );
  const events = readEvents(await walk('/events/keyset?limit=3', 'events'));
  expect(events.problems).toEqual([]);
  expect(events.rows[0]?.market.categories).toEqual(['politics', 'world']);
});

test('some markets of the first protocol carry position ids that mean nothing', async () => {
  const { walk } = await gamma();
  const rows = await walk('/markets/keyset?', 'markets');
  const decoys = rows.filter((row) => row['version'] === 'v1' && 'positionIds' in row);
  expect(decoys.length).toBeGreaterThan(0);
  expect(readMarkets(decoys).problems).toEqual([]);
  expect(rows.some((row) => row['version'] === 'v1' && !('positionIds' in row))).toBe(true);
});

test.each([
  [[1, 0] as const, '["1","0"]'],
  [[0.5, 0.5] as const, '["0.5","0.5"]'],
])('a market that pays %j is closed and listed only when asked for', async (payouts, prices) => {
  const { markets, venue, clock, get } = await gamma(2);
  const [one, two] = markets as [ScriptedMarket, ScriptedMarket];
  venue.at(10, () => one.resolve(payouts));
  venue.at(20, () => two.resolve(payouts));
  clock.advance(100);
  expect((await get('/markets/keyset')).body).toEqual({ markets: [] });
  expect((await get('/events/keyset')).body).toEqual({ events: [] });
  const { body } = await get(
    `/markets/keyset?closed=true&condition_ids=${one.conditionId}&condition_ids=${two.conditionId}`,
  );
  const rows = body['markets'] as Json[];
  expect(rows[0]).toMatchObject({
    closed: true,
    outcomePrices: prices,
    umaResolutionStatus: 'resolved',
    closedTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00$/),
  });
  const read = readMarkets(rows);
  expect(read.problems).toEqual([]);
  for (const { resolved } of read.rows) {
    expect(resolved?.resolution.payouts.map(({ payout }) => payout / 1_000_000)).toEqual(payouts);
  }
  expect((await get('/events/keyset?closed=true')).body['events']).toHaveLength(1);
});

test('filters choose by condition, token, tag and slug', async () => {
  const { markets, get } = await gamma(4);
  const ids = async (query: string) => {
    const { body } = await get(`/markets/keyset?${query}`);
    return (body['markets'] as Json[]).map(({ id }) => id);
  };
  const [one, two, three, four] = markets.map(({ id }) => id);
  expect(await ids(`condition_ids=${markets[2]?.conditionId}`)).toEqual([three]);
  expect(await ids(`clob_token_ids=${markets[1]?.tokenIds[1]}`)).toEqual([two]);
  expect(await ids(`slug=${markets[3]?.slug}`)).toEqual([four]);
  const tags = (await get('/tags?limit=100')).body as unknown as Json[];
  expect(tags.map(({ slug }) => slug)).toEqual(['politics', 'world']);
  expect(await ids(`tag_id=${tags[0]?.['id']}&limit=1`)).toEqual([one]);
  expect(await ids('tag_id=9')).toEqual([]);
  const many = Array.from({ length: 101 }, () => 'condition_ids=0x1').join('&');
  expect((await get(`/markets/keyset?${many}`)).status).toBe(422);
});

test('single markets and events are found by number and slug, or not at all', async () => {
  const { markets, get } = await gamma(2);
  const [one] = markets;
  const byId = (await get(`/markets/${one?.id}`)).body;
  expect((await get(`/markets/slug/${one?.slug}`)).body).toEqual(byId);
  expect(byId).toMatchObject({ conditionId: one?.conditionId, events: [{ slug: 'event-0' }] });
  const event = (await get('/events/slug/event-0')).body;
  expect(event).toMatchObject({ tags: [{ slug: 'politics' }, { slug: 'world' }] });
  expect((await get(`/events/${event['id']}`)).body).toEqual(event);
  expect((await get('/events/keyset?include_markets=false')).body).not.toHaveProperty(
    'events.0.markets',
  );
  for (const path of ['/markets/5', '/markets/slug/none', '/events/5', '/events/slug/none']) {
    expect(await get(path)).toMatchObject({
      status: 404,
      body: { type: 'not found error', error: 'id not found' },
    });
  }
  expect((await get('/markets/keyset?limit=x')).status).toBe(422);
});

test('a search finds events, tags and profiles, among them now and then a null', async () => {
  const { get } = await gamma(4);
  const search = (words: string) =>
    get(`/public-search?q=${words}&search_profiles=true&search_tags=true`);
  const { body } = await search('case%203');
  expect(body['events']).toMatchObject([{ slug: 'event-1' }]);
  expect((await search('politics')).body['tags']).toMatchObject([{ slug: 'politics' }]);
  let nulls = 0;
  for (let at = 0; at < 30; at += 1) {
    const profiles = (await search('whale')).body['profiles'] as unknown[];
    expect(profiles[0]).toMatchObject({ proxyWallet: WALLETS[1], name: 'whale-7' });
    nulls += profiles.includes(null) ? 1 : 0;
  }
  expect(nulls).toBeGreaterThan(0);
  expect(nulls).toBeLessThan(30);
  expect((await get('/public-search')).status).toBe(422);
});

test('a profile is found by the wallet and by the key that owns it', async () => {
  const { get } = await gamma(1);
  for (const address of [WALLETS[0], ownerOf(WALLETS[0])]) {
    expect((await get(`/public-profile?address=${address}`)).body).toMatchObject({
      proxyWallet: WALLETS[0],
      name: 'ace',
      pseudonym: expect.stringMatching(/^\w+-\w+$/),
    });
  }
  expect((await get(`/public-profile?address=${WALLETS[3]}`)).status).toBe(404);
  expect((await get('/public-profile?address=ace')).status).toBe(400);
});
