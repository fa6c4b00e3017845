import { expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';

const TRADE = {
  count_fp: '30.00',
  created_time: '2026-04-27T18:30:01.160462Z',
  no_price_dollars: '0.5100',
  taker_side: 'no',
  ticker: 'KXBTC15M-26APR271445-45',
  trade_id: '78eb30ca-9006-6598-6a20-e7bfe48fc9b5',
  yes_price_dollars: '0.4900',
};
const parse = (frame: unknown) => parseFrame('kalshi.trades', frame);

test('a trade names the side that the taker bought', () => {
  expect(parse(TRADE).events).toEqual([
    {
      kind: 'publicTrade',
      marketId: 'KXBTC15M-26APR271445-45',
      tokenId: 'KXBTC15M-26APR271445-45:no',
      takerSide: 'buy',
      price: 510_000,
      quantity: 30_000_000,
      venueAtMs: Date.UTC(2026, 3, 27, 18, 30, 1, 160),
    },
  ]);
  expect(parse({ ...TRADE, taker_side: 'yes' }).events).toMatchObject([
    { tokenId: 'KXBTC15M-26APR271445-45:yes', price: 490_000 },
  ]);
});

test('rows, arrays and pages are read alike', () => {
  expect(parse([TRADE, TRADE]).events).toHaveLength(2);
  expect(parse({ trades: [TRADE], cursor: '' }).events).toEqual(parse(TRADE).events);
});

test.each([
  ['ticker', 'a b'],
  ['count_fp', '0.00'],
  ['count_fp', 30],
  ['yes_price_dollars', '0.5'],
  ['no_price_dollars', '1.51'],
  ['taker_side', 'maybe'],
  ['created_time', 'yesterday'],
  ['created_time', '2026-13-27T18:30:01Z'],
])('%s of %j is refused', (field, value) => {
  const { events, problems } = parse({ ...TRADE, [field]: value });
  expect(events).toEqual([]);
  expect(problems).toHaveLength(1);
});
