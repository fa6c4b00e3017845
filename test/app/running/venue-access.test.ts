import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { kalshiAccess, spotAccess } from '../../../src/app/running/venue-access.ts';

function pemOf(type: 'rsa' | 'ed25519', bits = 2_048): string {
  const { privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : generateKeyPairSync(type);
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

test('without anything set, the public hosts are used, and no key', () => {
  const spot = spotAccess(loadConfig({}));
  expect(spot.hosts.map(({ name }) => name)).toEqual([
    'data.binance.vision',
    'binance.com',
    'binance.us',
  ]);
  expect(spot.coins).toEqual([]);
  expect(spot.settlementUrl).toBe('wss://ws-live-v2.polymarket.com/ws');
  expect(kalshiAccess(loadConfig({}))).toMatchObject({
    apiUrl: 'https://external-api.kalshi.com/trade-api/v2',
    key: null,
  });
});

test('a host of one’s own is used alone, and coins are added to the usual ones', () => {
  const env = {
    BINANCE_WS_URL: 'ws://127.0.0.1:1',
    BINANCE_API_URL: 'http://127.0.0.1:2',
    BINANCE_COINS: 'BNB, hype bnb',
  };
  const { hosts, coins } = spotAccess(loadConfig(env));
  expect(hosts).toMatchObject([{ wsUrl: 'ws://127.0.0.1:1', apiUrl: 'http://127.0.0.1:2' }]);
  expect(coins).toEqual(['bnb', 'hype']);
});

test.each([
  ['BINANCE_API_URL', { BINANCE_WS_URL: 'ws://127.0.0.1:1' }],
  ['BINANCE_WS_URL', { BINANCE_API_URL: 'http://127.0.0.1:1' }],
])('half an address of Binance is refused: %s is missing', (missing, env) => {
  const [given] = Object.keys(env);
  expect(() => spotAccess(loadConfig(env))).toThrow(
    `${missing} is missing beside ${given}: set both, or neither`,
  );
});

test.each(['rsa', 'ed25519'] as const)('a Kalshi key may be of the kind %s', (type) => {
  const env = { KALSHI_KEY_ID: 'some-key-id', KALSHI_PRIVATE_KEY: pemOf(type) };
  expect(kalshiAccess(loadConfig(env)).key?.keyId).toBe('some-key-id');
});

test('half a Kalshi key, or one that is too weak, is refused in one line that holds nothing of it', () => {
  expect(() => kalshiAccess(loadConfig({ KALSHI_KEY_ID: 'some-key-id' }))).toThrow(
    'KALSHI_PRIVATE_KEY is missing beside KALSHI_KEY_ID: set both, or neither',
  );
  expect(() => kalshiAccess(loadConfig({ KALSHI_PRIVATE_KEY: pemOf('rsa') }))).toThrow(
    'KALSHI_KEY_ID is missing beside KALSHI_PRIVATE_KEY',
  );
  const weak = { KALSHI_KEY_ID: 'some-key-id', KALSHI_PRIVATE_KEY: pemOf('rsa', 1_024) };
  expect(() => kalshiAccess(loadConfig(weak))).toThrow(
    'KALSHI_PRIVATE_KEY: the Kalshi private key has 1024 bits, at least 2048',
  );
});
