import type { TradingVenue } from '../../sim/exchange/exchange.ts';
import { createVenue, USUAL_PAST } from '../../sim/venue/create-venue.ts';
import { type ResolutionRules, USUAL_RESOLUTION } from '../../sim/venue/resolution.ts';
import type { FaultChoice } from '../../sim/wire/faults.ts';
import { type PolymarketSim, startPolymarketSim } from '../../sim/wire/polymarket-sim.ts';
import type { ChainWays } from '../running/live/redeemer.ts';

export interface DemoWorldOptions {
  readonly seed: string;
  readonly speed: number;
  readonly faults: FaultChoice;
  readonly ports?: number;
  /** How outcomes are found, as the venue usually does unless told. */
  readonly resolution?: ResolutionRules;
}

/** A seeded venue on loopback sockets. */
export interface DemoWorld {
  readonly venue: TradingVenue;
  readonly sim: PolymarketSim;
}

export async function startDemoWorld(options: DemoWorldOptions): Promise<DemoWorld> {
  const { seed, speed, faults, ports, resolution = USUAL_RESOLUTION } = options;
  const startsAtMs = Date.now();
  const venue = createVenue({ seed, startsAtMs, resolution, past: USUAL_PAST });
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

/** How an account of this world reaches its chain. */
export function chainOf({ sim }: DemoWorld): ChainWays {
  const { rpcUrl, relayerUrl } = sim.urls;
  return { rpcUrl, relayerUrl, relayerKey: sim.env['POLYMARKET_RELAYER_KEY'] ?? null };
}
