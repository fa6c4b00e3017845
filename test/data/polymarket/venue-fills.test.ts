import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../../src/data/parsed.ts';
import { parseUserTrade } from '../../../src/data/polymarket/parse-user-trade.ts';
import { ownedBy, venueFillsOf } from '../../../src/data/polymarket/venue-fills.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { API_KEY, FUNDER } from './user-frames.ts';

const YES = '7131';
const NO = '5211';
const OTHER = `0x${'b2'.repeat(20)}`;
const hash = (at: number): string => `0x${at.toString(16).padStart(64, '0')}`;
const isOwn = ownedBy(FUNDER as WalletAddress, () => API_KEY);

/** Somebody buys 15 YES; three orders meet it. */
const TRADE = {
  id: 'a-trade',
  taker_order_id: hash(1),
  market: `0x${'cd'.repeat(32)}`,
  asset_id: YES,
  side: 'BUY',
  size: '15',
  price: '0.48',
  status: 'MATCHED',
  match_time: '1725868885',
  owner: 'somebody',
  maker_address: OTHER,
  trader_side: 'TAKER',
  maker_orders: [
    maker(2, {}),
    maker(3, { price: '0.47' }),
    maker(4, { asset_id: NO, side: 'BUY' }),
  ],
};

function maker(at: number, over: object): Record<string, unknown> {
  const row = { maker_address: OTHER, owner: 'x', asset_id: YES, side: 'SELL', price: '0.52' };
  return { order_id: hash(at), matched_amount: '5', ...row, ...over };
}

function fillsOf(over: object) {
  const trade = parseUserTrade({ ...TRADE, ...over }, new FrameReader('test'));
  if (trade === null) throw new Error('the trade cannot be read');
  return venueFillsOf(trade, isOwn);
}

const mine = { maker_address: FUNDER };

describe('as taker', () => {
  test('dollars are those of all that was met, the other token at what is left of a dollar', () => {
    // 5 × 0.52 + 5 × 0.47 + 5 × (1 − 0.52)
    expect(fillsOf(mine)).toEqual([
      {
        tradeId: 'a-trade',
        orderHash: hash(1),
        marketId: TRADE.market,
        tokenId: YES,
        side: 'buy',
        price: 490_000,
        quantity: 15_000_000,
        notional: 7_350_000,
        role: 'taker',
        settlement: 'matched',
        atMs: 1_725_868_885_000,
      },
    ]);
  });

  test('the transaction is told once there is one', () => {
    const sent = `0x${'AB'.repeat(32)}`;
    expect(fillsOf({ ...mine, transaction_hash: '' })?.[0]).not.toHaveProperty('transaction');
    const told = fillsOf({ ...mine, status: 'MINED', transaction_hash: sent });
    expect(told).toMatchObject([{ transaction: sent.toLowerCase() }]);
  });

  test.each([
    ['do not add up', [maker(2, {})]],
    ['are not told', []],
    ['lack a price', [maker(2, { matched_amount: '15', price: undefined })]],
  ])('dollars are price times size, against us, where the orders %s', (_name, orders) => {
    const over = { ...mine, maker_orders: orders, price: '0.4833333333', size: '15' };
    expect(fillsOf(over)).toMatchObject([{ notional: 7_249_995, quantity: 15_000_000 }]);
    const odd = { ...mine, maker_orders: [], price: '0.333', size: '0.000001' };
    expect(fillsOf(odd)).toMatchObject([{ notional: 1 }]);
    expect(fillsOf({ ...odd, side: 'SELL' })).toMatchObject([{ notional: 0 }]);
  });

  test('a fraction of a micro-dollar is rounded against us', () => {
    const orders = [maker(2, { price: '0.3333', matched_amount: '0.000005' })];
    const over = { ...mine, maker_orders: orders, size: '0.000005' };
    expect(fillsOf(over)).toMatchObject([{ notional: 2, price: 400_000 }]);
    expect(fillsOf({ ...over, side: 'SELL' })).toMatchObject([{ notional: 1, price: 200_000 }]);
  });

  test('sizes in micro-shares are told by a prefixed status', () => {
    const orders = [
      maker(2, { matched_amount: '10000000' }),
      maker(3, { matched_amount: '5000000' }),
    ];
    const over = { ...mine, status: 'TRADE_STATUS_MINED', size: '15000000', maker_orders: orders };
    expect(fillsOf(over)).toMatchObject([
      { quantity: 15_000_000, notional: 7_800_000, settlement: 'mined' },
    ]);
  });
});

