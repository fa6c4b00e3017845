import { describe, expect, test } from 'vitest';
import { ATTEMPTS_MAX } from '../../../src/sim/binance/stream-server.ts';
import { SeededSpotPath } from '../../../src/sim/spot/spot-path.ts';
import { until } from '../wire/clients.ts';
import { START_AT_MS } from '../wire/manual-clock.ts';
import { type Json, refusalOf, StreamListener, startSim } from './sim-setup.ts';

const ALL = ['trade', 'aggTrade', 'bookTicker', 'kline_1s'];
const pathOf = (kinds: readonly string[], more = '') =>
  `/stream?streams=${kinds.map((kind) => `btcusdt@${kind}`).join('/')}${more}`;

/** What a minute of one pair tells. */
async function minuteOf(more = '', options = {}) {
  const { sim, clock } = await startSim(options);
  const listener = await StreamListener.open(sim, pathOf(ALL, more));
  clock.advance(60_000);
  await listener.caughtUp(sim);
  const of = (kind: string) =>
    listener.frames
      .filter(({ stream }) => stream === `btcusdt@${kind}`)
      .map(({ data }) => data as Json);
  return { sim, clock, listener, of };
}

describe('a combined stream', () => {
  test('tells trades whose ids count up one by one, each in both shapes', async () => {
    const { of } = await minuteOf();
    const trades = of('trade');
    const orders = of('aggTrade');
    expect(orders.length).toBeGreaterThan(100);
    expect(Object.keys(trades[0] ?? {})).toEqual(['e', 'E', 's', 't', 'p', 'q', 'T', 'm', 'M']);
    expect(Object.keys(orders[0] ?? {})).toEqual([
      'e',
      'E',
      's',
      'a',
      'p',
      'q',
      'f',
      'l',
      'T',
      'm',
      'M',
    ]);
    const ids = trades.map(({ t }) => Number(t));
    expect(ids).toEqual(ids.map((_, at) => (ids[0] ?? 0) + at));
    const orderIds = orders.map(({ a }) => Number(a));
    expect(orderIds).toEqual(orderIds.map((_, at) => (orderIds[0] ?? 0) + at));
    expect(orders.flatMap(({ f, l }) => Number(l) - Number(f) + 1).reduce((a, b) => a + b)).toBe(
      trades.length,
    );
  });

  test('tells best prices that follow the path, without a type or a time', async () => {
    const path = new SeededSpotPath('test');
    const { of } = await minuteOf('', { path });
    const quotes = of('bookTicker');
    expect(quotes.length).toBeGreaterThan(20);
    expect(Object.keys(quotes[0] ?? {})).toEqual(['u', 's', 'b', 'B', 'a', 'A']);
    const ids = quotes.map(({ u }) => Number(u));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
    const last = quotes.at(-1);
    expect(Number(last?.['b'])).toBe(path.priceAt('BTC', START_AT_MS + 60_000));
    for (const { a, b } of quotes) expect(Number(a)).toBeCloseTo(Number(b) + 0.01, 6);
  });

  test('tells each second once, with the prices of its trades', async () => {
    const { of } = await minuteOf();
    const seconds = of('kline_1s').map(({ k }) => k as Json);
    expect(seconds).toHaveLength(60);
    expect(seconds.map(({ t }) => t)).toEqual(seconds.map((_, at) => START_AT_MS + at * 1_000));
    const trades = of('trade');
    for (const second of seconds) {
      const within = trades.filter(
        ({ T }) => Number(T) >= Number(second['t']) && Number(T) <= Number(second['T']),
      );
      expect(second['n']).toBe(within.length);
      const prices = within.map(({ p }) => Number(p));
      if (prices.length === 0) continue;
      expect(Number(second['h'])).toBe(Math.max(...prices));
      expect(Number(second['l'])).toBe(Math.min(...prices));
      expect(second['c']).toBe(within.at(-1)?.['p']);
      expect(second['o']).toBe(within[0]?.['p']);
    }
  });

  test('in microseconds has 16 digits', async () => {
    const { of } = await minuteOf('&timeUnit=MICROSECOND');
    for (const { T, E } of of('trade')) {
      expect([String(T).length, String(E).length]).toEqual([16, 16]);
    }
    expect(of('kline_1s').every(({ E }) => String(E).length === 16)).toBe(true);
  });

  test('of one seed is the same each time', async () => {
    const first = await minuteOf();
    const again = await minuteOf();
    expect(again.listener.texts).toEqual(first.listener.texts);
  });
});

test('a raw stream tells bare payloads', async () => {
  const { sim, clock } = await startSim();
  const listener = await StreamListener.open(sim, '/ws/btcusdt@trade/ethusdt@trade');
  clock.advance(10_000);
  await listener.caughtUp(sim);
  expect(new Set(listener.frames.map(({ e, s }) => `${e} ${s}`))).toEqual(
    new Set(['trade BTCUSDT', 'trade ETHUSDT']),
  );
});

