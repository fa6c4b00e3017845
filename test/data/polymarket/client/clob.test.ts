import { afterEach, describe, expect, test } from 'vitest';
import { JsonHttp } from '../../../../src/data/http/json-http.ts';
import { BOOKS_PER_REQUEST, Clob } from '../../../../src/data/polymarket/client/clob.ts';
import { problemOf } from '../../../../src/data/polymarket/client/errors.ts';
import { CLOB_LIMITS } from '../../../../src/data/polymarket/client/rate-limits.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, json, plain, type Reply } from '../../../servers/http-double.ts';
import { START_AT_MS, VirtualRuntime } from '../../http/virtual-runtime.ts';
import { bookOf, clientOf, conditionOf } from './venue.ts';

const TOKEN = '77' as TokenId;
const MARKET = conditionOf(1) as MarketId;
const ID = /^\d+$/;

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

async function clobOf(path: string, needs: Record<string, RegExp>, ...replies: readonly Reply[]) {
  const reply = (_seen: unknown, nth: number): Reply =>
    replies[Math.min(nth, replies.length - 1)] ?? json(null);
  double = await HttpDouble.start({ path, needs, reply });
  return clientOf(double);
}

describe('books', () => {
  test('a book is a polled snapshot', async () => {
    const { clob } = await clobOf('/book', { token_id: ID }, json(bookOf('77')));
    expect(await clob.book(TOKEN)).toMatchObject({
      kind: 'bookSnapshot',
      source: 'poll',
      tokenId: '77',
      bids: [{ price: 10_000, quantity: 100_000_000 }],
    });
  });

  test('no book is not an error', async () => {
    const none = json({ error: 'No orderbook exists for the requested token id' }, 404);
    const { clob } = await clobOf('/book', { token_id: ID }, none);
    expect(await clob.book(TOKEN)).toBeNull();
  });

  test.each([
    ['another token’s book', bookOf('78'), 'asset_id'],
    ['a book without bids', { ...bookOf('77'), bids: null }, 'bids'],
    ['a list', [], 'frame'],
  ])('%s is refused by name', async (_name, body, field) => {
    const client = await clobOf('/book', { token_id: ID }, json(body));
    await expect(client.clob.book(TOKEN)).rejects.toMatchObject({ kind: 'malformed' });
    expect(client.metrics()[0]?.flaws).toEqual({ [`malformed ${field}`]: 1 });
  });

  test('many books are asked for in pieces, and what is missing is named', async () => {
    const tokens = Array.from({ length: BOOKS_PER_REQUEST + 2 }, (_, at) => `${at + 1}` as TokenId);
    double = await HttpDouble.start({
      method: 'POST',
      path: '/books',
      reply: ({ body }, nth) => {
        const asked = (body as { token_id: string }[]).map(({ token_id: id }) => bookOf(id));
        return json(nth === 0 ? [...asked.slice(1), bookOf('9999'), bookOf('2'), null] : asked);
      },
    });
    const read = await clientOf(double).clob.books([...tokens, '1' as TokenId]);
    expect(read.books).toHaveLength(tokens.length - 1);
    expect(read.missing).toEqual(['1']);
    expect(read.problems.map(({ field }) => field)).toEqual(['asset_id', 'asset_id', 'frame']);
    expect(double.seen.map(({ body }) => (body as unknown[]).length)).toEqual([100, 2]);
  });
});

const COMPACT = {
  c: MARKET,
  t: [
    { t: '11', o: 'Yes' },
    { t: '12', o: 'No' },
  ],
  mts: 0.001,
  mos: 5,
  fd: { r: 0.07, e: 1, to: true },
  ao: true,
  nr: false,
  itode: true,
  sd: 0,
};

describe('the rules of a market', () => {
  test('are the CLOB’s own', async () => {
    const { clob } = await clobOf(`/clob-markets/${MARKET}`, {}, json(COMPACT));
    expect(await clob.market(MARKET)).toEqual({
      marketId: MARKET,
      outcomes: [
        { tokenId: '11', label: 'Yes' },
        { tokenId: '12', label: 'No' },
      ],
      rules: {
        tick: 1_000,
        minQuantity: 5_000_000,
        takerDelayMs: 250,
        fee: { ratePpm: 70_000, exponent: 1 },
      },
      acceptingOrders: true,
      negRisk: false,
    });
  });

  test.each<[string, object, object]>([
    ['a delay in seconds wins', { sd: 3 }, { rules: { takerDelayMs: 3_000 } }],
    ['no delay is believed when said', { itode: false }, { rules: { takerDelayMs: 0 } }],
    ['an absent flag counts against us', { itode: undefined }, { rules: { takerDelayMs: 250 } }],
    [
      'what does not say that it takes orders does not',
      { ao: undefined },
      { acceptingOrders: false },
    ],
    [
      'numbers may be text',
      { mts: '0.01', mos: '15' },
      { rules: { tick: 10_000, minQuantity: 15_000_000 } },
    ],
    ['a rate of zero is a fee', { fd: { r: 0, e: 1 } }, { rules: { fee: { ratePpm: 0 } } }],
    ['a condition without its last byte', { c: undefined }, { marketId: MARKET }],
  ])('%s', async (_name, changes, expected) => {
    const { clob } = await clobOf(`/clob-markets/${MARKET}`, {}, json({ ...COMPACT, ...changes }));
    expect(await clob.market(MARKET)).toMatchObject(expected);
  });

  test.each([[{ r: null, e: null, to: null }], [null], [undefined]])(
    'a fee of %j is not stated, so nothing is laid over the known one',
    async (fd) => {
      const { clob } = await clobOf(`/clob-markets/${MARKET}`, {}, json({ ...COMPACT, fd }));
      expect((await clob.market(MARKET))?.rules).not.toHaveProperty('fee');
    },
  );

  test.each([
    ['another market', { c: conditionOf(2) }],
    ['a tick that the venue has not', { mts: 0.02 }],
    ['a rate above one', { fd: { r: 7, e: 1 } }],
    ['one outcome', { t: [{ t: '11', o: 'Yes' }] }],
    ['a negative minimum', { mos: -1 }],
  ])('%s is refused', async (_name, changes) => {
    const { clob } = await clobOf(`/clob-markets/${MARKET}`, {}, json({ ...COMPACT, ...changes }));
    await expect(clob.market(MARKET)).rejects.toMatchObject({ kind: 'malformed' });
  });

  test('a market that the CLOB does not know yet is none', async () => {
    const { clob } = await clobOf(`/clob-markets/${MARKET}`, {}, json({ error: 'not found' }, 404));
    expect(await clob.market(MARKET)).toBeNull();
  });
});

