import { existsSync, statSync } from 'node:fs';
import { Wallet } from 'ethers';
import { describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { simCommand } from '../../src/app/sim.ts';
import { KalshiKey } from '../../src/data/kalshi/sign.ts';
import { call } from './called.ts';

const PATIENCE = { timeout: 120_000, interval: 5 };

/** The document that `sim --json` prints, with the simulator gone again. */
async function documentOf(...options: string[]) {
  const called = call(simCommand, ['--json', ...options]);
  await vi.waitFor(() => expect(called.out()).toContain('\n'), PATIENCE);
  const text = called.out();
  called.stop();
  expect(await called.code).toBe(0);
  expect(called.out(), 'one line and nothing after it').toBe(text);
  expect(text.indexOf('\n')).toBe(text.length - 1);
  return JSON.parse(text);
}

describe('sim --json', () => {
  test('prints one line: environment, accounts, markets, leaders', async () => {
    const { env, accounts, bare, markets, leaders } = await documentOf();
    const http = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/);
    const socket = expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+/);
    expect(env).toMatchObject({
      POLYMARKET_CLOB_URL: http,
      POLYMARKET_GAMMA_URL: http,
      POLYMARKET_DATA_URL: http,
      POLYMARKET_WS_URL: socket,
      POLYMARKET_RTDS_URL: socket,
      POLYMARKET_RELAYER_URL: http,
      POLYMARKET_RELAYER_KEY: expect.stringMatching(/^[0-9a-f-]{36}$/),
      POLYGON_RPC_URL: http,
      POLYMARKET_PRICES_WS_URL: socket,
      KALSHI_API_URL: http,
      KALSHI_WS_URL: socket,
      KALSHI_KEY_ID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      KALSHI_PRIVATE_KEY_FILE: expect.stringMatching(/kalshi-key\.pem$/),
      BINANCE_API_URL: http,
      BINANCE_WS_URL: socket,
    });
    for (const { address, privateKey, funder, dollars } of accounts) {
      expect(new Wallet(privateKey).address).toBe(address);
      expect(funder).toMatch(/^0x[0-9a-fA-F]{40}$/);
      expect(dollars).toBe(10_000);
    }
    expect(new Wallet(bare.privateKey).address).toBe(bare.funder);
    expect(accounts[0].funder).toBe(accounts[0].address);
    const kinds = accounts.map(
      (account: { readonly signatureType: number }) => account.signatureType,
    );
    expect(kinds).toEqual([0, 1, 2, 3]);
    for (const market of markets) {
      expect(market).toMatchObject({
        conditionId: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        tokenIds: [expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)],
        version: expect.stringMatching(/^v[12]$/),
        tickSize: expect.stringMatching(/^0\.0*1$/),
        question: expect.stringMatching(/\S/),
      });
    }
    expect(markets.length).toBeGreaterThan(10);
    const leaderKinds = new Set(leaders.map(({ kind }: { readonly kind: string }) => kind));
    expect(leaderKinds).toContain('directional');
    for (const { address, skill } of leaders) {
      expect(address).toMatch(/^0x[0-9a-f]{40}$/);
      expect(skill).toEqual(expect.any(Number));
    }
  });

  test('gives the same accounts, markets and leaders for the same seed, others for another', async () => {
    const [one, again, other] = [
      await documentOf('--seed', '7'),
      await documentOf('--seed', '7'),
      await documentOf('--seed', '8'),
    ];
    expect(again.accounts).toEqual(one.accounts);
    expect(again.leaders).toEqual(one.leaders);
    expect(other.accounts).not.toEqual(one.accounts);
    expect(other.leaders).not.toEqual(one.leaders);
  });

  test('answers on what it printed, until it is stopped', async () => {
    const called = call(simCommand, ['--json']);
    await vi.waitFor(() => expect(called.out()).toContain('\n'), PATIENCE);
    const { env } = JSON.parse(called.out());
    // As the program itself reads it.
    const { kalshi, binance } = loadConfig(env);
    expect(statSync(env.KALSHI_PRIVATE_KEY_FILE).mode & 0o777).toBe(0o600);
    expect(called.out(), 'the key is in its file alone').not.toContain('PRIVATE KEY');
    const key = new KalshiKey({ keyId: kalshi.keyId ?? '', privateKey: kalshi.privateKey ?? '' });
    const path = '/portfolio/balance';
    const target = `${new URL(kalshi.apiUrl ?? '').pathname}${path}`;
    const headers = { ...key.headers({ method: 'GET', target, atMs: Date.now() }) };
    expect((await fetch(`${kalshi.apiUrl}${path}`, { headers })).status).toBe(200);
    expect((await fetch(`${binance.apiUrl}/api/v3/time`)).status).toBe(200);
    const answer = await fetch(`${env.POLYMARKET_CLOB_URL}/time`);
    expect(answer.status).toBe(200);
    expect(Number(await answer.text())).toBeGreaterThan(0);
    called.stop();
    expect(await called.code).toBe(0);
    await expect(fetch(`${env.POLYMARKET_CLOB_URL}/time`)).rejects.toThrow();
    await expect(fetch(`${env.KALSHI_API_URL}/exchange/status`)).rejects.toThrow();
    await expect(fetch(`${env.BINANCE_API_URL}/api/v3/time`)).rejects.toThrow();
    expect(existsSync(env.KALSHI_PRIVATE_KEY_FILE), 'the key went with it').toBe(false);
  });
});

test('sim for a person prints variables that a shell takes, and whom to follow', async () => {
  const called = call(simCommand, []);
  await vi.waitFor(() => expect(called.out()).toContain('leaders:'), PATIENCE);
  called.stop();
  await called.code;
  expect(called.out()).toMatch(/^POLYMARKET_CLOB_URL=http:\/\/127\.0\.0\.1:\d+$/m);
  expect(called.out()).toMatch(/^ {2}0x[0-9a-f]{40} {2}ace \(directional\)$/m);
});

test.each([
  [['--speed', 'fast'], '--speed takes a number from 0.1 to 1000, got "fast"'],
  [['--port', '70000'], '--port takes a number from 0 to 65523, got "70000"'],
  [['--faults', 'ruogh'], 'there is no fault profile "ruogh"; there is rough'],
])('sim %j is refused before anything starts', async (argv, line) => {
  const called = call(simCommand, argv);
  expect(await called.code).toBe(2);
  expect(called.err()).toBe(`polymind: ${line}\n`);
  expect(called.out()).toBe('');
});
