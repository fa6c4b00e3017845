import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startPolyboltSim } from '../../../src/sim/polybolt/polybolt-sim.ts';
import { until } from '../wire/clients.ts';
import { ManualClock, START_AT_MS } from '../wire/manual-clock.ts';

type Json = Readonly<Record<string, unknown>>;
const ACCOUNT = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'phrase' };
const BTC = { channel: 'price.crypto', filter: { symbol: 'btcusd' } };

async function connected({ autoPong = true } = {}) {
  const clock = new ManualClock();
  const sim = await startPolyboltSim({ clock, accounts: [ACCOUNT] });
  onTestFinished(() => sim.close());
  const socket = new WebSocket(sim.url, { autoPong });
  onTestFinished(() => socket.terminate());
  const heard: Json[] = [];
  let code: number | null = null;
  socket.on('message', (data) => heard.push(JSON.parse(data.toString()) as Json));
  socket.on('close', (closed) => {
    code = closed;
  });
  await once(socket, 'open');
  await until(() => sim.clients.length === 1, 'the connection was taken');
  const say = (message: unknown) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const ask = async (message: unknown, answers = 1) => {
    const before = heard.length;
    say(message);
    await until(() => heard.length >= before + answers, 'it was answered');
    return heard.slice(before);
  };
  return { clock, sim, heard, say, ask, closed: () => code };
}

const AUTH = { op: 'auth', rid: 'a1', auth: ACCOUNT };

describe('a client', () => {
  test('has to show credentials before it hears prices', async () => {
    const { ask } = await connected();
    const subscribe = { op: 'subscribe', rid: 's1', subscriptions: [BTC] };
    expect(await ask(subscribe)).toEqual([
      { op: 'error', code: 'auth_required', channel: 'price.crypto', rid: 's1' },
    ]);
    const wrong = { ...AUTH, auth: { ...ACCOUNT, secret: 'x' } };
    expect(await ask(wrong)).toEqual([{ op: 'error', code: 'auth_failed', rid: 'a1' }]);
    expect(await ask(AUTH)).toEqual([{ op: 'authed', rid: 'a1' }]);
    const [ack, snapshot] = await ask(subscribe, 2);
    expect(ack).toEqual({ op: 'subscribed', channel: 'price.crypto', rid: 's1' });
    expect(snapshot).toMatchObject({ v: 1, channel: 'price.crypto', seq: 1, snapshot: true });
    const payload = (snapshot?.['payload'] ?? {}) as { readonly data?: readonly unknown[] };
    expect(payload.data).toHaveLength(120);
    expect(await ask(subscribe)).toEqual([ack]);
  });

  test('hears a price a second, numbered by channel', async () => {
    const { clock, heard, ask } = await connected();
    await ask(AUTH);
    const twap = { channel: 'price.crypto.twap', filter: { symbol: 'btcusd', window_seconds: 60 } };
    await ask({ op: 'subscribe', subscriptions: [BTC, twap] }, 4);
    const before = heard.length;
    clock.advance(5_000);
    await until(() => heard.length === before + 10, 'all prices came');
    const seqs = (channel: string) =>
      heard.filter((each) => each['channel'] === channel && 'seq' in each).map(({ seq }) => seq);
    expect(seqs('price.crypto')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seqs('price.crypto.twap')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(heard.at(-1)).toMatchObject({
      ts: START_AT_MS + 5_000,
      payload: { symbol: 'btcusd', window_seconds: 60, timestamp: START_AT_MS + 3_000 },
    });
    expect(await ask({ op: 'unsubscribe', ...BTC })).toMatchObject([{ op: 'unsubscribed' }]);
  });

  test.each([
    ['another channel', { channel: 'price.moon', filter: {} }, 'unknown_channel'],
    [
      'another symbol',
      { channel: 'price.crypto', filter: { symbol: 'btcusdt' } },
      'invalid_filter',
    ],
    [
      'another window',
      { channel: 'price.crypto.twap', filter: { symbol: 'btcusd', window_seconds: 30 } },
      'invalid_filter',
    ],
  ])('that asks for %s is refused in words', async (_name, wish, code) => {
    const { ask } = await connected();
    await ask(AUTH);
    const answers = await ask({ op: 'subscribe', subscriptions: [wish] });
    expect(answers).toMatchObject([{ op: 'error', code }]);
  });

  test('is answered pings, and told when it says nonsense', async () => {
    const { ask } = await connected();
    expect(await ask({ op: 'ping', rid: 'p1' })).toEqual([{ op: 'pong', rid: 'p1' }]);
    expect(await ask('{')).toEqual([{ op: 'error', code: 'bad_request' }]);
  });

  test('that breaks a rule is closed with 4008', async () => {
    const many = await connected();
    for (let at = 0; at < 9; at += 1) many.say(AUTH);
    await until(() => many.closed() !== null, 'it was closed');
    expect(many.closed()).toBe(4_008);
    const fast = await connected();
    for (let at = 0; at < 21; at += 1) fast.say({ op: 'subscribe', subscriptions: [] });
    await until(() => fast.closed() !== null, 'it was closed');
    expect(fast.closed()).toBe(4_008);
  });

  test('that misses two pongs is closed with 4002', async () => {
    const { clock, closed } = await connected({ autoPong: false });
    clock.advance(60_000);
    expect(closed()).toBeNull();
    clock.advance(20_000);
    await until(() => closed() !== null, 'it was closed');
    expect(closed()).toBe(4_002);
  });

  test('of a server that is replaced is closed with 4003', async () => {
    const { sim, closed } = await connected();
    sim.drain();
    await until(() => closed() !== null, 'it was closed');
    expect(closed()).toBe(4_003);
  });
});
