import { onTestFinished } from 'vitest';
import {
  type PolymarketSim,
  type PolymarketSimOptions,
  startPolymarketSim,
} from '../../../src/sim/wire/polymarket-sim.ts';
import { PlainSocket } from './clients.ts';
import { ManualClock } from './manual-clock.ts';
import { ScriptedMarket, ScriptedVenue } from './scripted-venue.ts';

export interface Fixture {
  readonly sim: PolymarketSim;
  readonly clock: ManualClock;
  readonly venue: ScriptedVenue;
}

/** A simulator on a manual clock that ends with the test. */
export async function startSim(
  markets: readonly ScriptedMarket[] = [new ScriptedMarket(0), new ScriptedMarket(1)],
  options: Partial<PolymarketSimOptions> = {},
): Promise<Fixture> {
  const clock = new ManualClock();
  const venue = new ScriptedVenue(markets);
  const sim = await startPolymarketSim({ venue, clock, ...options });
  onTestFinished(() => sim.close());
  return { sim, clock, venue };
}

/** A client of a websocket host that ends with the test. */
export async function connect(url: string): Promise<PlainSocket> {
  const client = await PlainSocket.open(url);
  onTestFinished(() => client.end());
  return client;
}
