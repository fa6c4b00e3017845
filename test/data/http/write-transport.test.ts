import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Write, WriteTransport } from '../../../src/data/http/write-transport.ts';
import { answer, type Fate, type Taken, WriteDouble } from '../../servers/write-double.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from './venue-certificate.ts';
import { socketRuntime } from './virtual-runtime.ts';

const POST: Write = {
  method: 'POST',
  target: '/order?x=1',
  headers: { POLY_SIGNATURE: 'a-signature', POLY_TIMESTAMP: '1795000000' },
  body: new TextEncoder().encode('{"é":1}'),
};

const doubles: WriteDouble[] = [];
afterEach(async () => {
  for (const double of doubles.splice(0)) await double.stop();
});

async function venue(
  decide: (taken: Taken) => Fate,
  tls: { readonly cert: string; readonly key: string } | null = null,
) {
  const double = await WriteDouble.start(decide, tls);
  doubles.push(double);
  return double;
}

async function writing(decide: (taken: Taken) => Fate, options: object = {}) {
  const double = await venue(decide);
  const runtime = socketRuntime();
  const transport = new WriteTransport({ baseUrl: `${double.url}/`, ...options }, runtime);
  return { double, runtime, transport };
}

describe('a write that is answered', () => {
  test('goes out byte for byte as it was given, and once', async () => {
    const { double, transport } = await writing(() => answer({ fine: true }));
    const outcome = await transport.send(POST);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, text: '{"fine":true}' });
    expect(double.taken).toHaveLength(1);
    expect(double.taken[0]).toMatchObject({ method: 'POST', path: '/order', body: '{"é":1}' });
    expect(double.taken[0]?.headers).toMatchObject({
      poly_signature: 'a-signature',
      poly_timestamp: '1795000000',
      'content-length': '8',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    });
  });

  test.each([302, 400, 425, 500, 503])('keeps status %i and its headers', async (status) => {
    const headers = { location: '/elsewhere', 'retry-after': '3' };
    const { double, transport } = await writing(() => answer({}, status, headers));
    const outcome = await transport.send(POST);
    expect(outcome).toMatchObject({ kind: 'answered', status });
    if (outcome.kind === 'answered') expect(outcome.headers.get('retry-after')).toBe('3');
    // A redirect is not followed either.
    expect(double.taken).toHaveLength(1);
  });

  test('without a body has neither length nor type', async () => {
    const { double, transport } = await writing(() => answer({}));
    await transport.send({ ...POST, method: 'DELETE', body: null });
    expect(double.taken[0]).toMatchObject({ method: 'DELETE', body: '' });
    expect(double.taken[0]?.headers['content-type']).toBeUndefined();
  });

  test('shares its connection with the next one', async () => {
    const { double, transport } = await writing(() => answer({}));
    for (let at = 0; at < 5; at += 1) await transport.send(POST);
    expect(double.taken).toHaveLength(5);
    expect(double.connections).toBe(1);
  });

  test('counts from the address of the host, whatever its path', async () => {
    const double = await venue(() => answer({}));
    const transport = new WriteTransport({ baseUrl: `${double.url}/clob/` }, socketRuntime());
    await transport.send(POST);
    expect(double.taken[0]?.path).toBe('/clob/order');
  });
});

describe('a write whose answer is missing or no answer', () => {
  test.each<[string, Fate]>([
    ['a dropped connection', { kind: 'drop' }],
    ['a reset connection', { kind: 'reset' }],
    ['a half-closed connection', { kind: 'halfClose' }],
    ['half an answer', { kind: 'truncate', text: JSON.stringify({ orderID: 'x'.repeat(99) }) }],
    ['bytes that are no HTTP', { kind: 'garbage' }],
    ['bytes that are no UTF-8', { kind: 'notUtf8' }],
    ['a compressed answer', { kind: 'gzip', text: '{}' }],
    ['another protocol', { kind: 'upgrade' }],
    ['an answer that is too long', { kind: 'answer', status: 200, text: 'x'.repeat(2_000) }],
  ])('is unknown after %s, and is not sent again', async (_name, fate) => {
    const { double, transport } = await writing(() => fate, { answerBytesMax: 1_000 });
    const outcome = await transport.send(POST);
    expect(outcome).toMatchObject({ kind: 'unknown', text: expect.stringMatching(/\w/) });
    expect(double.taken).toHaveLength(1);
  });

  test('is unknown when time is up, and is not sent again', async () => {
    const { double, runtime, transport } = await writing(() => ({ kind: 'silence' }));
    const sending = transport.send(POST);
    await vi.waitFor(() => expect(double.taken).toHaveLength(1));
    runtime.expire();
    const text = 'no whole answer within 10000 ms';
    expect(await sending).toEqual({ kind: 'unknown', text });
    expect(double.taken).toHaveLength(1);
  });

  test.each<[string, Fate]>([
    ['dropped', { kind: 'drop' }],
    ['reset', { kind: 'reset' }],
    ['half-closed', { kind: 'halfClose' }],
  ])('is unknown on a used connection that is %s, and is not sent again', async (_name, fate) => {
    let requests = 0;
    const { double, transport } = await writing(() => {
      requests += 1;
      return requests === 1 ? answer({}) : fate;
    });
    expect(await transport.send(POST)).toMatchObject({ kind: 'answered' });
    expect(await transport.send(POST)).toMatchObject({ kind: 'unknown' });
    expect(double.taken.map(({ connection }) => connection)).toEqual([1, 1]);
  });
});

