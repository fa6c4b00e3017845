import { expect, onTestFinished, test } from 'vitest';
import { inOrder } from '../../../src/app/running/scoring/past.ts';
import { PastReader } from '../../../src/app/running/scoring/past-reader.ts';
import { PolymarketClient } from '../../../src/data/polymarket/client/client.ts';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import { type WalletAddress, walletAddress } from '../../../src/engine/domain/ids.ts';
import { resolveSettings } from '../../../src/engine/domain/settings.ts';
import { HOUR_MS } from '../../../src/engine/domain/time.ts';
import { DEFAULT_WEIGHTS } from '../../../src/engine/intelligence/scoring/judge/confidence.ts';
import { scoreOf } from '../../../src/engine/intelligence/scoring/judge/score.ts';
import { PerformanceTracker } from '../../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { createVenue, USUAL_PAST } from '../../../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { socketRuntime } from '../../data/http/virtual-runtime.ts';
import { ManualClock, START_AT_MS } from '../../sim/wire/manual-clock.ts';

/** What the venue's interfaces tell of a wallet's past, as the program reads it. */
async function pastOf(name: string) {
  const venue = createVenue({ seed: '7', startsAtMs: START_AT_MS, past: USUAL_PAST });
  const sim = await startPolymarketSim({ venue, clock: new ManualClock(), seed: '7' });
  onTestFinished(() => sim.close());
  const address = venue.past?.leaders.find((leader) => leader.name === name)?.address ?? '';
  const wallet = walletAddress(address) as WalletAddress;
  const client = new PolymarketClient(sim.urls, socketRuntime());
  const nowMs = () => START_AT_MS;
  const reader = new PastReader({ reports: new MemoryStore(), client, nowMs });
  const wanted = { followedAtMs: null, signal: new AbortController().signal };
  return { wallet, past: await reader.read(wallet, wanted) };
}

test('37: a wallet that leaves its losers unredeemed scores low, whatever its redemptions show', async () => {
  const { wallet, past } = await pastOf('saint-5');
  const redeemed = past.trades.filter(({ event }) => event.kind === 'redeem');
  expect(redeemed.length, 'each of them was a winner').toBeGreaterThan(5);
  const tracker = new PerformanceTracker();
  for (const market of past.markets) tracker.list(market);
  for (const event of inOrder(past)) {
    if (event.kind === 'trade') tracker.observe(event.trade);
    else if (event.kind === 'print') tracker.print(event.print);
    else tracker.resolve(event.known.resolution, event.known.atMs);
  }
  tracker.flush();
  const record = tracker.record(wallet, START_AT_MS + HOUR_MS);
  if (record === null) throw new Error('it traded');
  const { winRate, edge, confidence } = scoreOf(record, { weights: DEFAULT_WEIGHTS });
  expect(record.wins.count - redeemed.length, 'lost, and never redeemed').toBeGreaterThan(99);
  expect(winRate).toBeLessThan(0.35);
  expect(edge.value).toBeLessThan(0);
  const settings = resolveSettings({});
  const least = settings.ok ? settings.settings['wallets.minConfidenceLive'] : 0;
  expect(confidence.high, 'never copied with real money').toBeLessThan(least);
});
