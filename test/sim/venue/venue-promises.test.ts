import { describe, expect, it } from 'vitest';
import type { VenueRow } from '../../../src/sim/venue/venue.ts';
import {
  HOUR_MS,
  happenings,
  type LeaderOrder,
  leaderOrders,
  leaderPrints,
  MICRO,
  rowsOf,
  runUntil,
  STARTS_AT_MS,
  venueOf,
} from './story.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const DEMO_MS = 30_000;
const FOLLOWER_MS = 2_000;
const FOLLOWED = new Set(['ace', 'whale-7']);
const NAMES = ['ace', 'whale-7', 'maker-9', 'lucky-3', 'drifter', 'oracle-2', 'degen-2', 'fox'];

function isCopyable({ name, first }: LeaderOrder): boolean {
  const isPriced = first.price >= 0.1 * MICRO && first.price <= 0.9 * MICRO;
  const isLong = first.market.closesAtMs - STARTS_AT_MS >= 2 * HOUR_MS;
  return FOLLOWED.has(name) && first.side === 'BUY' && isPriced && isLong;
}

function dollarsOf({ price, size }: VenueRow): number {
  return (price / MICRO) * (size / MICRO);
}

describe('the first 30 seconds of a world', () => {
  it.each(SEEDS)('of seed %i give a demo enough to copy, to leave and to skip', (seed) => {
    const orders = leaderOrders(venueOf(seed), DEMO_MS);
    expect(orders.length).toBeGreaterThanOrEqual(25);
    expect(orders.length).toBeLessThanOrEqual(40);
    const entries = orders.filter(isCopyable);
    expect(entries.length).toBeGreaterThanOrEqual(6);
    const exits = orders.filter(({ name, first }) => FOLLOWED.has(name) && first.side === 'SELL');
    expect(exits.length).toBeGreaterThanOrEqual(3);
    for (const exit of exits) {
      const entry = entries.find(
        ({ name, first }) =>
          name === exit.name &&
          first.market === exit.first.market &&
          first.outcome === exit.first.outcome,
      );
      expect(entry && exit.atMs - entry.atMs).toBeGreaterThan(4_000);
    }
    expect(new Set(orders.map(({ name }) => name)).size).toBeGreaterThanOrEqual(7);
  });
});

describe('the leaders', () => {
  it('are eight wallets with fixed names and addresses of their own', () => {
    const { leaders } = venueOf(7);
    expect(leaders.map(({ name }) => name)).toEqual(NAMES);
    for (const { address } of leaders) expect(address).toMatch(/^0x[0-9a-f]{40}$/);
    expect(new Set(leaders.map(({ address }) => address)).size).toBe(NAMES.length);
    expect(venueOf(8).leaders[0]?.address).not.toBe(leaders[0]?.address);
  });

  it('keep a steady pace of about one order every one to two seconds afterwards', () => {
    for (const seed of [1, 7, 13]) {
      const orders = leaderOrders(venueOf(seed), 630_000).filter(({ atMs }) => atMs >= DEMO_MS);
      expect(600 / orders.length).toBeGreaterThan(1);
      expect(600 / orders.length).toBeLessThan(2);
    }
  });

  it('trade from $8 to $5,000, some under $20, and larger orders as clips of several prints', () => {
    const orders = SEEDS.slice(0, 8).flatMap((seed) => leaderOrders(venueOf(seed), 120_000));
    const buys = orders.filter(({ first }) => first.side === 'BUY');
    const small = buys.filter((order) => order.prints === 1 && dollarsOf(order.first) < 20);
    expect(small.length / buys.length).toBeGreaterThan(0.08);
    expect(small.length / buys.length).toBeLessThan(0.4);
    expect(Math.max(...buys.map(({ first }) => dollarsOf(first)))).toBeLessThanOrEqual(5_200);
    expect(buys.some(({ first }) => dollarsOf(first) > 1_000)).toBe(true);
    const clips = orders.filter(({ prints }) => prints > 1);
    expect(clips.length / orders.length).toBeGreaterThan(0.08);
  });

  it('lean to the hidden outcome by their skill', () => {
    const hits = new Map(NAMES.map((name) => [name, [] as number[]]));
    for (let seed = 1; seed <= 40; seed += 1) {
      const venue = venueOf(seed);
      const orders = leaderOrders(venue, 60_000).filter(({ first }) => first.side === 'BUY');
      runUntil(venue, 1_500_000);
      for (const { name, first } of orders) {
        const payout = first.market.payouts?.[first.outcome] ?? 0.5;
        if (payout !== 0.5) hits.get(name)?.push(payout);
      }
    }
    const rate = (name: string) => {
      const all = hits.get(name) ?? [];
      return all.reduce((sum, hit) => sum + hit, 0) / all.length;
    };
    expect(rate('ace')).toBeGreaterThan(0.8);
    expect(rate('oracle-2')).toBeGreaterThan(0.8);
    expect(rate('whale-7')).toBeGreaterThan(0.6);
    expect(rate('lucky-3')).toBeGreaterThan(0.35);
    expect(rate('lucky-3')).toBeLessThan(0.65);
    expect(rate('degen-2')).toBeLessThan(0.45);
  });

  it('that take a direction take one only in a market, until they have left it', () => {
    for (const seed of SEEDS.slice(0, 6)) {
      const prints = [...leaderPrints(venueOf(seed), 300_000)];
      const held = new Map<string, number>();
      for (const { row } of prints.filter(({ row: { name } }) => name !== 'maker-9')) {
        const key = (outcome: number) => `${row.name} ${row.market.slug} ${outcome}`;
        const before = held.get(key(row.outcome)) ?? 0;
        held.set(key(row.outcome), before + (row.side === 'BUY' ? row.size : -row.size));
        expect(row.side === 'SELL' || !held.get(key(1 - row.outcome))).toBe(true);
      }
    }
  });

  it('include one that buys both outcomes, merges, splits and sells', () => {
    const done = new Set<string>();
    const both = new Map<string, Set<number>>();
    for (const seed of [1, 2, 3]) {
      const venue = venueOf(seed);
      const maker = venue.leaders.find(({ kind }) => kind === 'marketMaker');
      expect(maker!.name).toBe('maker-9');
      const rows = [...rowsOf(venue, 300_000)].filter(({ wallet }) => wallet === maker!.address);
      for (const row of rows) {
        done.add(`${row.type} ${row.side}`);
        const key = `${seed} ${row.market.slug}`;
        if (row.side === 'BUY') both.set(key, (both.get(key) ?? new Set()).add(row.outcome));
      }
    }
    for (const kind of ['TRADE BUY', 'TRADE SELL', 'SPLIT ', 'MERGE '])
      expect(done).toContain(kind);
    expect([...both.values()].some((outcomes) => outcomes.size === 2)).toBe(true);
  });
});

