import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { PolymarketClient } from '../../../src/data/polymarket/client/client.ts';
import { conditionId, tokenId, walletAddress } from '../../../src/engine/domain/ids.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { socketRuntime } from '../../data/http/virtual-runtime.ts';
import { ask, PlainSocket, until } from './clients.ts';
import { ManualClock, START_AT_MS } from './manual-clock.ts';
import { hash, MICRO, ScriptedMarket, ScriptedVenue, WALLETS } from './scripted-venue.ts';
import { type Fixture, startSim } from './sim-fixture.ts';

const SINCE = { sinceMs: null };

function clientOf({ sim, clock }: Fixture): PolymarketClient {
  return new PolymarketClient(sim.urls, { ...socketRuntime(), nowMs: () => clock.nowMs() });
}

/** A world of 130 markets in which two wallets traded and one market is over. */
async function world() {
  const markets = Array.from(
    { length: 130 },
    (_, at) => new ScriptedMarket(at, { version: at % 2 === 1 ? 'v2' : 'v1' }),
  );
  const fixture = await startSim(markets);
  const [one, two] = markets as [ScriptedMarket, ScriptedMarket];
  for (let at = 0; at < 12; at += 1) {
    const rows = [{ wallet: WALLETS[0] }, { wallet: WALLETS[1], isTaker: false }];
    fixture.venue.at(at * 1_000, () => one.trade({ transaction: hash(at), rows }));
  }
  fixture.venue.at(12_000, () => two.resolve([0, 1]));
  fixture.clock.advance(30_000);
  return { ...fixture, markets, one, two };
}

test('the product’s own client reads Gamma to the end', async () => {
  const fixture = await world();
  const { gamma } = clientOf(fixture);
  const read = await gamma.markets();
  expect(read).toMatchObject({ complete: true, problems: [] });
  const rows = read.complete ? read.rows : [];
  expect(rows).toHaveLength(129);
  const { one, two } = fixture;
  const wanted = [one, two].map((market) => conditionId(market.conditionId)!);
  const found = await gamma.marketsByCondition(wanted);
  expect(found.missing).toEqual([]);
  expect(found.markets.map(({ market }) => market.status)).toEqual(['open', 'resolved']);
  expect(await gamma.marketById(one.id)).toMatchObject({ market: { slug: one.slug } });
  expect(await gamma.marketBySlug('none')).toBeNull();
  expect((await gamma.search('case 7')).problems).toEqual([]);
  expect(await gamma.profile('@ACE')).toMatchObject({
    kind: 'one',
    profile: { wallet: WALLETS[0] },
  });
  expect(await gamma.tags()).toMatchObject({ complete: true, rows: { length: 2 } });
});

test('the product’s own client reads the CLOB', async () => {
  const fixture = await world();
  const { clob } = clientOf(fixture);
  const { one, two } = fixture;
  expect(await clob.isOk()).toBe(true);
  const skew = await clob.clockSkew();
  expect(Math.abs(skew.skewMs)).toBeLessThanOrEqual(skew.uncertaintyMs);
  const [token, closed] = [tokenId(one.tokenIds[0])!, tokenId(two.tokenIds[0])!];
  expect(await clob.book(token)).toMatchObject({ bids: [{ price: 480_000 }, { price: 490_000 }] });
  expect(await clob.book(closed)).toBeNull();
  const books = await clob.books([token, closed]);
  expect(books).toMatchObject({ missing: [closed], problems: [] });
  expect(await clob.market(conditionId(one.conditionId)!)).toMatchObject({
    rules: { tick: 10_000 },
    acceptingOrders: true,
  });
  expect(await clob.priceHistory(token, { interval: '1h' })).toMatchObject([{ price: 500_000 }]);
});

