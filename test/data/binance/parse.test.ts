import { describe, expect, test } from 'vitest';
import { stampedFrame, stampedRows } from '../../../src/data/binance/parse.ts';
import { parseFrame } from '../../../src/data/frame.ts';

const parse = (stream: string, data: unknown, receivedAtMs: number | null = null) =>
  parseFrame('binance.stream', { stream, data }, receivedAtMs);

const trade = {
  e: 'trade',
  E: 1_777_329_564_902,
  s: 'BTCUSDT',
  t: 12_345,
  p: '76968.86',
  T: 1_777_329_564_901,
};

describe('a trade', () => {
  test('is a spot price at the venue’s time', () => {
    expect(parse('btcusdt@trade', trade).events).toEqual([
      {
        kind: 'spotPrice',
        source: 'binance',
        symbol: 'btcusdt',
        price: 76_968.86,
        venueAtMs: 1_777_329_564_901,
      },
    ]);
  });

  test('of a taker’s whole order is one, too', () => {
    const order = { ...trade, e: 'aggTrade', a: 1, f: 2, l: 5 };
    expect(parse('btcusdt@aggTrade', order).events).toMatchObject([{ price: 76_968.86 }]);
  });

  test('in microseconds is told by its magnitude', () => {
    const { events } = parse('btcusdt@trade', { ...trade, T: 1_777_329_564_901_999 });
    expect(events).toMatchObject([{ venueAtMs: 1_777_329_564_901 }]);
  });

  test.each([1_777_329_564, 177_732_956_490_199, 1e16, -1, 1.5, '1777329564901', null])(
    'at a time of %j is refused',
    (T) => {
      const { events, problems } = parse('btcusdt@trade', { ...trade, T });
      expect(events).toEqual([]);
      expect(problems).toMatchObject([{ reason: 'malformed', field: 'T' }]);
    },
  );

  test.each(['0.0', '0', '-1', 'NaN', '1e309', '1e5', '', '9'.repeat(40), 76_968.86])(
    'at %j is refused',
    (p) => {
      const { events, problems } = parse('btcusdt@trade', { ...trade, p });
      expect(events).toEqual([]);
      expect(problems).toMatchObject([{ reason: 'malformed', field: 'p' }]);
    },
  );

  test('of another symbol than its stream’s is refused', () => {
    const { events, problems } = parse('ethusdt@trade', trade);
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ field: 's', expected: 'the symbol of its stream' }]);
  });
});

describe('best prices', () => {
  const ticker = { u: 400_900_217, s: 'BNBUSDT', b: '25.35', B: '31.2', a: '25.37', A: '40.6' };

  test('are the middle at the time of receipt', () => {
    const { events } = parse('bnbusdt@bookTicker', ticker, 1_777_329_564_902);
    expect(events).toMatchObject([{ symbol: 'bnbusdt', venueAtMs: 1_777_329_564_902 }]);
    expect(events[0]).toHaveProperty('price', expect.closeTo(25.36, 9));
  });

  test('keep the time of their receipt in the frame, so that a replay reads the same', () => {
    const frame = stampedFrame({ stream: 'bnbusdt@bookTicker', data: ticker }, 1_777_329_564_902);
    const live = parseFrame('binance.stream', frame, 1_777_329_564_902);
    const replayed = parseFrame('binance.stream', frame, 1_777_329_564_999);
    expect(replayed.events).toEqual(live.events);
    expect(replayed.events).toMatchObject([{ venueAtMs: 1_777_329_564_902 }]);
  });

  test('with a note of receipt that is no time are refused', () => {
    const frame = stampedFrame({ stream: 'bnbusdt@bookTicker', data: ticker }, 12);
    const { events, problems } = parseFrame('binance.stream', frame, 1_777_329_564_902);
    expect(events).toEqual([]);
    expect(problems[0]).toMatchObject({ reason: 'malformed', field: 'receivedAtMs' });
  });

  test('without a time of receipt, or crossed, are refused', () => {
    expect(parse('bnbusdt@bookTicker', ticker).events).toEqual([]);
    expect(parse('bnbusdt@bookTicker', { ...ticker, b: '26' }, 1).events).toEqual([]);
  });
});

