import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { KALSHI_FAULT_PROFILES } from '../../../src/sim/kalshi/kalshi-faults.ts';
import { startKalshiSim } from '../../../src/sim/kalshi/kalshi-sim.ts';
import { until } from '../wire/clients.ts';
import { ManualClock } from '../wire/manual-clock.ts';
import { ask, type Json, msgOf, rowsIn, startKalshi } from './kalshi-fixture.ts';

const SECOND_MS = 1_000;

type Options = NonNullable<Parameters<typeof startKalshi>[0]>;

/** A client that hears the book of a window; the faults begin after that. */
async function heard(faults: Options['faults'] = {}) {
  const fixture = await startKalshi();
  const open = await fixture.get('/markets?status=open&series_ticker=KXBTC15M');
  const ticker = String(rowsIn(open, 'markets')[0]?.['ticker']);
  const socket = await fixture.connect();
  await socket.command('subscribe', { channels: ['orderbook_delta'], market_ticker: ticker });
  await socket.settled();
  fixture.sim.setFaults(faults);
  return { ...fixture, socket, ticker };
}

const seqs = (frames: readonly Json[]): readonly number[] =>
  frames.filter((frame) => 'seq' in frame).map((frame) => Number(frame['seq']));

test('a lost frame leaves a gap in the numbers, and a snapshot mends the book', async () => {
  const { sim, clock, socket, ticker } = await heard({ frameDrop: 0.2 });
  clock.advance(20 * SECOND_MS);
  sim.setFaults('none');
  const reply = await socket.command('update_subscription', {
    ...{ sid: 1, action: 'get_snapshot', market_tickers: [ticker] },
  });
  const numbers = seqs(socket.frames);
  const highest = Math.max(...numbers);
  expect(highest - numbers.length).toBe(sim.counts.faults.frameDrop);
  expect(sim.counts.faults.frameDrop).toBeGreaterThan(0);
  const market = sim.world.catalogue.market(ticker);
  expect((msgOf(reply)['yes_dollars_fp'] as unknown[]).length).toBe(
    market?.book.levels('yes').length,
  );
});

test('frames come twice, and frames change places', async () => {
  const { sim, clock, socket } = await heard({ frameDuplicate: 0.3 });
  clock.advance(10 * SECOND_MS);
  sim.setFaults('none');
  await socket.settled();
  const twice = seqs(socket.frames);
  expect(twice.length - new Set(twice).size).toBe(sim.counts.faults.frameDuplicate);
  expect(twice).toEqual([...twice].sort((a, b) => a - b));
  sim.setFaults({ frameReorder: 0.3 });
  const from = socket.frames.length;
  clock.advance(10 * SECOND_MS);
  sim.setFaults('none');
  await socket.settled();
  const mixed = seqs(socket.frames.slice(from));
  expect(mixed).not.toEqual([...mixed].sort((a, b) => a - b));
  expect(new Set(mixed).size).toBe(mixed.length);
});

test.each([
  ['bufferOverflow', 25, 'Subscription buffer overflow'],
  ['channelError', 10, 'Channel error'],
] as const)('%s ends a subscription for good', async (kind, code, msg) => {
  const { sim, clock, socket, ticker } = await heard({ [kind]: 1 });
  clock.advance(2 * SECOND_MS);
  await socket.settled();
  sim.setFaults('none');
  const [error] = socket.ofType('error');
  expect(error).toMatchObject({ type: 'error', sid: 1, msg: { code, msg } });
  expect(socket.ofType('error')).toHaveLength(1);
  const from = socket.frames.length;
  clock.advance(5 * SECOND_MS);
  const gone = await socket.command('update_subscription', { sid: 1, action: 'get_snapshot' });
  expect(msgOf(gone)['code']).toBe(7);
  expect(socket.frames).toHaveLength(from + 1);
  const params = { channels: ['orderbook_delta'], market_ticker: ticker };
  const again = await socket.command('subscribe', params);
  expect(again).toMatchObject({ type: 'subscribed', msg: { sid: 2 } });
});

test('a subscription may be refused as if nobody had signed', async () => {
  const { sim, socket } = await heard({ channelUnauthorized: 1 });
  const refused = await socket.command('subscribe', { channels: ['trade'] });
  expect(refused).toMatchObject({
    type: 'error',
    msg: { code: 9, msg: 'Authentication required' },
  });
  sim.setFaults('none');
  const taken = await socket.command('subscribe', { channels: ['trade'] });
  expect(taken['type']).toBe('subscribed');
});

test('connections are torn, frozen, and refused in a storm', async () => {
  const { sim, clock, socket, connect } = await heard({ socketFreeze: 1 });
  clock.advance(SECOND_MS);
  const from = sim.counts.frames;
  sim.setFaults('none');
  clock.advance(3 * SECOND_MS);
  expect(sim.counts.frames).toBe(from);
  sim.setFaults({ socketClose1006: 1 });
  clock.advance(SECOND_MS);
  await until(() => socket.isClosed, 'the connection was torn');
  sim.setFaults({ socketStorm: 1 });
  const other = await connect();
  clock.advance(SECOND_MS);
  await until(() => other.isClosed, 'the storm tore the connection');
  sim.setFaults('none');
  await expect(connect()).rejects.toThrow('503');
  expect(sim.counts.refusedConnections).toBe(1);
});

