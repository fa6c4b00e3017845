import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import {
  PolyboltStream,
  type PolyboltStreamOptions,
  SILENCE_MS_MAX,
} from '../../../src/data/polybolt/price-stream.ts';
import {
  DRAINED_MS_MAX,
  POLICY_MS,
  REFUSED_MS,
} from '../../../src/data/polybolt/reconnect-pace.ts';
import { SYSTEM_SOCKETS } from '../../../src/data/socket/system-sockets.ts';
import type { SettlementPrice } from '../../../src/engine/domain/settlement-price.ts';
import {
  type PolyboltSim,
  type PolyboltSimOptions,
  startPolyboltSim,
} from '../../../src/sim/polybolt/polybolt-sim.ts';
import { SeededSpotPath } from '../../../src/sim/spot/spot-path.ts';
import { VirtualSockets } from '../socket/virtual-sockets.ts';

const ACCOUNT = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'phrase' };
const PATH = new SeededSpotPath('polybolt');
const PATIENCE_MS = 120_000;
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

/** The stream against the simulator over loopback; one clock, which the test moves. */
class Wired {
  readonly runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
  readonly prices: SettlementPrice[] = [];
  frames = 0;
  readonly sim: PolyboltSim;
  readonly stream: PolyboltStream;

  constructor(sim: PolyboltSim, runtime: VirtualSockets, options: Partial<PolyboltStreamOptions>) {
    this.sim = sim;
    this.runtime = runtime;
    this.stream = new PolyboltStream(
      {
        url: sim.url,
        credentials: () => ACCOUNT,
        symbols: ['btcusd', 'ethusd'],
        onFrame: () => {
          this.frames += 1;
        },
        onPrices: (prices) => this.prices.push(...prices),
        ...options,
      },
      runtime,
    );
    undo.push(() => this.stream.close());
    this.stream.start();
  }

  static async start(
    options: Partial<PolyboltStreamOptions> = {},
    simOptions: Partial<PolyboltSimOptions> = {},
  ): Promise<Wired> {
    const runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
    const clock = {
      nowMs: () => runtime.nowMs(),
      schedule: (ms: number, run: () => void) => runtime.after(ms, run),
    };
    const sim = await startPolyboltSim({ path: PATH, clock, accounts: [ACCOUNT], ...simOptions });
    undo.push(() => sim.close());
    return new Wired(sim, runtime, options);
  }

  /** Lets time pass in turns of the event loop until the condition holds. */
  async until(check: () => void): Promise<void> {
    const endMs = performance.now() + PATIENCE_MS;
    for (;;) {
      await this.pass(100);
      try {
        check();
        return;
      } catch (error) {
        if (performance.now() > endMs) throw error;
      }
    }
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 100) {
      this.runtime.advance(100);
      for (let at = 0; at < 5; at += 1) await turn();
    }
  }

  streaming(): Promise<void> {
    const before = this.prices.length;
    return this.until(() => {
      expect(this.stream.snapshot()).toMatchObject({
        state: 'open',
        isAuthed: true,
        subscribed: 4,
      });
      expect(this.prices.length).toBeGreaterThan(before);
    });
  }
}

describe('settlement prices', () => {
  test('come with two minutes before them, and are the path’s some seconds ago', async () => {
    const wired = await Wired.start();
    await wired.streaming();
    await wired.pass(5_000);
    const btc = wired.prices.filter(
      ({ symbol, meanOfMs }) => symbol === 'btc/usd' && meanOfMs === null,
    );
    expect(btc.length).toBeGreaterThanOrEqual(120);
    for (const { price, venueAtMs } of btc) expect(price).toBe(PATH.priceAt('BTC', venueAtMs));
    const means = wired.prices.filter(
      ({ symbol, meanOfMs }) => symbol === 'eth/usd' && meanOfMs === 60_000,
    );
    expect(means.length).toBeGreaterThanOrEqual(120);
    const { price = 0, venueAtMs = 0 } = means.at(-1) ?? {};
    const of60 = Array.from({ length: 60 }, (_, s) => PATH.priceAt('ETH', venueAtMs - s * 1_000));
    expect(price).toBeCloseTo(of60.reduce((a, b) => a + b) / 60, 6);
    expect(wired.stream.snapshot()).toMatchObject({ gaps: 0, unread: 0, trouble: null });
    expect(wired.frames).toBeGreaterThan(4);
  });

  test('that are left out are counted, told or not', async () => {
    const wired = await Wired.start();
    await wired.streaming();
    const [client] = wired.sim.clients;
    client?.lose(4, true);
    await wired.until(() =>
      expect(wired.stream.snapshot()).toMatchObject({ missed: 4, dropped: 4 }),
    );
    client?.lose(4, false);
    await wired.until(() =>
      expect(wired.stream.snapshot()).toMatchObject({ missed: 8, dropped: 4 }),
    );
  });

  test('come back after a cut and after a silence', async () => {
    const wired = await Wired.start();
    await wired.streaming();
    wired.sim.clients[0]?.terminate();
    await wired.until(() => expect(wired.sim.connections).toBe(2));
    await wired.streaming();
    wired.sim.clients[0]?.stall(10 * SILENCE_MS_MAX);
    await wired.until(() => expect(wired.sim.connections).toBe(3));
    await wired.streaming();
    expect(wired.stream.snapshot().reason).toContain('no data');
  });

  test('survive a bad day', async () => {
    const faults = { cut: 0.02, stall: 0.02, lose: 0.1, drain: 0.02 };
    const wired = await Wired.start({}, { faults });
    await wired.pass(60_000);
    wired.sim.setFaults({});
    await wired.streaming();
    expect(wired.stream.snapshot().unread).toBe(0);
  });
});

