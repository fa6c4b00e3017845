import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WriteOutcome } from '../../../../src/data/http/single-write.ts';
import { Relayer } from '../../../../src/data/polymarket/wallet/relayer.ts';
import {
  deployed,
  relayed,
  relayParams,
} from '../../../../src/data/polymarket/wallet/relayer-schema.ts';
import { submitAnswer } from '../../../../src/data/polymarket/wallet/submit-answer.ts';
import { answer, type Fate } from '../../../servers/write-double.ts';
import { KEY, WALLETS } from './guarded-signer.ts';
import { API_KEY, HASH, ID, RELAY } from './relayer-double.ts';
import { NOW_MS, quickRuntime, relayers } from './setting.ts';

describe('reading', () => {
  test('gives who sends the next transaction, what is deployed, and where one stands', async () => {
    const { double, relayer } = await relayers();
    expect(await relayer.params('safe')).toEqual({ address: RELAY, nonce: '7' });
    expect(await relayer.isDeployed(WALLETS.safe, 'safe')).toBe(true);
    double.deployed = false;
    expect(await relayer.isDeployed(WALLETS.depositWallet, 'depositWallet')).toBe(false);
    double.stages = [{ state: 'STATE_FAILED', hash: HASH, error: 'out of luck' }];
    const stands = { id: ID, state: 'STATE_FAILED', hash: HASH, error: 'out of luck' };
    expect(await relayer.transaction(ID)).toEqual(stands);
    const asked = double.server.taken.map(({ path, query }) => `${path}?${query}`);
    expect(asked.slice(0, 3)).toEqual([
      `/v1/account/transactions/params?address=${KEY}&type=SAFE`,
      expect.stringMatching(/^\/deployed\?address=0x[0-9a-fA-F]{40}$/),
      expect.stringMatching(/^\/deployed\?address=0x[0-9a-fA-F]{40}&type=WALLET$/),
    ]);
  });

  test.each<[string, Fate, string, string]>([
    ['a page', { kind: 'answer', status: 200, text: '<html>' }, 'malformed', 'an HTML page'],
    ['no nonce', answer({ address: RELAY }), 'malformed', 'nonce is not what it has to be'],
    ['half an answer', { kind: 'truncate', text: '{"address":' }, 'unreachable', ''],
    ['no answer', { kind: 'drop' }, 'unreachable', ''],
    ['garbage', { kind: 'garbage' }, 'unreachable', ''],
    ['too many', answer({ error: 'slow down' }, 429), 'rateLimited', 'slow down'],
    ['a failure', answer({ error: 'oops' }, 500), 'unavailable', 'oops'],
  ])('that gets %s is an error by its kind', async (...[, fate, kind, words]) => {
    const { double, relayer } = await relayers();
    double.instead.set('params', fate);
    const error = await relayer.params('proxy').catch((one: unknown) => one);
    expect(error).toMatchObject({ name: 'VenueError', kind, endpoint: 'relayer.params' });
    expect(String(error)).toContain(words);
  });

  test('an answer that never comes is a timeout', async () => {
    const { double, relayer, runtime } = await relayers();
    double.instead.set('params', () => {
      setImmediate(runtime.expire);
      return { kind: 'silence' };
    });
    await expect(relayer.params('safe')).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('never repeats the API key, also where the relayer does', async () => {
    const { double, relayer } = await relayers();
    const words = `unknown key ${API_KEY}`;
    for (const part of ['params', 'submit'])
      double.instead.set(part, answer({ error: words }, 401));
    const error = await relayer.params('safe').catch((one: unknown) => one);
    const submitted = await relayer.submit({});
    const told = inspect([error, submitted, relayer], { depth: 10, showHidden: true });
    expect(told).not.toContain(API_KEY);
    expect(told).toContain('unknown key [secret]');
  });

  test('without an API key still tells what is deployed', async () => {
    const { double } = await relayers();
    const relayer = new Relayer(
      { url: double.server.url, apiKey: null, address: KEY },
      quickRuntime(),
    );
    expect(relayer.hasKey).toBe(false);
    await expect(relayer.isDeployed(WALLETS.safe, 'safe')).rejects.toMatchObject({ status: 401 });
    expect(double.server.taken[0]?.headers).not.toHaveProperty('relayer_api_key');
  });
});

const answered = (status: number, body: unknown, headers = {}): WriteOutcome => ({
  ...{ kind: 'answered', status, headers: new Map(Object.entries(headers)) },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const taken = { transactionID: ID, transactionHash: HASH, state: 'STATE_NEW' };

describe('what becomes of something that was handed over', () => {
  test.each<[string, WriteOutcome, object]>([
    ['taken', answered(200, taken), { kind: 'taken', id: ID, hash: HASH, state: 'STATE_NEW' }],
    [
      'taken without a hash',
      answered(201, { ...taken, transactionHash: null }),
      { kind: 'taken', hash: null },
    ],
    ['a good status and no id', answered(200, { state: 'STATE_NEW' }), { kind: 'unknown' }],
    ['a good status and a page', answered(200, '<html>'), { kind: 'unknown' }],
    [
      'an id that is a path',
      answered(200, { ...taken, transactionID: '../x' }),
      { kind: 'unknown' },
    ],
    [
      'too many',
      answered(429, {}, { 'retry-after': '9' }),
      { kind: 'notNow', retryAfterMs: 9_000 },
    ],
    ['busy', answered(400, { error: 'wallet busy: active action' }), { kind: 'notNow' }],
    ['in flight', answered(400, { error: 'wallet has in-flight action' }), { kind: 'notNow' }],
    [
      'an old nonce',
      answered(400, { error: 'batch nonce 3 does not match on-chain nonce 4' }),
      { kind: 'notNow' },
    ],
    ['a bad signature', answered(400, { error: 'invalid signature' }), { kind: 'refused' }],
    ['a refusal without words', answered(400, ''), { kind: 'unknown' }],
    ['a wrong key', answered(401, {}), { kind: 'refused', why: /POLYMARKET_RELAYER_KEY/ }],
    ['no place', answered(403, { error: 'blocked' }), { kind: 'refused' }],
    ['a late request', answered(408, { error: 'timeout' }), { kind: 'unknown' }],
    ['a conflict', answered(409, { error: 'exists' }), { kind: 'unknown' }],
    ['a failure', answered(500, { error: 'oops' }), { kind: 'unknown' }],
    ['a gateway', answered(502, '<html>'), { kind: 'unknown' }],
    ['a redirect', answered(302, ''), { kind: 'unknown' }],
    ['a lost connection', { kind: 'unknown', text: 'reset' }, { kind: 'unknown', why: /^reset$/ }],
    ['no connection', { kind: 'notSent', text: 'refused' }, { kind: 'notNow', why: /not sent/ }],
  ])('%s', (_what, outcome, expected) => {
    const { why, ...rest } = expected as { why?: RegExp };
    const read = submitAnswer(outcome, NOW_MS);
    expect(read).toMatchObject(rest);
    if (why !== undefined) expect('why' in read ? read.why : '').toMatch(why);
  });

  test('is told without what was signed', () => {
    const error = `bad signature 0x${'ab'.repeat(65)} of ${WALLETS.safe}`;
    const read = submitAnswer(answered(400, { error }), NOW_MS);
    expect(read).toMatchObject({ why: `400: bad signature [data] of ${WALLETS.safe}` });
  });

  test('is taken only with an id, whatever is answered', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 100, max: 599 }), (body, status) => {
        const read = submitAnswer(answered(status, body as never), NOW_MS);
        expect(read.kind).not.toBe('taken');
        if (status >= 200 && status < 300) expect(read.kind).toBe('unknown');
      }),
    );
  });
});

test('parsers take what the relayer says and nothing else', () => {
  const good = { transaction_id: ID, state: 'STATE_MINED', transaction_hash: HASH };
  expect(relayed.parse(good)).toEqual({ id: ID, state: 'STATE_MINED', hash: HASH, error: null });
  expect(relayed.parse({ ...good, transaction_hash: '' }).hash).toBeNull();
  expect(relayParams.parse({ address: RELAY, nonce: 12 }).nonce).toBe('12');
  const anything = fc.anything();
  fc.assert(
    fc.property(anything, anything, (one, other) => {
      for (const raw of [one, { ...good, transaction_hash: one, state: other }]) {
        const read = relayed.safeParse(raw);
        const isHash = read.success && (read.data.hash === null || read.data.hash.length === 66);
        expect(isHash || !read.success).toBe(true);
      }
      const params = relayParams.safeParse({ address: RELAY, nonce: one });
      if (params.success) expect(BigInt(params.data.nonce)).toBeGreaterThanOrEqual(0n);
      expect(deployed.safeParse({ deployed: one }).success).toBe(typeof one === 'boolean');
    }),
  );
});
