import { expect, onTestFinished, test } from 'vitest';
import { readMarkets } from '../../../src/data/polymarket/client/gamma-market.ts';
import { termsAfter } from '../../../src/engine/domain/market-terms.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { ask } from './clients.ts';
import { ManualClock, START_AT_MS } from './manual-clock.ts';
import { hash, ScriptedMarket } from './scripted-venue.ts';
import { startSim } from './sim-fixture.ts';

type Json = Readonly<Record<string, unknown>>;
const SECOND_MS = 1_000;
const HOUR_S = 3_600;
const CHANGES = [
  ['oneHourPriceChange', HOUR_S],
  ['oneDayPriceChange', 24 * HOUR_S],
  ['oneWeekPriceChange', 7 * 24 * HOUR_S],
] as const;

test('the changes of a price are those of its history', async () => {
  const venue = createVenue({ seed: '7', startsAtMs: START_AT_MS });
  const clock = new ManualClock();
  const sim = await startPolymarketSim({ venue, clock });
  onTestFinished(() => sim.close());
  clock.advance(20_000);
  const nowSeconds = Math.floor(clock.nowMs() / SECOND_MS);
  const { body } = await ask(`${sim.urls.gammaUrl}/markets/keyset?limit=100`);
  const told = { changes: 0, none: 0 };
  for (const row of body['markets'] as Json[]) {
    const market = venue.markets.find(({ conditionId }) => conditionId === row['conditionId']);
    const token = market?.tokenIds[0];
    const query = `market=${token}&startTs=0&endTs=${nowSeconds}&fidelity=1`;
    const history = (await ask(`${sim.urls.clobUrl}/prices-history?${query}`)).body['history'];
    const points = history as readonly { readonly t: number; readonly p: number }[];
    const now = Number((JSON.parse(String(row['outcomePrices'])) as string[])[0]);
    for (const [name, seconds] of CHANGES) {
      const before = points.findLast(({ t }) => t <= nowSeconds - seconds);
      const change = before === undefined ? 0 : now - before.p;
      expect(Number(row[name] ?? 0)).toBeCloseTo(change, 6);
      if (row[name] === undefined) told.none += 1;
      else told.changes += 1;
    }
  }
  console.info(`changes of price: ${told.changes} told, ${told.none} not`);
  expect(told.changes).toBeGreaterThan(40);
  expect(told.none, 'of the young and of those that stood still').toBeGreaterThan(0);
});

test('the history goes on from before the world, mirrored for the other token', async () => {
  const market = new ScriptedMarket(0);
  market.earlierPrices = () =>
    [0.3, 0.35].map((price, at) => ({ worldAtMs: (at - 2) * 1_800_000, price: price * 1_000_000 }));
  const { sim, venue, clock } = await startSim([market]);
  venue.at(10, () => market.trade({ transaction: hash(1), price: 450_000, rows: [{}] }));
  clock.advance(100);
  const of = async (outcome: 0 | 1) => {
    const token = market.tokenIds[outcome];
    const { body } = await ask(`${sim.urls.clobUrl}/prices-history?market=${token}&interval=1w`);
    return body['history'];
  };
  const beganAt = START_AT_MS / SECOND_MS;
  expect(await of(0)).toEqual([
    { t: beganAt - 3_600, p: 0.3 },
    { t: beganAt - 1_800, p: 0.35 },
    { t: beganAt, p: 0.45 },
  ]);
  expect(await of(1)).toEqual([
    { t: beganAt - 3_600, p: 0.7 },
    { t: beganAt - 1_800, p: 0.65 },
    { t: beganAt, p: 0.55 },
  ]);
  const row = (await ask(`${sim.urls.gammaUrl}/markets/${market.id}`)).body;
  expect(row, 'a half now, 30 cents an hour ago').toMatchObject({ oneHourPriceChange: 0.2 });
  expect(row).not.toHaveProperty('oneDayPriceChange');
});

test('an edit of the rules is in the next listing, with its time and its source', async () => {
  const market = new ScriptedMarket(0);
  market.resolutionSource = 'https://records.example/votes';
  const { sim, venue, clock } = await startSim([market]);
  const listed = async () => {
    const { body } = await ask(`${sim.urls.gammaUrl}/markets/${market.id}`);
    const read = readMarkets([body]);
    expect(read.problems).toEqual([]);
    return { row: body, terms: read.rows[0]?.market.terms ?? null };
  };
  const before = await listed();
  expect(before.terms).toMatchObject({ source: 'https://records.example/votes', vague: [] });
  venue.at(50, () => market.edit(`${market.description} As reasonable people see it.`));
  clock.advance(100);
  const after = await listed();
  expect(termsAfter(before.terms, after.terms, 9)).toMatchObject({
    vague: ['reasonable'],
    editedAtMs: 9,
  });
  expect(Date.parse(String(after.row['updatedAt']))).toBe(START_AT_MS + 50);
  expect(termsAfter(after.terms, (await listed()).terms, 10)?.editedAtMs).toBeNull();
});