describe('credentials', () => {
  test('that are refused are tried again after five minutes, and the words say so', async () => {
    const wired = await Wired.start({ credentials: () => ({ ...ACCOUNT, secret: 'b3RoZXI=' }) });
    await wired.until(() =>
      expect(wired.stream.snapshot().trouble).toBe(
        'Polymarket refused the API credentials for its settlement prices (auth_failed). They are tried again in 5 minutes.',
      ),
    );
    await wired.pass(SILENCE_MS_MAX + 60_000);
    expect(wired.sim.connections).toBe(1);
    await wired.pass(REFUSED_MS);
    expect(wired.sim.connections).toBe(2);
    expect(wired.prices).toEqual([]);
  });

  test('that are missing are said, and come into use when they are there', async () => {
    let known: typeof ACCOUNT | null = null;
    const wired = await Wired.start({ credentials: () => known });
    await wired.until(() =>
      expect(wired.stream.snapshot().trouble).toBe(
        'Settlement prices need the API credentials of a Polymarket account.',
      ),
    );
    known = ACCOUNT;
    await wired.pass(REFUSED_MS + SILENCE_MS_MAX);
    await wired.streaming();
    expect(wired.stream.snapshot().trouble).toBeNull();
  });

  test('are never in a snapshot or a trouble', async () => {
    const wired = await Wired.start();
    await wired.streaming();
    const text = JSON.stringify(wired.stream.snapshot());
    for (const secret of Object.values(ACCOUNT)) expect(text).not.toContain(`"${secret}"`);
  });
});

describe('on virtual connections', () => {
  const virtual = () => {
    const runtime = new VirtualSockets();
    const stream = new PolyboltStream(
      {
        url: 'wss://prices.test/ws',
        credentials: () => ACCOUNT,
        symbols: ['btcusd'],
        onFrame: () => undefined,
      },
      runtime,
    );
    stream.start();
    runtime.last.open();
    return { runtime, stream };
  };

  test.each([
    ['a server that drains', 4_003, DRAINED_MS_MAX / 2],
    ['credentials that are refused', 4_001, REFUSED_MS],
    ['a broken rule', 4_008, POLICY_MS],
  ])('%s is come back to after its own time', (_name, code, waitMs) => {
    const { runtime } = virtual();
    runtime.last.end(code, 'goodbye');
    runtime.advance(waitMs - 1_000);
    expect(runtime.attemptsMs).toHaveLength(1);
    runtime.advance(4_000);
    expect(runtime.attemptsMs).toHaveLength(2);
  });

  test('nothing is subscribed to before the account is known', () => {
    const { runtime, stream } = virtual();
    expect(runtime.last.sent.map((text) => JSON.parse(text))).toEqual([
      { op: 'auth', rid: 'auth', auth: ACCOUNT },
    ]);
    runtime.last.text('{"op":"authed","rid":"auth"}');
    expect(JSON.parse(runtime.last.sent[1] ?? '')).toEqual({
      op: 'subscribe',
      rid: 'subscribe',
      subscriptions: [
        { channel: 'price.crypto', filter: { symbol: 'btcusd' } },
        { channel: 'price.crypto.twap', filter: { symbol: 'btcusd', window_seconds: 60 } },
      ],
    });
    for (const text of ['{', '[]', '{"op":"hello"}', '{"v":2}']) runtime.last.text(text);
    expect(stream.snapshot().unread).toBe(4);
    runtime.last.text('{"op":"error","code":"invalid_filter","channel":"price.crypto"}');
    expect(stream.snapshot().trouble).toBe(
      'Polymarket refused settlement prices of price.crypto (invalid_filter).',
    );
  });
});
