import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Intake } from '../../../src/app/running/intake.ts';
import { PolymarketFeeds, type PolymarketUrls } from '../../../src/app/running/polymarket-feeds.ts';
import { keptKey } from '../../../src/data/polymarket/feed/kept-book.ts';
import { RedisStateStore } from '../../../src/data/state/redis.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import type { Frame } from '../../../src/engine/frame-queue.ts';
import type { StateStore } from '../../../src/engine/ports.ts';
import { hasRedisServer, startRedisServer } from '../../servers/redis.ts';
import { ScriptedMarket, WALLETS } from '../../sim/wire/scripted-venue.ts';
import { startSim } from '../../sim/wire/sim-fixture.ts';
import { type Live, startLive } from './live-program.ts';
import { ownState } from './own-state.ts';

const PATIENCE = { timeout: 120_000, interval: 5 };
const NO_STREAM: Partial<PolymarketUrls> = { wsUrl: 'ws://127.0.0.1:9' };
const LEADER = WALLETS[0] as WalletAddress;

/** Feeds without a stream of books, and what they brought. */
function streamless(urls: PolymarketUrls, state: StateStore) {
  const frames: Frame[] = [];
  const intake = new Intake({
    loop: { offerFrame: (frame) => frames.push(frame), offerBehind: () => undefined },
    problem: (problem) => expect.fail(JSON.stringify(problem)),
    seen: (events) => feeds.seen(events),
  });
  const feeds = new PolymarketFeeds({
    ...{ urls: { ...urls, ...NO_STREAM }, intake, engine: new Engine(), state },
    stateFailed: (error) => expect.fail(String(error)),
    onGap: () => undefined,
    unread: () => undefined,
    cursor: () => Promise.resolve(null),
  });
  onTestFinished(() => feeds.close());
  const sources = () => frames.map(({ source }) => source).filter((name) => BOOKS.test(name));
  return { feeds, frames, sources };
}

const BOOKS = /^polymarket\.(markets|book|kept-book)$/;

/** Until its book lies in the state store. */
async function kept(state: StateStore, marketId: MarketId): Promise<void> {
  await vi.waitFor(async () => {
    expect(await state.get(keptKey(marketId))).not.toBeNull();
  }, PATIENCE);
}

describe('the first book of a market', () => {
  test('comes over HTTP as soon as the market is listed, without the stream', async () => {
    const market = new ScriptedMarket(0);
    const { sim } = await startSim([market]);
    const { feeds, sources } = streamless(sim.urls, ownState());
    const marketId = market.conditionId as MarketId;
    await feeds.follow(LEADER, Date.now());
    const tokenId = market.tokenIds[0] as TokenId;
    const event = { wallet: LEADER, marketId, tokenId, feed: 'rtds.trades' };
    feeds.seen([{ kind: 'leaderActed', event } as MarketEvent]);
    feeds.watch(marketId, true);
    await vi.waitFor(() => expect(sources()).toHaveLength(2), PATIENCE);
    expect(sources()[0]).toBe('polymarket.markets');
    expect(sources()[1]).toMatch(/book$/);
  });

  test('is found by the next process where the first one kept it', async () => {
    const market = new ScriptedMarket(0);
    const { sim } = await startSim([market]);
    const state = ownState();
    const marketId = market.conditionId as MarketId;
    const [one, other] = [streamless(sim.urls, state), streamless(sim.urls, state)];
    one.feeds.watch(marketId, true);
    await kept(state, marketId);
    other.feeds.watch(marketId, true);
    await vi.waitFor(() => expect(other.sources()).toHaveLength(2), PATIENCE);
    expect(other.sources()).toEqual(['polymarket.markets', 'polymarket.kept-book']);
    other.feeds.traded(marketId);
    expect(await state.get(keptKey(marketId)), 'our own order ends it').toBeNull();
  });
});

test('a book that the core does not trust is not kept for anybody', async () => {
  const market = new ScriptedMarket(0);
  const { sim } = await startSim([market]);
  const state = ownState();
  const marketId = market.conditionId as MarketId;
  const { feeds } = streamless(sim.urls, state);
  feeds.watch(marketId, true);
  await kept(state, marketId);
  feeds.reread(marketId);
  expect(await state.get(keptKey(marketId))).toBeNull();
});

/** Changes of a kind that the program wrote. */
function changesOf<Kind extends Change['kind']>({ store }: Live, kind: Kind) {
  return store.tried
    .flat()
    .filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind);
}

/** Redis that keeps its connections and answers nothing; where there is none, one of its own. */
async function silentState(): Promise<{ readonly state: StateStore; thaw(): void }> {
  if (!hasRedisServer()) {
    console.warn('no redis-server here: the state store is in process and well');
    return { state: ownState(), thaw: () => undefined };
  }
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const options = { url: server.url, prefix: 'program', onProblem: () => undefined };
  const state = new RedisStateStore(options);
  await state.connected(PATIENCE.timeout);
  server.freeze();
  return { state, thaw: () => server.thaw() };
}

describe('the running program', () => {
  test('copies where nobody watched before, though no stream brings books and Redis is silent', async () => {
    const { state, thaw } = await silentState();
    const live = await startLive({ urls: NO_STREAM, state, speed: 40 });
    const traded = vi.spyOn(live.program.feeds, 'traded');
    await vi.waitFor(() => expect(changesOf(live, 'fill').length).toBeGreaterThan(0), PATIENCE);
    const decisions = changesOf(live, 'decision').map(({ decision }) => decision);
    expect(decisions.some(({ verdict }) => verdict === 'accepted')).toBe(true);
    const told = traded.mock.calls.map(([marketId]) => marketId);
    for (const { fill } of changesOf(live, 'fill')) {
      expect(told, 'what was read there before is over').toContain(fill.marketId);
    }
    thaw();
  });
});
