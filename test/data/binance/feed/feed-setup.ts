import { SpotFeed, type SpotFeedOptions } from '../../../../src/data/binance/feed/spot-feed.ts';
import type { BinanceHost } from '../../../../src/data/binance/hosts.ts';
import { SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import { VenueError } from '../../../../src/data/http/venue-error.ts';
import { type FakeWire, VirtualSockets } from '../../socket/virtual-sockets.ts';

export const VISION: BinanceHost = {
  name: 'vision',
  wsUrl: 'wss://vision.test',
  apiUrl: 'https://vision.test',
  exchange: 'binance.com',
};
export const COM: BinanceHost = {
  name: 'com',
  wsUrl: 'wss://com.test:9443',
  apiUrl: 'https://com.test',
  exchange: 'binance.com',
};
export const US: BinanceHost = {
  name: 'us',
  wsUrl: 'wss://us.test',
  apiUrl: 'https://us.test',
  exchange: 'binance.us',
};

export const HOSTS = [VISION, COM, US];

/** Answers arrive between two steps. */
const STEP_MS = 500;

/** One price that the feed handed on. */
interface Out {
  readonly source: string;
  readonly frame: {
    readonly stream?: string;
    readonly data?: { readonly [name: string]: unknown };
  };
  readonly receivedAtMs: number;
}

/** Answers requests as the test says: by default the venue's clock is ours, and nothing is traded. */
export class FakeRest {
  readonly asked: { readonly host: string; readonly symbols: readonly string[] }[] = [];
  clockOffsetMs = 0;
  prices: Readonly<Record<string, number>> = {};
  /** Thrown in place of an answer. */
  error: ((host: BinanceHost) => unknown) | null = null;
  /** Answers never. */
  hangs = false;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  readonly clientOf = (host: BinanceHost) => ({
    time: async () => {
      this.#fail(host);
      return this.#nowMs() + this.clockOffsetMs;
    },
    bookTickers: async (
      symbols: readonly string[],
      { signal }: { readonly signal?: AbortSignal } = {},
    ): Promise<readonly unknown[]> => {
      this.asked.push({ host: host.name, symbols });
      if (this.hangs)
        await new Promise((_resolve, reject) => signal?.addEventListener('abort', reject));
      this.#fail(host);
      return symbols.map((symbol) => this.#row(symbol));
    },
  });

  #fail(host: BinanceHost): void {
    const error = this.error?.(host) ?? null;
    if (error !== null) throw error;
  }

  #row(symbol: string): unknown {
    const price = this.prices[symbol];
    if (price !== undefined) {
      const name = symbol.toUpperCase();
      return { symbol: name, bidPrice: `${price - 1}`, askPrice: `${price + 1}` };
    }
    throw refusal(400, { code: '-1121', text: 'Invalid symbol.' });
  }
}

export function refusal(
  status: number,
  more: { readonly code?: string; readonly text?: string; readonly retryAfterMs?: number } = {},
): VenueError {
  const kind = status === 429 ? 'rateLimited' : status === 403 ? 'blocked' : 'rejected';
  return new VenueError({ kind, endpoint: 'binance.bookTicker', status, ...more });
}

/** A feed on virtual time over fake connections; the test plays the exchange. */
export class FeedSetup {
  readonly runtime = new VirtualSockets();
  readonly rest = new FakeRest(() => this.runtime.nowMs());
  readonly out: Out[] = [];
  readonly feed: SpotFeed;
  #tradeId = 1_000;
  #updateId = 1_000;

  constructor(options: Partial<SpotFeedOptions> = {}) {
    this.feed = new SpotFeed({
      hosts: HOSTS,
      symbols: ['BTCUSDT', 'ETHUSDT'],
      sink: {
        json: (source, frame, receivedAtMs) =>
          this.out.push({ source, frame: frame as Out['frame'], receivedAtMs }),
      },
      sockets: this.runtime,
      http: SYSTEM_RUNTIME,
      clientOf: this.rest.clientOf,
      ...options,
    });
  }

  /** With a connection that has brought its first prices. */
  static async live(options: Partial<SpotFeedOptions> = {}): Promise<FeedSetup> {
    const setup = new FeedSetup(options);
    setup.feed.start();
    await setup.pass(0);
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    await setup.pass(100);
    setup.out.length = 0;
    return setup;
  }

  /** Lets time pass, step by step, and answers arrive. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.runtime.advance(Math.min(left, STEP_MS));
      await settled();
    }
    this.runtime.advance(0);
    await settled();
  }

  /** The same with prices of all symbols coming every second. */
  async passLive(ms: number, wire: FakeWire = this.runtime.last): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      this.runtime.advance(Math.min(left, 1_000));
      if (wire.state === 'open') this.trade(wire);
      await settled();
    }
  }

  /** A trade of each symbol, and best prices. */
  trade(wire: FakeWire, price = 100_000): void {
    this.#tradeId += 1;
    for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
      wire.text(aggTrade(symbol, { id: this.#tradeId, price, atMs: this.runtime.nowMs() }));
      wire.text(best(symbol, { id: this.nextId(), price }));
    }
  }

  /** Of an update: they count up with gaps. */
  nextId(): number {
    this.#updateId += 1;
    return this.#updateId;
  }

  btc() {
    const [health] = this.feed.snapshot().symbols;
    if (health === undefined) throw new Error('there is a first symbol');
    return health;
  }

  /** Ids of what was handed on of a stream. */
  ids(stream: string): readonly unknown[] {
    return this.out
      .filter(({ frame }) => frame.stream === stream)
      .map(({ frame }) => frame.data?.['u'] ?? frame.data?.['a']);
  }

  /** Fake connections that are not gone. */
  get alive(): readonly FakeWire[] {
    return this.runtime.wires.filter(({ state }) => ['connecting', 'open'].includes(state));
  }
}

/** Lets what waits for answers go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

interface Price {
  readonly id: number;
  readonly price: number;
}

export function aggTrade(symbol: string, of: Price & { readonly atMs: number }): string {
  const { id, price, atMs } = of;
  const data = { e: 'aggTrade', E: atMs, s: symbol, a: id, p: price.toFixed(2), q: '1', T: atMs };
  return JSON.stringify({ stream: `${symbol.toLowerCase()}@aggTrade`, data });
}

export function best(symbol: string, { id, price }: Price): string {
  const data = { u: id, s: symbol, b: (price - 1).toFixed(2), a: (price + 1).toFixed(2) };
  return JSON.stringify({ stream: `${symbol.toLowerCase()}@bookTicker`, data });
}

export const SHUTDOWN = JSON.stringify({
  stream: '!serverShutdown',
  data: { e: 'serverShutdown', E: 1_790_000_000_000 },
});
