import { expect, test } from 'vitest';
import {
  HISTORY_MS,
  HISTORY_ROWS_MAX,
  PastReader,
} from '../../../../src/app/running/scoring/past-reader.ts';
import { HISTORY_PAGE_ROWS } from '../../../../src/data/polymarket/feed/wallet-history.ts';
import { MemoryStore } from '../../../../src/data/store/memory.ts';
import type { MarketId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { DAY_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { START_AT_MS } from '../../../data/http/virtual-runtime.ts';
import {
  activityRow,
  conditionOf,
  gammaMarket,
  paged,
  WALLET,
} from '../../../data/polymarket/client/venue.ts';
import { InMemoryVenue } from '../../../data/polymarket/feed/in-memory.ts';
import { leaderTrade, market } from '../../../engine/intelligence/examples.ts';
import { json, type Route } from '../../../servers/http-double.ts';

const ANY = /./;
const ACE = WALLET as WalletAddress;
const FOLLOWED_AT_MS = START_AT_MS - DAY_MS;
const { signal } = new AbortController();

/** Pages of rows, newest first. */
function history(...pages: readonly (readonly object[])[]): Route {
  return {
    path: '/v2/activity',
    needs: { user: /^0xa1/, sort_direction: /^DESC$/, start: /^\d{10}$/, _: /^\d{16}$/ },
    may: { end: /^\d{10}$/, limit: new RegExp(`^${HISTORY_PAGE_ROWS}$`), cursor: ANY },
    reply: paged(pages),
  };
}

const GAMMA: Route = {
  path: '/markets/keyset',
  needs: { condition_ids: /^0x/, closed: /^(true|false)$/, limit: /^100$/ },
  reply: ({ query }) => {
    const isClosed = query.get('closed') === 'true';
    const change = { closed: true, outcomePrices: '["1","0"]', umaResolutionStatus: 'resolved' };
    const asked = query.getAll('condition_ids').includes(conditionOf(1));
    return json({ markets: isClosed && asked ? [gammaMarket(1, change)] : [], next_cursor: null });
  },
};

const PRICES: Route = {
  path: '/prices-history',
  needs: { market: /^\d+$/, startTs: /^\d{10}$/, endTs: /^\d{10}$/, fidelity: /^1$/ },
  reply: () => json({ history: [] }),
};

function secondsBefore(ms: number): number {
  return Math.floor((FOLLOWED_AT_MS - ms) / SECOND_MS);
}

function readerOf(venue: InMemoryVenue, store: MemoryStore): PastReader {
  return new PastReader({ reports: store, client: venue.client, nowMs: () => START_AT_MS });
}

test('a followed wallet: what the venue tells of the time before, and the store of the time since', async () => {
  const venue = new InMemoryVenue(
    history(
      [activityRow(secondsBefore(0), 3), activityRow(secondsBefore(2 * DAY_MS), 2)],
      [activityRow(secondsBefore(3 * DAY_MS), 1)],
    ),
    GAMMA,
    PRICES,
  );
  const store = new MemoryStore();
  const own = leaderTrade({
    wallet: ACE,
    marketId: conditionOf(1) as MarketId,
    transaction: '0xlater',
    tradedAtMs: START_AT_MS,
  });
  await store.commit([{ kind: 'leaderTrade', trade: own }]);
  const reader = readerOf(venue, store);
  const wanted = { followedAtMs: FOLLOWED_AT_MS, signal };
  const past = await venue.runtime.run(reader.read(ACE, wanted));
  expect(venue.violations).toEqual([]);
  const [request] = venue.seen;
  expect(request?.query.get('start')).toBe(String(secondsBefore(HISTORY_MS)));
  expect(request?.query.get('end')).toBe(String(secondsBefore(0)));
  const times = past.trades.map(({ event }) => Math.floor(event.tradedAtMs / SECOND_MS));
  expect(times).toEqual([
    secondsBefore(3 * DAY_MS),
    secondsBefore(2 * DAY_MS),
    secondsBefore(0),
    Math.floor(START_AT_MS / SECOND_MS),
  ]);
  expect(past.markets.map(({ id }) => id)).toEqual([conditionOf(1)]);
  expect(past.resolutions.map(({ resolution }) => resolution.marketId)).toEqual([conditionOf(1)]);
  const again = await venue.runtime.run(reader.read(ACE, wanted));
  expect(again).toEqual(past);
});

test('what the store knows of a market is not asked for, and stays as it is', async () => {
  const venue = new InMemoryVenue(history([activityRow(secondsBefore(DAY_MS), 1)]), PRICES);
  const store = new MemoryStore();
  const id = conditionOf(1) as MarketId;
  const resolution = { marketId: id, payouts: [] };
  await store.commit([
    { kind: 'market', market: market({ id }) },
    { kind: 'resolution', resolution, atMs: START_AT_MS },
  ]);
  const reading = readerOf(venue, store).read(ACE, { followedAtMs: FOLLOWED_AT_MS, signal });
  const past = await venue.runtime.run(reading);
  expect(venue.violations).toEqual([]);
  expect(past.markets).toEqual([market({ id })]);
  expect(past.resolutions).toEqual([{ resolution, atMs: START_AT_MS }]);
});

test('of a very long history the newest rows are taken, and nothing from before the hole', async () => {
  const pages = Array.from({ length: HISTORY_ROWS_MAX / HISTORY_PAGE_ROWS + 5 }, (_, page) =>
    Array.from({ length: HISTORY_PAGE_ROWS }, (_row, row) => {
      const at = page * HISTORY_PAGE_ROWS + row;
      return activityRow(secondsBefore(60 * SECOND_MS * at), at + 1);
    }),
  );
  const venue = new InMemoryVenue(history(...pages), GAMMA, PRICES);
  const store = new MemoryStore();
  const old = leaderTrade({
    wallet: ACE,
    marketId: conditionOf(1) as MarketId,
    transaction: '0xold',
    tradedAtMs: FOLLOWED_AT_MS - 30 * DAY_MS,
  });
  await store.commit([{ kind: 'leaderTrade', trade: old }]);
  const reading = readerOf(venue, store).read(ACE, { followedAtMs: FOLLOWED_AT_MS, signal });
  const past = await venue.runtime.run(reading);
  expect(venue.count('/v2/activity')).toBe(HISTORY_ROWS_MAX / HISTORY_PAGE_ROWS);
  // The oldest second may be cut in the middle, and is left out.
  expect(past.trades).toHaveLength(HISTORY_ROWS_MAX - 1);
  expect(past.trades.some(({ event }) => event.transaction === '0xold')).toBe(false);
});

test('a venue that breaks off gives no past rather than half of one', async () => {
  const venue = new InMemoryVenue({
    ...history(),
    reply: () => json({ data: [activityRow(secondsBefore(0), 1)] }),
  });
  const reading = readerOf(venue, new MemoryStore()).read(ACE, { followedAtMs: null, signal });
  await expect(venue.runtime.run(reading)).rejects.toThrow(/truncatedPage/);
});
