import { expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { resolutionSchema } from '../../../src/data/polymarket/client/parse-resolution.ts';
import { walletPositionSchema } from '../../../src/data/polymarket/client/parse-wallet-position.ts';
import type { PolymarketSimOptions } from '../../../src/sim/wire/polymarket-sim.ts';
import { ask } from './clients.ts';
import { START_AT_MS } from './manual-clock.ts';
import { hash, MICRO, ScriptedMarket, WALLETS } from './scripted-venue.ts';
import { startSim } from './sim-fixture.ts';

type Json = Readonly<Record<string, unknown>>;
const [ACE, WHALE, MAKER] = WALLETS;

async function data(options: Partial<PolymarketSimOptions> = {}) {
  const markets = [new ScriptedMarket(0), new ScriptedMarket(1, { version: 'v2' })] as const;
  const fixture = await startSim(markets, options);
  let buster = 0;
  const get = (path: string) => {
    buster += 1;
    return ask(`${fixture.sim.urls.dataUrl}${path}&_=${buster}`);
  };
  const walk = async (path: string): Promise<readonly Json[]> => {
    const rows: Json[] = [];
    for (let cursor: unknown = null, pages = 0; pages < 2_000; pages += 1) {
      const { body, status } = await get(cursor === null ? path : `${path}&cursor=${cursor}`);
      expect(status).toBe(200);
      rows.push(...(body['data'] as Json[]));
      const pagination = body['pagination'] as Json;
      cursor = pagination['next_cursor'];
      expect(pagination['has_more']).toBe(cursor !== null);
      if (cursor === null) return rows;
    }
    throw new Error('the walk has no end');
  };
  return { ...fixture, get, walk, one: markets[0], two: markets[1] };
}

/** Ace takes 10 shares from the whale, every second. */
async function busy(count: number, options: Partial<PolymarketSimOptions> = {}) {
  const world = await data(options);
  for (let at = 0; at < count; at += 1) {
    world.venue.at(at * 1_000, () =>
      world.one.trade({
        transaction: hash(at),
        rows: [
          { wallet: ACE, fee: 10_000 },
          { wallet: WHALE, name: 'whale-7', side: 'SELL', isTaker: false },
        ],
      }),
    );
  }
  world.clock.advance(count * 1_000);
  return world;
}

test('rows appear five to seven seconds after the match, later by market', async () => {
  const { get, clock, one } = await busy(1);
  const count = async (path: string) => ((await get(path)).body['data'] as unknown[]).length;
  const counts = async () => [
    await count(`/v2/activity?user=${ACE}`),
    await count(`/v2/trades?condition=${one.conditionId}`),
  ];
  clock.advance(3_900);
  expect(await counts()).toEqual([0, 0]);
  clock.advance(2_200);
  expect(await counts()).toEqual([1, 0]);
  clock.advance(3_500);
  expect(await counts()).toEqual([1, 1]);
});

test('pages to the end are all rows once, newest first, at any size', async () => {
  const { walk, clock } = await busy(45);
  clock.advance(10_000);
  const wanted = Array.from({ length: 45 }, (_, at) => hash(44 - at));
  for (const limit of [1, 7, 45, 1_000]) {
    const rows = await walk(`/v2/activity?user=${ACE}&limit=${limit}`);
    expect(rows.map((row) => row['transaction_hash'])).toEqual(wanted);
  }
  const oldestFirst = await walk(`/v2/activity?user=${ACE}&limit=7&sort_direction=ASC`);
  expect(oldestFirst.map((row) => row['transaction_hash'])).toEqual(wanted.toReversed());
});

test('rows that come while a client pages are neither repeated nor skipped', async () => {
  const { get, clock, venue, one } = await busy(10);
  clock.advance(10_000);
  const first = (await get(`/v2/activity?user=${ACE}&limit=4`)).body;
  venue.at(20_001, () => one.trade({ transaction: hash(99), rows: [{ wallet: ACE }] }));
  clock.advance(10_000);
  const { next_cursor: cursor } = first['pagination'] as Json;
  const second = (await get(`/v2/activity?user=${ACE}&cursor=${cursor}`)).body;
  const rows = [...(first['data'] as Json[]), ...(second['data'] as Json[])];
  expect(rows.map((row) => row['transaction_hash'])).toEqual(
    Array.from({ length: 8 }, (_, at) => hash(9 - at)),
  );
});

test('activity is read by the project without a problem, with fees in its dollars', async () => {
  const { get, clock, venue, one } = await busy(1);
  for (const [at, type] of (['SPLIT', 'MERGE', 'REDEEM'] as const).entries()) {
    const row = one.row({ type, side: '', price: 0, transaction: hash(50 + at) });
    venue.at(2_000 + at, () => ({ kind: 'rows', rows: [row] }));
  }
  clock.advance(20_000);
  const { body } = await get(`/v2/activity?user=${ACE.toUpperCase().replace('0X', '0x')}`);
  expect((body['data'] as Json[]).at(-1)).toMatchObject({
    type: 'TRADE',
    usdc_size: 5.01,
    price: 0.5,
    size: 10,
    outcome_index: 0,
    timestamp: START_AT_MS / 1_000,
  });
  const { events, problems } = parseFrame('polymarket.data-activity', body);
  expect(problems).toEqual([]);
  expect(events).toMatchObject([
    { event: { kind: 'redeem', tokenId: null } },
    { event: { kind: 'merge' } },
    { event: { kind: 'split', notional: 10 * MICRO } },
    { event: { kind: 'buy', tokenId: one.tokenIds[0], notional: 5_010_000 } },
  ]);
  const merges = (await get(`/v2/activity?user=${ACE}&type=MERGE,SPLIT`)).body['data'];
  expect(merges).toHaveLength(2);
});

test('trades are the taker’s alone unless makers are asked for, and can be filtered', async () => {
  const { walk, clock, one, get } = await busy(3);
  clock.advance(20_000);
  const by = async (query: string) => (await walk(`/v2/trades?${query}`)).length;
  expect(await by(`user=${WHALE}`)).toBe(0);
  expect(await by(`user=${WHALE}&taker_only=false`)).toBe(3);
  expect(await by(`user=${WHALE}&takerOnly=false`)).toBe(3);
  expect(await by(`condition=${one.conditionId}`)).toBe(3);
  expect(await by(`condition=${one.conditionId}&taker_only=false`)).toBe(6);
  expect(await by(`condition=${one.conditionId}&taker_only=false&side=SELL`)).toBe(3);
  expect(await by(`user=${ACE}&filter_type=CASH&filter_amount=5.01`)).toBe(0);
  expect(await by(`user=${ACE}&filter_type=TOKENS&filter_amount=10`)).toBe(3);
  const startsAt = START_AT_MS / 1_000;
  expect(await by(`user=${ACE}&start=${startsAt + 1}&end=${startsAt + 1}`)).toBe(1);
  expect((await get(`/v2/trades?condition=${one.conditionId}&start=1`)).status).toBe(400);
});

test.each([
  ['/v2/activity?x=1', 'user'],
  ['/v2/activity?user=ace', 'user'],
  [`/v2/activity?user=${ACE}&offset=10`, 'offset'],
  [`/v2/activity?user=${ACE}&limit=x`, 'limit'],
  [`/v2/activity?user=${ACE}&cursor=x`, 'cursor'],
  [`/v2/activity?user=${ACE}&sort_direction=UP`, 'sort_direction'],
  ['/v2/trades?x=1', 'user'],
  [`/v2/trades?condition=0x${'7'.repeat(62)}`, 'condition'],
  [`/v2/resolutions?condition=0x${'7'.repeat(62)}`, 'condition'],
  [`/v2/trades?condition=${Array.from({ length: 21 }, () => hash(1)).join(',')}`, 'condition'],
  ['/v2/positions?x=1', 'user'],
  [`/v2/positions?user=${ACE}&status=ALL`, 'status'],
])('%s is refused and names %s', async (path, parameter) => {
  const { get } = await data();
  const answer = await get(path);
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'invalid_parameter', retryable: false, parameter },
  });
  expect(answer.body['trace_id']).toMatch(/^[0-9a-f]{32}$/);
});