describe('commands', () => {
  test('change what is told', async () => {
    const { sim, clock } = await startSim();
    const listener = await StreamListener.open(sim, '/ws');
    clock.advance(2_000);
    expect(listener.texts).toEqual([]);
    const subscribe = { method: 'SUBSCRIBE', params: ['btcusdt@bookTicker'], id: 1 };
    expect(await listener.ask(subscribe)).toEqual({ result: null, id: 1 });
    expect(await listener.ask({ method: 'LIST_SUBSCRIPTIONS', id: 'x' })).toEqual({
      result: ['btcusdt@bookTicker'],
      id: 'x',
    });
    clock.advance(2_000);
    const combine = { method: 'SET_PROPERTY', params: ['combined', true], id: 2 };
    await listener.caughtUp(sim);
    expect(await listener.ask(combine)).toEqual({ result: null, id: 2 });
    clock.advance(2_000);
    await listener.caughtUp(sim);
    expect(listener.frames.at(-1)).toMatchObject({ stream: 'btcusdt@bookTicker' });
  });

  test.each([
    ['no JSON', '{', { code: 3 }],
    ['no method', { id: 1 }, { code: 2, msg: expect.stringContaining('missing field `method`') }],
    ['an unknown method', { method: 'HELLO', id: 1 }, { code: 2, id: 1 }],
    ['an id that is none', { method: 'LIST_SUBSCRIPTIONS', id: 1.5 }, { code: 2 }],
    ['another property', { method: 'SET_PROPERTY', params: ['x', 1], id: 1 }, { code: 0 }],
    [
      'a property that is no boolean',
      { method: 'SET_PROPERTY', params: ['combined', 1], id: 1 },
      { code: 1 },
    ],
    [
      'more than 1,024 streams',
      { method: 'SUBSCRIBE', params: Array.from({ length: 1_025 }, (_, at) => `c${at}`), id: 1 },
      { code: 2, id: 1 },
    ],
  ])('with %s are refused in words', async (_name, message, answer) => {
    const { sim } = await startSim();
    const listener = await StreamListener.open(sim, '/ws');
    expect(await listener.ask(message)).toMatchObject(answer);
  });

  test('beyond five messages in a second end the connection', async () => {
    const { sim, clock } = await startSim();
    const listener = await StreamListener.open(sim, '/ws');
    for (let id = 0; id < 5; id += 1) await listener.ask({ method: 'LIST_SUBSCRIPTIONS', id });
    clock.advance(1_100);
    for (let id = 0; id < 5; id += 1) await listener.ask({ method: 'LIST_SUBSCRIPTIONS', id });
    expect(listener.closed).toBeNull();
    listener.socket.ping();
    await until(() => listener.closed !== null, 'the connection was closed');
    expect(listener.closed).toEqual({ code: 1_008, reason: 'Too many requests' });
  });
});

describe('a connection', () => {
  test('is pinged every 20 s, and lives while it answers', async () => {
    const { sim, clock } = await startSim();
    const listener = await StreamListener.open(sim, '/ws');
    for (let ping = 1; ping <= 6; ping += 1) {
      clock.advance(20_000);
      await until(() => listener.pings.length === ping, 'a ping came');
      // Its pong has arrived when a command behind it is answered.
      await listener.ask({ method: 'LIST_SUBSCRIPTIONS', id: ping });
    }
    expect(listener.closed).toBeNull();
  });

  test('that answers no ping is cut after a minute, whatever it says otherwise', async () => {
    const { sim, clock } = await startSim();
    const listener = await StreamListener.open(sim, '/ws', { autoPong: false });
    for (let second = 0; second < 85; second += 5) {
      clock.advance(5_000);
      if (listener.closed !== null) break;
      listener.socket.pong('hello');
    }
    await until(() => listener.closed !== null, 'the connection was cut');
    expect(listener.closed?.code).toBe(1_006);
  });

  test('is closed after 24 hours', async () => {
    const { sim, clock } = await startSim({ pingEveryMs: 1e9, lifeMs: 86_400_000, pairs: [] });
    const listener = await StreamListener.open(sim, '/ws');
    clock.advance(86_399_000);
    expect(sim.listeners).toBe(1);
    clock.advance(1_100);
    await until(() => listener.closed !== null && sim.listeners === 0, 'it was closed');
  });

  test('is told that its server goes, and cut then', async () => {
    const { sim, clock } = await startSim();
    const combined = await StreamListener.open(sim, '/stream?streams=nobody@trade');
    const raw = await StreamListener.open(sim, '/ws/nobody@trade');
    sim.shutdown(5_000);
    await until(() => combined.texts.length + raw.texts.length === 2, 'both were told');
    const event = { e: 'serverShutdown', E: START_AT_MS };
    expect(combined.frames).toEqual([{ stream: '!serverShutdown', data: event }]);
    expect(raw.frames).toEqual([event]);
    expect(sim.listeners).toBe(2);
    clock.advance(5_000);
    await until(() => combined.closed !== null && raw.closed !== null, 'both were cut');
  });

  test('is refused by place, by path, by number of streams and by number of attempts', async () => {
    const { sim, clock } = await startSim();
    const { wsUrl } = sim.urls;
    sim.refuse({ ws: 451, api: null });
    expect(await refusalOf(`${wsUrl}/stream`)).toBe('Unexpected server response: 451');
    sim.refuse({ ws: null, api: null });
    expect(await refusalOf(`${wsUrl}/other`)).toBe('Unexpected server response: 404');
    const many = Array.from({ length: 1_025 }, (_, at) => `c${at}`).join('/');
    expect(await refusalOf(`${wsUrl}/stream?streams=${many}`)).toBe(
      'Unexpected server response: 400',
    );
    for (let at = 3; at < ATTEMPTS_MAX; at += 1) await refusalOf(`${wsUrl}/other`);
    expect(await refusalOf(`${wsUrl}/ws`)).toBe('Unexpected server response: 429');
    clock.advance(300_001);
    await StreamListener.open(sim, '/ws');
  });
});
