import { expect, onTestFinished, test, vi } from 'vitest';
import { secondVenues } from '../../../src/app/demo/second-venues.ts';
import type { FeedView } from '../../../src/engine/contract/views.ts';
import { startJointWorld } from '../../../src/sim/joint/joint-world.ts';
import { deadUrl } from '../dead-url.ts';
import { startLive } from './live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };

/** A program beside all venues of one world, which it looks at more often than usual. */
async function jointProgram() {
  const world = await startJointWorld({ seed: '7', speed: 1, faults: 'none' });
  onTestFinished(() => world.close());
  const { spot, kalshi } = secondVenues(world);
  const pace = { cryptoListEveryMs: 1_000 };
  const others = { spot, pace, kalshi: kalshi && { ...kalshi, pace: { pageMs: 10 } } };
  return await startLive({ world, others });
}

function stateOf(feeds: readonly FeedView[], name: string): FeedView['state'] | undefined {
  return feeds.find((feed) => feed.name === name)?.state;
}

test('a program with all venues lists coin markets, watches their books, and finds markets of Kalshi', async () => {
  const { program } = await jointProgram();
  const feeds = () => program.queries.status().feeds;
  await vi.waitFor(() => {
    expect(stateOf(feeds(), 'Binance prices')).toBe('live');
    expect(stateOf(feeds(), 'Polymarket coin markets')).toBe('live');
    expect(stateOf(feeds(), 'Kalshi markets')).toBe('live');
    expect(stateOf(feeds(), 'Kalshi stream')).toBe('live');
  }, PATIENCE);
  await vi.waitFor(() => {
    const watched = [...program.engine.trade.state.markets.values()].filter(({ id }) =>
      program.engine.market.lags.watches(id),
    );
    expect(watched.length).toBeGreaterThan(0);
    const kept = watched.filter(({ id }) => program.engine.market.bookState(id) !== null);
    expect(kept.length).toBeGreaterThan(0);
  }, PATIENCE);
  const found = await program.queries.findKalshi('KXBTCD', 3);
  expect(found).toHaveLength(3);
  expect(found?.[0]).toMatchObject({ url: null, market: { venue: 'kalshi' } });
});

test('with an account the settlement prices are heard as soon as its credentials are known', async () => {
  const world = await startJointWorld({ seed: '7', speed: 1, faults: 'none' });
  onTestFinished(() => world.close());
  const { spot } = secondVenues(world);
  const { program } = await startLive({ world, alone: true, trading: true, others: { spot } });
  await vi.waitFor(() => {
    const { feeds } = program.queries.status();
    expect(stateOf(feeds, 'Polymarket settlement prices')).toBe('live');
    expect(program.intake.meter('polybolt.price').events).toBeGreaterThan(0);
  }, PATIENCE);
});

test('venues that are not there are told, and copying goes on without them', async () => {
  const http = await deadUrl('http');
  const ws = http.replace('http', 'ws');
  const { program } = await startLive({
    others: {
      spot: { hosts: [{ name: 'nowhere', wsUrl: ws, apiUrl: http, exchange: 'none' }] },
      kalshi: { apiUrl: `${http}/trade-api/v2`, wsUrl: `${ws}/trade-api/ws/v2`, key: null },
    },
  });
  const status = () => program.queries.status();
  await vi.waitFor(() => {
    expect(stateOf(status().feeds, 'Binance prices')).toBe('down');
    expect(stateOf(status().feeds, 'Kalshi markets')).toBe('down');
    expect(stateOf(status().feeds, 'Polymarket activity')).toBe('live');
    expect(status().today.copied + status().today.denied).toBeGreaterThan(0);
  }, PATIENCE);
  await expect(program.queries.findKalshi('bitcoin', 3)).rejects.toThrow(/Kalshi does not answer/);
});

test('a program without them has no feed of theirs, and says that Kalshi is not read', async () => {
  const { program } = await startLive({ alone: true });
  const names = program.queries.status().feeds.map(({ name }) => name);
  expect(names.filter((name) => /Binance|Kalshi|coin/.test(name))).toEqual([]);
  expect(await program.queries.findKalshi('bitcoin', 3)).toBeNull();
});
