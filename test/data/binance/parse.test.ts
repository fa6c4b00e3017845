import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';

const parse = (stream: string, data: unknown, receivedAtMs: number | null = null) =>
  parseFrame('binance.stream', { stream, data }, receivedAtMs);

describe('a trade', () => {
  const trade = {
    e: 'trade',
    E: 1_777_329_564_902,
    s: 'BTCUSDT',
    p: '76968.86',
    T: 1_777_329_564_901,
  };

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

  test('in microseconds is told by its magnitude', () => {
    const { events } = parse('btcusdt@trade', { ...trade, T: 1_777_329_564_901_999 });
    expect(events).toMatchObject([{ venueAtMs: 1_777_329_564_901 }]);
  });

  test.each(['0.0', '0', '-1', 'NaN', '1e309', '1e5', '', '9'.repeat(40), 76_968.86])(
    'at %j is refused',
    (p) => {
      const { events, problems } = parse('btcusdt@trade', { ...trade, p });
      expect(events).toEqual([]);
      expect(problems).toMatchObject([{ reason: 'malformed', field: 'p' }]);
    },
  );
});

describe('a book ticker', () => {
  const ticker = { u: 400_900_217, s: 'BNBUSDT', b: '25.35', B: '31.2', a: '25.37', A: '40.6' };

  test('is the middle at the time of receipt', () => {
    const { events } = parse('bnbusdt@bookTicker', ticker, 1_777_329_564_902);
    expect(events).toMatchObject([{ symbol: 'bnbusdt', venueAtMs: 1_777_329_564_902 }]);
    expect(events[0]).toHaveProperty('price', expect.closeTo(25.36, 9));
  });

  test('without a time of receipt, or crossed, is refused', () => {
    expect(parse('bnbusdt@bookTicker', ticker).events).toEqual([]);
    expect(parse('bnbusdt@bookTicker', { ...ticker, b: '26' }, 1).events).toEqual([]);
  });
});

test('other streams are counted', () => {
  const { problems } = parse('!serverShutdown', {});
  expect(problems).toMatchObject([{ reason: 'unknownKind', field: 'stream' }]);
  expect(parseFrame('binance.stream', { result: null, id: 1 }).problems).toHaveLength(1);
});