/** Cents that a follower pays more than the leader's average, two seconds after each print. */
function laterPrices(seed: number): readonly number[] {
  const prints = [...leaderPrints(venueOf(seed), 120_000)].filter(
    ({ row }) => row.side === 'BUY' && row.market.closesAtMs - STARTS_AT_MS > 2 * HOUR_MS,
  );
  // The same world once more, stopped two seconds after each of those prints.
  const again = venueOf(seed);
  return prints.flatMap(({ atMs, row }) => {
    runUntil(again, atMs + FOLLOWER_MS + 1);
    const market = again.markets.find(({ slug }) => slug === row.market.slug);
    const ask = market?.book(row.outcome).asks.at(-1)?.price;
    return ask === undefined ? [] : [(ask - row.price) / 10_000];
  });
}

describe('a follower two seconds behind', () => {
  it('often finds the price of the leader, often one to three cents worse, sometimes better', () => {
    const cents = SEEDS.flatMap((seed) => laterPrices(seed));
    const share = (from: number, below: number) =>
      cents.filter((one) => one >= from && one < below).length / cents.length;
    expect(share(-0.5, 0.5)).toBeGreaterThan(0.25);
    expect(share(0.5, 3.3)).toBeGreaterThan(0.33);
    expect(share(-100, -0.5)).toBeGreaterThan(0.03);
    expect(share(-100, -0.5)).toBeLessThan(0.25);
    expect(share(3.3, 100)).toBeLessThan(0.12);
    const mean = cents.reduce((sum, one) => sum + one, 0) / cents.length;
    expect(mean).toBeGreaterThan(0.45);
  });
});

describe('the default world', () => {
  it('has about 24 markets of every kind and some ten other events a second', () => {
    for (const seed of [1, 7, 20]) {
      const venue = venueOf(seed);
      expect(venue.markets).toHaveLength(24);
      const lives = venue.markets.map(({ closesAtMs }) => closesAtMs - STARTS_AT_MS);
      expect(lives.filter((life) => life < HOUR_MS).length).toBeGreaterThanOrEqual(5);
      expect(lives.filter((life) => life > 3 * HOUR_MS).length).toBeGreaterThanOrEqual(16);
      expect(new Set(venue.markets.map(({ tags }) => tags[0])).size).toBe(8);
      const perSecond = [...happenings(venue, 60_000)].length / 60;
      expect(perSecond).toBeGreaterThan(8);
      expect(perSecond).toBeLessThan(16);
    }
    const versions = SEEDS.flatMap((seed) => venueOf(seed).markets.map(({ version }) => version));
    expect(new Set(versions)).toEqual(new Set(['v1', 'v2']));
  });
});
