import { expect, onTestFinished, test } from 'vitest';
import { PolymarketClient } from '../../../src/data/polymarket/client/client.ts';
import { conditionId, walletAddress } from '../../../src/engine/domain/ids.ts';
import { DAY_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { createVenue, USUAL_PAST } from '../../../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { socketRuntime } from '../../data/http/virtual-runtime.ts';
import { ask } from './clients.ts';
import { ManualClock, START_AT_MS } from './manual-clock.ts';

type Json = Readonly<Record<string, unknown>>;

async function world() {
  const clock = new ManualClock();
  const venue = createVenue({ seed: '7', startsAtMs: START_AT_MS, past: USUAL_PAST });
  const sim = await startPolymarketSim({ venue, clock, seed: '7' });
  onTestFinished(() => sim.close());
  const { past } = venue;
  if (past === undefined) throw new Error('this world has a past');
  const wallet = (name: string) => {
    const address = walletAddress(past.leaders.find((each) => each.name === name)?.address ?? '');
    if (address === null) throw new Error(`${name} has an address`);
    return address;
  };
  let buster = 0;
  const get = (path: string) => {
    buster += 1;
    return ask(`${sim.urls.dataUrl}${path}&_=${buster}`);
  };
  return {
    clock,
    venue,
    sim,
    past,
    wallet,
    get,
    client: new PolymarketClient(sim.urls, socketRuntime()),
  };
}

const rowsIn = (body: Json): readonly Json[] => body['data'] as readonly Json[];
const cursorIn = (body: Json): unknown => (body['pagination'] as Json)['next_cursor'];

test('a walk over the pages gives the past and what followed, once, in both directions', async () => {
  const { clock, past, wallet, client } = await world();
  const maker = wallet('maker-9');
  clock.advance(60 * SECOND_MS);
  const read = await client.data.activity(maker, { sinceMs: null });
  expect(read).toMatchObject({ complete: true, problems: [] });
  const rows = read.complete ? read.rows : [];
  const before = past.rowsOf(maker);
  expect(before.length).toBeGreaterThan(1_500);
  expect(rows.length).toBeGreaterThan(before.length);
  expect(rows.slice(-before.length).map(({ transaction }) => transaction)).toEqual(
    before.map(({ row }) => row.transaction).toReversed(),
  );
  const raw = await client.data.rawActivity(maker, { sinceMs: START_AT_MS - 2 * DAY_MS });
  expect(raw).toMatchObject({ complete: true, problems: [] });
  const recent = before.filter(({ worldAtMs }) => worldAtMs >= -2 * DAY_MS).length;
  expect(raw.complete ? raw.rows.length : 0).toBe(recent + rows.length - before.length);
});

test('a page of the past obeys the limits of any other', async () => {
  const { wallet, get, sim } = await world();
  const user = wallet('maker-9');
  const page = async (query: string) => get(`/v2/activity?user=${user}${query}`);
  expect(rowsIn((await page('')).body)).toHaveLength(100);
  const large = (await page('&limit=5000')).body;
  expect(rowsIn(large)).toHaveLength(1_000);
  const cursor = cursorIn(large);
  expect((await page(`&cursor=${cursor}`)).status).toBe(200);
  expect((await page(`&type=TRADE&cursor=${cursor}`)).status).toBe(400);
  expect((await page('&offset=100')).status).toBe(400);
  expect((await page('&limit=0')).status).toBe(400);
  const same = `${sim.urls.dataUrl}/v2/activity?user=${user}&limit=3`;
  expect((await ask(same)).body).toEqual((await ask(same)).body);
  const until = Math.floor((START_AT_MS - 5 * DAY_MS) / SECOND_MS);
  const span = rowsIn((await page(`&start=${until - 86_400}&end=${until}&limit=1000`)).body);
  expect(span.length).toBeGreaterThan(0);
  for (const { timestamp } of span) {
    expect(timestamp).toBeLessThanOrEqual(until);
    expect(timestamp).toBeGreaterThanOrEqual(until - 86_400);
  }
});

test('its markets are resolved wherever they are asked for, with the prices they had', async () => {
  const { past, client, sim } = await world();
  const [listed] = past.markets;
  const id = conditionId(listed?.market.conditionId ?? '');
  if (listed === undefined || id === null) throw new Error('the past has markets');
  const { rows, problems } = await client.data.resolutions([id]);
  expect(problems).toEqual([]);
  expect(rows).toMatchObject([{ marketId: id }]);
  const gamma = await ask(`${sim.urls.gammaUrl}/markets/keyset?closed=true&condition_ids=${id}`);
  const markets = gamma.body['markets'] as readonly Json[];
  expect(markets).toMatchObject([{ conditionId: id, closed: true, acceptingOrders: false }]);
  expect(JSON.parse(String(markets[0]?.['outcomePrices']))).toEqual(
    listed.market.payouts?.map(String),
  );
  const open = await ask(`${sim.urls.gammaUrl}/markets/keyset?condition_ids=${id}`);
  expect(open.body['markets']).toEqual([]);
  const [token] = listed.market.tokenIds;
  const prices = await ask(
    `${sim.urls.clobUrl}/prices-history?market=${token}&interval=max&fidelity=1`,
  );
  const history = prices.body['history'] as readonly Json[];
  expect(history.length).toBeGreaterThan(40);
  expect(history[0]?.['t']).toBe(Math.floor((START_AT_MS + listed.listedMs) / SECOND_MS));
});

test('public prints of a past market are told, makers when they are asked for', async () => {
  const { past, get } = await world();
  const id = past.markets[3]?.market.conditionId ?? '';
  const all = past.rowsIn(id).filter(({ row }) => row.type === 'TRADE');
  const takers = all.filter(({ row }) => row.isTaker);
  const read = async (query: string) =>
    rowsIn((await get(`/v2/trades?condition=${id}&limit=1000${query}`)).body);
  expect(await read('')).toHaveLength(takers.length);
  expect(await read('&taker_only=false')).toHaveLength(all.length);
  expect((await get(`/v2/trades?condition=${id}&start=1`)).status).toBe(400);
});

test('the leaderboard of all time believes what was redeemed, a month counts the losers', async () => {
  const { wallet, get } = await world();
  const board = async (period: string) =>
    rowsIn((await get(`/v2/leaderboard?time_period=${period}&limit=500`)).body);
  const pnlOf = (rows: readonly Json[], name: string) =>
    Number(rows.find(({ user_id: id }) => id === wallet(name))?.['pnl']);
  const [all, month] = [await board('all'), await board('month')];
  expect(pnlOf(all, 'saint-5')).toBeGreaterThan(0);
  expect(pnlOf(month, 'saint-5')).toBeLessThan(0);
  expect(pnlOf(month, 'sleeper')).toBe(0);
  expect(pnlOf(all, 'sleeper')).toBeGreaterThan(0);
  for (const rows of [all, month]) {
    const pnls = rows.map(({ pnl }) => Number(pnl));
    expect(pnls.toSorted((a, b) => b - a)).toEqual(pnls);
  }
});

test('a wallet that stopped before the world is found by its name', async () => {
  const { client, wallet } = await world();
  const match = await client.gamma.profile('sleeper');
  expect(match).toMatchObject({ kind: 'one', profile: { wallet: wallet('sleeper') } });
});
