import { describe, expect, it } from 'vitest';
import { MARKETS } from '../../../src/sim/venue/create-venue.ts';
import type { VenueEvent, VenueMarket, VenueRow } from '../../../src/sim/venue/venue.ts';
import {
  bookText,
  eventsOf,
  happenings,
  LOT,
  MICRO,
  rowsOf,
  ShadowBook,
  STARTS_AT_MS,
  steps,
  type TradeEvent,
  textOf,
  venueOf,
} from './story.ts';

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);
const UNTIL_MS = 120_000;

function expectSoundBook(market: VenueMarket): void {
  const { bids, asks } = market.book(0);
  const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
  if (bid !== undefined && ask !== undefined) expect(bid).toBeLessThan(ask);
  for (const [side, way] of [
    [bids, 1],
    [asks, -1],
  ] as const) {
    for (const [index, { price, size }] of side.entries()) {
      expect(price % market.tick).toBe(0);
      expect(price >= market.tick && price <= MICRO - market.tick).toBe(true);
      expect(size > 0 && size % LOT === 0).toBe(true);
      const before = side[index - 1]?.price;
      if (before !== undefined) expect((price - before) * way).toBeGreaterThan(0);
    }
  }
}

/** The sum of what wallets got, minus the sets that were minted: zero for both outcomes. */
function expectConserved({ rows, side, outcome }: TradeEvent): void {
  const got: [number, number] = [0, 0];
  const makers = rows.filter(({ isTaker }) => !isTaker);
  for (const row of rows) got[row.outcome] += row.side === 'BUY' ? row.size : -row.size;
  const minted = makers
    .filter((row) => row.outcome !== outcome)
    .reduce((sum, { size }) => sum + size, 0);
  const sets = side === 'BUY' ? minted : 0 - minted;
  expect(got).toEqual([sets, sets]);
  expect(makers.reduce((sum, { size }) => sum + size, 0)).toBe(rows[0]?.size);
}

function expectSoundRows(event: TradeEvent): void {
  const [taker, ...makers] = event.rows;
  expect(taker).toMatchObject({
    isTaker: true,
    side: event.side,
    outcome: event.outcome,
    price: event.price,
    size: event.size,
  });
  const p = event.price / MICRO;
  const fee = event.size * event.market.feeRate * p * (1 - p);
  expect(Math.abs((taker?.fee ?? 0) - fee)).toBeLessThanOrEqual(10);
  expect(makers.length).toBeGreaterThan(0);
  for (const row of event.rows) {
    expect(row.transaction).toBe(event.transaction);
    expect(row.wallet).toMatch(/^0x[0-9a-f]{40}$/);
    expect(row.market).toBe(event.market);
  }
  for (const maker of makers) {
    expect(maker).toMatchObject({ isTaker: false, fee: 0 });
    expect(maker.wallet).not.toBe(taker?.wallet);
  }
  expect(event.transaction).toMatch(/^0x[0-9a-f]{64}$/);
}

/** What left the book is what the trade's makers gave, level by level. */
function expectCovered(trade: TradeEvent, next: VenueEvent | undefined, book: ShadowBook): void {
  expect(next?.kind).toBe('book');
  if (next?.kind !== 'book') return;
  expect(next.market).toBe(trade.market);
  const left = next.changes.map((change) => ({
    price: change.price,
    size: book.sizeAt(change) - change.size,
  }));
  const made = trade.rows.slice(1).map(({ outcome, price, size }) => ({
    price: outcome === 0 ? price : MICRO - price,
    size,
  }));
  expect(left).toEqual(made);
}

/** Follows one step in the shadow books and compares them at its end. */
function follow(events: readonly VenueEvent[], shadows: Map<VenueMarket, ShadowBook>): void {
  const touched = new Set<VenueMarket>();
  for (const [index, event] of events.entries()) {
    if (event.kind === 'rows') continue;
    const book = shadows.get(event.market) ?? new ShadowBook(event.market);
    shadows.set(event.market, book);
    touched.add(event.market);
    if (event.kind === 'trade') expectCovered(event, events[index + 1], book);
    if (event.kind === 'book') for (const change of event.changes) book.apply(change);
  }
  for (const market of touched) {
    expectSoundBook(market);
    expect(shadows.get(market)?.text()).toBe(bookText(market));
  }
}

