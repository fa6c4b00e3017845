import { expect, test } from 'vitest';
import { type Json, msgOf, rowsIn, startKalshi } from './kalshi-fixture.ts';

const BOOK = 'orderbook_delta';

async function open(options: Parameters<typeof startKalshi>[0] = {}) {
  const fixture = await startKalshi(options);
  const rows = rowsIn(await fixture.get('/markets?status=open'), 'markets');
  const tickers = rows.map((row) => String(row['ticker']));
  const socket = await fixture.connect();
  const codeOf = async (cmd: string, params?: Json): Promise<unknown> => {
    const reply = await socket.command(cmd, params);
    return reply['type'] === 'error' ? msgOf(reply)['code'] : reply['type'];
  };
  return { ...fixture, socket, tickers, codeOf };
}

test('every wrong command has its number', async () => {
  const { tickers, codeOf } = await open();
  const [ticker = ''] = tickers;
  expect(await codeOf('subscribe')).toBe(2);
  expect(await codeOf('subscribe', {})).toBe(3);
  expect(await codeOf('subscribe', { channels: ['quotes'] })).toBe(8);
  expect(await codeOf('subscribe', { channels: [BOOK] })).toBe(14);
  expect(await codeOf('subscribe', { channels: ['ticker'], market_ids: ['no-such-id'] })).toBe(11);
  expect(await codeOf('subscribe', { channels: [BOOK], market_ticker: ticker })).toBe('subscribed');
  expect(await codeOf('unsubscribe', {})).toBe(4);
  expect(await codeOf('unsubscribe', { sids: [99] })).toBe(7);
  expect(await codeOf('update_subscription', { action: 'add_markets' })).toBe(12);
  expect(await codeOf('update_subscription', { sids: [1, 2], action: 'add_markets' })).toBe(12);
  expect(await codeOf('update_subscription', { sid: 1 })).toBe(15);
  expect(await codeOf('update_subscription', { sid: 1, action: 'add_markets' })).toBe(14);
  expect(await codeOf('update_subscription', { sid: 1, action: 'drop' })).toBe(13);
  expect(await codeOf('update_subscription', { sid: 9, action: 'add_markets' })).toBe(7);
  expect(await codeOf('resubscribe', {})).toBe(5);
  expect(await codeOf('subscribe', { channels: ['cfbenchmarks_value'] })).toBe('subscribed');
  expect(await codeOf('update_subscription', { sid: 2, action: 'subscribe_indices' })).toBe(24);
});

test('what is no command at all is answered too, without an id', async () => {
  const { socket } = await open({ coins: [] });
  socket.send('hello');
  socket.send([1, 2]);
  await socket.settled();
  expect(socket.ofType('error')).toEqual([
    { type: 'error', msg: { code: 1, msg: 'Unable to process message' } },
    { type: 'error', msg: { code: 1, msg: 'Unable to process message' } },
  ]);
});

test('a subscription holds so many markets, and takes so many commands in a second', async () => {
  const session = { marketsMax: 3, commandsPerSecondMax: 2 };
  const { tickers, codeOf, clock } = await open({ session });
  const four = tickers.slice(0, 4);
  expect(await codeOf('subscribe', { channels: [BOOK], market_tickers: four })).toBe(26);
  const two = tickers.slice(0, 2);
  expect(await codeOf('subscribe', { channels: [BOOK], market_tickers: two })).toBe('subscribed');
  const add = { sid: 1, action: 'add_markets', market_tickers: tickers.slice(2, 4) };
  expect(await codeOf('update_subscription', add)).toBe(26);
  const one = { ...add, market_tickers: tickers.slice(2, 3) };
  expect(await codeOf('update_subscription', one)).toBe('ok');
  expect(await codeOf('update_subscription', one)).toBe(27);
  clock.advance(1_000);
  expect(await codeOf('update_subscription', one)).toBe('ok');
});

test('subscriptions are listed, and short answers leave the markets out', async () => {
  const { socket, tickers } = await open();
  const [one = '', two = ''] = tickers;
  const channels = [BOOK, 'ticker'];
  await socket.command('subscribe', { channels, market_tickers: [one], skip_ticker_ack: true });
  await socket.settled();
  const list = await socket.command('list_subscriptions');
  expect(list).toMatchObject({
    type: 'ok',
    msg: [
      { channel: BOOK, sid: 1 },
      { channel: 'ticker', sid: 2 },
    ],
  });
  const add = { sids: [2], action: 'add_markets', market_tickers: [two] };
  const reply = await socket.command('update_subscription', add);
  expect(reply).toEqual({ id: expect.any(Number), type: 'ok', sid: 2 });
});

test('private channels are taken and stay silent', async () => {
  const { socket, clock } = await open({ coins: [] });
  const channels = ['fill', 'user_orders', 'market_positions', 'order_group_updates'];
  await socket.command('subscribe', { channels });
  clock.advance(3_000);
  await socket.settled();
  expect(socket.frames.map((frame) => frame['type'])).toEqual([
    ...['subscribed', 'subscribed', 'subscribed', 'subscribed', 'ok'],
  ]);
});