test('a cursor goes only with the filters it was made for', async () => {
  const { get, clock } = await busy(4);
  clock.advance(10_000);
  const { body } = await get(`/v2/trades?user=${ACE}&taker_only=false&limit=2`);
  const cursor = String((body['pagination'] as Json)['next_cursor']);
  expect((await get(`/v2/trades?user=${ACE}&cursor=${cursor}`)).status).toBe(400);
  const next = await get(`/v2/trades?taker_only=false&user=${ACE}&cursor=${cursor}`);
  expect(next.body['data']).toHaveLength(2);
});

test('the same address gets the same answer until its time is over', async () => {
  const { sim, clock } = await busy(1);
  const url = `${sim.urls.dataUrl}/v2/trades?user=${ACE}`;
  const count = async (changed = '') =>
    ((await ask(url + changed)).body['data'] as object[]).length;
  expect(await count()).toBe(0);
  clock.advance(60_000);
  expect(await count()).toBe(0);
  expect(await count('&_=1')).toBe(1);
  clock.advance(300_000);
  expect(await count()).toBe(1);
});

test('positions are what the rows add up to', async () => {
  const { clock, venue, one, two, walk, get } = await data();
  const trade = (atMs: number, row: Parameters<ScriptedMarket['row']>[0]) =>
    venue.at(atMs, () => one.trade({ transaction: hash(atMs), rows: [row] }));
  trade(10, { wallet: ACE, price: 400_000, fee: 20_000 });
  trade(20, { wallet: ACE, price: 600_000, fee: 20_000 });
  trade(30, { wallet: ACE, price: 700_000, side: 'SELL', size: 5 * MICRO });
  trade(40, { wallet: MAKER, price: 500_000, size: 50_000 });
  const split = two.row({ wallet: WHALE, type: 'SPLIT', side: '', size: 8 * MICRO });
  const merge = two.row({ wallet: WHALE, type: 'MERGE', side: '', size: 3 * MICRO });
  venue.at(50, () => ({ kind: 'rows', rows: [split, merge] }));
  clock.advance(10_000);
  const [position] = await walk(`/v2/positions?user=${ACE}`);
  expect(walletPositionSchema.parse(position)).toMatchObject({
    wallet: ACE,
    tokenId: one.tokenIds[0],
    quantity: 15 * MICRO,
    averagePrice: 500_000,
    cost: 7_500_000,
    fees: 30_000,
    realised: 1_000_000,
    value: 7_500_000,
    status: 'OPEN',
  });
  const minted = await walk(`/v2/positions?user=${WHALE}&status=MERGEABLE&limit=1`);
  expect(minted).toMatchObject([
    { current_size: 5, mergeable: true, outcome_index: 0 },
    { current_size: 5, mergeable: true, outcome_index: 1 },
  ]);
  expect(await walk(`/v2/positions?user=${MAKER}`)).toEqual([]);
  expect(await walk(`/v2/positions?user=${MAKER}&sizeThreshold=0`)).toHaveLength(1);
  expect(await walk(`/v2/positions?condition=${two.conditionId}`)).toHaveLength(2);
  expect((await get(`/v2/value?user=${ACE}`)).body).toEqual({
    data: { proxy_wallet: ACE, value: 7.5 },
  });
  expect((await get(`/v2/value?user=${WALLETS[3]}`)).body).toEqual({ data: null });
});

