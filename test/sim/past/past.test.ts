import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src/engine/domain/time.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { createVenue, USUAL_PAST } from '../../../src/sim/venue/create-venue.ts';
import type { VenuePast, VenuePastRow, VenueRow } from '../../../src/sim/venue/venue.ts';

const STARTS_AT_MS = Date.UTC(2026, 10, 22, 12);

function pastOf(seed: string): VenuePast {
  const { past } = createVenue({ seed, startsAtMs: STARTS_AT_MS, past: USUAL_PAST });
  if (past === undefined) throw new Error('a world that is asked for a past has one');
  return past;
}

function rowsOf(past: VenuePast, name: string): readonly VenuePastRow[] {
  const leader = past.leaders.find((each) => each.name === name);
  return past.rowsOf(leader?.address ?? '');
}

/** Dollars that a row brought or cost. */
function dollarsOf({ type, side, size, price, fee }: VenueRow): number {
  if (type !== 'TRADE') return (type === 'SPLIT' ? -size : size) / MICRO;
  const gross = (size * price) / MICRO;
  return (side === 'BUY' ? -gross - fee : gross - fee) / MICRO;
}

/** What each market brought. */
function results(rows: readonly VenuePastRow[]): readonly number[] {
  const byMarket = new Map<string, number>();
  for (const { row } of rows) {
    const { conditionId } = row.market;
    byMarket.set(conditionId, (byMarket.get(conditionId) ?? 0) + dollarsOf(row));
  }
  return [...byMarket.values()];
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

/** Books rows one after the other, and fails where a wallet gives away what it does not hold. */
function bookAll(rows: readonly VenuePastRow[]): void {
  const held = new Map<string, [number, number]>();
  for (const { row } of rows) {
    const { conditionId } = row.market;
    const shares = held.get(conditionId) ?? [0, 0];
    held.set(conditionId, shares);
    const change = row.type === 'SPLIT' || row.side === 'BUY' ? row.size : -row.size;
    if (row.type === 'TRADE') shares[row.outcome] += change;
    const isSet = row.type === 'SPLIT' || row.type === 'MERGE';
    for (const at of isSet ? ([0, 1] as const) : []) shares[at] += change;
    expect(Math.min(...shares), `${row.name} gives away what it holds`).toBeGreaterThanOrEqual(0);
  }
}

test.each(['7', '8', '9'])('the past could really have happened, seed %s', (seed) => {
  const past = pastOf(seed);
  const all = past.leaders.map(({ address }) => past.rowsOf(address));
  for (const rows of all) {
    const moments = rows.map(({ worldAtMs }) => worldAtMs);
    expect(moments.toSorted((a, b) => a - b)).toEqual(moments);
    expect(moments[0]).toBeGreaterThanOrEqual(-USUAL_PAST.days * DAY_MS);
    expect(moments.at(-1)).toBeLessThan(0);
    bookAll(rows);
  }
  const orders = all.flat().map(({ order }) => order);
  expect(new Set(orders).size).toBe(orders.length);
  for (const { market, listedMs, resolvedMs } of past.markets) {
    expect(market.status).toBe('resolved');
    expect(sum(market.payouts ?? [])).toBe(1);
    expect(listedMs).toBeLessThan(resolvedMs);
    expect(resolvedMs).toBeLessThan(0);
  }
});

test('the same seed had the same past, whoever asks first; another seed had another', () => {
  const [one, other] = [pastOf('7'), pastOf('7')];
  const names = one.leaders.map(({ name }) => name);
  const told = (past: VenuePast, name: string) =>
    rowsOf(past, name).map(({ row, order }) => [order, row.transaction, row.size, row.price]);
  const first = names.map((name) => told(one, name));
  const last = names.toReversed().map((name) => told(other, name));
  expect(last.toReversed()).toEqual(first);
  expect(told(pastOf('8'), 'ace')).not.toEqual(first[0]);
});

test('a world with a past begins with the same markets as one without', () => {
  const ids = (venue: ReturnType<typeof createVenue>) =>
    venue.markets.map(({ id, slug }) => [id, slug]);
  const without = createVenue({ seed: '7', startsAtMs: STARTS_AT_MS });
  const within = createVenue({ seed: '7', startsAtMs: STARTS_AT_MS, past: USUAL_PAST });
  expect(ids(within)).toEqual(ids(without));
  expect(without.past).toBeUndefined();
  const past = within.past?.markets.map(({ market }) => market) ?? [];
  const slugs = new Set([...past, ...within.markets].map(({ slug }) => slug));
  expect(slugs.size).toBe(past.length + within.markets.length);
  const numbers = new Set([...past, ...within.markets].map(({ id }) => id));
  expect(numbers.size).toBe(slugs.size);
});

test('each wallet leaves the trap that it is for', () => {
  const past = pastOf('7');
  const of = (name: string) => rowsOf(past, name);
  const redemptions = of('saint-5').filter(({ row }) => row.type === 'REDEEM').length;
  const losers = results(of('saint-5')).filter((each) => each < 0).length;
  expect(redemptions, 'what it redeems is what it won').toBeGreaterThan(0);
  expect(losers).toBeGreaterThanOrEqual(100);
  expect(results(of('hedge-4')).every((each) => each > 0)).toBe(true);
  const lucky = results(of('lucky-3'));
  expect(Math.max(...lucky)).toBeGreaterThan(sum(lucky.filter((each) => each > 0)) / 2);
  expect(of('sleeper').at(-1)?.worldAtMs).toBeLessThan(-30 * DAY_MS);
  const made = of('maker-9').filter(({ row }) => row.type === 'TRADE');
  const days = new Set(made.map(({ worldAtMs }) => Math.floor(worldAtMs / DAY_MS)));
  expect(made.length / days.size).toBeGreaterThan(40);
  expect(sum(results(of('ace')))).toBeGreaterThan(0);
  expect(sum(results(of('degen-2')))).toBeLessThan(0);
});

test('a market tells who traded in it and who met them, and so do the wallets of the crowd', () => {
  const past = pastOf('7');
  const [, listed] = past.markets;
  const rows = past.rowsIn(listed?.market.conditionId ?? '');
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.toSorted((a, b) => a.order - b.order)).toEqual(rows);
  expect(new Set(rows.map(({ order }) => order)).size).toBe(rows.length);
  const bought = sum(rows.map(({ row }) => (row.side === 'BUY' ? row.size : 0)));
  const sold = sum(rows.map(({ row }) => (row.side === 'SELL' ? row.size : 0)));
  expect(bought).toBe(sold);
  const named = new Set(past.leaders.map(({ address }) => address));
  const passer = rows.find(({ row }) => !named.has(row.wallet));
  expect(past.rowsOf(passer?.row.wallet ?? '')).toContainEqual(passer);
  expect(past.rowsOf(`0x${'0'.repeat(40)}`)).toEqual([]);
});
