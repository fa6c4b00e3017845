import type { TradingVenue } from '../../sim/exchange/exchange.ts';
import { createVenue } from '../../sim/venue/create-venue.ts';
import type { FaultChoice } from '../../sim/wire/faults.ts';
import { type PolymarketSim, startPolymarketSim } from '../../sim/wire/polymarket-sim.ts';

export interface DemoWorldOptions {
  readonly seed: string;
  readonly speed: number;
  readonly faults: FaultChoice;
  readonly ports?: number;
}

/** A seeded venue on loopback sockets. */
export interface DemoWorld {
  readonly venue: TradingVenue;
  readonly sim: PolymarketSim;
}

export async function startDemoWorld(options: DemoWorldOptions): Promise<DemoWorld> {
  const { seed, speed, faults, ports } = options;
  const startsAtMs = Date.now();
  const venue = createVenue({ seed, startsAtMs });
  const sim = await startPolymarketSim({
    venue,
    startsAtMs,
    speed,
    seed,
    faults,
    ...(ports === undefined ? {} : { ports }),
  });
  return { venue, sim };
}
