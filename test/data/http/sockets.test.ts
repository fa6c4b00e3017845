import { afterEach, describe, expect, test } from 'vitest';
import { JsonHttp } from '../../../src/data/http/json-http.ts';
import { HttpDouble, html, json, plain, type Reply } from '../../servers/http-double.ts';
import { socketRuntime } from './virtual-runtime.ts';

const GET = { endpoint: 'venue.thing', groups: ['total'], path: '/thing' } as const;
const NOTHING = { text: null, code: null, mode: null, retryAfterMs: null };

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

async function client(reply: (nth: number) => Reply) {
  double = await HttpDouble.start(
    { path: '/thing', reply: (_seen, nth) => reply(nth) },
    { path: '/elsewhere', reply: () => json('followed') },
  );
  const runtime = socketRuntime();
  const limits = { total: { requests: 10_000, windowMs: 10_000 } };
  const problemOf = () => NOTHING;
  return { runtime, http: new JsonHttp({ baseUrl: double.url, limits, problemOf }, runtime) };
}

describe('over real sockets', () => {
  test.each<[string, Reply]>([
    ['a dropped connection', { kind: 'drop' }],
    ['half an answer', { kind: 'truncate', text: JSON.stringify(['x'.repeat(1_000)]) }],
    ['an error page', html(502)],
  ])('%s is read again', async (_name, broken) => {
    const { http } = await client((nth) => (nth === 0 ? broken : json({ fine: true })));
    await expect(http.getJson(GET)).resolves.toEqual({ fine: true });
  });

  test('half an answer is never taken for a whole one', async () => {
    const { http } = await client(() => ({ kind: 'truncate', text: '[1,2,3,4]' }));
    await expect(http.getJson(GET)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('a body without end is cut off, and its connection with it', async () => {
    const { http } = await client(() => ({ kind: 'endless' }));
    await expect(http.getJson({ ...GET, bytesMax: 100_000 })).rejects.toMatchObject({
      kind: 'malformed',
      text: 'a body of more than 100000 bytes',
    });
    expect(double?.seen).toHaveLength(1);
  });

  test('a redirect is refused and not followed', async () => {
    const { http } = await client(() => plain('', 302, { location: '/elsewhere' }));
    await expect(http.getJson(GET)).rejects.toMatchObject({ kind: 'malformed', status: 302 });
    expect(double?.seen.map(({ path }) => path)).toEqual(['/thing']);
  });

  test.each([
    [403, 'blocked'],
    [200, 'malformed'],
  ])('an HTML page with status %i is %s, and its text goes nowhere', async (code, kind) => {
    const { http } = await client(() => html(code));
    const failure = http.getJson(GET);
    await expect(failure).rejects.toMatchObject({ kind });
    await expect(failure).rejects.not.toThrow(/Sorry/);
  });

  test('text that is not UTF-8 is malformed', async () => {
    const { http } = await client(() => json({}));
    const answer = new Response(new Uint8Array([0x22, 0xff, 0x22]));
    const broken = { ...socketRuntime(), fetch: () => Promise.resolve(answer) };
    const other = new JsonHttp(
      {
        baseUrl: 'http://venue.test',
        limits: { total: { requests: 100, windowMs: 1_000 } },
        problemOf: () => NOTHING,
      },
      broken,
    );
    await expect(other.getJson(GET)).rejects.toMatchObject({ kind: 'malformed' });
    await http.getJson(GET);
  });

  test('an answer that does not come is a timeout', async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { http, runtime } = await client(() => json({}));
    const post = { ...GET, body: {}, isIdempotent: false };
    double?.route({
      method: 'POST',
      path: '/thing',
      reply: () => {
        asked();
        return { kind: 'hold', until: new Promise(() => undefined) };
      },
    });
    const failure = expect(http.postJson(post)).rejects.toMatchObject({ kind: 'timeout' });
    await isAsked;
    runtime.expire();
    await failure;
  });

  test('a caller who leaves is not kept waiting', async () => {
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const { http } = await client(() => {
      stop.abort(reason);
      return { kind: 'hold', until: new Promise(() => undefined) };
    });
    await expect(http.getJson({ ...GET, signal: stop.signal })).rejects.toBe(reason);
  });

  test('what was not declared fails the test that asked for it', async () => {
    const { http } = await client(() => json({}));
    const query = [['surprise', '1']] as const;
    await expect(http.getJson({ ...GET, query })).rejects.toMatchObject({ kind: 'rejected' });
    await expect(http.getJson({ ...GET, path: '/nowhere' })).rejects.toThrow();
    expect(double?.takeViolations()).toHaveLength(2);
  });
});
