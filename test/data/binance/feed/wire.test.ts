import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { SpotFeed, type SpotFeedOptions } from '../../../../src/data/binance/feed/spot-feed.ts';
import { type BinanceHost, hostsOf } from '../../../../src/data/binance/hosts.ts';
import { parseFrame } from '../../../../src/data/frame.ts';
import { SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import { SYSTEM_SOCKETS } from '../../../../src/data/socket/system-sockets.ts';
import {
  type BinanceSim,
  type BinanceSimOptions,
  startBinanceSim,
} from '../../../../src/sim/binance/binance-sim.ts';
import { SIM_PAIRS } from '../../../../src/sim/binance/symbols.ts';
import { SeededSpotPath } from '../../../../src/sim/spot/spot-path.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';

/** The feed against the simulated exchange over loopback; one clock, which the test moves. */

const PATH = new SeededSpotPath('wire');
const STEP_MS = 100;
const TURNS = 5;
/** How long a condition may take to come true; far beyond what it needs. */
const PATIENCE_MS = 120_000;
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

class Wired {
  readonly runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
  readonly frames: { readonly source: string; readonly frame: never; readonly atMs: number }[] = [];
  readonly sims: BinanceSim[] = [];
  #feed: SpotFeed | null = null;

  get feed(): SpotFeed {
    if (this.#feed === null) throw new Error('the feed was not started');
    return this.#feed;
  }

  async host(options: BinanceSimOptions = {}, exchange = 'binance.com'): Promise<BinanceHost> {
    const clock = {
      nowMs: () => this.runtime.nowMs(),
      schedule: (ms: number, run: () => void) => this.runtime.after(ms, run),
    };
    const sim = await startBinanceSim({ seed: 'wire', path: PATH, clock, ...options });
    undo.push(() => sim.close());
    this.sims.push(sim);
    return { ...sim.urls, name: `host-${this.sims.length}`, exchange };
  }

  start(hosts: readonly BinanceHost[], options: Partial<SpotFeedOptions> = {}): void {
    const feed = new SpotFeed({
      hosts,
      sink: {
        json: (source, frame, atMs) => this.frames.push({ source, frame: frame as never, atMs }),
      },
      sockets: this.runtime,
      http: { ...SYSTEM_RUNTIME, nowMs: () => this.runtime.nowMs() },
      ...options,
    });
    undo.push(() => feed.close());
    this.#feed = feed;
    feed.start();
  }

  /** Lets time pass while the network does what it does. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) await this.#step();
  }

  /** Lets time pass until the condition holds. */
  async until(check: () => void): Promise<void> {
    const endMs = performance.now() + PATIENCE_MS;
    for (;;) {
      await this.#step();
      try {
        check();
        return;
      } catch (error) {
        if (performance.now() > endMs) throw error;
      }
    }
  }

  /**
   * Time is counted in turns of the event loop, in each of which the sockets get theirs: a slow
   * machine makes it pass more slowly, and changes nothing else.
   */
  async #step(): Promise<void> {
    this.runtime.advance(STEP_MS);
    for (let at = 0; at < TURNS; at += 1) await turn();
  }

  /** All symbols have a price of the stream. */
  streaming(host?: string): Promise<void> {
    return this.until(() => {
      const health = this.feed.snapshot();
      expect(health.trouble).toBeNull();
      expect(health.symbols.every(({ way, price }) => way === 'stream' && price !== null)).toBe(
        true,
      );
      if (host !== undefined) expect(health.host).toBe(host);
    });
  }

  /** What every run must hold, whatever happened in it. */
  check(): void {
    const lastIds = new Map<string, number>();
    const now = this.runtime.nowMs();
    for (const { source, frame, atMs } of this.frames) {
      const { events, problems } = parseFrame(source, frame, atMs);
      expect(problems).toEqual([]);
      expect(events.length).toBeGreaterThan(0);
      for (const event of events) {
        if (event.kind !== 'spotPrice') throw new Error(`a ${event.kind} among prices`);
        expect(event.venueAtMs).toBeLessThanOrEqual(now);
      }
      const { stream, data } = frame as { stream?: string; data?: Record<string, number | string> };
      if (stream === undefined) continue;
      const id = Number(data?.['u'] ?? data?.['a']);
      expect(id).toBeGreaterThan(lastIds.get(stream) ?? 0);
      lastIds.set(stream, id);
    }
  }
}

async function live(options: Partial<SpotFeedOptions> = {}, sim: BinanceSimOptions = {}) {
  const wired = new Wired();
  const host = await wired.host(sim);
  wired.start([host], options);
  await wired.streaming();
  const [exchange] = wired.sims;
  if (exchange === undefined) throw new Error('there is a simulator');
  return { wired, exchange };
}

describe('over real sockets', () => {
  test('ten symbols have the prices of the exchange', async () => {
    const { wired, exchange } = await live();
    await wired.pass(3_000);
    wired.check();
    const health = wired.feed.snapshot();
    expect(health.symbols).toHaveLength(10);
    expect(health).toMatchObject({ unread: 0, losses: 0, clockOffsetMs: expect.any(Number) });
    const sources = new Set(wired.frames.map(({ source }) => source));
    expect(sources.has('binance.stream')).toBe(true);
    const btc = exchange.market('BTCUSDT');
    const distance = Math.abs(Number(btc?.best.bid) - (health.symbols[0]?.price ?? 0));
    expect(distance).toBeLessThan(Number(btc?.best.bid) / 100);
  });

  test('days of the exchange are survived: each connection is renewed before it is cut', async () => {
    const { wired, exchange } = await live({ renewAfterMs: 20_000 }, { lifeMs: 30_000 });
    await wired.until(() => expect(wired.feed.snapshot().renewals).toBeGreaterThanOrEqual(4));
    await wired.streaming();
    const { losses, symbols } = wired.feed.snapshot();
    expect(losses).toBe(0);
    expect(symbols.every(({ gaps }) => gaps === 0)).toBe(true);
    expect(symbols.some(({ duplicates }) => duplicates > 0)).toBe(true);
    expect(exchange.listeners).toBeLessThanOrEqual(2);
    wired.check();
  });

  test('an exchange that announces its end is left before it', async () => {
    const { wired, exchange } = await live();
    exchange.shutdown(10_000);
    await wired.until(() => expect(wired.feed.snapshot().renewals).toBe(1));
    await wired.pass(12_000);
    await wired.streaming();
    expect(wired.feed.snapshot()).toMatchObject({ renewals: 1, shutdowns: 1, losses: 0 });
    expect(exchange.listeners).toBe(1);
    wired.check();
  });

  test('a cut connection comes back, and the missed trades are counted', async () => {
    const { wired, exchange } = await live();
    exchange.cut();
    await wired.until(() => expect(wired.feed.snapshot().losses).toBe(1));
    await wired.pass(5_000);
    await wired.streaming();
    const { symbols } = wired.feed.snapshot();
    expect(symbols.some(({ missedTrades }) => missedTrades > 0)).toBe(true);
    wired.check();
  });

  test('while the stream is silent prices are asked for, and the stream is replaced', async () => {
    const { wired, exchange } = await live();
    exchange.stall(60_000);
    await wired.until(() => {
      const ways = wired.feed.snapshot().symbols.map(({ way }) => way);
      expect(ways).toContain('rest');
    });
    await wired.until(() => expect(exchange.counts.connections).toBeGreaterThan(1));
    await wired.streaming();
    expect(wired.frames.some(({ source }) => source === 'binance.ticker')).toBe(true);
    wired.check();
  });

  test('where the first host does not serve, the next one does, also over HTTP', async () => {
    const wired = new Wired();
    const hosts = [await wired.host(), await wired.host({ seed: 'us' }, 'binance.us')];
    wired.sims[0]?.refuse({ ws: 451, api: 451 });
    wired.start(hosts);
    await wired.streaming('host-2');
    expect(wired.feed.snapshot()).toMatchObject({ isOtherExchange: true });
    wired.check();
  });

  test('times in microseconds are the same prices', async () => {
    const { wired } = await live({}, { faults: { micros: 1 } });
    await wired.pass(2_000);
    wired.check();
    expect(wired.feed.snapshot().symbols.every(({ late }) => late === 0)).toBe(true);
  });

  test('a host whose prices are late is left for another one', async () => {
    const wired = new Wired();
    const hosts = [await wired.host(), await wired.host()];
    wired.start(hosts);
    await wired.streaming('host-1');
    wired.sims[0]?.lag(8_000);
    await wired.streaming('host-2');
    const late = wired.feed.snapshot().symbols.reduce((sum, symbol) => sum + symbol.late, 0);
    expect(late).toBeGreaterThan(0);
    wired.check();
  });
});

describe('with all faults of the exchange', () => {
  test.each(['rough', 'hostile'] as const)(
    'on a %s day prices stay in order and come back',
    async (faults) => {
      const wired = new Wired();
      const pairs = SIM_PAIRS.slice(0, 4);
      const hosts = [
        await wired.host({ pairs, faults }),
        await wired.host({ pairs, faults }),
        await wired.host({ pairs, seed: 'us', faults }, 'binance.us'),
      ];
      wired.start(hosts, { symbols: pairs.map(({ symbol }) => symbol) });
      await wired.pass(90_000);
      const happened = wired.sims.reduce(
        (sum, sim) => sum + Object.values(sim.faults.counts).reduce((a, b) => a + b),
        0,
      );
      expect(happened).toBeGreaterThan(0);
      for (const sim of wired.sims) sim.faults.set('none');
      await wired.streaming();
      wired.check();
      const { attempts } = wired.feed.snapshot();
      expect(attempts).toBeLessThanOrEqual(wired.runtime.monotonicMs() / 2_000 + 1);
    },
  );
});

test('the product’s own addresses are known', () => {
  const [first] = hostsOf({
    wsUrl: 'wss://data-stream.binance.vision',
    apiUrl: 'https://data-api.binance.vision',
  });
  expect(first?.name).toBe('data.binance.vision');
});
