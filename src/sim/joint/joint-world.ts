import { SECOND_MS } from '../../engine/domain/time.ts';
import { type BinanceSim, startBinanceSim } from '../binance/binance-sim.ts';
import type { TradingVenue } from '../exchange/exchange.ts';
import { type KalshiSim, type KalshiSimOptions, startKalshiSim } from '../kalshi/kalshi-sim.ts';
import type { ArbitrageRules } from '../kalshi/world/arbitrage-windows.ts';
import type { TruePair } from '../kalshi/world/pairs.ts';
import { PairBook } from '../pairs/pair-book.ts';
import {
  type PolyboltFaults,
  type PolyboltSim,
  startPolyboltSim,
} from '../polybolt/polybolt-sim.ts';
import type { SpotPath } from '../spot/spot-path.ts';
import { wallSpot, worldSpot } from '../spot/world-spot.ts';
import { createVenue, USUAL_PAST } from '../venue/create-venue.ts';
import { type ResolutionRules, USUAL_RESOLUTION } from '../venue/resolution.ts';
import { type SimClock, SYSTEM_CLOCK } from '../wire/clock.ts';
import type { FaultChoice, FaultProfileName } from '../wire/faults.ts';
import { type PolymarketSim, startPolymarketSim } from '../wire/polymarket-sim.ts';
import { WorldTime } from '../wire/world-time.ts';

/** Ports of Polymarket's eight servers, then Kalshi's two, Binance's two and the settlement prices. */
const PLACES = { polymarket: 0, kalshi: 8, binanceStreams: 10, binanceRequests: 11, polybolt: 12 };
export const JOINT_PORTS = 13;
const HOST = '127.0.0.1';

/** What happens to the settlement prices, by the profile of the other venues. */
const POLYBOLT_FAULTS: Readonly<Record<FaultProfileName, Partial<PolyboltFaults>>> = {
  none: {},
  rough: { cut: 0.003, stall: 0.002, lose: 0.002, drain: 0.0005 },
  hostile: { cut: 0.02, stall: 0.01, lose: 0.02, drain: 0.005 },
};

export interface JointWorldOptions {
  readonly seed: string;
  /** World seconds in a second. Timestamps stay wall clock. */
  readonly speed: number;
  /** A named profile is of all venues, single kinds are of Polymarket. */
  readonly faults: FaultChoice;
  readonly clock?: SimClock;
  /** 0 takes free ports; otherwise the first of {@link JOINT_PORTS} neighbours. */
  readonly ports?: number;
  /** How outcomes are found, as the venue usually does unless told. */
  readonly resolution?: ResolutionRules;
  /** The prices that a venue goes by in place of the world's: to let one of them lag. */
  readonly spotOf?: (venue: 'kalshi' | 'binance', spot: SpotPath) => SpotPath;
  readonly kalshi?: Pick<KalshiSimOptions, 'coins' | 'pace'>;
  /** How often Kalshi's makers stay behind Polymarket's so far that both sides cost under a dollar. */
  readonly arbitrage?: Partial<ArbitrageRules>;
}

