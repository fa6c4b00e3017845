import { describe, expect, test } from 'vitest';
import { REFUSALS_BEFORE_BAN } from '../../../src/sim/binance/limits.ts';
import { SeededSpotPath } from '../../../src/sim/spot/spot-path.ts';
import { START_AT_MS } from '../wire/manual-clock.ts';
import { startSim } from './sim-setup.ts';

async function asking(options = {}) {
  const { sim, clock } = await startSim(options);
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${sim.urls.apiUrl}${path}`, { headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as unknown,
    };
  };
  return { sim, clock, get };
}

const LIST = encodeURIComponent('["BTCUSDT","ETHUSDT"]');

describe('requests', () => {
  test('tell the time in either unit', async () => {
    const { get } = await asking();
    expect((await get('/api/v3/time')).body).toEqual({ serverTime: START_AT_MS });
    const micros = await get('/api/v3/time', { 'x-mbx-time-unit': 'MICROSECOND' });
    expect(String((micros.body as { serverTime: number }).serverTime)).toHaveLength(16);
  });

  test('tell prices of one symbol, of several and of all', async () => {
    const path = new SeededSpotPath('test');
    const { get, clock } = await asking({ path });
    clock.advance(10_000);
    const price = path.priceAt('BTC', START_AT_MS + 10_000).toFixed(8);
    expect((await get('/api/v3/ticker/bookTicker?symbol=BTCUSDT')).body).toMatchObject({
      symbol: 'BTCUSDT',
      bidPrice: price,
    });
    expect((await get(`/api/v3/ticker/bookTicker?symbols=${LIST}`)).body).toMatchObject([
      { symbol: 'BTCUSDT', askQty: expect.any(String) },
      { symbol: 'ETHUSDT' },
    ]);
    expect((await get('/api/v3/ticker/price?symbol=XRPUSDC')).body).toMatchObject({
      symbol: 'XRPUSDC',
      price: expect.stringMatching(/^\d+\.\d{8}$/),
    });
    expect((await get('/api/v3/ticker/price')).body).toHaveLength(10);
  });

  test('tell candles of the path, up to now', async () => {
    const path = new SeededSpotPath('test');
    const { get } = await asking({ path });
    const openAtMs = START_AT_MS - 180_000;
    const query = `symbol=BTCUSDT&interval=1m&startTime=${openAtMs}`;
    const rows = (await get(`/api/v3/klines?${query}`)).body as readonly unknown[][];
    expect(rows.map(([at]) => at)).toEqual([0, 1, 2, 3].map((at) => openAtMs + at * 60_000));
    expect(rows[0]).toHaveLength(12);
    expect(Number(rows[0]?.[1])).toBe(path.priceAt('BTC', openAtMs));
    for (const [, open, high, low, close] of rows) {
      expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close)));
      expect(Number(low)).toBeLessThanOrEqual(Math.min(Number(open), Number(close)));
    }
    const limited = await get('/api/v3/klines?symbol=BTCUSDT&interval=1s&limit=5');
    expect(limited.body).toHaveLength(5);
  });

  test.each([
    ['/api/v3/ticker/price?symbol=NOPE', -1121],
    [`/api/v3/ticker/bookTicker?symbols=${encodeURIComponent('["BTCUSDT","NOPE"]')}`, -1121],
    [`/api/v3/ticker/bookTicker?symbols=${encodeURIComponent('["BTCUSDT", "ETHUSDT"]')}`, -1100],
    [`/api/v3/ticker/bookTicker?symbols=${encodeURIComponent('["BTCUSDT","BTCUSDT"]')}`, -1151],
    [`/api/v3/ticker/price?symbol=BTCUSDT&symbols=${LIST}`, -1128],
    ['/api/v3/klines?symbol=BTCUSDT&interval=7m', -1120],
    ['/api/v3/klines?symbol=BTCUSDT', -1102],
    ['/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=many', -1100],
  ])('%s are refused with %i', async (path, code) => {
    const { get } = await asking();
    expect(await get(path)).toMatchObject({ status: 400, body: { code } });
  });

  test('elsewhere find nothing', async () => {
    const { get } = await asking();
    expect(await get('/api/v4/time')).toMatchObject({ status: 404 });
  });

  test('are refused by place with the venue’s words', async () => {
    const { sim, get } = await asking();
    sim.refuse({ ws: null, api: 451 });
    expect(await get('/api/v3/time')).toMatchObject({
      status: 451,
      body: { code: 0, msg: expect.stringContaining('restricted location') },
    });
  });
});

describe('weights', () => {
  test('are told, and add up by the minute', async () => {
    const { get, clock } = await asking();
    const used = async (path: string) => (await get(path)).headers.get('x-mbx-used-weight-1m');
    expect(await used('/api/v3/time')).toBe('1');
    expect(await used('/api/v3/ticker/price?symbol=BTCUSDT')).toBe('3');
    expect(await used(`/api/v3/ticker/bookTicker?symbols=${LIST}`)).toBe('7');
    clock.advance(60_000);
    expect(await used('/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1')).toBe('2');
  });

  test('beyond the limit are refused, and who goes on is banned', async () => {
    const { get, clock } = await asking({ weightPerMinute: 3 });
    for (let at = 0; at < 3; at += 1) expect((await get('/api/v3/time')).status).toBe(200);
    for (let at = 0; at < REFUSALS_BEFORE_BAN; at += 1) {
      const refused = await get('/api/v3/time');
      expect(refused).toMatchObject({ status: 429, body: { code: -1003 } });
      expect(refused.headers.get('retry-after')).toBe('60');
    }
    const banned = await get('/api/v3/time');
    expect(banned).toMatchObject({ status: 418, body: { code: -1003 } });
    expect(banned.headers.get('retry-after')).toBe('120');
    clock.advance(90_000);
    expect((await get('/api/v3/time')).status).toBe(418);
    clock.advance(60_000);
    expect((await get('/api/v3/time')).status).toBe(200);
  });
});

describe('faults', () => {
  test('answer with refusals, bans, errors and pages', async () => {
    const { sim, get } = await asking();
    sim.faults.set({ http429: 1 });
    expect((await get('/api/v3/time')).status).toBe(429);
    sim.faults.set({ http5xx: 1 });
    const statuses = new Set<number>();
    for (let at = 0; at < 20; at += 1) statuses.add((await get('/api/v3/time')).status);
    expect(statuses).toEqual(new Set([500, 502]));
    sim.faults.set({ http418: 1 });
    expect((await get('/api/v3/time')).status).toBe(418);
  });

  test('cut answers', async () => {
    const { sim, get } = await asking();
    sim.faults.set({ httpCut: 1 });
    await expect(get('/api/v3/time')).rejects.toThrow('terminated');
  });
});
