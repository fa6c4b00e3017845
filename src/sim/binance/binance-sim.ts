import { Chance } from '../chance.ts';
import { SeededSpotPath, type SpotPath } from '../spot/spot-path.ts';
import { type SimClock, SYSTEM_CLOCK } from '../wire/clock.ts';
import type { ListenAt } from '../wire/listen.ts';
import { type BinanceFaultChoice, BinanceFaults } from './faults.ts';
import { SimMarket } from './market.ts';
import { RestServer } from './rest-server.ts';
import { StreamServer } from './stream-server.ts';
import { SIM_PAIRS, type SimPair } from './symbols.ts';

const SECOND_MS = 1_000;
/** Between two looks at the path. */
export const TURN_MS = 100;
/** From the announcement until the server goes. */
const SHUTDOWN_GRACE_MS = 10_000;
/** As documented: pings, how long a pong may take, and a connection's day. */
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 60_000;
const LIFE_MS = 86_400_000;
const WEIGHT_PER_MINUTE = 6_000;
const ANYWHERE: ListenAt = { host: '127.0.0.1', port: 0 };

export interface BinanceSimOptions {
  readonly seed?: string;
  /** What coins cost; the same path may drive other simulated venues. */
  readonly path?: SpotPath;
  readonly pairs?: readonly SimPair[];
  readonly clock?: SimClock;
  readonly faults?: BinanceFaultChoice;
  readonly lifeMs?: number;
  readonly pingEveryMs?: number;
  readonly pongWithinMs?: number;
  readonly weightPerMinute?: number;
  readonly ws?: ListenAt;
  readonly api?: ListenAt;
}

export interface BinanceSimCounts {
  readonly connections: number;
  readonly refused: number;
  readonly frames: number;
  readonly requests: number;
}

/** Binance's public prices on loopback sockets: streams and requests over one seeded market. */
export class BinanceSim {
  readonly faults: BinanceFaults;
  readonly #clock: SimClock;
  readonly #markets: ReadonlyMap<string, SimMarket>;
  readonly #streams: StreamServer;
  readonly #rest: RestServer;
  readonly #cancels = new Set<() => void>();
  #urls = { wsUrl: '', apiUrl: '' };
  #turnedMs: number;
  #refusal: { readonly ws: number | null; readonly api: number | null } = { ws: null, api: null };

  constructor(options: BinanceSimOptions) {
    const { seed = 'binance', clock = SYSTEM_CLOCK, pairs = SIM_PAIRS } = options;
    const path = options.path ?? new SeededSpotPath(seed);
    const chance = new Chance(seed).fork('binance');
    const atMs = clock.nowMs();
    this.#clock = clock;
    this.#turnedMs = atMs;
    this.faults = new BinanceFaults(seed, options.faults ?? 'none');
    this.#markets = new Map(
      pairs.map((pair) => [
        pair.symbol,
        new SimMarket(pair, { path, chance: chance.fork(pair.symbol), atMs }),
      ]),
    );
    this.#streams = new StreamServer({
      clock,
      faults: this.faults,
      pingEveryMs: options.pingEveryMs ?? PING_EVERY_MS,
      pongWithinMs: options.pongWithinMs ?? PONG_WITHIN_MS,
      lifeMs: options.lifeMs ?? LIFE_MS,
      refusal: () => this.#refusal.ws,
    });
    this.#rest = new RestServer({
      clock,
      faults: this.faults,
      markets: { path, markets: this.#markets },
      weightPerMinute: options.weightPerMinute ?? WEIGHT_PER_MINUTE,
      refusal: () => this.#refusal.api,
    });
  }

  /** `wsUrl` and `apiUrl` once it listens. */
  get urls(): { readonly wsUrl: string; readonly apiUrl: string } {
    return this.#urls;
  }

  get counts(): BinanceSimCounts {
    return { ...this.#streams.counts, requests: this.#rest.requests };
  }

  /** Connections that are open. */
  get listeners(): number {
    return this.#streams.clients.length;
  }

  market(symbol: string): SimMarket | undefined {
    return this.#markets.get(symbol);
  }

  async listen(ws: ListenAt = ANYWHERE, api: ListenAt = ANYWHERE): Promise<void> {
    const [wsUrl, apiUrl] = await Promise.all([this.#streams.listen(ws), this.#rest.listen(api)]);
    this.#urls = { wsUrl, apiUrl };
    this.#later(TURN_MS, () => this.#turn());
  }

  /** Refuses this place from now on, by status; `null` serves it. */
  refuse(status: { readonly ws: number | null; readonly api: number | null }): void {
    this.#refusal = status;
  }

  /** Tears every connection. */
  cut(): void {
    for (const client of this.#streams.clients) client.terminate();
  }

  /** Lets nothing through for so long on the connections that are open. */
  stall(ms: number): void {
    for (const client of this.#streams.clients) client.stall(ms);
  }

  /** Lets the connections that are open hang so far behind. */
  lag(ms: number): void {
    for (const client of this.#streams.clients) client.lag(ms);
  }

  /** Tells every connection that its server goes, and cuts them `graceMs` later. */
  shutdown(graceMs: number = SHUTDOWN_GRACE_MS): void {
    const { clients } = this.#streams;
    for (const client of clients) client.announceShutdown(this.#clock.nowMs());
    this.#later(graceMs, () => {
      for (const client of clients) client.terminate();
    });
  }

  async close(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    await Promise.all([this.#streams.close(), this.#rest.close()]);
  }

  #turn(): void {
    const nowMs = this.#clock.nowMs();
    for (const market of this.#markets.values()) {
      for (const update of market.advance(this.#turnedMs, nowMs)) this.#streams.tell(update);
    }
    this.#streams.turn(nowMs);
    if (Math.floor(nowMs / SECOND_MS) > Math.floor(this.#turnedMs / SECOND_MS)) {
      this.#streams.passSecond();
      if (this.listeners > 0 && this.faults.happens('shutdown')) this.shutdown();
    }
    this.#turnedMs = nowMs;
    this.#later(TURN_MS, () => this.#turn());
  }

  #later(delayMs: number, run: () => void): void {
    const cancel = this.#clock.schedule(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }
}

/** A simulated exchange that listens. @throws Error of a socket, such as a taken port */
export async function startBinanceSim(options: BinanceSimOptions = {}): Promise<BinanceSim> {
  const sim = new BinanceSim(options);
  await sim.listen(options.ws, options.api);
  return sim;
}
