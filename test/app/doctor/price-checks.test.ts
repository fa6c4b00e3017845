import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import type { CheckState } from '../../../src/app/doctor/check.ts';
import { SYSTEM_FILES } from '../../../src/app/doctor/data-files.ts';
import { checkConfiguration } from '../../../src/app/doctor/host-checks.ts';
import { Inspection } from '../../../src/app/doctor/inspection.ts';
import {
  checkBinance,
  checkBinanceStream,
  checkKalshi,
  checkKalshiKey,
} from '../../../src/app/doctor/price-checks.ts';
import { type HttpRuntime, SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { startBinanceSim } from '../../../src/sim/binance/binance-sim.ts';
import { startKalshiSim } from '../../../src/sim/kalshi/kalshi-sim.ts';
import { deadUrl } from '../dead-url.ts';
import { temporaryFolder } from '../folder.ts';

const HOUR_MS = 3_600_000;

function inspectionOf(env: Record<string, string>, runtime: HttpRuntime = SYSTEM_RUNTIME) {
  return new Inspection({
    config: loadConfig({ POLYMIND_DATA_DIR: temporaryFolder(), ...env }),
    ...{ passphrase: null, runtime, files: SYSTEM_FILES },
    signal: new AbortController().signal,
  });
}

async function binance() {
  const sim = await startBinanceSim();
  onTestFinished(() => sim.close());
  return { sim, env: { BINANCE_WS_URL: sim.urls.wsUrl, BINANCE_API_URL: sim.urls.apiUrl } };
}

async function kalshi() {
  const sim = await startKalshiSim({ hasWeeklyPause: false });
  onTestFinished(() => sim.close());
  const { keyId, privateKeyPem } = sim.keys.ed25519;
  const env = { KALSHI_API_URL: sim.restUrl, KALSHI_WS_URL: sim.wsUrl };
  return { sim, env, key: { KALSHI_KEY_ID: keyId, KALSHI_PRIVATE_KEY: privateKeyPem } };
}

/** A host whose clock is an hour behind. */
const LATE: HttpRuntime = { ...SYSTEM_RUNTIME, nowMs: () => Date.now() - HOUR_MS };

test('Binance is found where it answers, and its stream where a price comes', async () => {
  const inspection = inspectionOf((await binance()).env);
  expect(await checkBinance(inspection)).toEqual({
    ok: 'ok',
    found: expect.stringMatching(/^127\.0\.0\.1:\d+ answers$/),
    todo: null,
  });
  expect(await checkBinanceStream(inspection)).toMatchObject({
    ok: 'ok',
    found: expect.stringMatching(/ sends prices$/),
  });
});

test('Binance that does not serve this place is a warning that says what to set', async () => {
  const { sim, env } = await binance();
  sim.refuse({ ws: 451, api: 451 });
  const inspection = inspectionOf(env);
  expect(await checkBinance(inspection)).toEqual({
    ok: 'warn',
    found: expect.stringMatching(/no host tells spot prices here .*does not serve this place/),
    todo: expect.stringMatching(/copying needs none of it; set BINANCE_WS_URL/),
  });
  expect(await checkBinanceStream(inspection)).toMatchObject({ ok: 'warn' });
});

test('hosts that are not there are warnings, and never a failure', async () => {
  const http = await deadUrl('http');
  const ws = http.replace('http', 'ws');
  const inspection = inspectionOf({
    BINANCE_WS_URL: ws,
    BINANCE_API_URL: http,
    KALSHI_API_URL: `${http}/trade-api/v2`,
    KALSHI_WS_URL: `${ws}/trade-api/ws/v2`,
  });
  for (const check of [checkBinance, checkBinanceStream, checkKalshi]) {
    expect(await check(inspection)).toEqual({
      ok: 'warn' satisfies CheckState,
      found: expect.stringMatching(/ECONNREFUSED/),
      todo: expect.stringMatching(/^check the network of this host, and (BINANCE|KALSHI)_/),
    });
  }
});

test('a clock that is off is told against either venue', async () => {
  const { env } = await binance();
  const inspection = inspectionOf({ ...env, ...(await kalshi()).env }, LATE);
  for (const check of [checkBinance, checkKalshi]) {
    expect(await check(inspection)).toEqual({
      ok: 'warn',
      found: expect.stringMatching(/this host's clock is 3\d{3}\.\d s behind$/),
      todo: expect.stringMatching(/timedatectl/),
    });
  }
});

test('Kalshi answers without a key, and tells whether it trades', async () => {
  const { sim, env } = await kalshi();
  const inspection = inspectionOf(env);
  expect(await checkKalshi(inspection)).toMatchObject({
    ok: 'ok',
    found: '127.0.0.1 answers; it trades now',
  });
  expect(await checkKalshiKey(inspection)).toMatchObject({ ok: 'skipped' });
  sim.setPaused(true);
  expect(await checkKalshi(inspectionOf(env))).toMatchObject({
    ok: 'ok',
    found: '127.0.0.1 answers; trading is paused now',
  });
});

test('a Kalshi key that is taken is fine, and one that is refused is a warning', async () => {
  const { sim, env, key } = await kalshi();
  expect(await checkKalshiKey(inspectionOf({ ...env, ...key }))).toMatchObject({ ok: 'ok' });
  sim.revoke(key.KALSHI_KEY_ID);
  const refused = await checkKalshiKey(inspectionOf({ ...env, ...key }));
  expect(refused).toMatchObject({
    ok: 'warn',
    found: expect.stringMatching(/^Kalshi refuses the key/),
  });
  expect(JSON.stringify(refused)).not.toContain('PRIVATE KEY-----');
});

test('half of what belongs together is wrong, and what needs it is skipped', async () => {
  const inspection = inspectionOf({
    BINANCE_WS_URL: 'ws://127.0.0.1:9',
    KALSHI_KEY_ID: 'some-key-id',
  });
  expect(await checkConfiguration(inspection)).toMatchObject({
    ok: 'wrong',
    found: 'BINANCE_API_URL is missing beside BINANCE_WS_URL: set both, or neither',
  });
  for (const check of [checkBinance, checkBinanceStream, checkKalshi, checkKalshiKey]) {
    expect(await check(inspection)).toMatchObject({ ok: 'skipped', found: 'see Configuration' });
  }
});