describe('health and time', () => {
  test.each([
    ['"OK"', true],
    ['OK', true],
    ['"DOWN"', false],
  ])('%s is %s', async (text, expected) => {
    const { clob } = await clobOf('/ok', {}, plain(text));
    expect(await clob.isOk()).toBe(expected);
  });

  test('the skew is the middle of what can be, with its uncertainty', async () => {
    const runtime = new VirtualRuntime(async () => {
      await runtime.sleep(200);
      return new Response(String(START_AT_MS / 1_000 + 4));
    });
    const options = { baseUrl: 'http://venue.test', limits: CLOB_LIMITS, problemOf };
    const clob = new Clob(new JsonHttp(options, runtime), runtime);
    expect(await runtime.run(clob.clockSkew())).toEqual({ skewMs: 4_400, uncertaintyMs: 600 });
  });

  test('a time that is none is refused', async () => {
    const { clob } = await clobOf('/time', {}, json({ time: 1 }));
    await expect(clob.clockSkew()).rejects.toMatchObject({ kind: 'malformed' });
  });
});

describe('price history', () => {
  const history = {
    history: [
      { t: 1_790_000_060, p: 0.5 },
      { t: 1_790_000_000, p: 0.4 },
    ],
  };

  test('comes oldest first, by interval or by span', async () => {
    double = await HttpDouble.start({
      path: '/prices-history',
      needs: { market: ID },
      may: { interval: /^1d$/, startTs: /^1790000000$/, endTs: /^1790000061$/, fidelity: /^1$/ },
      reply: () => json(history),
    });
    const { clob } = clientOf(double);
    const points = [
      { atMs: 1_790_000_000_000, price: 400_000 },
      { atMs: 1_790_000_060_000, price: 500_000 },
    ];
    expect(await clob.priceHistory(TOKEN, { interval: '1d' })).toEqual(points);
    const span = { startAtMs: 1_790_000_000_999, endAtMs: 1_790_000_060_001, fidelityMinutes: 1 };
    expect(await clob.priceHistory(TOKEN, span)).toEqual(points);
  });

  test('a price above a dollar is refused', async () => {
    const { clob } = await clobOf(
      '/prices-history',
      { market: ID, interval: /^max$/ },
      json({ history: [{ t: 1_790_000_000, p: 1.1 }] }),
    );
    await expect(clob.priceHistory(TOKEN, { interval: 'max' })).rejects.toThrow(/history.0.p/);
  });
});

describe('the market of a token', () => {
  const path = `/markets-by-token/${TOKEN}`;
  const answer = (condition: unknown) =>
    json({ condition_id: condition, primary_token_id: '77', secondary_token_id: '78' });

  test('is told in 64 digits, whatever the length of the condition', async () => {
    const short = `0x01${'5a'.repeat(30)}`;
    const { clob } = await clobOf(path, {}, answer(MARKET), answer(short));
    expect(await clob.marketOf(TOKEN)).toBe(MARKET);
    expect(await clob.marketOf(TOKEN)).toBe(`${short}00`);
  });

  test('is nothing while the CLOB does not know it, and never a guess', async () => {
    const none = json({ error: 'No orderbook exists for the requested token id' }, 404);
    const { clob } = await clobOf(path, {}, none, answer('0x12'), json([]));
    expect(await clob.marketOf(TOKEN)).toBeNull();
    await expect(clob.marketOf(TOKEN)).rejects.toThrow(/condition_id/);
    await expect(clob.marketOf(TOKEN)).rejects.toMatchObject({ kind: 'malformed' });
  });
});

test('the geoblock keeps no address', async () => {
  const answer = { blocked: true, ip: '198.51.100.20', country: 'US', region: 'NY' };
  const client = await clobOf('/api/geoblock', {}, json(answer), json({ blocked: 'no' }));
  expect(await client.geoblock()).toEqual({ blocked: true, country: 'US' });
  await expect(client.geoblock()).rejects.toMatchObject({ kind: 'malformed' });
});