/** Polymarket, Kalshi, Binance and the settlement prices of one world, on loopback sockets. */
export interface JointWorld {
  readonly venue: TradingVenue;
  readonly sim: PolymarketSim;
  readonly kalshi: KalshiSim;
  readonly binance: BinanceSim;
  readonly polybolt: PolyboltSim;
  /** What coins cost, by wall time: all four follow it. */
  readonly spot: SpotPath;
  /** How Kalshi's markets stand to Polymarket's so far: the truth that a matcher is judged by. */
  readonly pairs: readonly TruePair[];
  /** The environment that points a client at all of them; Kalshi's keys are not in it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The world of a seed, begun at a whole second: then the dates that it writes are exact. */
export interface BegunWorld {
  readonly venue: TradingVenue;
  readonly startsAtMs: number;
  readonly time: WorldTime;
  /** By wall time. */
  readonly spot: SpotPath;
  /** What both venues ask in words of their own. */
  readonly pairs: PairBook;
}

/** Starts nothing yet: the world alone. */
export function beginWorld(
  options: Pick<JointWorldOptions, 'seed' | 'speed' | 'resolution'>,
  nowMs: number,
): BegunWorld {
  const { seed, speed, resolution = USUAL_RESOLUTION } = options;
  const startsAtMs = Math.floor(nowMs / SECOND_MS) * SECOND_MS;
  const spot = worldSpot(seed);
  const pairs = new PairBook(seed);
  const venue = createVenue({
    ...{ seed, startsAtMs, resolution, past: USUAL_PAST, spot, fixtures: pairs },
  });
  const time = new WorldTime({ startsAtMs, startedAtMs: startsAtMs, speed });
  return { venue, startsAtMs, time, spot: wallSpot(spot, time), pairs };
}

/** Starts all venues of a world. @throws Error of a socket, such as a taken port */
export async function startJointWorld(options: JointWorldOptions): Promise<JointWorld> {
  const { clock = SYSTEM_CLOCK } = options;
  const begun = beginWorld(options, clock.nowMs());
  const started: { close(): Promise<void> }[] = [];
  const keep = <Server extends { close(): Promise<void> }>(server: Server): Server => {
    started.push(server);
    return server;
  };
  let closing: Promise<unknown> | null = null;
  const close = async (): Promise<void> => {
    closing ??= Promise.all(started.map((server) => server.close()));
    await closing;
  };
  try {
    const sim = keep(await startPolymarketOf(options, begun));
    const kalshi = keep(await kalshiOf(options, begun));
    const binance = keep(await binanceOf(options, begun));
    const polybolt = keep(await polyboltOf(options, begun, sim));
    const { venue, spot } = begun;
    const env = environmentOf({ sim, kalshi, binance, polybolt });
    const servers = { sim, kalshi, binance, polybolt };
    return { venue, ...servers, spot, pairs: kalshi.world.pairs, env, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Polymarket alone of a world that has begun. */
export function startPolymarketOf(
  options: JointWorldOptions,
  { venue, startsAtMs }: BegunWorld,
): Promise<PolymarketSim> {
  const { seed, speed, faults, clock = SYSTEM_CLOCK, ports = 0 } = options;
  return startPolymarketSim({
    ...{ venue, startsAtMs, startedAtMs: startsAtMs, speed, seed, faults, clock, ports },
  });
}

/** It lives in wall time; only the questions that it took from Polymarket follow the schedule. */
function kalshiOf(options: JointWorldOptions, begun: BegunWorld): Promise<KalshiSim> {
  const { seed, speed, clock = SYSTEM_CLOCK, kalshi = {}, arbitrage } = options;
  const { venue, startsAtMs, pairs } = begun;
  const spot = options.spotOf?.('kalshi', begun.spot) ?? begun.spot;
  return startKalshiSim({
    ...kalshi,
    ...{ seed, spot, clock, faults: profileOf(options), hasWeeklyPause: false },
    ports: portOf(options, 'kalshi'),
    ...(arbitrage === undefined ? {} : { arbitrage }),
    twins: { venue, startsAtMs, startedAtMs: startsAtMs, speed, pairs },
  });
}

function binanceOf(options: JointWorldOptions, { spot }: BegunWorld): Promise<BinanceSim> {
  const { seed, clock = SYSTEM_CLOCK } = options;
  const path = options.spotOf?.('binance', spot) ?? spot;
  return startBinanceSim({
    ...{ seed, clock, path, faults: profileOf(options) },
    ws: { host: HOST, port: portOf(options, 'binanceStreams') },
    api: { host: HOST, port: portOf(options, 'binanceRequests') },
  });
}

/** Whoever has credentials of the exchange hears the prices that it settles by. */
function polyboltOf(
  options: JointWorldOptions,
  { spot }: BegunWorld,
  { trading }: PolymarketSim,
): Promise<PolyboltSim> {
  const { seed, clock = SYSTEM_CLOCK } = options;
  return startPolyboltSim({
    ...{ seed, clock, path: spot, accounts: [] },
    isAccount: (auth) => trading?.knows(auth) === true,
    faults: POLYBOLT_FAULTS[profileOf(options)],
    at: { host: HOST, port: portOf(options, 'polybolt') },
  });
}

function profileOf({ faults }: JointWorldOptions): FaultProfileName {
  return typeof faults === 'string' ? faults : 'none';
}

function portOf({ ports = 0 }: JointWorldOptions, place: keyof typeof PLACES): number {
  return ports === 0 ? 0 : ports + PLACES[place];
}

function environmentOf({
  sim,
  kalshi,
  binance,
  polybolt,
}: Pick<JointWorld, 'sim' | 'kalshi' | 'binance' | 'polybolt'>): JointWorld['env'] {
  return {
    ...sim.env,
    POLYMARKET_PRICES_WS_URL: polybolt.url,
    KALSHI_API_URL: kalshi.restUrl,
    KALSHI_WS_URL: kalshi.wsUrl,
    BINANCE_WS_URL: binance.urls.wsUrl,
    BINANCE_API_URL: binance.urls.apiUrl,
  };
}
