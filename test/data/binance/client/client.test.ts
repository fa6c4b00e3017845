import { describe, expect, test } from 'vitest';
import { BinanceClient } from '../../../../src/data/binance/client/client.ts';
import {
  blockedStatusOf,
  isBlockedHere,
  isTooMany,
  isUnknownSymbol,
} from '../../../../src/data/binance/errors.ts';
import {
  BINANCE_COM,
  BINANCE_US,
  hostsOf,
  MARKET_DATA_ONLY,
} from '../../../../src/data/binance/hosts.ts';
import { symbolOf } from '../../../../src/data/binance/symbols.ts';
import { VenueError } from '../../../../src/data/http/venue-error.ts';
import { VirtualRuntime } from '../../http/virtual-runtime.ts';

/** A client of a host that answers as the test says. */
function clientOf(answer: (url: URL) => Response) {
  const seen: URL[] = [];
  const runtime = new VirtualRuntime((input) => {
    const url = new URL(String(input));
    seen.push(url);
    return Promise.resolve(answer(url));
  });
  return { seen, runtime, client: new BinanceClient('https://api.test/', runtime) };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

async function failureOf(promise: Promise<unknown>): Promise<VenueError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof VenueError)) throw new Error('there is no venue error', { cause: error });
  return error;
}

describe('the clock', () => {
  test('comes in milliseconds, whatever the venue’s unit is', async () => {
    const { client, runtime } = clientOf(() => json({ serverTime: 1_790_000_000_123_456 }));
    expect(await runtime.run(client.time())).toBe(1_790_000_000_123);
  });

  test('that is none is a malformed answer', async () => {
    const { client, runtime } = clientOf(() => json({ serverTime: 'now' }));
    expect(await failureOf(runtime.run(client.time()))).toMatchObject({ kind: 'malformed' });
  });
});

describe('best prices', () => {
  test('of several symbols are one request, in the venue’s letters', async () => {
    const rows = [{ symbol: 'BTCUSDT', bidPrice: '1', askPrice: '2' }];
    const { client, runtime, seen } = clientOf(() => json(rows));
    expect(await runtime.run(client.bookTickers(['btcusdt', 'ethusdt']))).toEqual(rows);
    expect(seen.map(String)).toEqual([
      'https://api.test/api/v3/ticker/bookTicker?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D',
    ]);
  });

  test('are asked for once: a price that comes after retries is none', async () => {
    const { client, runtime, seen } = clientOf(() => json({ code: -1000, msg: 'busy' }, 500));
    const error = await failureOf(runtime.run(client.bookTickers(['btcusdt'])));
    expect(error).toMatchObject({ kind: 'unavailable', code: '-1000', text: 'busy' });
    expect(seen).toHaveLength(1);
  });

  test('of an unknown symbol fail with the venue’s code', async () => {
    const { client, runtime } = clientOf(() => json({ code: -1121, msg: 'Invalid symbol.' }, 400));
    expect(isUnknownSymbol(await failureOf(runtime.run(client.bookTickers(['nope']))))).toBe(true);
  });

  test.each([
    [451, true, false],
    [403, true, false],
    [418, false, true],
    [429, false, true],
    [500, false, false],
  ])('with status %i tell what to do', async (status, isBlocked, isMany) => {
    const headers = { 'retry-after': '120' };
    const { client, runtime } = clientOf(() => json({ code: 0, msg: 'no' }, status, headers));
    const error = await failureOf(runtime.run(client.bookTickers(['btcusdt'])));
    expect([isBlockedHere(error), isTooMany(error)]).toEqual([isBlocked, isMany]);
    expect(error.retryAfterMs).toBe(120_000);
  });
});

describe('candles', () => {
  const row = (openAtMs: number, high = '12.5') => [
    openAtMs,
    '10.0',
    high,
    '9.5',
    '11.0',
    '1234.5',
    openAtMs + 59_999,
    '13000.1',
    42,
    '600.0',
    '6500.0',
    '0',
  ];
  const request = { symbol: 'btcusdt', interval: '1m', fromMs: 1_790_000_040_000 } as const;

  test('come as they are, oldest first', async () => {
    const { client, runtime, seen } = clientOf(() => json([row(1_790_000_040_000)]));
    expect(await runtime.run(client.candles({ ...request, limit: 5 }))).toEqual([
      {
        symbol: 'btcusdt',
        openAtMs: 1_790_000_040_000,
        closeAtMs: 1_790_000_099_999,
        open: 10,
        high: 12.5,
        low: 9.5,
        close: 11,
        trades: 42,
      },
    ]);
    expect(seen[0]?.search).toBe('?symbol=BTCUSDT&interval=1m&startTime=1790000040000&limit=5');
  });

  test.each([
    ['a high below the close', [row(1_790_000_040_000, '10.5')]],
    ['a short row', [[1_790_000_040_000, '1']]],
    ['no list', { candles: [] }],
    ['prices that are no text', [row(1_790_000_040_000).map((each) => Number(each))]],
  ])('with %s are a malformed answer', async (_name, body) => {
    const { client, runtime } = clientOf(() => json(body));
    expect(await failureOf(runtime.run(client.candles(request)))).toMatchObject({
      kind: 'malformed',
    });
  });
});

describe('hosts', () => {
  test('known to us have the others behind them, the market-data one by default', () => {
    expect(hostsOf(MARKET_DATA_ONLY)).toEqual([MARKET_DATA_ONLY, BINANCE_COM, BINANCE_US]);
    expect(hostsOf({ ...BINANCE_US, wsUrl: `${BINANCE_US.wsUrl}/` })[0]).toBe(BINANCE_US);
  });

  test('of one’s own stand alone', () => {
    const own = { wsUrl: 'ws://127.0.0.1:9/', apiUrl: 'http://127.0.0.1:8' };
    expect(hostsOf(own)).toEqual([
      {
        name: '127.0.0.1:9',
        wsUrl: 'ws://127.0.0.1:9',
        apiUrl: 'http://127.0.0.1:8',
        exchange: '127.0.0.1:9',
      },
    ]);
  });

  test('that refuse a connection by place are told from others', () => {
    expect(blockedStatusOf('Unexpected server response: 451')).toBe(451);
    expect(blockedStatusOf('Unexpected server response: 403')).toBe(403);
    expect(blockedStatusOf('Unexpected server response: 503')).toBeNull();
    expect(blockedStatusOf('connect ECONNREFUSED 127.0.0.1:451')).toBeNull();
  });
});

test.each([
  ['BTCUSDT', 'btcusdt'],
  [' eth/usdc ', 'ethusdc'],
  ['SOL-USDT', 'solusdt'],
  ['btc usdt', null],
  ['b', null],
  ['btcusdt@trade', null],
  ['x'.repeat(21), null],
])('the symbol %j is read as %j', (text, symbol) => {
  expect(symbolOf(text)).toBe(symbol);
});
