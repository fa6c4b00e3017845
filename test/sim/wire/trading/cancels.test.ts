import { expect, test } from 'vitest';
import type { TradingClient } from './trading-client.ts';
import { ACCOUNTS, clientOf, startTrading } from './trading-fixture.ts';

const NOT_FOUND = 'Order not found or already canceled';

async function placed(client: TradingClient, wish: Parameters<TradingClient['order']>[0]) {
  const order = await client.order(wish);
  expect(await client.post(order)).toMatchObject({ status: 200 });
  return order.hash;
}

test('one order, several, those of a market, and all are canceled, each with its own answer', async () => {
  const fixture = await startTrading();
  const { client, exchange, markets } = fixture;
  const hashes: string[] = [];
  for (const market of [markets[0], markets[0], markets[1], markets[1], markets[2], markets[2]]) {
    hashes.push(await placed(client, { market, outcome: hashes.length % 2 === 0 ? 0 : 1 }));
  }
  const [one, two, three, four, five, six] = hashes as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const other = await clientOf(fixture, ACCOUNTS[1]);
  expect((await other.cancel('/order', { orderID: one })).body).toEqual({
    canceled: [],
    not_canceled: { [one]: NOT_FOUND },
  });
  expect((await client.cancel('/order', { orderID: one })).body).toEqual({
    canceled: [one],
    not_canceled: {},
  });
  expect((await client.cancel('/orders', [one, two, '0x1'])).body).toEqual({
    canceled: [two],
    not_canceled: { [one]: 'Order already canceled', '0x1': NOT_FOUND },
  });
  const ofToken = { market: markets[1].conditionId, asset_id: markets[1].tokenIds[1] };
  expect((await client.cancel('/cancel-market-orders', ofToken)).body).toMatchObject({
    canceled: [four],
  });
  const ofMarket = { market: markets[1].conditionId };
  expect((await client.cancel('/cancel-market-orders', ofMarket)).body).toMatchObject({
    canceled: [three],
  });
  expect((await client.cancel('/cancel-all')).body).toEqual({
    canceled: [six, five],
    not_canceled: {},
  });
  expect((await client.cancel('/cancel-all')).body).toEqual({ canceled: [], not_canceled: {} });
  expect(hashes.map((hash) => exchange.order(hash)?.status)).toEqual(hashes.map(() => 'CANCELED'));
});

test('what names no order is refused', async () => {
  const { client } = await startTrading();
  const wrong: readonly (readonly [string, unknown])[] = [
    ['/order', undefined],
    ['/order', { orderId: '0x1' }],
    ['/orders', []],
    ['/orders', [1]],
    ['/orders', Array.from({ length: 1_001 }, (_, at) => `0x${at}`)],
    ['/cancel-market-orders', {}],
    ['/cancel-market-orders', undefined],
  ];
  for (const [path, body] of wrong) {
    expect(await client.cancel(path, body), path).toMatchObject({ status: 400 });
  }
});

test('cancels have their own bucket; canceling all may overdraw it', async () => {
  const { client, clock, markets } = await startTrading();
  const many = (count: number) => Array.from({ length: count }, (_, at) => `0x${at}`);
  expect((await client.cancel('/orders', many(118))).headers.get('poly-ratelimit-remaining')).toBe(
    '2',
  );
  expect(await client.cancel('/orders', many(3))).toMatchObject({ status: 429 });
  for (const _ of many(4)) await placed(client, { market: markets[0] });
  const all = await client.cancel('/cancel-all');
  expect(all.body['canceled']).toHaveLength(4);
  expect(all.headers.get('poly-ratelimit-remaining')).toBe('0');
  clock.advance(35);
  expect(await client.cancel('/orders', many(1))).toMatchObject({ status: 429 });
  clock.advance(25);
  expect(await client.cancel('/orders', many(1))).toMatchObject({ status: 200 });
});

test('heartbeats are a chain, and their silence cancels the key’s open orders', async () => {
  const fixture = await startTrading();
  const { client, clock, exchange, markets } = fixture;
  const other = await clientOf(fixture, ACCOUNTS[1]);
  const mine = await placed(client, { market: markets[0] });
  const theirs = await placed(other, { market: markets[0] });
  const beat = (id: unknown) =>
    client.ask('POST', '/v1/heartbeats', { body: { heartbeat_id: id } });
  const first = (await beat('')).body['heartbeat_id'];
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  const second = (await beat(first)).body['heartbeat_id'];
  expect(second).not.toBe(first);
  for (const wrong of [first, '', null]) {
    expect(await beat(wrong)).toMatchObject({
      status: 400,
      body: { error: 'Invalid Heartbeat ID', heartbeat_id: second },
    });
  }
  clock.advance(9_000);
  const third = (await beat(second)).body['heartbeat_id'];
  clock.advance(9_000);
  expect(exchange.order(mine)?.status).toBe('LIVE');
  clock.advance(6_000);
  expect(exchange.order(mine)?.status).toBe('CANCELED');
  expect(exchange.order(theirs)?.status).toBe('LIVE');
  // The chain begins anew.
  expect(await beat('')).toMatchObject({ status: 200 });
  expect(await beat(third)).toMatchObject({ status: 400 });
});
