import type { TradingVenue } from '../../sim/exchange/exchange.ts';
import {
  beginWorld,
  type JointWorldOptions,
  startPolymarketOf,
} from '../../sim/joint/joint-world.ts';
import type { PolymarketSim } from '../../sim/wire/polymarket-sim.ts';
import type { ChainWays } from '../running/live/redeemer.ts';

/** A seeded venue on loopback sockets. */
export interface DemoWorld {
  readonly venue: TradingVenue;
  readonly sim: PolymarketSim;
}

/** Polymarket of a world alone, without the venues beside it. */
export async function startDemoWorld(options: JointWorldOptions): Promise<DemoWorld> {
  const begun = beginWorld(options, Date.now());
  return { venue: begun.venue, sim: await startPolymarketOf(options, begun) };
}

/** How an account of this world reaches its chain. */
export function chainOf({ sim }: DemoWorld): ChainWays {
  const { rpcUrl, relayerUrl } = sim.urls;
  return { rpcUrl, relayerUrl, relayerKey: sim.env['POLYMARKET_RELAYER_KEY'] ?? null };
}