describe('a write of which no byte left', () => {
  test('is not sent where nobody listens', async () => {
    const double = await venue(() => answer({}));
    const { url } = double;
    await doubles.splice(0)[0]?.stop();
    const transport = new WriteTransport({ baseUrl: url }, socketRuntime());
    const outcome = await transport.send(POST);
    expect(outcome).toMatchObject({ kind: 'notSent', text: expect.stringContaining('REFUSED') });
  });

  test('is not sent where the name is unknown', async () => {
    const transport = new WriteTransport({ baseUrl: 'http://venue.invalid' }, socketRuntime());
    const outcome = await transport.send(POST);
    expect(outcome).toMatchObject({ kind: 'notSent', text: expect.stringContaining('venue.inv') });
  });

  test('is not sent where TLS does not come about', async () => {
    const double = await venue(() => answer({}));
    const baseUrl = double.url.replace('http:', 'https:');
    const outcome = await new WriteTransport({ baseUrl }, socketRuntime()).send(POST);
    expect(outcome.kind).toBe('notSent');
    expect(double.taken).toHaveLength(0);
  });

  test('is not sent to a certificate that nobody trusts', async () => {
    const double = await venue(() => answer({}), { cert: CERTIFICATE, key: CERTIFICATE_KEY });
    const transport = new WriteTransport({ baseUrl: double.url }, socketRuntime());
    expect(await transport.send(POST)).toMatchObject({ kind: 'notSent' });
    expect(double.taken).toHaveLength(0);
  });

  test('is not sent when time is up before a connection is free', async () => {
    const { double, runtime, transport } = await writing(() => ({ kind: 'silence' }), {
      socketsMax: 1,
    });
    const first = transport.send(POST);
    const second = transport.send(POST);
    await vi.waitFor(() => expect(double.taken).toHaveLength(1));
    runtime.expire();
    expect(await first).toMatchObject({ kind: 'unknown' });
    expect(await second).toMatchObject({ kind: 'notSent' });
    expect(double.taken).toHaveLength(1);
  });

  test('waits for a connection that becomes free', async () => {
    const { double, transport } = await writing(() => answer({}), { socketsMax: 1 });
    const outcomes = await Promise.all([1, 2, 3].map(() => transport.send(POST)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(double.connections).toBe(1);
  });
});

describe('over TLS', () => {
  test('a write goes out once the certificate is trusted, and keeps its connection', async () => {
    const double = await venue(() => answer({}), { cert: CERTIFICATE, key: CERTIFICATE_KEY });
    const options = { baseUrl: double.url, trustedCa: CERTIFICATE };
    const transport = new WriteTransport(options, socketRuntime());
    for (let at = 0; at < 3; at += 1) {
      expect(await transport.send(POST)).toMatchObject({ kind: 'answered', status: 200 });
    }
    expect(double.taken).toHaveLength(3);
    expect(double.connections).toBe(1);
    transport.close();
  });
});

describe('the stop', () => {
  test('is asked once, when the connection is up and before a byte goes', async () => {
    const { double, transport } = await writing(() => answer({}));
    let asked = 0;
    const stop = () => {
      asked += 1;
      expect(double.taken).toHaveLength(0);
      return null;
    };
    expect(await transport.send(POST, stop)).toMatchObject({ kind: 'answered' });
    expect(asked).toBe(1);
    expect(double.taken).toHaveLength(1);
  });

  test('ends a write at the socket, on a new connection and on a used one', async () => {
    const { double, transport } = await writing(() => answer({}));
    const stopped = { kind: 'stopped', text: 'killed' };
    expect(await transport.send(POST, () => 'killed')).toEqual(stopped);
    await transport.send(POST);
    expect(await transport.send(POST, () => 'killed')).toEqual(stopped);
    expect(double.taken).toHaveLength(1);
  });

  test('that is set while 20 writes wait for connections ends all that have not begun', async () => {
    let killed: string | null = null;
    let release: (fate: Fate) => void = () => undefined;
    const until = new Promise<Fate>((resolve) => {
      release = resolve;
    });
    const { double, transport } = await writing(() => ({ kind: 'hold', until }), { socketsMax: 4 });
    const sending = Array.from({ length: 20 }, () => transport.send(POST, () => killed));
    await vi.waitFor(() => expect(double.taken).toHaveLength(4));
    killed = 'killed';
    release(answer({}));
    const kinds = (await Promise.all(sending)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'answered')).toHaveLength(4);
    expect(kinds.filter((kind) => kind === 'stopped')).toHaveLength(16);
    expect(double.taken).toHaveLength(4);
  });

  test('that fails sends nothing and is thrown', async () => {
    const { double, transport } = await writing(() => answer({}));
    const stop = () => {
      throw new Error('no such flag');
    };
    await expect(transport.send(POST, stop)).rejects.toThrow('no such flag');
    await transport.send(POST);
    expect(double.taken).toHaveLength(1);
  });
});
