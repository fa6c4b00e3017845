import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STALE_MS } from '../../../../src/data/binance/feed/symbol-watch.ts';
import type { FakeWire } from '../../socket/virtual-sockets.ts';
import { aggTrade, best, FeedSetup, refusal, SHUTDOWN } from './feed-setup.ts';

/** Whatever the exchange and the network do, on virtual time. */

type Happening =
  | { readonly kind: 'open' | 'shutdown' | 'end' | 'refuse' | 'garbage' | 'late' }
  | { readonly kind: 'prices'; readonly count: number; readonly repeats: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'rest'; readonly status: number | null };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('open' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('shutdown', 'end', 'refuse', 'garbage', 'late'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('prices' as const),
      count: fc.integer({ min: 1, max: 20 }),
      repeats: fc.integer({ min: 0, max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.integer({ min: 1, max: 20_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rest' as const),
      status: fc.constantFrom(null, 429, 418, 451, 500),
    }),
  },
);

/** The exchange: ids of each host's exchange count up, and every connection may tell them. */
class Play {
  readonly setup = new FeedSetup();
  #id = 100;

  async happen(next: Happening, pick: FakeWire | undefined): Promise<void> {
    const { setup } = this;
    if (next.kind === 'pass') await setup.pass(next.ms);
    else if (next.kind === 'rest') {
      const { status } = next;
      setup.rest.error = status === null ? null : () => refusal(status, { retryAfterMs: 5_000 });
    } else if (pick?.state === 'connecting') this.#connecting(next, pick);
    else if (pick?.state === 'open') this.#open(next, pick);
  }

  #connecting(next: Happening, wire: FakeWire): void {
    if (next.kind === 'open') wire.open();
    if (next.kind === 'refuse') wire.fail('Unexpected server response: 451');
  }

  #open(next: Happening, wire: FakeWire): void {
    if (next.kind === 'end') wire.end(1006);
    if (next.kind === 'shutdown') wire.text(SHUTDOWN);
    if (next.kind === 'garbage') wire.text('{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade"}}');
    if (next.kind === 'late') this.#trade(wire, { ageMs: 60_000 });
    if (next.kind !== 'prices') return;
    for (let at = 0; at < next.count; at += 1) this.#trade(wire, { ageMs: 0 });
    for (let at = 0; at < next.repeats; at += 1) this.#trade(wire, { ageMs: 0, isRepeated: true });
  }

  /** After every step. */
  check(): void {
    const { setup } = this;
    expect(setup.alive.length).toBeLessThanOrEqual(3);
    expect(setup.runtime.pending).toBeLessThan(40);
    const btc = setup.btc();
    expect(btc.price !== null).toBe(btc.ageMs !== null && btc.ageMs <= STALE_MS);
    expect(setup.feed.price('btcusdt')?.price ?? null).toBe(btc.price);
  }

  /** What went out: each id once, in order, and nothing late. */
  checkOut(): void {
    const { setup } = this;
    for (const stream of ['btcusdt@aggTrade', 'btcusdt@bookTicker']) {
      const ids = setup.ids(stream).map(Number);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    }
    const lags = setup.out.map(({ frame, receivedAtMs }) => {
      const at = frame.data?.['T'];
      return typeof at === 'number' ? receivedAtMs - at : 0;
    });
    expect(Math.max(0, ...lags)).toBeLessThan(60_000);
  }

  /** Left alone with an exchange that works, prices come back; closing leaves nothing. */
  async recover(): Promise<void> {
    const { setup } = this;
    setup.rest.error = null;
    for (let second = 0; second < 400 && setup.feed.snapshot().trouble !== null; second += 1) {
      for (const wire of setup.alive) {
        wire.open();
        setup.trade(wire);
      }
      await setup.pass(1_000);
    }
    expect(setup.feed.snapshot().trouble).toBeNull();
    const closing = setup.feed.close();
    for (const wire of setup.runtime.wires) wire.end(1005);
    await closing;
    expect(setup.runtime.pending).toBe(0);
  }

  #trade(wire: FakeWire, how: { readonly ageMs: number; readonly isRepeated?: boolean }): void {
    if (how.isRepeated !== true) this.#id += 1;
    const of = { id: this.#id, price: 1_000 + (this.#id % 7) };
    wire.text(aggTrade('BTCUSDT', { ...of, atMs: this.setup.runtime.nowMs() - how.ageMs }));
    wire.text(best('BTCUSDT', of));
  }
}

test('ids are handed on once and in order, and an old price is never a price', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(happening, fc.nat()), { minLength: 5, maxLength: 60 }),
      async (plan) => {
        const play = new Play();
        const { setup } = play;
        setup.rest.prices = { btcusdt: 500, ethusdt: 5 };
        setup.feed.start();
        await setup.pass(0);
        for (const [next, at] of plan) {
          const { alive } = setup;
          await play.happen(next, alive[at % Math.max(1, alive.length)]);
          play.check();
        }
        await setup.pass(100);
        play.checkOut();
        await play.recover();
      },
    ),
    { numRuns: 60 },
  );
});
