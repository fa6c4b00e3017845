import { expect, onTestFinished, test } from 'vitest';
import { accountsOf } from '../../../src/sim/accounts.ts';
import { type JointWorld, startJointWorld } from '../../../src/sim/joint/joint-world.ts';
import { chainlinkMean } from '../../../src/sim/spot/chainlink-index.ts';
import { WINDOW_MS } from '../../../src/sim/venue/windows.ts';
import { ask, PlainSocket, until } from '../wire/clients.ts';
import { ManualClock } from '../wire/manual-clock.ts';
import { TradingClient } from '../wire/trading/trading-client.ts';

type Json = Readonly<Record<string, unknown>>;
const SEED = '7';
const SECOND_MS = 1_000;

interface Fixture {
  readonly world: JointWorld;
  readonly clock: ManualClock;
}

async function started(speed = 1): Promise<Fixture> {
  const clock = new ManualClock();
  const world = await startJointWorld({ seed: SEED, speed, faults: 'none', clock });
  onTestFinished(() => world.close());
  return { world, clock };
}

/** A client of the settlement prices with the credentials of an account of the exchange. */
async function settlementPrices({ world, clock }: Fixture) {
  const [account] = accountsOf(SEED, 1);
  const client = new TradingClient(world.sim, account!, () => clock.nowMs());
  await client.login();
  const socket = await PlainSocket.open(world.polybolt.url);
  onTestFinished(() => socket.end());
  const heard = (): readonly Json[] => socket.texts.map((text) => JSON.parse(text) as Json);
  const say = async (message: Json, isAnswer: (answer: Json) => boolean): Promise<void> => {
    socket.send(message);
    await until(() => heard().some(isAnswer), `${String(message['op'])} was answered`);
  };
  return { credentials: client.credentials, heard, say };
}

const BTC_MEAN = { channel: 'price.crypto.twap', filter: { symbol: 'btcusd', window_seconds: 60 } };

test('Binance, Kalshi and the settlement prices tell what the same coin costs', async () => {
  const fixture = await started();
  const { world, clock } = fixture;
  clock.advance(5 * SECOND_MS);
  const nowMs = clock.nowMs();
  const price = world.spot.priceAt('BTC', nowMs);

  const { body: best } = await ask(
    `${world.binance.urls.apiUrl}/api/v3/ticker/bookTicker?symbol=BTCUSDT`,
  );
  expect(Number(best['bidPrice'])).toBe(price);

  const { body: list } = await ask(
    `${world.kalshi.restUrl}/markets?series_ticker=KXBTC15M&status=open`,
  );
  const rows = list['markets'] as readonly Json[];
  const openAtMs = Date.parse(String(rows[0]?.['open_time']));
  const toBeat = chainlinkMean(world.spot, 'BTC', openAtMs);
  expect(Number(rows[0]?.['floor_strike']) / toBeat, 'the index has a small basis').toBeCloseTo(
    1,
    3,
  );

  const { credentials, heard, say } = await settlementPrices(fixture);
  await say({ op: 'auth', rid: 'a', auth: { ...credentials, secret: 'other' } }, ({ code }) =>
    Object.is(code, 'auth_failed'),
  );
  await say({ op: 'auth', rid: 'b', auth: { ...credentials } }, ({ op }) => op === 'authed');
  const wish = { op: 'subscribe', rid: 's', subscriptions: [BTC_MEAN] };
  await say(wish, ({ snapshot }) => snapshot === true);
  const { payload } = heard().find(({ snapshot }) => snapshot === true) ?? {};
  const data = (payload as { readonly data: readonly Json[] }).data;
  expect(data).toHaveLength(120);
  for (const { timestamp, value } of data) {
    expect(value).toBe(chainlinkMean(world.spot, 'BTC', Number(timestamp)));
  }
});

test('a window of Polymarket ends as the settlement prices say', async () => {
  const fixture = await started();
  const { world, clock } = fixture;
  const window = world.venue.markets.find(({ slug }) => slug.startsWith('btc-updown-15m-'));
  const { body: listed } = await ask(`${world.sim.urls.gammaUrl}/markets/slug/${window?.slug}`);
  const closesAtMs = Date.parse(String(listed['endDate']));
  expect(closesAtMs - WINDOW_MS).toBe(Number(window?.slug.split('-').at(-1)) * SECOND_MS);
  expect(listed['closed']).toBe(false);

  const { credentials, heard, say } = await settlementPrices(fixture);
  await say({ op: 'auth', rid: 'a', auth: { ...credentials } }, ({ op }) => op === 'authed');
  const wish = { op: 'subscribe', rid: 's', subscriptions: [BTC_MEAN] };
  await say(wish, ({ snapshot }) => snapshot === true);
  const told = (atMs: number): number | undefined =>
    heard()
      .map(({ payload }) => payload as Json | undefined)
      .find((payload) => payload?.['timestamp'] === atMs)?.['value'] as number | undefined;
  while (clock.nowMs() < closesAtMs + 20 * SECOND_MS) clock.advance(SECOND_MS);
  await until(() => told(closesAtMs) !== undefined, 'the price at the end was told');

  const start = chainlinkMean(world.spot, 'BTC', closesAtMs - WINDOW_MS);
  const isUp = (told(closesAtMs) ?? Number.NaN) >= start;
  const { body: ended } = await ask(`${world.sim.urls.gammaUrl}/markets/slug/${window?.slug}`);
  expect(ended).toMatchObject({
    closed: true,
    outcomePrices: JSON.stringify(isUp ? ['1', '0'] : ['0', '1']),
  });
});

