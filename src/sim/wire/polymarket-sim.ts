import { type ChainTimes, SimChain } from '../chain/sim-chain.ts';
import { Chance } from '../chance.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Venue } from '../venue/venue.ts';
import { Board } from './board.ts';
import { clobHost } from './clob.ts';
import { type SimClock, SYSTEM_CLOCK } from './clock.ts';
import { dataHost } from './data-api.ts';
import { type FaultChoice, type FaultKind, Faults, type Range } from './faults.ts';
import { gammaHost } from './gamma.ts';
import { HttpHost } from './http-host.ts';
import { MarketChannel } from './market-channel.ts';
import { PastRows } from './past-rows.ts';
import { Pump } from './pump.ts';
import { Rows } from './rows.ts';
import { Rtds } from './rtds.ts';
import { noCounts, type WireCounts, type WireRuntime } from './runtime.ts';
import { GEOBLOCK_PATH, siteHost } from './site.ts';
import { type SocketChannel, SocketHost } from './socket-host.ts';
import { Stage } from './stage.ts';
import { Trading } from './trading/trading.ts';
import { WorldTime } from './world-time.ts';

/** From a match to its frame on RTDS: median 2 s, nine in ten within 2.9 s. */
const RTDS_DELAY_MS: Range = [1_900, 2_900];
/** From a match to its rows in the Data API. */
export const DATA_DELAY_MS: Range = [5_000, 7_000];
/** RTDS falls silent for a client that sends no PING. */
const RTDS_SILENCE_MS = 6 * 60_000;
/** Bytes that may wait for a reader before it is cut. */
const BUFFER_BYTES_MAX = 8 * 1024 * 1024;
const SECOND_MS = 1_000;

export interface PolymarketSimOptions {
  /** Without an exchange in it the trading side is not served. */
  readonly venue: Venue & { readonly exchange?: Exchange };
  /** What the venue counts its dates from; the moment of the start unless told. */
  readonly startsAtMs?: number;
  /** When its world time 0 was, in wall time; the moment of the start unless told. */
  readonly startedAtMs?: number;
  /** World seconds in a second; delays of feeds are not compressed. */
  readonly speed?: number;
  readonly clock?: SimClock;
  readonly faults?: FaultChoice;
  /** Of faults and of what the servers draw. */
  readonly seed?: string;
  readonly host?: string;
  /** 0 takes free ports; otherwise the first of eight neighbours. */
  readonly ports?: number;
  readonly rtdsDelayMs?: Range;
  readonly rtdsSilenceMs?: number;
  readonly dataDelayMs?: Range;
  /** How much later than that the fault `lateRow` shows a row. */
  readonly lateRowMs?: Range;
  readonly bufferBytesMax?: number;
  /** How long the chain and the relayer take. */
  readonly chainTimes?: Partial<ChainTimes>;
}

export interface PolymarketUrls {
  readonly gammaUrl: string;
  readonly clobUrl: string;
  readonly dataUrl: string;
  /** Without its path, `/ws/market` or `/ws/user`. */
  readonly wsUrl: string;
  readonly rtdsUrl: string;
  /** The whole address of the question. */
  readonly geoblockUrl: string;
  /** A node of the chain and the relayer, where accounts are served. */
  readonly rpcUrl: string | null;
  readonly relayerUrl: string | null;
}

export interface SimCounts extends WireCounts {
  /** Rows of wallets so far. */
  readonly rows: number;
  /** Injected so far, by kind. */
  readonly faults: Readonly<Record<FaultKind, number>>;
}

export interface PolymarketSim {
  readonly urls: PolymarketUrls;
  /** The environment that points a client at this venue. */
  readonly env: Readonly<Record<string, string>>;
  readonly counts: SimCounts;
  /** The trading side, where there is one. */
  readonly trading: Trading | null;
  /** What accounts do beside trading, where there is a trading side. */
  readonly chain: SimChain | null;
  setFaults(choice: FaultChoice): void;
  /** Stops the world and closes every socket. */
  close(): Promise<void>;
}

/** Serves a world over real loopback sockets in the venue's own protocols. */
export async function startPolymarketSim(options: PolymarketSimOptions): Promise<PolymarketSim> {
  const { venue, clock = SYSTEM_CLOCK, seed = 'wire', speed = 1 } = options;
  const runtime: WireRuntime = {
    clock,
    chance: new Chance(seed).fork('wire'),
    faults: new Faults(seed, options.faults ?? 'none'),
    counts: noCounts(),
  };
  const startedAtMs = options.startedAtMs ?? clock.nowMs();
  const time = new WorldTime({ startsAtMs: options.startsAtMs ?? startedAtMs, startedAtMs, speed });
  const board = new Board();
  const rows = new Rows(runtime.chance.fork('rows'), runtime.faults, {
    delayMs: options.dataDelayMs ?? DATA_DELAY_MS,
    ...(options.lateRowMs === undefined ? {} : { lateRowMs: options.lateRowMs }),
    past: venue.past === undefined ? null : new PastRows(venue.past, time),
  });
  const channel = new MarketChannel(board, runtime);
  const rtds = rtdsOf(options, runtime);
  const { bufferBytesMax = BUFFER_BYTES_MAX } = options;
  const { exchange } = venue;
  const { trading, chain } = accountsSide(options, { board, runtime, seed });
  const hosts = {
    gamma: new HttpHost(gammaHost({ board, venue, time, runtime }), runtime),
    clob: new HttpHost(clobHost(board, runtime, trading), runtime),
    data: new HttpHost(dataHost({ board, rows, runtime }, time), runtime),
    site: new HttpHost(siteHost(), runtime),
    ws: new SocketHost({ channels: wsChannels(channel, trading), bufferBytesMax }, runtime),
    rtds: new SocketHost({ channels: [rtdsChannel(rtds)], bufferBytesMax }, runtime),
    ...(chain === null ? {} : chainHosts(chain, runtime)),
  };
  const stage = new Stage({ board, channel, rows, rtds, runtime });
  stage.open(venue, startedAtMs);
  exchange?.onHappenings((happenings) => stage.onStep(happenings, clock.nowMs()));
  const sockets = [hosts.ws, hosts.rtds];
  let secondAtMs = startedAtMs;
  const pump = new Pump({
    venue,
    time,
    clock,
    onStep: (happenings, nowMs) => stage.onStep(happenings, nowMs),
    onTurn: (nowMs) => {
      rtds.onTurn(nowMs);
      if (nowMs - secondAtMs < SECOND_MS) return;
      secondAtMs = nowMs;
      trading?.passSecond(nowMs);
      for (const each of sockets) each.passSecond(nowMs);
    },
  });
  const closeAll = () => Promise.all(Object.values(hosts).map((each) => each.close()));
  const urls = await listenAll(hosts, options).catch(async (error: unknown) => {
    await closeAll();
    throw error;
  });
  pump.start();
  return {
    urls,
    env: environmentOf(urls, chain),
    get counts() {
      return { ...runtime.counts, rows: rows.count, faults: { ...runtime.faults.counts } };
    },
    trading,
    chain,
    setFaults: (choice) => runtime.faults.set(choice),
    close: async () => {
      pump.stop();
      trading?.close();
      chain?.close();
      await closeAll();
    },
  };
}