test('the product’s own client reads the Data API to the end', async () => {
  const fixture = await world();
  const { data } = clientOf(fixture);
  const wallet = walletAddress(WALLETS[0])!;
  const maker = walletAddress(WALLETS[1])!;
  const activity = await data.activity(wallet, SINCE);
  expect(activity).toMatchObject({ complete: true, problems: [], rows: { length: 12 } });
  const since = await data.activity(wallet, { sinceMs: START_AT_MS + 6_000 });
  expect(since).toMatchObject({ complete: true, rows: { length: 6 } });
  expect(await data.trades({ wallet: maker }, SINCE)).toMatchObject({ rows: { length: 12 } });
  const markets = [conditionId(fixture.one.conditionId)!];
  expect(await data.trades({ markets }, SINCE)).toMatchObject({ rows: { length: 24 } });
  const positions = await data.positions({ wallet });
  expect(positions).toMatchObject({
    complete: true,
    problems: [],
    rows: [{ quantity: 120 * MICRO }],
  });
  expect(await data.value(wallet)).toBe(60 * MICRO);
  const resolutions = await data.resolutions([conditionId(fixture.two.conditionId)!]);
  expect(resolutions).toMatchObject({ problems: [], rows: [{ payouts: [0, MICRO] }] });
  expect(await clientOf(fixture).geoblock()).toEqual({ blocked: false, country: 'IE' });
  expect(fixture.sim.counts.failures).toBe(0);
});

test('the environment is one that the product takes', async () => {
  const { sim } = await startSim();
  expect(loadConfig(sim.env).polymarket).toMatchObject({
    gammaUrl: sim.urls.gammaUrl,
    clobUrl: sim.urls.clobUrl,
    dataUrl: sim.urls.dataUrl,
    wsUrl: sim.urls.wsUrl,
    rtdsUrl: sim.urls.rtdsUrl,
    geoblockUrl: sim.urls.geoblockUrl,
  });
  expect(new URL(sim.urls.wsUrl).pathname).toBe('/');
});

test('speed compresses the schedule and leaves stamps and delays alone', async () => {
  const market = new ScriptedMarket(0);
  const { sim, venue, clock } = await startSim([market], { speed: 60 });
  venue.at(60_000, () => market.trade({ transaction: hash(1), rows: [{}] }));
  clock.advance(900);
  expect(sim.counts.steps).toBe(0);
  clock.advance(200);
  expect(sim.counts.steps).toBe(1);
  const { body } = await ask(`${sim.urls.clobUrl}/book?token_id=${market.tokenIds[0]}`);
  expect(Number(body['timestamp'])).toBeGreaterThanOrEqual(START_AT_MS + 1_000);
  expect(Number(body['timestamp'])).toBeLessThan(START_AT_MS + 1_100);
  const count = async (nth: number) => {
    const url = `${sim.urls.dataUrl}/v2/activity?user=${WALLETS[0]}&_=${nth}`;
    return ((await ask(url)).body['data'] as unknown[]).length;
  };
  clock.advance(3_000);
  expect(await count(1)).toBe(0);
  clock.advance(4_000);
  expect(await count(2)).toBe(1);
});

test('closing leaves no socket, no timer and no port', async () => {
  const clock = new ManualClock();
  const venue = new ScriptedVenue([new ScriptedMarket(0)]);
  const sim = await startPolymarketSim({ venue, clock });
  const client = await PlainSocket.open(`${sim.urls.wsUrl}/ws/market`);
  sim.setFaults({ httpSlow: 1 });
  const pending = ask(`${sim.urls.clobUrl}/ok`);
  const failed = expect(pending).rejects.toThrow();
  await until(() => sim.counts.faults.httpSlow === 1, 'an answer is held back');
  await sim.close();
  await failed;
  await until(() => client.close !== null, 'the client was cut');
  expect(clock.waiting).toBe(0);
  for (const url of Object.values(sim.urls)) {
    // Without accounts there is no chain.
    if (url === null) continue;
    await expect(fetch(url.replace('ws:', 'http:'))).rejects.toThrow();
  }
});

test('a taken port fails the start and leaves nothing open', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clock = new ManualClock();
  const venue = new ScriptedVenue([new ScriptedMarket(0)]);
  // The third of the eight neighbours is taken.
  await expect(startPolymarketSim({ venue, clock, ports: port - 2 })).rejects.toThrow('EADDRINUSE');
  expect(clock.waiting).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port - 2}/`)).rejects.toThrow();
  taken.close();
});
