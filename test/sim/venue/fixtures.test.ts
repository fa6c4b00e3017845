import { expect, test } from 'vitest';
import { PairBook } from '../../../src/sim/pairs/pair-book.ts';
import type { VenueEvent, VenueMarket } from '../../../src/sim/venue/venue.ts';
import { happenings, rowsOf, STARTS_AT_MS, venueOf } from './story.ts';

const UNTIL_MS = 6 * 60_000;
const FIXTURE = /^8000000\d\d$/;

const marketsOf = (event: VenueEvent): readonly VenueMarket[] =>
  event.kind === 'rows' ? event.rows.map(({ market }) => market) : [event.market];

/** Without the words of its markets: those name dates. */
function told(event: VenueEvent): string {
  const who = marketsOf(event).map(({ id }) => id);
  const rows = 'rows' in event ? event.rows : [];
  const changes = 'changes' in event ? event.changes : [];
  const acts = rows.map((row) => ({ ...row, market: row.market.id }));
  return JSON.stringify([event.kind, who, changes, acts]);
}

test.each(['7', '8'])('they change nothing in the rest of the world, seed %s', (seed) => {
  const tell = (fixtures: boolean): readonly string[] => {
    const more = fixtures ? { fixtures: new PairBook(seed) } : {};
    const venue = venueOf(seed, more);
    return [...happenings(venue, UNTIL_MS)]
      .filter(({ event }) => marketsOf(event).every(({ id }) => !FIXTURE.test(id)))
      .map(({ worldAtMs, event }) => `${worldAtMs} ${told(event)}`);
  };
  const plain = tell(false);
  expect(plain.length).toBeGreaterThan(1_000);
  expect(tell(true)).toEqual(plain);
});

test('the same leaders trade them, and name the side that they take', () => {
  const venue = venueOf('7', { fixtures: new PairBook('7') });
  const leaders = new Set(venue.leaders.map(({ address }) => address));
  const sides = new Set<string>();
  const traders = new Set<string>();
  for (const row of rowsOf(venue, UNTIL_MS)) {
    if (!FIXTURE.test(row.market.id) || !leaders.has(row.wallet) || row.type !== 'TRADE') continue;
    traders.add(row.name);
    sides.add(row.market.outcomes[row.outcome]);
  }
  expect(traders.size).toBeGreaterThan(4);
  expect([...sides].filter((side) => side !== 'Yes' && side !== 'No').length).toBeGreaterThan(1);
});

test('what is over pays its holders, and another one follows', () => {
  const venue = venueOf('7', { fixtures: new PairBook('7') });
  const resolved = new Set<string>();
  let redeemed = 0;
  for (const { event } of happenings(venue, 40 * 60_000)) {
    if (event.kind === 'resolved' && FIXTURE.test(event.market.id)) resolved.add(event.market.id);
    if (event.kind !== 'rows') continue;
    redeemed += event.rows.filter(
      ({ type, market }) => type === 'REDEEM' && resolved.has(market.id),
    ).length;
  }
  expect(resolved.size).toBeGreaterThan(3);
  expect(redeemed).toBeGreaterThan(0);
  const listed = venue.markets.filter(({ id }) => FIXTURE.test(id));
  expect(new Set(listed.map(({ slug }) => slug)).size).toBe(listed.length);
  for (const { startsAtMs } of listed) expect(startsAtMs).toBeLessThan(STARTS_AT_MS + 41 * 60_000);
});

test('what happens in them is the same whenever the world began', () => {
  const tell = (startsAtMs: number): readonly string[] =>
    [...happenings(venueOf('7', { startsAtMs, fixtures: new PairBook('7') }), UNTIL_MS)]
      .filter(({ event }) => marketsOf(event).some(({ id }) => FIXTURE.test(id)))
      .map(({ worldAtMs, event }) => `${worldAtMs} ${told(event)}`);
  const story = tell(STARTS_AT_MS);
  expect(story.length).toBeGreaterThan(500);
  for (const laterMs of [4 * 60_000 + 1, 9 * 3_600_000]) {
    expect(tell(STARTS_AT_MS + laterMs)).toEqual(story);
  }
});
