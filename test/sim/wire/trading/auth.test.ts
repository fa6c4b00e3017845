import { expect, test } from 'vitest';
import { accountsOf } from '../../../../src/sim/accounts.ts';
import { walletAddressOf } from '../../../../src/sim/wire/trading/wallet-addresses.ts';
import { TradingClient } from './trading-client.ts';
import { ACCOUNTS, clientOf, startTrading } from './trading-fixture.ts';

const UNAUTHORIZED = { status: 401, body: { error: 'Unauthorized/Invalid api key' } };
const INVALID_L1 = { status: 401, body: { error: 'Invalid L1 Request headers' } };

test('credentials are made once, and derived the same as often as asked', async () => {
  const { sim, clock } = await startTrading();
  const client = new TradingClient(sim, ACCOUNTS[1], () => clock.nowMs());
  const none = await client.proveKey('GET', '/auth/derive-api-key');
  expect(none).toMatchObject({ status: 400, body: { error: 'Could not derive api key!' } });
  const made = await client.proveKey('POST', '/auth/api-key');
  expect(made).toMatchObject({
    status: 200,
    body: {
      apiKey: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      secret: expect.stringMatching(/^[\w-]{43}=$/),
      passphrase: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
  const again = await client.proveKey('POST', '/auth/api-key');
  expect(again).toMatchObject({ status: 400, body: { error: 'Could not create api key' } });
  const derived = await client.proveKey('GET', '/auth/derive-api-key');
  expect(derived.body).toEqual(made.body);
});

test('another seed, key or nonce has other credentials; the same seed has the same', async () => {
  const [one, same, other] = [
    await startTrading({ seed: 'a' }),
    await startTrading({ seed: 'a' }),
    await startTrading({ seed: 'b' }),
  ];
  expect(same.client.credentials).toEqual(one.client.credentials);
  expect(other.client.credentials.apiKey).not.toBe(one.client.credentials.apiKey);
  const second = await clientOf(one, ACCOUNTS[1]);
  const nonce = await one.client.proveKey(
    'POST',
    '/auth/api-key',
    await one.client.l1Headers({ nonce: 5 }),
  );
  const keys = [one.client.credentials.apiKey, second.credentials.apiKey, nonce.body['apiKey']];
  expect(new Set(keys).size).toBe(3);
});

test('a key is proven by its own signature over the headers and the time of now', async () => {
  const { client, clock } = await startTrading();
  const headers = await client.l1Headers();
  const nowS = Math.floor(clock.nowMs() / 1_000);
  const prove = (changed: object) =>
    client.proveKey('GET', '/auth/derive-api-key', changed as Record<string, string>);
  expect(await prove(headers)).toMatchObject({ status: 200 });
  expect(await prove(await client.l1Headers({ timestampS: nowS - 59 }))).toMatchObject({
    status: 200,
  });
  for (const wrong of [
    { ...headers, POLY_NONCE: '1' },
    { ...headers, POLY_TIMESTAMP: String(nowS + 1) },
    { ...headers, POLY_ADDRESS: ACCOUNTS[1].address },
    { ...headers, POLY_SIGNATURE: `0x${'00'.repeat(65)}` },
    { ...headers, POLY_SIGNATURE: 'none' },
    await client.l1Headers({ timestampS: nowS - 61 }),
    await client.l1Headers({ timestampS: nowS + 61 }),
  ]) {
    expect(await prove(wrong)).toMatchObject(INVALID_L1);
  }
});

test('a request is signed over its time, method, path without query and the very bytes', async () => {
  const { client, markets, exchange } = await startTrading();
  expect(await client.get('/data/orders?market=0x1')).toMatchObject({ status: 200 });
  const order = await client.order({ market: markets[0] });
  const right = client.l2Headers('POST', '/order', JSON.stringify(order.body));
  for (const wrong of [
    client.l2Headers('POST', '/orders', JSON.stringify(order.body)),
    client.l2Headers('GET', '/order', JSON.stringify(order.body)),
    client.l2Headers('POST', '/order', JSON.stringify(order.body, null, 1)),
    { ...right, POLY_TIMESTAMP: '1' },
    { ...right, POLY_PASSPHRASE: 'wrong' },
    { ...right, POLY_ADDRESS: ACCOUNTS[1].address },
    { ...right, POLY_API_KEY: 'unknown' },
  ]) {
    expect(await client.ask('POST', '/order', { body: order.body, headers: wrong })).toMatchObject(
      UNAUTHORIZED,
    );
  }
  expect(exchange.submissions).toEqual([]);
  const none = await fetch(`${(await startTrading()).sim.urls.clobUrl}/data/orders`);
  expect(none.status).toBe(401);
});

test('keys are listed, deleted, revoked and asked for a ban', async () => {
  const { client, trading } = await startTrading();
  const { apiKey } = client.credentials;
  expect((await client.get('/auth/api-keys')).body).toEqual({ apiKeys: [apiKey] });
  expect((await client.get('/auth/ban-status/closed-only')).body).toEqual({ closed_only: false });
  trading.inject({ on: 'keys', fault: 'revoked' });
  expect(await client.get('/auth/api-keys')).toMatchObject(UNAUTHORIZED);
  const derived = await client.proveKey('GET', '/auth/derive-api-key');
  expect(derived.body).toEqual(client.credentials);
  expect((await client.get('/auth/api-keys')).body).toEqual({ apiKeys: [apiKey] });
  expect((await client.ask('DELETE', '/auth/api-key')).body).toBe('OK');
  expect(await client.get('/auth/api-keys')).toMatchObject(UNAUTHORIZED);
});

test('wallets of a key are where the venue’s factories put them', () => {
  // As the official client 0.2.0 derives them for this key.
  const key = '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A';
  expect(walletAddressOf(key, 1)).toBe('0x6Cd089333445c89b55B7693c6009DCc229613738');
  expect(walletAddressOf(key, 2)).toBe('0x75F00B003FBBBA193FABEB06284c3187a4C1232E');
  expect(walletAddressOf(key, 3)).toBe('0x7a57144fAfde87F5cE4a880D570BAe58eeBC83f2');
  expect(accountsOf('7', 4).map(({ signatureType }) => signatureType)).toEqual([0, 1, 2, 3]);
});
