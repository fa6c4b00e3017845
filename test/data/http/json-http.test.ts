import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ATTEMPTS_MAX,
  RETRY_AFTER_MS_MAX,
  RETRY_CREDIT_MAX,
  RETRY_DELAY_MS_MAX,
  retryDelayMs,
} from '../../../src/data/http/backoff.ts';
import { JsonHttp } from '../../../src/data/http/json-http.ts';
import type { VenueMode } from '../../../src/data/http/venue-error.ts';
import { START_AT_MS, settle, VirtualRuntime } from './virtual-runtime.ts';

const GET = { endpoint: 'venue.thing', groups: ['total'], path: '/thing' } as const;

type Answer = () => Response | Promise<Response>;

const ok: Answer = () => Response.json({ fine: true });
const status =
  (code: number, headers: Record<string, string> = {}, body: unknown = {}): Answer =>
  () =>
    Response.json(body, { status: code, headers });
const unreachable: Answer = () =>
  Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }));

/** A host that gives these answers in turn, the last one for ever. */
function host(...answers: readonly Answer[]) {
  const urls: string[] = [];
  const runtime = new VirtualRuntime(async (input) => {
    urls.push(String(input));
    const answer = answers[Math.min(urls.length, answers.length) - 1];
    if (answer === undefined) throw new Error('no answer');
    return answer();
  });
  const http = new JsonHttp(
    {
      baseUrl: 'https://venue.test/api/',
      limits: { total: { requests: 100_000, windowMs: 10_000 } },
      problemOf: (_status, body) => ({
        text: null,
        code: null,
        mode: (body as { mode?: VenueMode } | undefined)?.mode ?? null,
        retryAfterMs: null,
      }),
      bustsCache: true,
    },
    runtime,
  );
  const counts = () => http.metrics.snapshot()[0];
  return { http, runtime, urls, counts };
}

describe('retries', () => {
  test.each([
    ['no connection', unreachable],
    ['500', status(500)],
    ['425', status(425)],
    ['429', status(429)],
  ])('%s is tried again until it works', async (_name, failing) => {
    const { http, runtime, urls, counts } = host(failing, failing, ok);
    await expect(runtime.run(http.getJson(GET))).resolves.toEqual({ fine: true });
    expect(urls).toHaveLength(3);
    expect(counts()).toMatchObject({ requests: 3, successes: 1, retries: 2 });
  });

  test('it gives up after a bounded number of attempts', async () => {
    const { http, runtime, urls } = host(unreachable);
    await expect(runtime.run(http.getJson(GET))).rejects.toMatchObject({ kind: 'unreachable' });
    expect(urls).toHaveLength(ATTEMPTS_MAX);
  });

  test.each([
    ['400', status(400), 'rejected'],
    ['404', status(404), 'rejected'],
    ['403', status(403), 'blocked'],
    ['a redirect', status(302, { location: 'https://other.test' }), 'malformed'],
    ['no JSON', () => new Response('fine'), 'malformed'],
    ['an HTML page', () => new Response('<html></html>'), 'malformed'],
    ['nothing', () => new Response(''), 'malformed'],
    ['a venue in cancel-only mode', status(503, {}, { mode: 'cancelOnly' }), 'unavailable'],
  ])('%s is final', async (_name, answer, kind) => {
    const { http, runtime, urls } = host(answer, ok);
    await expect(runtime.run(http.getJson(GET))).rejects.toMatchObject({ kind });
    expect(urls).toHaveLength(1);
  });

  test('what may not happen twice is sent once', async () => {
    const { http, runtime, urls } = host(unreachable, ok);
    const post = { ...GET, body: {}, isIdempotent: false };
    await expect(runtime.run(http.postJson(post))).rejects.toMatchObject({ kind: 'unreachable' });
    expect(urls).toHaveLength(1);
  });

  test.each([['7'], [new Date(START_AT_MS + 7_000).toUTCString()]])(
    'Retry-After of %s is waited for',
    async (header) => {
      const { http, runtime } = host(status(503, { 'retry-after': header }), ok);
      await runtime.run(http.getJson(GET));
      expect(runtime.monotonicMs()).toBeGreaterThanOrEqual(7_000);
      expect(runtime.monotonicMs()).toBeLessThan(8_000);
    },
  );

  test('a pause longer than we wait is the caller’s to decide', async () => {
    const seconds = RETRY_AFTER_MS_MAX / 1_000 + 1;
    const { http, runtime, urls } = host(status(429, { 'retry-after': String(seconds) }), ok);
    await expect(runtime.run(http.getJson(GET))).rejects.toMatchObject({
      kind: 'rateLimited',
      retryAfterMs: seconds * 1_000,
    });
    expect(urls).toHaveLength(1);
  });

  test('a refusal holds back every other request of its group', async () => {
    const { http, runtime, urls } = host(status(429, { 'retry-after': '5' }), ok);
    const first = http.getJson(GET);
    await settle();
    const second = http.getJson(GET);
    await runtime.advance(4_999);
    expect(urls).toHaveLength(1);
    await runtime.run(Promise.all([first, second]));
    expect(urls).toHaveLength(3);
  });

  test('an outage does not multiply our requests', async () => {
    const { http, runtime, urls } = host(unreachable);
    for (let at = 0; at < 100; at += 1) {
      await expect(runtime.run(http.getJson(GET))).rejects.toThrow();
    }
    expect(urls.length).toBeLessThanOrEqual(100 + RETRY_CREDIT_MAX);
  });

  test('a caller who leaves ends the waiting', async () => {
    const { http, urls } = host(unreachable);
    const stop = new AbortController();
    const read = http.getJson({ ...GET, signal: stop.signal });
    const reason = new Error('shutting down');
    const outcome = expect(read).rejects.toBe(reason);
    await settle();
    stop.abort(reason);
    await outcome;
    expect(urls).toHaveLength(1);
  });

  test('the delay grows, is spread, is bounded, and is never shorter than the venue asked', () => {
    const attempt = fc.integer({ min: 1, max: 60 });
    const asked = fc.option(fc.integer({ min: 0, max: RETRY_AFTER_MS_MAX }));
    const chance = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(attempt, asked, chance, (at, retryAfterMs, value) => {
        const delayMs = retryDelayMs(at, retryAfterMs, () => value);
        expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
        expect(delayMs).toBeLessThanOrEqual(Math.max(RETRY_DELAY_MS_MAX, RETRY_AFTER_MS_MAX + 250));
        expect(delayMs).toBeGreaterThanOrEqual(125);
      }),
    );
    const delays = [1, 2, 3].map((at) => retryDelayMs(at, null, () => 0.5));
    expect(delays).toEqual([187.5, 375, 750]);
    expect(retryDelayMs(1, null, () => 0)).not.toBe(retryDelayMs(1, null, () => 0.9));
  });
});

