import { expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';

const PRICE = { symbol: 'BTC/USD', value: 76_966.829, timestamp: 1_777_329_563_000 };

test.each(['chainlink', 'rtds'] as const)('a price of %s is a spot price', (source) => {
  const name = source === 'rtds' ? 'polymarket.rtds-price' : 'chainlink.price';
  expect(parseFrame(name, PRICE).events).toEqual([
    {
      kind: 'spotPrice',
      source,
      symbol: 'btc/usd',
      price: 76_966.829,
      venueAtMs: 1_777_329_563_000,
    },
  ]);
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e13, '76966']) {
    expect(parseFrame(name, { ...PRICE, value })).toMatchObject({
      events: [],
      problems: [{ reason: 'malformed', field: 'value' }],
    });
  }
});

test('RTDS wraps its updates, and begins with a history that is left out', () => {
  const envelope = { topic: 'crypto_prices', timestamp: 1, payload: PRICE };
  const parse = (type: string) => parseFrame('polymarket.rtds-price', { ...envelope, type });
  expect(parse('update').events).toMatchObject([{ price: 76_966.829 }]);
  expect(parse('subscribe')).toMatchObject({ events: [], problems: [{ reason: 'ignored' }] });
});
