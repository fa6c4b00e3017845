import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { FrameReader } from '../../../src/data/parsed.ts';
import { settlementPrices } from '../../../src/data/polybolt/parse.ts';

const AT_MS = 1_788_973_000_000;
const live = (payload: object, more: object = {}) => ({
  v: 1,
  channel: 'price.crypto',
  seq: 7,
  ts: AT_MS + 1_900,
  payload: { symbol: 'btcusd', value: 64_123.5, timestamp: AT_MS, ...payload },
  ...more,
});
const twap = (payload: object = {}) =>
  live(
    { window_seconds: 60, full_accuracy_value: '64100.25', ...payload },
    { channel: 'price.crypto.twap' },
  );
const pricesOf = (frame: unknown) => {
  const reader = new FrameReader('polybolt.price');
  return { prices: settlementPrices(frame, reader), problems: reader.problems };
};

describe('a price of one moment', () => {
  test('is one of Chainlink, by its exact decimal', () => {
    const { events } = parseFrame(
      'polybolt.price',
      live({ full_accuracy_value: '64123.50000001' }),
    );
    expect(events).toEqual([
      {
        kind: 'spotPrice',
        source: 'chainlink',
        symbol: 'btc/usd',
        price: 64_123.500_000_01,
        venueAtMs: AT_MS,
      },
    ]);
    expect(parseFrame('polybolt.price', live({})).events).toMatchObject([{ price: 64_123.5 }]);
  });

  test('comes first as two minutes of them, oldest first', () => {
    const data = [3, 1, 2].map((second) => ({
      timestamp: AT_MS + second * 1_000,
      value: second,
      full_accuracy_value: `${second}.0`,
    }));
    const frame = { ...live({}), snapshot: true, payload: { symbol: 'ethusd', data } };
    const { events } = parseFrame('polybolt.price', frame);
    expect(events.map((event) => event.kind === 'spotPrice' && event.price)).toEqual([1, 2, 3]);
  });
});

test('a mean tells over which time it is', () => {
  expect(pricesOf(twap()).prices).toEqual([
    {
      kind: 'settlementPrice',
      symbol: 'btc/usd',
      price: 64_100.25,
      meanOfMs: 60_000,
      venueAtMs: AT_MS,
    },
  ]);
  const { events, problems } = parseFrame('polybolt.price', twap());
  expect(events).toEqual(pricesOf(twap()).prices);
  expect(problems).toEqual([]);
});

test.each([
  ['v', { ...live({}), v: 2 }],
  ['seq', { ...live({}), seq: -1 }],
  ['channel', { ...live({}), channel: 'price.equity' }],
  ['payload.symbol', live({ symbol: 'btcusdt' })],
  ['symbol', live({ symbol: 'BTC/USD' })],
  ['payload.value', live({ value: undefined })],
  ['value', live({ value: 0 })],
  ['full_accuracy_value', live({ full_accuracy_value: 64 })],
  ['timestamp', live({ timestamp: 1_788_973_000 })],
  ['payload.window_seconds', live({ window_seconds: 60 })],
  ['payload.window_seconds', twap({ window_seconds: undefined })],
  ['frame', [live({})]],
])('a wrong %s is refused', (field, frame) => {
  const { prices, problems } = pricesOf(frame);
  expect(prices).toEqual([]);
  expect(problems).toMatchObject([{ field }]);
});