test('what a market paid can be redeemed, and is gone afterwards', async () => {
  const { clock, venue, one, walk } = await data();
  venue.at(10, () =>
    one.trade({ transaction: hash(1), rows: [{ wallet: ACE }, { wallet: WHALE, outcome: 1 }] }),
  );
  venue.at(20, () => one.resolve([1, 0]));
  clock.advance(10_000);
  expect(await walk(`/v2/positions?user=${ACE}&status=REDEEMABLE`)).toMatchObject([
    { redeemable: true, current_price: 1, current_value: 10 },
  ]);
  expect(await walk(`/v2/positions?user=${WHALE}&status=REDEEMABLE_LOST`)).toHaveLength(1);
  const redeem = one.row({ wallet: ACE, type: 'REDEEM', side: '', price: 0 });
  venue.at(11_000, () => ({ kind: 'rows', rows: [redeem] }));
  clock.advance(20_000);
  expect(await walk(`/v2/positions?user=${ACE}`)).toEqual([]);
  expect(await walk(`/v2/positions?user=${ACE}&status=CLOSED`)).toMatchObject([
    { status: 'CLOSED', realized_pnl: 5, current_size: 0 },
  ]);
});

test('resolutions tell status and payouts in micro-dollars', async () => {
  const { clock, venue, one, two, get } = await data();
  venue.at(10, () => one.resolve([0.5, 0.5]));
  clock.advance(100);
  const { body } = await get(
    `/v2/resolutions?condition=${one.conditionId},${two.conditionId},${hash(1)}`,
  );
  const rows = (body['data'] as unknown[]).map((row) => resolutionSchema.parse(row));
  expect(rows).toMatchObject([
    {
      marketId: one.conditionId,
      status: 'resolved',
      payouts: [500_000, 500_000],
      reporter: 'UMA_OO',
    },
    { marketId: two.conditionId, status: 'inactive', payouts: null, reporter: 'UMA_OO' },
  ]);
});

test('the leaderboard ranks by profit or by shares', async () => {
  const { clock, venue, one, walk } = await data();
  venue.at(10, () =>
    one.trade({
      transaction: hash(1),
      rows: [
        { wallet: ACE, price: 400_000 },
        { wallet: WHALE, name: 'whale-7', outcome: 1, price: 600_000, size: 20 * MICRO },
      ],
    }),
  );
  clock.advance(10_000);
  expect(await walk('/v2/leaderboard?limit=1')).toMatchObject([
    { rank: 1, user_id: ACE, pnl: 1, user_name: 'ace' },
    { rank: 2, user_id: WHALE, pnl: -2, user_name: 'whale-7' },
  ]);
  expect(await walk('/v2/leaderboard?sort_by=VOLUME')).toMatchObject([
    { user_id: WHALE, volume: 20 },
    { user_id: ACE, volume: 10 },
  ]);
});

test('a late row takes its old place among the others', async () => {
  const { walk, clock, sim } = await busy(40, { faults: { lateRow: 0.3 } });
  clock.advance(7_000);
  const early = await walk(`/v2/activity?user=${ACE}`);
  expect(early.length).toBeLessThan(40);
  clock.advance(120_000);
  const late = await walk(`/v2/activity?user=${ACE}`);
  expect(late.map((row) => row['transaction_hash'])).toEqual(
    Array.from({ length: 40 }, (_, at) => hash(39 - at)),
  );
  expect(sim.counts.faults.lateRow).toBeGreaterThan(0);
});
