import { describe, expect, test } from 'vitest';
import {
  MIRROR_SPACING_MS,
  MIRROR_TTL_MS,
  PriceMirror,
  readSpot,
  STUCK_MAX,
  WRITE_TIMEOUT_MS,
} from '../../../../src/data/binance/feed/price-mirror.ts';
import type { HeardPrice } from '../../../../src/data/binance/feed/symbol-watch.ts';
import { InProcessStateStore } from '../../../../src/data/state/in-process.ts';
import { START_AT_MS, VirtualSockets } from '../../socket/virtual-sockets.ts';
import { best, FeedSetup } from './feed-setup.ts';

const priceOf = (price: number): HeardPrice => ({
  price,
  venueAtMs: START_AT_MS,
  receivedAtMs: START_AT_MS,
  host: 'vision',
  way: 'stream',
});

/** A store that the test answers for. */
function store(answer: () => Promise<void> = () => Promise.resolve()) {
  const writes: [string, number][] = [];
  const state = {
    set: (key: string, value: string, ttlMs: number) => {
      expect(ttlMs).toBe(MIRROR_TTL_MS);
      writes.push([key, (JSON.parse(value) as HeardPrice).price]);
      return answer();
    },
  };
  const runtime = new VirtualSockets();
  return { writes, state, runtime, mirror: new PriceMirror(state, runtime) };
}

const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('a mirror of prices', () => {
  test('writes the newest price of each symbol, twice a second at most', async () => {
    const { mirror, writes, runtime } = store();
    for (let at = 0; at < 100; at += 1) {
      mirror.put('btcusdt', priceOf(at));
      if (at % 10 === 0) mirror.put('ethusdt', priceOf(at));
      runtime.advance(10);
      await settled();
    }
    expect(writes).toEqual([
      ['spot:binance:btcusdt', 49],
      ['spot:binance:ethusdt', 40],
      ['spot:binance:btcusdt', 99],
      ['spot:binance:ethusdt', 90],
    ]);
    expect(mirror.health()).toMatchObject({ writes: 4, failures: 0, trouble: null });
  });

  test('begins no second write of a symbol before the first is over', async () => {
    const ends: (() => void)[] = [];
    const { mirror, writes, runtime } = store(() => new Promise((resolve) => ends.push(resolve)));
    mirror.put('btcusdt', priceOf(1));
    runtime.advance(MIRROR_SPACING_MS);
    mirror.put('btcusdt', priceOf(2));
    runtime.advance(MIRROR_SPACING_MS);
    expect(writes).toHaveLength(1);
    ends[0]?.();
    await settled();
    runtime.advance(MIRROR_SPACING_MS);
    expect(writes.map(([, price]) => price)).toEqual([1, 2]);
  });

  test('gives up on a store that hangs, and begins a bounded number of writes', async () => {
    const ends: (() => void)[] = [];
    const { mirror, writes, runtime } = store(() => new Promise((resolve) => ends.push(resolve)));
    for (let at = 0; at < 10 * STUCK_MAX; at += 1) {
      mirror.put('btcusdt', priceOf(at + 1));
      runtime.advance(WRITE_TIMEOUT_MS);
    }
    expect(writes.length).toBe(STUCK_MAX);
    expect(mirror.health()).toMatchObject({
      stuck: STUCK_MAX,
      trouble: 'The store of hot prices did not answer within 2 s.',
    });
    expect(mirror.health().skipped).toBeGreaterThan(0);
    for (const end of ends) end();
    await settled();
    mirror.put('btcusdt', priceOf(7));
    runtime.advance(MIRROR_SPACING_MS);
    ends.at(-1)?.();
    await settled();
    expect(writes.at(-1)).toEqual(['spot:binance:btcusdt', 7]);
    expect(mirror.health()).toMatchObject({ stuck: 0, trouble: null });
  });

  test('tells why a store refuses, and goes on', async () => {
    let isDown = true;
    const { mirror, runtime } = store(() =>
      isDown ? Promise.reject(new Error('Redis is not there.')) : Promise.resolve(),
    );
    mirror.put('btcusdt', priceOf(1));
    runtime.advance(MIRROR_SPACING_MS);
    await settled();
    expect(mirror.health()).toMatchObject({ failures: 1, trouble: 'Redis is not there.' });
    isDown = false;
    mirror.put('btcusdt', priceOf(2));
    runtime.advance(MIRROR_SPACING_MS);
    await settled();
    expect(mirror.health()).toMatchObject({ writes: 1, trouble: null });
  });

  test('writes nothing after it was closed, and leaves no timer', async () => {
    const { mirror, writes, runtime } = store(() => new Promise(() => undefined));
    mirror.put('btcusdt', priceOf(1));
    runtime.advance(MIRROR_SPACING_MS);
    mirror.put('btcusdt', priceOf(2));
    mirror.close();
    mirror.put('btcusdt', priceOf(3));
    expect(runtime.pending).toBe(0);
    runtime.advance(60_000);
    await settled();
    expect(writes).toHaveLength(1);
  });
});

describe('reading', () => {
  test('finds what was written, and nothing that cannot be believed', async () => {
    const runtime = new VirtualSockets();
    const state = new InProcessStateStore({
      nowMs: () => runtime.monotonicMs(),
      onListenerError: () => undefined,
    });
    const mirror = new PriceMirror(state, runtime);
    mirror.put('btcusdt', priceOf(100_000));
    runtime.advance(MIRROR_SPACING_MS);
    await settled();
    expect(await readSpot(state, 'btcusdt')).toEqual(priceOf(100_000));
    expect(await readSpot(state, 'ethusdt')).toBeNull();
    for (const value of ['', '{', 'null', '[]', '{"price":"1"}', '{"price":-1}']) {
      await state.set('spot:binance:btcusdt', value, 1_000);
      expect(await readSpot(state, 'btcusdt')).toBeNull();
    }
    await state.close();
  });
});

test('a store that hangs never delays a price', async () => {
  const setup = await FeedSetup.live({ state: { set: () => new Promise(() => undefined) } });
  for (let second = 0; second < 30; second += 1) {
    await setup.pass(1_000);
    setup.runtime.last.text(best('BTCUSDT', { id: setup.nextId(), price: 100 + second }));
    expect(setup.feed.price('btcusdt')?.price).toBe(100 + second);
  }
  expect(setup.feed.snapshot().mirror).toMatchObject({ writes: 0 });
  expect(setup.out.filter(({ frame }) => frame.data?.['s'] === 'BTCUSDT')).toHaveLength(30);
});
