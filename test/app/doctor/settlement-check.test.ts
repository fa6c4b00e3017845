import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { loadConfig } from '../../../src/app/config.ts';
import { SYSTEM_FILES } from '../../../src/app/doctor/data-files.ts';
import { Inspection } from '../../../src/app/doctor/inspection.ts';
import { checkSettlementPrices } from '../../../src/app/doctor/settlement-check.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { ApiCredentials } from '../../../src/data/polymarket/auth/api-credentials.ts';
import { startPolyboltSim } from '../../../src/sim/polybolt/polybolt-sim.ts';
import { deadUrl } from '../dead-url.ts';
import { temporaryFolder } from '../folder.ts';

const ACCOUNT = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'phrase-of-nobody' };

type Looked = Pick<Inspection, 'key' | 'account'>;

/** A host whose account has these credentials; the key and the venue's answers are made up. */
function inspectionOf(url: string, more: Partial<Looked> = {}): Inspection {
  const inspection = new Inspection({
    config: loadConfig({
      POLYMIND_DATA_DIR: temporaryFolder(),
      POLYMARKET_PRICES_WS_URL: url,
    }),
    ...{ passphrase: null, runtime: SYSTEM_RUNTIME, files: SYSTEM_FILES, answerMsMax: 2_000 },
    signal: new AbortController().signal,
  });
  const executor = { access: { credentials: async () => new ApiCredentials(ACCOUNT) } };
  const open = {
    key: async () => ({ kind: 'open' }),
    account: async () => ({ kind: 'open', executor, isClosedOnly: false }),
  };
  return Object.assign(inspection, open, more);
}

async function prices(isAccount: boolean) {
  const sim = await startPolyboltSim({ accounts: isAccount ? [ACCOUNT] : [] });
  onTestFinished(() => sim.close());
  return sim;
}

/** A host that opens, and says one thing to everything that it is told. */
async function answering(text: string): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    socket.on('message', () => socket.send(text));
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('settlement prices that come to the account are fine', async () => {
  const { url } = await prices(true);
  expect(await checkSettlementPrices(inspectionOf(url))).toEqual({
    ok: 'ok',
    found: 'take the account, and prices come',
    todo: null,
  });
});

test('without an account they are not checked, and nothing is asked', async () => {
  const sim = await prices(true);
  const none = inspectionOf(sim.url, { key: async () => ({ kind: 'none' }) });
  expect(await checkSettlementPrices(none)).toEqual({
    ok: 'skipped',
    found: 'not checked, needs an account: paper only',
    todo: null,
  });
  const locked = inspectionOf(sim.url, {
    key: async () => ({ kind: 'locked', address: '0x0' }) as never,
  });
  expect(await checkSettlementPrices(locked)).toMatchObject({
    ok: 'skipped',
    found: expect.stringMatching(/^not checked, needs an account: the keystore is locked/),
  });
  expect(sim.connections).toBe(0);
});

test('credentials that are refused are a warning, without a word of them', async () => {
  const { url } = await prices(false);
  const told = await checkSettlementPrices(inspectionOf(url));
  expect(told).toEqual({
    ok: 'warn',
    found: 'refuses the credentials of the account (auth_failed)',
    todo: expect.stringMatching(/^see API key; .*copying needs none of it$/),
  });
  expect(JSON.stringify(told)).not.toContain(ACCOUNT.secret);
  expect(JSON.stringify(told)).not.toContain(ACCOUNT.passphrase);
});

test('a host that is not there, or has no such address, is a warning that says what to set', async () => {
  const dead = (await deadUrl('http')).replace('http', 'ws');
  expect(await checkSettlementPrices(inspectionOf(dead))).toEqual({
    ok: 'warn',
    found: expect.stringMatching(/^does not open: .*ECONNREFUSED/),
    todo: expect.stringMatching(/POLYMARKET_PRICES_WS_URL if it is set$/),
  });
  const { url } = await prices(true);
  expect(await checkSettlementPrices(inspectionOf(`${url}/else`))).toMatchObject({ ok: 'warn' });
});

test.each([
  [
    JSON.stringify({ op: 'error', code: 'invalid_filter' }),
    /^refuses the prices of btcusd \(invalid_filter\)$/,
  ],
  [JSON.stringify({ channel: 'price.crypto', seq: 1 }), /^sends prices that cannot be read$/],
  ['no JSON', /^opens and sends no price$/],
])('a host that only says %s is a warning', async (text, found) => {
  const told = await checkSettlementPrices(inspectionOf(await answering(text)));
  expect(told).toMatchObject({ ok: 'warn', found: expect.stringMatching(found) });
  expect(told.todo).toMatch(/copying needs none of it$/);
});
