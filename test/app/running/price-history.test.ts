import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Intake } from '../../../src/app/running/intake.ts';
import { PolymarketFeeds, type PolymarketUrls } from '../../../src/app/running/polymarket-feeds.ts';
import { InProcessStateStore } from '../../../src/data/state/in-process.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import type { MarketAnalysis } from '../../../src/engine/domain/market-analysis.ts';
import type { PriceHistory } from '../../../src/engine/domain/market-event.ts';
import { HOUR_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import type { Price } from '../../../src/engine/domain/values/money.ts';
import type { Frame } from '../../../src/engine/frame-queue.ts';
import { PriceTrack } from '../../../src/engine/intelligence/market/price-track.ts';
import { SYSTEM_CLOCK } from '../../../src/sim/wire/clock.ts';
import { HttpDouble, html, json, type Reply } from '../../servers/http-double.ts';
import { ScriptedMarket } from '../../sim/wire/scripted-venue.ts';
import { startSim } from '../../sim/wire/sim-fixture.ts';
import { type Live, startLive } from './live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 20 };

/** Markets whose volatility comes from prices that were seen. */
function seenIn({ program }: Live): ReadonlyMap<MarketId, MarketAnalysis> {
  const { engine } = program;
  const seen = new Map<MarketId, MarketAnalysis>();
  for (const id of engine.trade.state.markets.keys()) {
    const analysis = engine.market.analysis(id, Date.now());
    if (analysis?.volatility.basis === 'seen') seen.set(id, analysis);
  }
  return seen;
}

/** How far a market of the world moved in a usual day before the world began, by its own prices. */
function movedBefore({ world }: Live, id: MarketId): number | null {
  const market = world.venue.markets.find(({ conditionId }) => conditionId === id);
  const beginsAtMs = Date.now();
  const track = new PriceTrack(beginsAtMs);
  const points = (market?.earlierPrices?.() ?? []).map(({ worldAtMs, price }) => ({
    atMs: beginsAtMs + worldAtMs,
    price: price as Price,
  }));
  track.seed(points);
  return track.volatility().day;
}

describe('the running program', () => {
  test('knows how wild a market is soon after it is needed, and again after a restart', async () => {
    const live = await startLive({ speed: 10 });
    await vi.waitFor(() => expect(seenIn(live).size).toBeGreaterThan(0), PATIENCE);
    for (const [id, { volatility }] of seenIn(live)) {
      const before = movedBefore(live, id);
      // The newest half hours are of the world itself, which moves as it does.
      if (before !== null) expect(Number(volatility.day)).toBeGreaterThan(before / 2);
    }
    expect(await live.program.close()).toBe(true);
    const again = await startLive({ store: live.store, world: live.world });
    expect(seenIn(again).size, 'nothing of it is kept').toBe(0);
    await vi.waitFor(() => expect(seenIn(again).size).toBeGreaterThan(0), PATIENCE);
    await again.close();
  });
});

/** Half hours up to now, at 40 and 42 cents in turn. */
function halfHours(count: number): readonly object[] {
  const nowSeconds = Math.floor(Date.now() / SECOND_MS);
  return Array.from({ length: count }, (_, at) => ({
    t: nowSeconds - ((count - at) * HOUR_MS) / 2 / SECOND_MS,
    p: at % 2 === 0 ? 0.4 : 0.42,
  }));
}

/** The feeds of a venue with an engine behind them. */
function feeding(urls: PolymarketUrls) {
  const engine = new Engine();
  const frames: Frame[] = [];
  let seq = 0;
  const offer = (frame: Frame): void => {
    frames.push(frame);
    for (const event of frame.events) {
      seq += 1;
      engine.step({ seq, atMs: Date.now(), body: { kind: 'market', source: frame.source, event } });
    }
  };
  const feeds: PolymarketFeeds = new PolymarketFeeds({
    urls: { ...urls, chainUrl: null },
    intake: new Intake({
      loop: { offerFrame: offer, offerBehind: () => undefined },
      problem: (problem) => expect.fail(JSON.stringify(problem)),
      seen: (events) => feeds.seen(events),
    }),
    engine,
    state: new InProcessStateStore({
      nowMs: () => performance.now(),
      onListenerError: (error) => expect.fail(String(error)),
    }),
    stateFailed: (error) => expect.fail(String(error)),
    onGap: () => undefined,
    unread: () => undefined,
    cursor: () => Promise.resolve(null),
  });
  onTestFinished(() => feeds.close());
  return {
    feeds,
    histories: (): readonly PriceHistory[] =>
      frames.flatMap(({ events }) => events).filter((event) => event.kind === 'priceHistory'),
    analysis: (id: MarketId) => engine.market.analysis(id, Date.now()),
  };
}

/** A simulated venue whose past prices the test tells, and its market that is watched. */
async function watching(reply: (nth: number) => Reply) {
  const market = new ScriptedMarket(0);
  const id = market.conditionId as MarketId;
  const { sim } = await startSim([market], { clock: SYSTEM_CLOCK });
  const clob = await HttpDouble.start(
    {
      path: '/prices-history',
      needs: { market: /^\d+$/, startTs: /^\d+$/, endTs: /^\d+$/, fidelity: /^30$/ },
      reply: (_seen, nth) => reply(nth),
    },
    // Books come from the stream here.
    { method: 'POST', path: '/books', reply: () => json([]) },
  );
  onTestFinished(() => clob.stop());
  const { feeds, histories, analysis } = feeding({ ...sim.urls, clobUrl: clob.url });
  feeds.watch(id, true);
  return {
    ...{ id, feeds, histories, market },
    asked: () => clob.seen.filter(({ path }) => path === '/prices-history').length,
    analysis: () => analysis(id),
  };
}

const FAILURES: readonly Reply[] = [
  json({ error: 'Too Many Requests' }, 429),
  json({ error: 'Internal server error' }, 500),
  html(502),
  { kind: 'truncate', text: JSON.stringify({ history: halfHours(3) }) },
  { kind: 'drop' },
];

describe('a market that is watched', () => {
  test('is judged by its past prices once they are there, read once', async () => {
    const of = await watching(() => json({ history: halfHours(336) }));
    await vi.waitFor(() => expect(of.analysis()?.volatility.basis).toBe('seen'), PATIENCE);
    // Two cents in each of 48 half hours, less what the edges hide.
    expect(Number(of.analysis()?.volatility.day) / 10_000).toBeGreaterThan(13);
    expect(Number(of.analysis()?.volatility.day) / 10_000).toBeLessThan(15);
    expect(of.histories()).toMatchObject([
      { marketId: of.id, tokenId: of.market.tokenIds[0], points: { length: 336 } },
    ]);
    of.feeds.watch(of.id, true);
    expect(of.asked()).toBe(1);
  });

  test('is judged by them after all that can go wrong with an answer', async () => {
    const of = await watching((nth) => FAILURES[nth] ?? json({ history: halfHours(336) }));
    await vi.waitFor(() => expect(of.analysis()?.volatility.basis).toBe('seen'), PATIENCE);
    expect(of.asked()).toBe(FAILURES.length + 1);
    expect(of.histories()).toHaveLength(1);
  });

  test('of which the venue keeps no prices is not known, and not asked for again', async () => {
    const of = await watching(() => json({ history: [] }));
    await vi.waitFor(() => {
      expect(of.asked()).toBe(1);
      expect(of.analysis()).not.toBeNull();
    }, PATIENCE);
    expect(of.analysis()?.volatility).toEqual({ day: null, week: null, basis: 'none' });
    expect(of.histories()).toEqual([]);
  });

  test('and watched no more is not judged by prices that come late', async () => {
    let release = (_reply: Reply): void => undefined;
    const until = new Promise<Reply>((resolve) => {
      release = resolve;
    });
    const of = await watching(() => ({ kind: 'hold', until }));
    await vi.waitFor(() => expect(of.asked()).toBe(1), PATIENCE);
    of.feeds.watch(of.id, false);
    release(json({ history: halfHours(336) }));
    of.feeds.watch(of.id, true);
    await vi.waitFor(() => expect(of.asked()).toBe(2), PATIENCE);
    await vi.waitFor(() => expect(of.histories()).toHaveLength(1), PATIENCE);
  });
});

test('on a bad day of the venue every market is judged by its past prices in the end', async () => {
  const markets = Array.from({ length: 4 }, (_, at) => new ScriptedMarket(at));
  for (const market of markets) {
    market.earlierPrices = () =>
      Array.from({ length: 336 }, (_, at) => ({
        worldAtMs: ((at - 336) * HOUR_MS) / 2,
        price: at % 2 === 0 ? 400_000 : 420_000,
      }));
  }
  const faults = { http5xx: 0.2, httpCut: 0.15 };
  const { sim } = await startSim(markets, { clock: SYSTEM_CLOCK, faults, seed: 'bad day' });
  const { feeds, analysis } = feeding(sim.urls);
  for (const { conditionId } of markets) feeds.watch(conditionId as MarketId, true);
  await vi.waitFor(() => {
    for (const { conditionId } of markets) {
      expect(analysis(conditionId as MarketId)?.volatility.basis).toBe('seen');
    }
  }, PATIENCE);
  expect(sim.counts.faults.http5xx + sim.counts.faults.httpCut).toBeGreaterThan(0);
});
