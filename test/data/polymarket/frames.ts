import fc from 'fast-check';

/** Frames of the market channel as the venue sends them, from made-up values. */

const HEX = '0123456789abcdef';
const hexText = (length: number) =>
  fc
    .array(fc.constantFrom(...HEX), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));

const market = hexText(64).map((digits) => `0x${digits}`);
const asset = fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }).map(String);
const timestamp = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }).map(String);
const price = fc.integer({ min: 0, max: 10_000 }).map((steps) => String(steps / 10_000));
const size = fc
  .integer({ min: 0, max: 9_000_000_000 })
  .map((hundredths) => String(hundredths / 100));
const hash = hexText(40);
const side = fc.constantFrom('BUY', 'SELL');
const tick = fc.constantFrom('0.1', '0.01', '0.005', '0.0025', '0.001', '0.0001');
const levels = fc.array(fc.record({ price, size }), { maxLength: 6 });

export const bookFrame = fc.record(
  {
    event_type: fc.constant('book'),
    market,
    asset_id: asset,
    timestamp,
    bids: levels,
    asks: levels,
    hash,
    min_order_size: fc.constantFrom('5', '15'),
    tick_size: tick,
    neg_risk: fc.boolean(),
    last_trade_price: fc.oneof(fc.constant(''), price),
    version: fc.constantFrom('v1', 'v2'),
  },
  { requiredKeys: ['event_type', 'market', 'asset_id', 'timestamp', 'bids', 'asks'] },
);

/** The one spelling that books of the stream have. */
export const canonicalBookFrame = fc
  .record({
    market,
    asset_id: asset,
    timestamp,
    hash,
    bids: levels,
    asks: levels,
    tick_size: tick,
    last_trade_price: fc.oneof(fc.constant(''), price),
  })
  .map((frame) => ({
    market: frame.market,
    asset_id: frame.asset_id,
    timestamp: frame.timestamp,
    hash: frame.hash,
    bids: frame.bids.map((level) => ({ price: level.price, size: level.size })),
    asks: frame.asks.map((level) => ({ price: level.price, size: level.size })),
    tick_size: frame.tick_size,
    event_type: 'book',
    last_trade_price: frame.last_trade_price,
  }));

const change = fc.record(
  { asset_id: asset, price, size, side, hash, best_bid: price, best_ask: price },
  { requiredKeys: ['asset_id', 'price', 'size', 'side'] },
);

export const priceChangeFrame = fc.record({
  market,
  price_changes: fc.array(change, { maxLength: 5 }),
  timestamp,
  event_type: fc.constant('price_change'),
});

/** The one spelling that nearly every message has. */
export const canonicalFrame = fc
  .record({
    market,
    price_changes: fc.tuple(
      ...[0, 1].map(() =>
        fc.record({ asset_id: asset, price, size, side, hash, best_bid: price, best_ask: price }),
      ),
    ),
    timestamp,
  })
  .map((frame) => ({
    market: frame.market,
    price_changes: frame.price_changes.map((row) => ({
      asset_id: row.asset_id,
      price: row.price,
      size: row.size,
      side: row.side,
      hash: row.hash,
      best_bid: row.best_bid,
      best_ask: row.best_ask,
    })),
    timestamp: frame.timestamp,
    event_type: 'price_change',
  }));

export const lastTradeFrame = fc.record({
  event_type: fc.constant('last_trade_price'),
  market,
  asset_id: asset,
  price,
  side,
  size,
  fee_rate_bps: fc.constant('0'),
  timestamp,
});

export const bestFrame = fc.record(
  {
    event_type: fc.constant('best_bid_ask'),
    market,
    asset_id: asset,
    best_bid: price,
    best_ask: price,
    timestamp,
  },
  { requiredKeys: ['event_type', 'market', 'asset_id', 'timestamp'] },
);

export const tickFrame = fc.record({
  event_type: fc.constant('tick_size_change'),
  market,
  asset_id: asset,
  old_tick_size: tick,
  new_tick_size: tick,
  timestamp,
});

/** What must never come through, and a few that must: old and odd spellings of sound values. */
export const HOSTILE: readonly unknown[] = [
  ...['NaN', '-0.1', '-0', '1e309', '1e-9', '0.5\u0000', '1.0000001', '0.50', '00.5', '.5', '5.'],
  ...['0.5000000', '0.5000001', 'Infinity', ' 5', '5 ', '+5', '0x10', '1_000', '', '٥', '５'],
  ...['9007199254.740991', '9007199254.740992', '99999999999999999999', '123456789.1234567'],
  ...['BUY', 'buy', 'v1', 'v3', '1700000000', '0700000000000', '17000000000000', '0', '0x', '1'],
  ...['a'.repeat(64), 'a'.repeat(65), `0x${'A'.repeat(64)}`, '9'.repeat(78), '9'.repeat(79)],
  ...[
    null,
    undefined,
    true,
    false,
    0,
    0.5,
    -1,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    2 ** 53,
    1_700_000_000_000,
  ],
  ...[[], {}, [[]], [null], { price: '0.5', size: '1' }, [{ price: '0.5' }], ['0.5']],
  JSON.parse('{"__proto__":{"market":"0x"},"constructor":1}'),
];

type Path = readonly (string | number)[];

function pathsOf(value: unknown, here: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [here];
  return [here, ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...here, key]))];
}

function replaced(value: unknown, [head, ...rest]: Path, by: unknown): unknown {
  if (head === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  const holder = copy as Record<string | number, unknown>;
  const next = replaced(holder[head], rest, by);
  if (next === undefined && !Array.isArray(copy)) delete holder[head];
  else holder[head] = next;
  return copy;
}

/** The frame with one of its values, at any depth, replaced by something hostile. */
export function mutated(frame: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(frame, fc.nat(), fc.constantFrom(...HOSTILE)).map(([sound, pick, hostile]) => {
    const paths = pathsOf(sound);
    return replaced(sound, paths[pick % paths.length] ?? [], hostile);
  });
}