test('a book that is read may be old, or lack a side', async () => {
  const { sim, clock, get, ticker } = await heard();
  clock.advance(15 * SECOND_MS);
  const read = async () => (await get(`/markets/${ticker}/orderbook`)).body['orderbook_fp'] as Json;
  const fresh = await read();
  sim.setFaults({ staleBook: 1 });
  expect(await read()).not.toEqual(fresh);
  sim.setFaults('none');
  expect(await read()).toEqual(fresh);
  sim.setFaults({ nullSide: 1 });
  const kinds = new Set<string>();
  for (let at = 0; at < 30; at += 1) {
    const { yes_dollars: yes, no_dollars: no } = await read();
    kinds.add(yes === null ? 'yes is null' : no === null ? 'no is null' : `no is ${typeof no}`);
  }
  expect([...kinds].sort()).toEqual(['no is null', 'no is undefined', 'yes is null']);
});

test('requests are refused, fail, are cut and are late', async () => {
  const { sim, clock, get } = await heard({ http429: 1 });
  const limited = await get('/exchange/status');
  expect(limited).toMatchObject({ status: 429, body: { error: 'too many requests' } });
  expect(limited.headers.get('retry-after')).toBeNull();
  sim.setFaults({ http5xx: 1 });
  const statuses = new Set<number>();
  for (let at = 0; at < 20; at += 1) statuses.add((await get('/exchange/status')).status);
  expect([...statuses].sort()).toEqual([500, 502, 503]);
  sim.setFaults({ httpCut: 1 });
  await expect(get('/exchange/status')).rejects.toThrow();
  sim.setFaults({ httpSlow: 1 });
  const late = get('/exchange/status');
  await until(() => sim.counts.faults.httpSlow === 1, 'the answer was held back');
  clock.advance(20 * SECOND_MS);
  expect((await late).status).toBe(200);
  sim.setFaults({ clockSkew: 1 });
  const skewed = await get('/portfolio/balance', sim.keys.rsa);
  expect(skewed).toMatchObject({ status: 401, body: { details: 'header_timestamp_expired' } });
});

test('lists are cut short with the cursor to the rest, or lead back to themselves', async () => {
  const { sim, get } = await heard({ pageTruncated: 1 });
  const whole = sim.world.catalogue.markets.size;
  const { body } = await get('/markets?limit=1000');
  expect((body['markets'] as unknown[]).length).toBeLessThan(whole);
  expect(body['cursor']).not.toBe('');
  sim.setFaults({ pageLooping: 1 });
  const loop = await get('/markets?limit=2');
  const again = await get(`/markets?limit=2&cursor=${String(loop.body['cursor'])}`);
  expect(again.body).toEqual(loop.body);
});

test('the exchange pauses by itself, and goes on', async () => {
  const { sim, clock, get } = await heard({ tradingPause: 1 });
  clock.advance(1_100);
  sim.setFaults('none');
  expect((await get('/exchange/status')).body).toMatchObject({ trading_active: false });
  clock.advance(31 * SECOND_MS);
  expect((await get('/exchange/status')).body).toMatchObject({ trading_active: true });
});

test('the crypto shard stops by itself with all of its markets, and goes on', async () => {
  const { sim, clock, get, ticker } = await heard({ shardInactive: 1 });
  clock.advance(1_100);
  sim.setFaults('none');
  const rows = (await get('/exchange/status')).body['exchange_index_statuses'] as Json[];
  expect(rows[2]).toMatchObject({ exchange_index: 2, exchange_active: false });
  expect((await get(`/markets/${ticker}`)).body['market']).toMatchObject({ status: 'inactive' });
  clock.advance(31 * SECOND_MS);
  expect((await get(`/markets/${ticker}`)).body['market']).toMatchObject({ status: 'active' });
});

test('the same seed injects the same faults', async () => {
  const run = async (seed: string): Promise<unknown> => {
    const { sim, get } = await startKalshi({ seed, coins: [], faults: { http5xx: 0.3 } });
    const statuses: number[] = [];
    for (let at = 0; at < 30; at += 1) statuses.push((await get('/exchange/status')).status);
    expect(sim.counts.faults.http5xx).toBeGreaterThan(0);
    return statuses;
  };
  const one = await run('7');
  expect(await run('7')).toEqual(one);
  expect(await run('8')).not.toEqual(one);
});

test.each(Object.keys(KALSHI_FAULT_PROFILES))(
  'under %s faults the simulator itself never fails',
  async (name) => {
    const faults = name as keyof typeof KALSHI_FAULT_PROFILES;
    const { sim, clock, get, connect } = await startKalshi({ faults });
    const socket = await connect().catch(() => null);
    const channels = ['ticker', 'trade', 'market_lifecycle_v2'];
    socket?.send({ id: 1, cmd: 'subscribe', params: { channels } });
    for (let at = 0; at < 12; at += 1) {
      const answer = get('/markets?limit=20').catch(() => null);
      clock.advance(SECOND_MS);
      await Promise.race([answer, until(() => sim.counts.requests > at, 'it was asked')]);
      clock.advance(13 * SECOND_MS);
      await answer;
    }
    expect(sim.counts.failures).toBe(0);
    sim.setFaults('none');
    expect((await get('/exchange/status')).status).toBe(200);
  },
);

test('closing leaves no socket, no timer and no port', async () => {
  const clock = new ManualClock();
  const sim = await startKalshiSim({ clock, coins: [] });
  sim.setFaults({ httpSlow: 1 });
  const failed = expect(ask(`${sim.restUrl}/exchange/status`)).rejects.toThrow();
  await until(() => sim.counts.faults.httpSlow === 1, 'an answer is held back');
  await sim.close();
  await failed;
  expect(clock.waiting).toBe(0);
  await expect(fetch(sim.restUrl)).rejects.toThrow();
});

test('a taken port fails the start and leaves nothing open', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clock = new ManualClock();
  await expect(startKalshiSim({ clock, coins: [], ports: port - 1 })).rejects.toThrow('EADDRINUSE');
  expect(clock.waiting).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port - 1}/`)).rejects.toThrow();
  taken.close();
});