describe('requests', () => {
  test('every attempt has another cache key, also when the clock stands still', async () => {
    const { http, runtime, urls } = host(status(500), ok);
    await runtime.run(http.getJson(GET));
    await runtime.run(http.getJson(GET));
    const keys = urls.map((url) => Number(new URL(url).searchParams.get('_')));
    expect(new Set(keys).size).toBe(3);
    expect([...keys].sort((a, b) => a - b)).toEqual(keys);
    expect(Number.isSafeInteger(keys[0])).toBe(true);
  });

  test('parameters are kept in order, repeated and encoded', async () => {
    const { http, runtime, urls } = host(ok);
    const query = [
      ['id', 'a&b'],
      ['id', 'c d'],
    ] as const;
    await runtime.run(http.getJson({ ...GET, query }));
    expect(urls[0]).toMatch(/^https:\/\/venue\.test\/api\/thing\?id=a%26b&id=c\+d&_=\d+$/);
  });

  test('a mistake of ours is not taken for the network', async () => {
    const { http, runtime, counts } = host(() => Promise.reject(new TypeError('undefined is not')));
    await expect(runtime.run(http.getJson(GET))).rejects.toBeInstanceOf(TypeError);
    expect(counts()).toMatchObject({ retries: 0 });
  });

  test('counters tell what happened, and a copy stays what it was', async () => {
    const { http, runtime, counts } = host(status(500), ok, status(404));
    await runtime.run(http.getJson(GET));
    const before = counts();
    await expect(runtime.run(http.getJson(GET))).rejects.toThrow('venue.thing (rejected, 404)');
    expect(before).toMatchObject({
      endpoint: 'venue.thing',
      requests: 2,
      successes: 1,
      failures: { unavailable: 1, rejected: 0 },
      lastSuccessAtMs: START_AT_MS + runtime.monotonicMs(),
    });
    expect(before?.latenciesMs).toHaveLength(1);
    expect(counts()).toMatchObject({ requests: 3, failures: { unavailable: 1, rejected: 1 } });
  });

  test('an address that is none stops the start', () => {
    const options = { baseUrl: 'venue', limits: {}, problemOf: () => never() };
    expect(() => new JsonHttp(options, new VirtualRuntime())).toThrow(/URL/);
  });
});

function never(): never {
  throw new Error('not reached');
}

describe('what a caller adds', () => {
  test('headers are made anew for each attempt, from its path and query', async () => {
    const targets: string[] = [];
    const headers: unknown[] = [];
    const runtime = new VirtualRuntime(async (_input, init) => {
      headers.push(init?.headers);
      return Response.json({}, { status: headers.length === 1 ? 500 : 200 });
    });
    const limits = { total: { requests: 1_000, windowMs: 10_000 } };
    const problemOf = () => ({ text: null, code: null, mode: null, retryAfterMs: null });
    const http = new JsonHttp({ baseUrl: 'https://venue.test', limits, problemOf }, runtime);
    const signed = (target: string) => ({ signature: `${targets.push(target)}` });
    await runtime.run(http.getJson({ ...GET, query: [['id', '7']], headers: signed }));
    expect(targets).toEqual(['/thing?id=7', '/thing?id=7']);
    expect(headers).toMatchObject([{ signature: '1' }, { signature: '2' }]);
  });

  test('attempts can be fewer', async () => {
    const { http, runtime, urls } = host(status(500));
    await expect(runtime.run(http.getJson({ ...GET, attemptsMax: 1 }))).rejects.toThrow();
    expect(urls).toHaveLength(1);
  });
});
