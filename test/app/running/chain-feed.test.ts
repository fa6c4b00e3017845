import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { type FeedReadings, feedViews } from '../../../src/app/running/feed-views.ts';
import { Intake } from '../../../src/app/running/intake.ts';
import { Meter } from '../../../src/app/running/meter.ts';
import { PolymarketFeeds } from '../../../src/app/running/polymarket-feeds.ts';
import { polymarketUrls } from '../../../src/app/running/polymarket-urls.ts';
import type { LogStreamSnapshot } from '../../../src/data/polygon/log-stream.ts';
import { NO_SOCKET } from '../../../src/data/socket/socket-snapshot.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { Frame } from '../../../src/engine/frame-queue.ts';
import { logOf, MAKER } from '../../data/polygon/logs.ts';
import { PolygonNode } from '../../data/polygon/polygon-node.ts';
import { ScriptedMarket } from '../../sim/wire/scripted-venue.ts';
import { startSim } from '../../sim/wire/sim-fixture.ts';
import { ownState } from './own-state.ts';

const NAME = 'Polygon trades';
const PATIENCE = { timeout: 120_000, interval: 5 };

/** The feeds of a simulated venue, with a node of the chain or without one. */
async function fed(chainUrl: string | null) {
  const market = new ScriptedMarket(0);
  const { sim } = await startSim([market]);
  const frames: Frame[] = [];
  const intake = new Intake({
    loop: { offerFrame: (frame) => frames.push(frame), offerBehind: () => undefined },
    problem: (problem) => expect.fail(JSON.stringify(problem)),
    seen: () => undefined,
  });
  const feeds = new PolymarketFeeds({
    urls: { ...sim.urls, chainUrl },
    intake,
    engine: new Engine(),
    state: ownState(),
    stateFailed: () => undefined,
    onGap: () => undefined,
    unread: () => undefined,
    cursor: () => Promise.resolve(null),
  });
  onTestFinished(() => feeds.close());
  feeds.start();
  const view = () => feeds.views(Date.now()).find(({ name }) => name === NAME);
  return { market, feeds, frames, view };
}

async function nodeOf(): Promise<PolygonNode> {
  const node = await PolygonNode.start();
  onTestFinished(async () => {
    expect(node.violations).toEqual([]);
    await node.stop();
  });
  return node;
}

describe('the chain as a feed', () => {
  test('shows trades of followed wallets on markets that the venue names', async () => {
    const node = await nodeOf();
    const { market, feeds, frames, view } = await fed(node.url);
    await vi.waitFor(() => expect(node.blocks).toBe(1), PATIENCE);
    node.head();
    await vi.waitFor(() => expect(view()?.state).toBe('waiting'), PATIENCE);
    await feeds.follow(MAKER as WalletAddress, Date.now());
    await vi.waitFor(() => expect(node.lists).toHaveLength(1), PATIENCE);
    expect(view()?.state).toBe('live');
    node.emit(logOf({ tokenId: market.tokenIds[1] }));
    await vi.waitFor(() => expect(view()?.messages).toBe(1), PATIENCE);
    const [frame] = frames.filter(({ source }) => source === 'polygon.logs');
    expect(frame?.events).toMatchObject([
      {
        kind: 'leaderActed',
        event: { feed: 'chain', marketId: market.conditionId, tokenId: market.tokenIds[1] },
      },
    ]);
    feeds.unfollow(MAKER as WalletAddress);
    await vi.waitFor(() => expect(node.lists).toEqual([]), PATIENCE);
    await feeds.close();
    await vi.waitFor(() => expect(node.connections).toBe(0), PATIENCE);
  });

  test('is not there without a node', async () => {
    const { view } = await fed(null);
    expect(view()).toBeUndefined();
    expect(polymarketUrls(loadConfig({})).chainUrl).toBeNull();
  });

  test('is where the environment says', () => {
    const url = 'wss://node.example/v2/0123456789abcdef';
    expect(polymarketUrls(loadConfig({ POLYGON_WS_URL: url })).chainUrl).toBe(url);
  });
});

const NOW_MS = 1_790_766_960_000;
const OPEN: LogStreamSnapshot = {
  ...NO_SOCKET,
  state: 'open',
  reconnects: 2,
  logs: 0,
  repeated: 0,
  removed: 0,
  foreign: 0,
  combos: 0,
  unlisted: 0,
  undated: 0,
  strange: 0,
  wallets: 1,
  roomless: 0,
  subscriptions: 1,
  lastBlockAtMs: NOW_MS - 1_000,
  waiting: 0,
  trouble: null,
};

function viewOf(chain: Partial<LogStreamSnapshot>) {
  const meter = new Meter();
  const spot = { kind: 'spotPrice', source: 'rtds', symbol: 'x', price: 1 } as const;
  meter.message(NOW_MS - 600_000, [{ ...spot, venueAtMs: NOW_MS - 602_000 }], 0);
  const readings: FeedReadings = {
    nowMs: NOW_MS,
    meter: () => meter,
    books: { ...NO_SOCKET, tokens: 0, shards: [] },
    trades: NO_SOCKET,
    chain: { ...OPEN, ...chain },
    activity: {
      polls: 0,
      failures: 0,
      rows: 0,
      frames: 0,
      problems: 0,
      lagsMs: [],
      newestLagMs: null,
      lastSuccessAtMs: null,
      wallets: [],
    },
    markets: { lists: 0, failures: 0, rows: 0, lastSuccessAtMs: null, trouble: null, markets: [] },
    coverage: { trades: 3, shownBy: new Map([['chain', 2]]) },
  };
  return feedViews(readings).find(({ name }) => name === NAME);
}

describe('the view of the chain', () => {
  test('is live by its blocks, however old its newest trade is', () => {
    expect(viewOf({})).toEqual({
      name: NAME,
      source: 'polygon.logs',
      state: 'live',
      note: null,
      ageMs: 1_000,
      lagMsP50: 2_000,
      lagMsP99: 2_000,
      messages: 1,
      problems: 0,
      reconnects: 2,
      trades: { seen: 2, missed: 1 },
    });
  });

  test('claims no lag where blocks have no time', () => {
    expect(viewOf({ undated: 1 })).toMatchObject({ lagMsP50: null, lagMsP99: null });
  });

  test.each([
    ['a refusal', { trouble: 'too many topics' }, 'down', 'too many topics'],
    ['a lost node', { state: 'waiting', reason: 'gone', trouble: 'x' }, 'down', 'gone'],
    ['no block yet', { lastBlockAtMs: null }, 'connecting', 'connected, no data yet'],
    ['old blocks', { lastBlockAtMs: NOW_MS - 61_000 }, 'silent', 'connected, and no data comes'],
    ['nobody followed', { wallets: 0 }, 'waiting', 'nobody is followed yet'],
  ] as const)('with %s says so', (...[, chain, state, note]) => {
    expect(viewOf(chain)).toMatchObject({ state, note });
  });
});
