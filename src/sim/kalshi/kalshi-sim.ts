import { Chance } from '../chance.ts';
import { SeededSpotPath, type SpotPath, type SpotSymbol } from '../spot/spot-path.ts';
import type { Venue } from '../venue/venue.ts';
import { type SimClock, SYSTEM_CLOCK } from '../wire/clock.ts';
import { HttpHost } from '../wire/http-host.ts';
import { noCounts, type WireRuntime } from '../wire/runtime.ts';
import { WorldTime } from '../wire/world-time.ts';
import { Account, type RateRules, USUAL_RATES } from './account.ts';
import {
  type KalshiFaultChoice,
  type KalshiFaultKind,
  KalshiFaults,
  PAUSE_MS,
  SHARD_MS,
} from './kalshi-faults.ts';
import { KeyRing, type SimKeys } from './keys.ts';
import { restHost } from './rest/rest-host.ts';
import { API_PREFIX, type RestScene } from './rest/scene.ts';
import { KalshiSocketHost, SOCKET_PATH } from './socket/kalshi-socket-host.ts';
import type { SessionRules } from './socket/session.ts';
import type {
  ArbitrageRules,
  ArbitrageWindow,
  WishedArbitrage,
} from './world/arbitrage-windows.ts';
import { COIN_SHARD } from './world/coin-plans.ts';
import { KalshiWorld } from './world/kalshi-world.ts';
import type { PairSource } from './world/pairs.ts';
import { WorldPump } from './world-pump.ts';

const BUFFER_BYTES_MAX = 8 * 1024 * 1024;
const USUAL_SESSION: SessionRules = { marketsMax: 1_000, commandsPerSecondMax: 50 };
/** What the account holds at the beginning, in hundredths of a contract: of a coin, and of a match. */
const HOLDINGS = [
  { series: 'KXBTCD', position: 2_500 },
  { series: 'KXATPMATCH', position: -1_050 },
] as const;

export interface KalshiSimOptions {
  readonly seed?: string;
  readonly clock?: SimClock;
  /** What coins cost; share one path with the other venues that follow them. */
  readonly spot?: SpotPath;
  /** Coins with markets; all of the path unless told. */
  readonly coins?: readonly SpotSymbol[];
  /** The other venue whose questions are asked here too, and what its dates are in wall time. */
  readonly twins?: {
    readonly venue: Venue;
    readonly startsAtMs?: number;
    /** When that venue was started, in wall time; now unless told. */
    readonly startedAtMs?: number;
    readonly speed?: number;
    /** What both venues ask in words of their own. */
    readonly pairs?: PairSource;
  };
  /** How makers stay behind the other venue in what both ask, as usual unless told. */
  readonly arbitrage?: Partial<ArbitrageRules>;
  /** How many times as often as usual markets are quoted. */
  readonly pace?: number;
  readonly faults?: KalshiFaultChoice;
  readonly rates?: RateRules;
  /** Whether order books need a key; the venue's own documents disagree. */
  readonly booksAreKeyed?: boolean;
  /** Thursdays from 3 to 5 in New York nothing trades, unless told. */
  readonly hasWeeklyPause?: boolean;
  readonly session?: Partial<SessionRules>;
  readonly bufferBytesMax?: number;
  readonly host?: string;
  /** 0 takes free ports; otherwise the first of two neighbours. */
  readonly ports?: number;
}

export interface KalshiSimCounts {
  readonly requests: number;
  /** Requests that the simulator itself could not answer: its own bugs. */
  readonly failures: number;
  readonly connections: number;
  readonly refusedConnections: number;
  readonly frames: number;
  readonly slowReaders: number;
  readonly pongs: number;
  /** Injected so far, by kind. */
  readonly faults: Readonly<Record<KalshiFaultKind, number>>;
}

export interface KalshiSim {
  /** With the API's prefix, `/trade-api/v2`. */
  readonly restUrl: string;
  /** The whole address, `/trade-api/ws/v2`. */
  readonly wsUrl: string;
  readonly keys: SimKeys;
  readonly faults: KalshiFaults;
  readonly world: KalshiWorld;
  readonly account: Account;
  readonly counts: KalshiSimCounts;
  setFaults(choice: KalshiFaultChoice): void;
  setBooksKeyed(areKeyed: boolean): void;
  /** Stops trading everywhere, or lets it go on. */
  setPaused(isPaused: boolean): void;
  setShard(shard: number, isUp: boolean): void;
  /** Lets makers stay behind the other venue for a while, from now; `null` where no market fits. */
  openArbitrage(wish?: WishedArbitrage): ArbitrageWindow | null;
  /** How far the venue's clock is ahead of everybody's: signatures are judged by it. */
  setClockSkew(skewMs: number): void;
  /** From now on the key is refused. */
  revoke(keyId: string): void;
  close(): Promise<void>;
}

