import fc from 'fast-check';

/** Orders and trades of an account as the venue sends them, from made-up values. */

export const FUNDER = `0x${'a1'.repeat(20)}`;
export const API_KEY = '00000000-0000-0000-0000-000000000001';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));
const hash = hex(64).map((digits) => `0x${digits}`);
const condition = fc.oneof(
  hash,
  hex(62).map((digits) => `0x${digits}`),
);
const asset = fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }).map(String);
const address = fc.oneof(
  fc.constant(FUNDER),
  hex(40).map((digits) => `0x${digits}`),
);
const owner = fc.constantFrom(API_KEY, '00000000-0000-0000-0000-000000000002', '');
const side = fc.constantFrom('BUY', 'SELL');
const size = fc.oneof(
  fc.integer({ min: 1, max: 9_000_000 }).map((hundredths) => String(hundredths / 100)),
  fc.integer({ min: 1, max: 900_000_000 }).map(String),
);
const price = fc.integer({ min: 1, max: 9_999 }).map((steps) => String(steps / 10_000));
const moment = fc.constantFrom(
  '1725868885',
  '1703875200001',
  '2024-01-01T00:00:00Z',
  '2024-01-01 00:00:00+00',
);

const orderStatus = fc.constantFrom(
  ...['LIVE', 'MATCHED', 'DELAYED', 'UNMATCHED', 'CANCELED', 'INVALID', 'EXPIRED'],
  ...['ORDER_STATUS_LIVE', 'ORDER_STATUS_MATCHED', 'ORDER_STATUS_CANCELED_MARKET_RESOLVED'],
  "CANCELED_order couldn't be fully filled. FOK orders are fully filled or killed.",
);

export const orderFrame = fc.record(
  {
    event_type: fc.constant('order'),
    id: hash,
    owner,
    market: condition,
    asset_id: asset,
    side,
    original_size: size,
    size_matched: fc.oneof(size, fc.constantFrom('', '0', '0.0', '00.10')),
    price,
    type: fc.constantFrom('PLACEMENT', 'UPDATE', 'CANCELLATION'),
    status: orderStatus,
    maker_address: address,
    timestamp: moment,
  },
  { requiredKeys: ['event_type', 'id', 'status'] },
);

const maker = fc.record(
  {
    order_id: hash,
    owner,
    maker_address: address,
    matched_amount: size,
    price,
    asset_id: asset,
    side,
  },
  { requiredKeys: ['order_id'] },
);

export const tradeFrame = fc.record(
  {
    event_type: fc.constant('trade'),
    id: fc.uuid(),
    taker_order_id: hash,
    market: condition,
    asset_id: asset,
    side,
    size,
    price: fc.oneof(price, fc.constantFrom('0.4833333333333333', '1')),
    status: fc.constantFrom(
      ...['MATCHED', 'MINED', 'CONFIRMED', 'RETRYING', 'FAILED', 'MATCHED_NOT_BROADCASTED'],
      ...['TRADE_STATUS_MATCHED', 'TRADE_STATUS_CONFIRMED'],
    ),
    match_time: moment,
    last_update: moment,
    timestamp: moment,
    owner,
    maker_address: address,
    maker_orders: fc.oneof(fc.array(maker, { maxLength: 5 }), fc.constant(null)),
    trader_side: fc.constantFrom('TAKER', 'MAKER'),
    transaction_hash: fc.oneof(hash, fc.constantFrom('', '0x', `0x${'AB'.repeat(32)}`, null)),
  },
  {
    requiredKeys: [
      ...(['event_type', 'id', 'taker_order_id', 'market', 'asset_id', 'side'] as const),
      ...(['size', 'price', 'status', 'match_time'] as const),
    ],
  },
);
