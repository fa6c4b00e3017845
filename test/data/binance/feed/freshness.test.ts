import { describe, expect, test } from 'vitest';
import { BAN_MS_MIN, POLL_MS } from '../../../../src/data/binance/feed/rest-prices.ts';
import {
  ANCHOR_SILENCE_MS_MAX,
  LATE_MS_MAX,
  LATE_REST_MS,
  LATE_ROW,
  OUT_SPACING_MS,
} from '../../../../src/data/binance/feed/spot-feed.ts';
import { RETURN_AFTER_MS } from '../../../../src/data/binance/feed/stream-line.ts';
import { STALE_MS } from '../../../../src/data/binance/feed/symbol-watch.ts';
import { ASK_AFTER_MS } from '../../../../src/data/binance/feed/watch-list.ts';
import { MINUTE_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { aggTrade, best, FeedSetup, HOSTS, refusal, US, VISION } from './feed-setup.ts';

describe('a symbol that is silent', () => {
  test('has no price any more after 5 s, and says since when', async () => {
    const setup = await FeedSetup.live();
    setup.rest.error = () => refusal(500);
    const silent = () => setup.feed.snapshot().symbols[1];
    for (let second = 0; second < 7; second += 1) {
      await setup.pass(SECOND_MS);
      setup.runtime.last.text(best('BTCUSDT', { id: setup.nextId(), price: 100_000 }));
      const isFresh = (second + 1) * SECOND_MS + 100 <= STALE_MS;
      expect(setup.feed.price('ethusdt') === null).toBe(!isFresh);
      expect(silent()?.price === null).toBe(!isFresh);
    }
    expect(silent()).toMatchObject({
      lastPrice: 100_000,
      trouble: 'No price of ETHUSDT for 7 s, so it is not used. A price is at most 5 s old.',
    });
    expect(setup.feed.price('btcusdt')).toMatchObject({ price: 100_000, way: 'stream' });
    expect(setup.feed.snapshot().trouble).toBe('1 of 2 symbols have no price now.');
  });

  test('is asked for before its price is stale, alone, and until the stream is back', async () => {
    const setup = await FeedSetup.live();
    setup.rest.prices = { ethusdt: 3_400 };
    for (let half = 0; half < 40; half += 1) {
      await setup.pass(500);
      setup.runtime.last.text(best('BTCUSDT', { id: setup.nextId(), price: 100_000 }));
      expect(setup.feed.price('ethusdt')).not.toBeNull();
    }
    expect(setup.feed.price('ethusdt')).toMatchObject({ price: 3_400, way: 'rest' });
    expect(new Set(setup.rest.asked.flatMap(({ symbols }) => symbols))).toEqual(
      new Set(['ethusdt']),
    );
    const rows = setup.out.filter(({ source }) => source === 'binance.ticker');
    expect(rows.length).toBe(setup.rest.asked.length);
    expect(rows[0]?.frame).toEqual({
      rows: [{ symbol: 'ETHUSDT', bidPrice: '3399', askPrice: '3401' }],
      receivedAtMs: rows[0]?.receivedAtMs,
    });
    setup.trade(setup.runtime.last, 3_405);
    const before = setup.rest.asked.length;
    await setup.pass(ASK_AFTER_MS - POLL_MS);
    expect(setup.rest.asked).toHaveLength(before);
    expect(setup.feed.price('ethusdt')).toMatchObject({ price: 3_405, way: 'stream' });
  });

  test('when it is the busiest makes a new connection, although others speak', async () => {
    const setup = await FeedSetup.live();
    for (let second = 0; second <= ANCHOR_SILENCE_MS_MAX + 2_000; second += SECOND_MS) {
      await setup.pass(SECOND_MS);
      setup.runtime.last.text(best('ETHUSDT', { id: setup.nextId(), price: 3_400 }));
    }
    expect(setup.runtime.wires).toHaveLength(2);
    expect(setup.runtime.wires[0]?.state).toBe('open');
  });
});

describe('without any stream', () => {
  test('prices are asked for every 1.5 s, and the trouble says so', async () => {
    const setup = new FeedSetup();
    setup.rest.prices = { btcusdt: 100_000, ethusdt: 3_400 };
    setup.feed.start();
    await setup.pass(20_000);
    expect(setup.rest.asked.length).toBeGreaterThanOrEqual(10);
    expect(setup.rest.asked.length).toBeLessThanOrEqual(13);
    expect(setup.rest.asked[0]).toEqual({ host: 'vision', symbols: ['btcusdt', 'ethusdt'] });
    expect(setup.btc()).toMatchObject({ price: 100_000, way: 'rest', trouble: null });
    expect(setup.feed.snapshot().trouble).toMatch(
      /^No stream from Binance, prices are asked for every 1.5 s: vision: no connection within/,
    );
  });

  test('a host that does not serve this place is asked no more; the next one is', async () => {
    const setup = new FeedSetup();
    setup.rest.prices = { btcusdt: 100_000, ethusdt: 3_400 };
    setup.rest.error = ({ name }) => (name === 'us' ? null : refusal(name === 'com' ? 403 : 451));
    setup.feed.start();
    await setup.pass(30_000);
    const hosts = setup.rest.asked.map(({ host }) => host);
    expect(hosts.filter((host) => host === 'com')).toHaveLength(1);
    expect(hosts.at(-1)).toBe('us');
    expect(setup.btc()).toMatchObject({ price: 100_000, host: 'us' });
  });

  test('a ban is waited out, and no other host is asked in its place', async () => {
    const setup = new FeedSetup();
    setup.rest.prices = { btcusdt: 100_000, ethusdt: 3_400 };
    setup.feed.start();
    await setup.pass(4_000);
    expect(setup.rest.asked).toHaveLength(1);
    setup.rest.error = () => refusal(418, { retryAfterMs: 5 * MINUTE_MS });
    await setup.pass(2_000);
    expect(setup.rest.asked).toHaveLength(2);
    setup.rest.error = null;
    await setup.pass(4 * MINUTE_MS);
    expect(setup.rest.asked).toHaveLength(2);
    expect(setup.feed.snapshot().trouble).toContain('Asking failed, too: binance.bookTicker');
    await setup.pass(2 * MINUTE_MS);
    expect(setup.rest.asked.length).toBeGreaterThan(2);
    expect(new Set(setup.rest.asked.map(({ host }) => host))).toEqual(new Set(['vision']));
  });

  test('a ban that names no time is waited out for two minutes, a refusal for its own', async () => {
    for (const [error, waitMs] of [
      [refusal(418), BAN_MS_MIN],
      [refusal(429, { retryAfterMs: 20_000 }), 20_000],
    ] as const) {
      const setup = new FeedSetup();
      setup.rest.error = () => error;
      setup.feed.start();
      await setup.pass(4_000);
      const asked = setup.rest.asked.length;
      await setup.pass(waitMs - 5_000);
      expect(setup.rest.asked).toHaveLength(asked);
      await setup.pass(6_000);
      expect(setup.rest.asked).toHaveLength(asked + 1);
    }
  });

  test('a symbol that the host does not trade leaves the prices of the others', async () => {
    const setup = new FeedSetup({ symbols: ['BTCUSDT', 'ETHUSDT', 'NOPEUSDT'] });
    setup.rest.prices = { btcusdt: 100_000, ethusdt: 3_400 };
    setup.feed.start();
    await setup.pass(10_000);
    expect(setup.btc().price).toBe(100_000);
    expect(setup.feed.snapshot().symbols[2]).toMatchObject({
      price: null,
      trouble: 'vision does not trade NOPEUSDT. Check its spelling, for example BTCUSDT.',
    });
    const together = setup.rest.asked.filter(({ symbols }) => symbols.includes('nopeusdt'));
    // Once with the others, once alone, and not again for ten minutes.
    expect(together).toHaveLength(2);
  });
});

describe('prices that come late', () => {
  const late = (setup: FeedSetup, id: number) =>
    aggTrade('BTCUSDT', { id, price: 1, atMs: setup.runtime.nowMs() - LATE_MS_MAX - 1 });

  test('are no prices, nor are the best prices beside them', async () => {
    const setup = await FeedSetup.live();
    const wire = setup.runtime.last;
    wire.text(late(setup, 2_000));
    wire.text(best('BTCUSDT', { id: 9_000, price: 2 }));
    await setup.pass(100);
    expect(setup.out).toEqual([]);
    expect(setup.btc()).toMatchObject({ price: 100_000, late: 2 });
    expect(setup.feed.snapshot().trouble).toBe(
      'Prices of Binance come more than 5 s late, so they are not used. Check this machine’s clock.',
    );
    setup.trade(wire, 100_001);
    wire.text(aggTrade('BTCUSDT', { id: 2_001, price: 100_002, atMs: setup.runtime.nowMs() }));
    expect(setup.btc().price).toBe(100_002);
  });

  test('make another host take over; the late one rests', async () => {
    const setup = await FeedSetup.live();
    const wire = setup.runtime.last;
    await setup.passLive(10_000);
    for (let at = 0; at < LATE_ROW; at += 1) wire.text(late(setup, 2_000 + at));
    await setup.pass(100);
    expect(setup.runtime.last.options.url).toContain('com.test');
    setup.runtime.last.open();
    setup.runtime.last.text(best('BTCUSDT', { id: 99_999, price: 5 }));
    await setup.pass(100);
    expect(setup.feed.snapshot()).toMatchObject({ host: 'com', trouble: null });
    expect(RETURN_AFTER_MS).toBeLessThanOrEqual(LATE_REST_MS);
  });

  test('are told by the venue’s clock: ours may be wrong', async () => {
    const setup = new FeedSetup();
    setup.rest.clockOffsetMs = -60_000;
    setup.feed.start();
    await setup.pass(0);
    setup.runtime.last.open();
    const atMs = setup.runtime.nowMs() - 60_100;
    setup.runtime.last.text(aggTrade('BTCUSDT', { id: 1, price: 7, atMs }));
    expect(setup.btc()).toMatchObject({ price: 7, late: 0 });
    expect(setup.feed.snapshot().clockOffsetMs).toBe(-60_000);
  });
});

describe('a burst', () => {
  test('goes out as the newest price, at most 20 times a second', async () => {
    const setup = await FeedSetup.live();
    for (let at = 0; at < 1_000; at += 1) {
      const price = 100_000 + at;
      setup.runtime.last.text(best('BTCUSDT', { id: setup.nextId(), price }));
      setup.runtime.advance(1);
    }
    setup.runtime.advance(OUT_SPACING_MS);
    expect(setup.out.length).toBeGreaterThanOrEqual(20);
    expect(setup.out.length).toBeLessThanOrEqual(21);
    expect(setup.out.at(-1)?.frame.data).toMatchObject({ b: '100998.00', a: '101000.00' });
    expect(setup.feed.snapshot().joined).toBe(1_000 - setup.out.length);
  });

  test('of trades keeps its lowest and highest: a barrier may be touched for an instant', async () => {
    const setup = await FeedSetup.live();
    const prices = [100, 101, 250, 102, 7, 103, 104];
    const atMs = setup.runtime.nowMs();
    for (const [at, price] of prices.entries()) {
      setup.runtime.last.text(aggTrade('BTCUSDT', { id: 5_000 + at, price, atMs }));
    }
    setup.runtime.advance(OUT_SPACING_MS);
    expect(setup.out.map(({ frame }) => Number(frame.data?.['p']))).toEqual([100, 250, 7, 104]);
  });
});

describe('symbols', () => {
  test('can be changed while it runs: a new connection takes over', async () => {
    const setup = await FeedSetup.live();
    await setup.passLive(10_000);
    setup.feed.follow(['btcusdt', 'DOGE/USDT']);
    await setup.pass(0);
    expect(setup.runtime.last.options.url).toBe(
      'wss://vision.test/stream?streams=btcusdt@aggTrade/btcusdt@bookTicker/dogeusdt@aggTrade/dogeusdt@bookTicker',
    );
    expect(setup.runtime.wires[0]?.state).toBe('open');
    expect(setup.feed.price('btcusdt')).not.toBeNull();
    expect(setup.feed.price('ethusdt')).toBeNull();
    setup.runtime.last.open();
    setup.runtime.last.text(best('DOGEUSDT', { id: 1, price: 5 }));
    expect(setup.feed.price('dogeusdt')).toMatchObject({ price: 5 });
  });

  test.each([
    [[], '1 to 100 symbols'],
    [Array.from({ length: 101 }, (_, at) => `C${at}USDT`), '1 to 100 symbols'],
    [['BTC USDT!'], 'for example BTCUSDT'],
  ])('such as %j are refused', (symbols, words) => {
    expect(() => new FeedSetup({ symbols })).toThrow(words);
  });

  test('changed before the start make no connection before it', async () => {
    const setup = new FeedSetup();
    setup.feed.follow(['SOLUSDT']);
    await setup.pass(5_000);
    expect(setup.runtime.wires).toHaveLength(0);
    setup.feed.start();
    await setup.pass(0);
    expect(setup.runtime.wires).toHaveLength(1);
    expect(setup.runtime.last.options.url).toContain('streams=solusdt@aggTrade');
  });

  test('are the five coins in dollars and in USDC by default', async () => {
    const setup = new FeedSetup({ symbols: undefined as never, hosts: [VISION] });
    expect(setup.feed.snapshot().symbols.map(({ symbol }) => symbol)).toEqual([
      'btcusdt',
      'ethusdt',
      'solusdt',
      'xrpusdt',
      'dogeusdt',
      'btcusdc',
      'ethusdc',
      'solusdc',
      'xrpusdc',
      'dogeusdc',
    ]);
  });
});

test('what cannot be read is counted, and changes nothing', async () => {
  const setup = await FeedSetup.live({ hosts: HOSTS });
  const wire = setup.runtime.last;
  for (const text of ['{', '[]', '7', '{"stream":"btcusdt@depth","data":{}}', '{"code":2}']) {
    wire.text(text);
  }
  wire.text('{"result":null,"id":1}');
  await setup.pass(100);
  expect(setup.out).toEqual([]);
  expect(setup.feed.snapshot()).toMatchObject({ unread: 5, unreadProblem: { field: 'error' } });
  expect(US.exchange).not.toBe(VISION.exchange);
});
