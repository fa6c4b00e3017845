import fc from 'fast-check';
import type { CopyTrip, TripLeg } from '../../../../src/engine/domain/copy-result.ts';
import {
  type MarketId,
  PAPER,
  type SignalId,
  type TokenId,
} from '../../../../src/engine/domain/ids.ts';
import {
  cents,
  cost,
  dollars,
  type Money,
  type Price,
  type Quantity,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import { LEADER, MARKET, NOW_MS, YES } from '../examples.ts';

export function leg(quantity: number, price: number, fees = 0): TripLeg {
  return {
    quantity: shares(quantity),
    dollars: cost(cents(price), shares(quantity), 'floor'),
    fees: dollars(fees),
    atMs: NOW_MS,
  };
}

/** Ten shares at 52 cents for a leader's 50, sold at 68 for its 70. */
export function tripOf(change: Partial<CopyTrip> = {}): CopyTrip {
  return {
    signalId: 's' as SignalId,
    ledger: PAPER,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    leaderPrice: cents(50),
    leaderQuantity: shares(100),
    tradedAtMs: NOW_MS,
    askWhenJudged: cents(51),
    wanted: dollars(5.2),
    budget: dollars(5.2),
    bought: leg(10, 52, 0.1),
    sold: leg(10, 68, 0.2),
    payout: null,
    leaderExitPrice: cents(70),
    isOver: true,
    endedAtMs: NOW_MS + 60_000,
    ...change,
  };
}

const anyPrice = fc.integer({ min: 1, max: 999_999 }) as fc.Arbitrary<Price>;
const anyMoney = fc.integer({ min: 0, max: 5_000_000_000 }) as fc.Arbitrary<Money>;
const anyQuantity = fc.integer({ min: 1, max: 20_000_000_000 }) as fc.Arbitrary<Quantity>;
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

/** Copies of every kind: open, sold in part, paid out, with and without what a decision tells. */
export const anyTrip: fc.Arbitrary<CopyTrip> = fc
  .record({
    leaderPrice: anyPrice,
    askWhenJudged: orNull(anyPrice),
    wanted: orNull(anyMoney),
    budget: orNull(anyMoney),
    quantity: anyQuantity,
    paid: anyPrice,
    fee: anyMoney,
    soldPart: orNull(fc.double({ min: 0, max: 1, noNaN: true })),
    got: anyPrice,
    payout: orNull(fc.constantFrom(0, 500_000, 1_000_000) as fc.Arbitrary<Price>),
    leaderExitPrice: orNull(anyPrice),
    market: fc.integer({ min: 1, max: 5 }),
    atMs: fc.integer({ min: 0, max: 5_000 }),
  })
  .map(({ quantity, paid, fee, soldPart, got, payout, market, atMs, ...told }) => {
    const sold = soldPart === null ? 0 : (Math.floor(quantity * soldPart) as Quantity);
    const part: TripLeg = {
      ...{ quantity: sold as Quantity, dollars: cost(got, sold as Quantity, 'floor') },
      ...{ fees: Math.floor(fee / 2) as Money, atMs: NOW_MS + atMs },
    };
    return tripOf({
      ...told,
      marketId: `0xm${market}` as MarketId,
      tokenId: `${market}` as TokenId,
      bought: { quantity, dollars: cost(paid, quantity, 'ceil'), fees: fee, atMs: NOW_MS + atMs },
      sold: sold === 0 ? null : part,
      payout,
      isOver: payout !== null || sold === quantity,
      endedAtMs: NOW_MS + atMs,
    });
  });
