import { createVenue } from '../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../src/sim/wire/polymarket-sim.ts';

/** The simulated venue in a process of its own: what it costs is not the program's. */
export interface SimReady {
  readonly urls: Awaited<ReturnType<typeof startPolymarketSim>>['urls'];
  readonly conditionIds: readonly string[];
  readonly leaders: readonly string[];
}

const [markets, pace] = process.argv.slice(2).map(Number);
const startsAtMs = Date.now();
const venue = createVenue({ seed: 'bench', startsAtMs, markets: markets ?? 24, pace: pace ?? 1 });
const sim = await startPolymarketSim({ venue, startsAtMs, seed: 'bench' });
const ready: SimReady = {
  urls: sim.urls,
  conditionIds: venue.markets.map((market) => market.conditionId),
  leaders: venue.leaders.map((leader) => leader.address),
};
process.send?.(ready);
process.on('message', () => process.send?.(sim.counts));
process.on('disconnect', () => process.exit());