test('Kalshi asks some of the questions of this Polymarket, and never pauses for the week', async () => {
  const { world } = await started();
  const known = new Set(world.venue.markets.map(({ conditionId }) => conditionId));
  const { twins } = world.kalshi.world;
  expect(twins.length).toBeGreaterThan(3);
  for (const { ticker, conditionId } of twins) {
    expect(known.has(conditionId)).toBe(true);
    const { body } = await ask(`${world.kalshi.restUrl}/markets/${ticker}`);
    expect(body['market']).toMatchObject({ ticker, status: 'active' });
  }
  const { body } = await ask(`${world.kalshi.restUrl}/exchange/schedule`);
  expect(body).toMatchObject({ schedule: { maintenance_windows: [] } });
});

test('both venues show the same match, each in its own words, and the truth of it is known', async () => {
  const { world } = await started();
  const pair = world.pairs.find(
    ({ template, relation, differs }) =>
      template === 'tennis' && relation === 'complement' && differs === null,
  );
  const there = world.venue.markets.find(({ conditionId }) => conditionId === pair?.conditionId);
  const { body: listed } = await ask(`${world.sim.urls.gammaUrl}/markets/slug/${there?.slug}`);
  const outcomes = JSON.parse(String(listed['outcomes'])) as readonly string[];
  expect(listed['slug']).toMatch(/^atp-[a-z]+-[a-z]+-\d{4}-\d\d-\d\d$/);
  const { body } = await ask(`${world.kalshi.restUrl}/markets/${pair?.ticker}`);
  const market = body['market'] as Json;
  expect(market).toMatchObject({ yes_sub_title: outcomes[1], status: 'active' });
  expect(market['rules_primary']).toContain(`If ${outcomes[1]} wins the `);
  const sports = `${world.sim.urls.gammaUrl}/events/keyset?limit=100&tag_slug=sports`;
  const { body: found } = await ask(sports);
  const slugs = (found['events'] as readonly Json[]).map(({ slug }) => slug);
  expect(slugs).toContain(there?.eventSlug);
});

test('a window of arbitrage can be asked for, and shows in the book that is served', async () => {
  const { world, clock } = await started();
  clock.advance(5 * SECOND_MS);
  const window = world.kalshi.openArbitrage({ lastsMs: 20 * SECOND_MS });
  expect(world.pairs).toContainEqual(
    expect.objectContaining({ conditionId: window?.conditionId, differs: null }),
  );
  clock.advance(SECOND_MS);
  const side = async (ticker: string): Promise<Json> => {
    const { body } = await ask(`${world.kalshi.restUrl}/markets/${ticker}`);
    return body['market'] as Json;
  };
  const during = await side(window?.ticker ?? '');
  clock.advance(25 * SECOND_MS);
  const after = await side(window?.ticker ?? '');
  const cheap = window?.cheap === 'yes' ? 'yes_ask_dollars' : 'no_ask_dollars';
  expect(Number(during[cheap])).toBeLessThan(Number(after[cheap]) - 0.02);
});

test('Gamma finds what is about coins and ends soon, by tag and dates', async () => {
  const { world, clock } = await started();
  const nowMs = clock.nowMs();
  const iso = (atMs: number): string => new Date(atMs).toISOString();
  const soonMs = nowMs + 20 * 60 * SECOND_MS;
  const { gammaUrl } = world.sim.urls;
  const list = async (filter: string): Promise<readonly Json[]> => {
    const { body } = await ask(`${gammaUrl}/events/keyset?limit=100&${filter}`);
    return body['events'] as readonly Json[];
  };
  const near = await list(`tag_slug=crypto&end_date_min=${iso(nowMs)}&end_date_max=${iso(soonMs)}`);
  expect(near.map(({ slug }) => String(slug).split('-')[0]).sort()).toEqual([
    ...['btc', 'eth', 'sol', 'xrp'],
  ]);
  const all = await list('tag_slug=crypto');
  expect(all.length).toBeGreaterThan(near.length);
  for (const { endDate } of await list(`end_date_min=${iso(soonMs)}`)) {
    expect(Date.parse(String(endDate))).toBeGreaterThanOrEqual(soonMs);
  }
  expect(await list('tag_slug=nothing')).toEqual([]);
  expect((await ask(`${gammaUrl}/events/keyset?end_date_max=soon`)).status).toBe(422);
});

test('a fast world compresses what coins do with everything else', async () => {
  const [usual, fast] = [await started(1), await started(10)];
  usual.clock.advance(60 * SECOND_MS);
  fast.clock.advance(6 * SECOND_MS);
  for (const symbol of ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE'] as const) {
    expect(fast.world.spot.priceAt(symbol, fast.clock.nowMs())).toBe(
      usual.world.spot.priceAt(symbol, usual.clock.nowMs()),
    );
  }
});

test('all of it is gone when it is closed', async () => {
  const { world, clock } = await started();
  const addresses = Object.entries(world.env).filter(([, value]) => value.startsWith('http'));
  expect(addresses.map(([name]) => name)).toEqual(
    expect.arrayContaining(['POLYMARKET_CLOB_URL', 'KALSHI_API_URL', 'BINANCE_API_URL']),
  );
  await world.close();
  expect(clock.waiting, 'nothing is scheduled any more').toBe(0);
  for (const [name, url] of addresses) await expect(fetch(url), name).rejects.toThrow();
});

test('a port that is taken leaves nothing running', async () => {
  const clock = new ManualClock();
  const { world } = await started();
  const taken = Number(new URL(world.sim.urls.gammaUrl).port);
  const options = { seed: SEED, speed: 1, faults: 'none', clock, ports: taken } as const;
  await expect(startJointWorld(options)).rejects.toThrow('EADDRINUSE');
  expect(clock.waiting).toBe(0);
});