/** Serves a seeded Kalshi over real loopback sockets. It takes no orders. */
export async function startKalshiSim(options: KalshiSimOptions = {}): Promise<KalshiSim> {
  const { clock = SYSTEM_CLOCK, seed = 'kalshi', hasWeeklyPause = true } = options;
  const faults = new KalshiFaults(seed, options.faults ?? 'none');
  const runtime = runtimeOf(clock, faults, seed);
  const world = worldOf(options, { seed, nowMs: clock.nowMs(), hasWeeklyPause });
  const account = new Account(options.rates ?? USUAL_RATES, clock.nowMs());
  const keys = new KeyRing(seed, faults);
  const nowMs = (): number => clock.nowMs();
  const switches = { booksAreKeyed: options.booksAreKeyed ?? false };
  const scene: RestScene = { world, account, keys, faults, nowMs, switches, hasWeeklyPause };
  const rest = new HttpHost(restHost(scene), runtime);
  const socket = new KalshiSocketHost({
    scene: { world, faults, nowMs, rules: { ...USUAL_SESSION, ...options.session } },
    ...{ keys, runtime, bufferBytesMax: options.bufferBytesMax ?? BUFFER_BYTES_MAX },
  });
  const pump = new WorldPump({
    ...{ world, clock },
    onHappened: (happenings) => socket.tell(happenings),
    onSecond: (atMs) => {
      mayStop(world, faults, atMs);
      socket.passSecond(atMs);
    },
  });
  holdSome(account, world, clock.nowMs());
  world.onSettled((market) => account.settle(market));
  const { host = '127.0.0.1', ports = 0 } = options;
  const closeAll = () => Promise.all([rest.close(), socket.close()]);
  const urls = await listenBoth(rest, socket, { host, ports }).catch(async (error: unknown) => {
    await closeAll();
    throw error;
  });
  pump.start();
  return {
    ...urls,
    ...{ keys: keys.keys, faults, world, account },
    get counts() {
      return { ...runtime.counts, pongs: socket.pongs, faults: faults.counts };
    },
    setFaults: (choice) => faults.set(choice),
    setBooksKeyed: (areKeyed) => {
      switches.booksAreKeyed = areKeyed;
    },
    setPaused: (isPaused) => pump.after(() => world.setPause('asked', isPaused)),
    setShard: (shard, isUp) => pump.after(() => world.setShard(shard, isUp)),
    openArbitrage: (wish) => pump.after(() => world.openArbitrage(wish)),
    setClockSkew: (skewMs) => {
      keys.skewMs = skewMs;
    },
    revoke: (keyId) => keys.revoke(keyId),
    close: async () => {
      pump.stop();
      await closeAll();
    },
  };
}

function worldOf(
  { twins, coins, pace, spot, arbitrage }: KalshiSimOptions,
  at: { readonly seed: string; readonly nowMs: number; readonly hasWeeklyPause: boolean },
): KalshiWorld {
  const { seed, nowMs, hasWeeklyPause } = at;
  const startedAtMs = twins?.startedAtMs ?? nowMs;
  const startsAtMs = twins?.startsAtMs ?? startedAtMs;
  const time = new WorldTime({ startsAtMs, startedAtMs, speed: twins?.speed ?? 1 });
  return new KalshiWorld({
    ...{ seed, startsAtMs: nowMs, hasWeeklyPause, spot: spot ?? new SeededSpotPath(seed) },
    ...(coins === undefined ? {} : { coins }),
    ...(pace === undefined ? {} : { pace }),
    ...(arbitrage === undefined ? {} : { arbitrage }),
    twins: twins === undefined ? null : { ...twinPairs(twins), venue: twins.venue, time },
  });
}

function twinPairs({ pairs }: NonNullable<KalshiSimOptions['twins']>) {
  return pairs === undefined ? {} : { pairs };
}

function runtimeOf(clock: SimClock, { wire }: KalshiFaults, seed: string): WireRuntime {
  return {
    clock,
    chance: new Chance(seed).fork('kalshi wire'),
    faults: wire,
    counts: noCounts(),
  };
}

/** What may happen to the exchange within a second. */
function mayStop(world: KalshiWorld, faults: KalshiFaults, atMs: number): void {
  if (faults.happens('tradingPause')) {
    world.pauseUntil(atMs + faults.amount('tradingPause', PAUSE_MS));
  }
  if (faults.happens('shardInactive')) {
    world.stopShardUntil(COIN_SHARD, atMs + faults.amount('shardInactive', SHARD_MS));
  }
}

function holdSome(account: Account, world: KalshiWorld, atMs: number): void {
  for (const { series, position } of HOLDINGS) {
    const markets = [...world.catalogue.markets.values()];
    const market = markets.find(
      ({ event, status }) => event.series.ticker === series && status === 'active',
    );
    if (market !== undefined) account.hold(market, position, atMs);
  }
}

async function listenBoth(
  rest: HttpHost,
  socket: KalshiSocketHost,
  { host, ports }: { readonly host: string; readonly ports: number },
): Promise<{ readonly restUrl: string; readonly wsUrl: string }> {
  const restUrl = await rest.listen({ host, port: ports });
  const wsUrl = await socket.listen({ host, port: ports === 0 ? 0 : ports + 1 });
  return { restUrl: `${restUrl}${API_PREFIX}`, wsUrl: `${wsUrl}${SOCKET_PATH}` };
}