describe('a second', () => {
  const second = {
    e: 'kline',
    E: 1_777_329_565_000,
    s: 'BTCUSDT',
    k: { i: '1s', o: '1', c: '76968.86', h: '2', l: '1', n: 3 },
  };

  test('is the price at its end', () => {
    expect(parse('btcusdt@kline_1s', second).events).toMatchObject([
      { price: 76_968.86, venueAtMs: 1_777_329_565_000 },
    ]);
  });

  test('without trades tells no price: the one it carries is old', () => {
    const { events, problems } = parse('btcusdt@kline_1s', { ...second, k: { ...second.k, n: 0 } });
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ reason: 'ignored' }]);
  });
});

describe('prices asked for', () => {
  const best = {
    symbol: 'BTCUSDT',
    bidPrice: '100.1',
    bidQty: '1',
    askPrice: '100.3',
    askQty: '1',
  };

  test('are prices at the time of receipt, in rows or alone', () => {
    const rows = [best, { symbol: 'ETHUSDT', price: '3400.5' }];
    const { events, problems } = parseFrame('binance.ticker', rows, 1_777_329_564_902);
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      { symbol: 'btcusdt', price: expect.closeTo(100.2, 9), venueAtMs: 1_777_329_564_902 },
      { symbol: 'ethusdt', price: 3_400.5, venueAtMs: 1_777_329_564_902 },
    ]);
    expect(parseFrame('binance.ticker', best, 1_777_329_564_902).events).toHaveLength(1);
  });

  test('keep the time of their receipt', () => {
    const frame = stampedRows([best], 1_777_329_564_902);
    const { events } = parseFrame('binance.ticker', frame, 1_777_329_570_000);
    expect(events).toMatchObject([{ venueAtMs: 1_777_329_564_902 }]);
  });

  test.each([
    ['bidPrice', { ...best, bidPrice: '0.00000000' }],
    ['bidPrice', { ...best, bidPrice: '101' }],
    ['askPrice', { ...best, askPrice: 100 }],
    ['price', { symbol: 'BTCUSDT', price: 'x' }],
    ['symbol', { price: '1' }],
  ])('with a wrong %s are refused, and the rows beside them are not', (field, row) => {
    const rows = [row, { symbol: 'ETHUSDT', price: '3400.5' }];
    const { events, problems } = parseFrame('binance.ticker', rows, 1_777_329_564_902);
    expect(events).toHaveLength(1);
    expect(problems).toMatchObject([{ reason: 'malformed', field }]);
  });

  test('without a time of receipt are refused', () => {
    expect(parseFrame('binance.ticker', [best]).problems).toMatchObject([{ field: 't' }]);
    const last = { symbol: 'ETHUSDT', price: '3400.5' };
    expect(parseFrame('binance.ticker', last).problems).toMatchObject([{ field: 't' }]);
  });
});

test('messages about the connection are no prices', () => {
  const shutdown = { e: 'serverShutdown', E: 1_777_329_564_902 };
  expect(parse('!serverShutdown', shutdown).problems).toMatchObject([{ reason: 'ignored' }]);
  expect(parseFrame('binance.stream', shutdown).problems).toMatchObject([{ reason: 'ignored' }]);
  const answer = { result: null, id: 1 };
  expect(parseFrame('binance.stream', answer).problems).toMatchObject([{ reason: 'ignored' }]);
});

test.each([
  ['a stream that nobody knows', { stream: 'btcusdt@depth', data: {} }, 'unknownKind'],
  ['an error', { code: 2, msg: 'Invalid request' }, 'unknownKind'],
  ['another shape', { hello: 1 }, 'malformed'],
])('%s is counted', (_name, frame, reason) => {
  const { events, problems } = parseFrame('binance.stream', frame);
  expect(events).toEqual([]);
  expect(problems).toMatchObject([{ reason }]);
});