/** What only accounts are served: trading, and the chain that their money is on. */
function accountsSide(
  { venue: { exchange }, chainTimes }: PolymarketSimOptions,
  of: { readonly board: Board; readonly runtime: WireRuntime; readonly seed: string },
): { readonly trading: Trading | null; readonly chain: SimChain | null } {
  if (exchange === undefined) return { trading: null, chain: null };
  const { board, runtime, seed } = of;
  const chain = new SimChain({
    ...{ exchange, seed, clock: runtime.clock, markets: board },
    chance: new Chance(seed).fork('chain'),
    ...(chainTimes === undefined ? {} : { times: chainTimes }),
  });
  const { wallets } = chain;
  return { trading: Trading.of({ board, exchange, runtime, seed, wallets }), chain };
}

function chainHosts(chain: SimChain, runtime: WireRuntime) {
  return { rpc: new HttpHost(chain.rpc, runtime), relayer: new HttpHost(chain.relayer, runtime) };
}

function rtdsOf({ rtdsDelayMs, rtdsSilenceMs }: PolymarketSimOptions, runtime: WireRuntime): Rtds {
  const delayMs = rtdsDelayMs ?? RTDS_DELAY_MS;
  return new Rtds({ delayMs, silenceMs: rtdsSilenceMs ?? RTDS_SILENCE_MS }, runtime);
}

function wsChannels(channel: MarketChannel, trading: Trading | null): readonly SocketChannel[] {
  const market: SocketChannel = {
    path: '/ws/market',
    faults: { drop: 'frameDrop', duplicate: 'frameDuplicate', reorder: 'frameReorder' },
    accept: channel.accept,
  };
  return trading === null ? [market] : [market, trading.channel];
}

function rtdsChannel({ accept }: Rtds): SocketChannel {
  const faults = { drop: 'rtdsDrop', duplicate: 'rtdsDuplicate', reorder: 'rtdsReorder' } as const;
  return { path: '', faults, accept };
}

type Hosts = Readonly<Record<'gamma' | 'clob' | 'data' | 'site', HttpHost>> &
  Readonly<Record<'ws' | 'rtds', SocketHost>> & {
    readonly rpc?: HttpHost;
    readonly relayer?: HttpHost;
  };

async function listenAll(hosts: Hosts, options: PolymarketSimOptions): Promise<PolymarketUrls> {
  const { host = '127.0.0.1', ports = 0 } = options;
  const at = (place: number) => ({ host, port: ports === 0 ? 0 : ports + place });
  return {
    gammaUrl: await hosts.gamma.listen(at(0)),
    clobUrl: await hosts.clob.listen(at(1)),
    dataUrl: await hosts.data.listen(at(2)),
    wsUrl: await hosts.ws.listen(at(3)),
    rtdsUrl: await hosts.rtds.listen(at(4)),
    geoblockUrl: `${await hosts.site.listen(at(5))}${GEOBLOCK_PATH}`,
    rpcUrl: (await hosts.rpc?.listen(at(6))) ?? null,
    relayerUrl: (await hosts.relayer?.listen(at(7))) ?? null,
  };
}

function environmentOf(
  urls: PolymarketUrls,
  chain: SimChain | null,
): Readonly<Record<string, string>> {
  const { rpcUrl, relayerUrl } = urls;
  return {
    POLYMARKET_GAMMA_URL: urls.gammaUrl,
    POLYMARKET_CLOB_URL: urls.clobUrl,
    POLYMARKET_DATA_URL: urls.dataUrl,
    POLYMARKET_WS_URL: urls.wsUrl,
    POLYMARKET_RTDS_URL: urls.rtdsUrl,
    POLYMARKET_GEOBLOCK_URL: urls.geoblockUrl,
    ...(relayerUrl === null ? {} : { POLYMARKET_RELAYER_URL: relayerUrl }),
    ...(chain === null ? {} : { POLYMARKET_RELAYER_KEY: chain.relayerKey }),
    ...(rpcUrl === null ? {} : { POLYGON_RPC_URL: rpcUrl }),
  };
}