describe('createVenue', () => {
  it.each(SEEDS)(
    'keeps every book of seed %i sound, and level changes alone lead to it',
    (seed) => {
      const venue = venueOf(seed);
      const shadows = new Map(venue.markets.map((market) => [market, new ShadowBook(market)]));
      for (const market of venue.markets) expectSoundBook(market);
      for (const step of steps(venue, UNTIL_MS)) {
        const events = step.map(({ event }) => event);
        follow(events, shadows);
      }
    },
  );

  it('makes rows of a trade that agree on shares, price, fee and minted sets', () => {
    let other = 0;
    let makers = 0;
    for (const seed of SEEDS) {
      for (const event of eventsOf(venueOf(seed), UNTIL_MS, 'trade')) {
        expectSoundRows(event);
        expectConserved(event);
        const rows = event.rows.slice(1);
        makers += rows.length;
        other += rows.filter(({ outcome }) => outcome !== event.outcome).length;
      }
    }
    expect(other / makers).toBeGreaterThan(0.74);
    expect(other / makers).toBeLessThan(0.82);
  });

  it('never lets a leader give away what it does not hold, and pays what it held at the end', () => {
    const kinds = new Set<string>();
    for (const seed of SEEDS) {
      const venue = venueOf(seed);
      const held = new Map(
        venue.leaders.map(({ address }) => [address, new Map<string, number>()]),
      );
      for (const row of rowsOf(venue, 400_000)) {
        const shares = held.get(row.wallet);
        if (shares === undefined) continue;
        kinds.add(row.type);
        bookRow(shares, row);
        expect(Math.min(0, ...shares.values())).toBe(0);
      }
    }
    expect(kinds).toEqual(new Set(['TRADE', 'SPLIT', 'MERGE', 'REDEEM']));
  });

  it('resolves markets once, with payouts that sum to one, sometimes half and half', () => {
    let voids = 0;
    for (const seed of SEEDS) {
      const venue = venueOf(seed);
      const ended = new Set<VenueMarket>();
      for (const { market } of eventsOf(venue, UNTIL_MS, 'resolved')) {
        expect(ended.has(market)).toBe(false);
        ended.add(market);
        expect(market.status).toBe('resolved');
        expect((market.payouts?.[0] ?? 0) + (market.payouts?.[1] ?? 0)).toBe(1);
        expect(market.book(0)).toEqual({ bids: [], asks: [] });
        voids += market.payouts?.[0] === 0.5 ? 1 : 0;
      }
      const tags = [...ended].map((market) => market.tags.includes('up-or-down'));
      expect(new Set(tags)).toEqual(new Set([true, false]));
      const stillOpen = venue.markets.filter(({ status }) => status === 'open').length;
      expect(Math.abs(stillOpen - MARKETS)).toBeLessThanOrEqual(4);
    }
    expect(voids).toBeGreaterThan(0);
  });

  it('trades and quotes a market only while it is open', () => {
    for (const seed of SEEDS) {
      for (const { event } of happenings(venueOf(seed), UNTIL_MS)) {
        if (event.kind === 'trade') expect(event.market.status).toBe('open');
        if (event.kind !== 'book' || event.market.status === 'open') continue;
        expect(event.changes.every(({ size }) => size === 0)).toBe(true);
      }
    }
  });

  it('goes over to the fine grid near 0 and 1, once', () => {
    let changes = 0;
    for (const seed of SEEDS) {
      const fine = new Set<VenueMarket>();
      for (const event of eventsOf(venueOf(seed), UNTIL_MS, 'tick')) {
        expect(event).toMatchObject({ oldTick: 10_000, newTick: 1_000 });
        expect(fine.has(event.market)).toBe(false);
        fine.add(event.market);
        expect(event.market.tick).toBe(1_000);
        changes += 1;
      }
    }
    expect(changes).toBeGreaterThan(SEEDS.length);
  });

  it('lists windows again and new questions for those that ended, first without orders', () => {
    const venue = venueOf(7);
    const known = new Set(venue.markets);
    const listed: VenueMarket[] = [];
    for (const { market } of eventsOf(venue, 1_100_000, 'listed')) {
      expect(known.has(market)).toBe(false);
      expect(market.book(0)).toEqual({ bids: [], asks: [] });
      listed.push(market);
    }
    const windows = listed.filter(({ slug }) => /^(btc|eth|sol|xrp)-updown-15m-\d+$/.test(slug));
    expect(windows.length).toBeGreaterThanOrEqual(5);
    expect(listed.length).toBeGreaterThan(windows.length);
    expect(venue.markets.slice(-listed.length)).toEqual(listed);
    for (const { slug, startsAtMs, closesAtMs } of windows) {
      expect(slug).toContain(`-15m-${startsAtMs / 1_000}`);
      expect(closesAtMs - startsAtMs).toBe(900_000);
    }
    const slugs = venue.markets.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  it('withdraws a side of a book now and then, for a moment', () => {
    let oneSided = 0;
    for (const seed of SEEDS) {
      for (const { market } of eventsOf(venueOf(seed), UNTIL_MS, 'book')) {
        const { bids, asks } = market.book(0);
        if ((bids.length === 0) !== (asks.length === 0)) oneSided += 1;
      }
    }
    expect(oneSided).toBeGreaterThan(0);
  });

  it('tells the same story for the same seed, wherever it starts a step, and another for another', () => {
    const story = textOf(venueOf(7), UNTIL_MS);
    expect(textOf(venueOf(7), UNTIL_MS)).toBe(story);
    expect(textOf(venueOf(8), UNTIL_MS)).not.toBe(story);
  });

  it('moves on in whole milliseconds, and every step is the moment that was announced', () => {
    const venue = venueOf(7);
    let before = 0;
    while (venue.nextAtMs < UNTIL_MS) {
      const atMs = venue.nextAtMs;
      expect(Number.isSafeInteger(atMs) && atMs > before).toBe(true);
      for (const { worldAtMs } of venue.step()) expect(worldAtMs).toBe(atMs);
      before = atMs;
    }
  });

  it('is at wall time only in what it writes: another start shifts closes, not the story', () => {
    const times = (startsAtMs: number) => {
      const told = happenings(venueOf(7, { startsAtMs }), UNTIL_MS);
      return [...told].map(({ worldAtMs, event }) => `${worldAtMs} ${event.kind}`);
    };
    expect(times(STARTS_AT_MS + 12_345_678)).toEqual(times(STARTS_AT_MS));
  });

  it('refuses a world without markets or at a standstill', () => {
    expect(() => venueOf(1, { markets: 0 })).toThrow('has a market');
    expect(() => venueOf(1, { pace: 0 })).toThrow('pace');
  });
});

function bookRow(shares: Map<string, number>, row: VenueRow): void {
  const key = (outcome: number) => `${row.market.slug} ${outcome}`;
  const add = (outcome: number, size: number) =>
    shares.set(key(outcome), (shares.get(key(outcome)) ?? 0) + size);
  if (row.type === 'TRADE') add(row.outcome, row.side === 'BUY' ? row.size : -row.size);
  else if (row.type === 'REDEEM') {
    const [zero, one] = row.market.payouts ?? [0, 0];
    const held = [shares.get(key(0)) ?? 0, shares.get(key(1)) ?? 0] as const;
    expect(row.size).toBe(held[0] * zero + held[1] * one);
    expect(row.size).toBeGreaterThan(0);
    shares.delete(key(0));
    shares.delete(key(1));
  } else {
    for (const outcome of [0, 1]) add(outcome, row.type === 'SPLIT' ? row.size : -row.size);
  }
}