describe('as maker', () => {
  test('the fill is our own entry, in its own token', () => {
    const orders = [maker(2, {}), maker(3, { ...mine, asset_id: NO, side: 'BUY', price: '0.52' })];
    expect(fillsOf({ maker_orders: orders, trader_side: 'MAKER' })).toEqual([
      expect.objectContaining({
        orderHash: hash(3),
        ...{ tokenId: NO, side: 'buy', price: 520_000, quantity: 5_000_000 },
        notional: 2_600_000,
        role: 'maker',
      }),
    ]);
  });

  test.each([
    [YES, 'BUY', 'sell'],
    [YES, 'SELL', 'buy'],
    [NO, 'BUY', 'buy'],
    [NO, 'SELL', 'sell'],
  ])('a missing side follows from the token: %s met by a %s of YES is a %s', (asset, side, own) => {
    const orders = [maker(3, { ...mine, asset_id: asset, side: undefined })];
    expect(fillsOf({ side, maker_orders: orders })).toMatchObject([{ side: own }]);
  });

  test('two of our orders are two fills, and one that was met twice is one', () => {
    const two = [maker(2, mine), maker(3, { ...mine, price: '0.3' })];
    expect(fillsOf({ maker_orders: two })).toMatchObject([
      { orderHash: hash(2) },
      { orderHash: hash(3), notional: 1_500_000 },
    ]);
    const once = [maker(2, mine), maker(2, { ...mine, price: '0.3' })];
    expect(fillsOf({ maker_orders: once })).toMatchObject([
      { orderHash: hash(2), quantity: 10_000_000, notional: 4_100_000, price: 410_000 },
    ]);
  });

  test('an own entry that lacks its amount is not guessed', () => {
    expect(fillsOf({ maker_orders: [maker(2, { ...mine, matched_amount: '' })] })).toBeNull();
    const torn = [maker(2, mine), maker(2, { ...mine, asset_id: NO })];
    expect(fillsOf({ maker_orders: torn })).toBeNull();
  });
});

test('when both are ours there is a fill for each', () => {
  const orders = [maker(2, mine), maker(3, {}), maker(4, {})];
  const fills = fillsOf({ ...mine, maker_orders: orders });
  expect(fills).toMatchObject([{ role: 'taker' }, { role: 'maker', orderHash: hash(2) }]);
});

test('what the top level says to a maker is not taken for the taker', () => {
  // Some rows name who looks at them: the order that took is somebody else's all the same.
  const rows = { ...mine, owner: API_KEY, trader_side: 'MAKER', maker_orders: [maker(2, mine)] };
  expect(fillsOf(rows)).toMatchObject([{ role: 'maker', orderHash: hash(2) }]);
});

test('a trade of others is none of ours', () => {
  expect(fillsOf({})).toEqual([]);
});

test('the average of a fill is never better than its dollars', () => {
  const entry = fc.record({
    asset_id: fc.constantFrom(YES, NO),
    price: fc.integer({ min: 1, max: 9_999 }).map((steps) => String(steps / 10_000)),
    micro: fc.integer({ min: 1, max: 5_000_000_000 }),
  });
  const makers = fc.array(entry, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(makers, fc.constantFrom('BUY', 'SELL'), (entries, side) => {
      const size = entries.reduce((sum, { micro }) => sum + micro, 0);
      const orders = entries.map(({ micro, ...row }, at) =>
        maker(at + 2, { ...row, side: undefined, matched_amount: (micro / 1e6).toFixed(6) }),
      );
      const over = { ...mine, side, size: (size / 1e6).toFixed(6), maker_orders: orders };
      const [fill] = fillsOf(over) ?? [];
      const exact = entries.reduce((sum, { micro, price, asset_id: asset }) => {
        const micros = BigInt(Math.round(Number(price) * 1e6));
        return sum + BigInt(micro) * (asset === YES ? micros : 1_000_000n - micros);
      }, 0n);
      const got = BigInt(fill?.notional ?? 0) * 1_000_000n;
      const away = side === 'BUY' ? got - exact : exact - got;
      expect(away >= 0n && away < 1_000_000n).toBe(true);
      const average = BigInt(fill?.price ?? 0) * BigInt(size);
      expect(side === 'BUY' ? average >= got : average <= got).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
