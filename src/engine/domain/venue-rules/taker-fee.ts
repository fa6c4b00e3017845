import type { FeeSchedule, Market } from '../market.ts';
import type { AtMs } from '../time.ts';
import { type Money, type Price, type Quantity, ZERO_MONEY } from '../values/money.ts';
import { type KalshiFee, kalshiScheduleFee, kalshiTradeFee } from './kalshi.ts';
import { takerFee as polymarketTakerFee } from './polymarket.ts';

/** What a market of Kalshi charges whoever takes, by its series or event. */
export interface KalshiCharge {
  readonly venue: 'kalshi';
  readonly fee: KalshiFee;
  /** Nothing is charged before; `null` where the venue waives nothing. */
  readonly waivedUntilMs: AtMs | null;
}

/** What a market charges whoever takes; a bare schedule is Polymarket's. */
export type TakerCharge = FeeSchedule | KalshiCharge;

export interface TakerFill {
  readonly price: Price;
  readonly quantity: Quantity;
}

/** The taker's fee on one fill at that moment, rounded as the venue does, or else against us. */
export function takerFeeAt(charge: TakerCharge, fill: TakerFill, atMs: AtMs): Money {
  const { price, quantity } = fill;
  if (!('venue' in charge)) return polymarketTakerFee(charge, price, quantity);
  const { fee, waivedUntilMs } = charge;
  if (waivedUntilMs !== null && atMs < waivedUntilMs) return ZERO_MONEY;
  return kalshiTradeFee(fee, { role: 'taker', price, count: quantity });
}

/** The taker's fee by the rules that are kept of a market, with the rounding of its venue. */
export function marketTakerFee(
  { venue, rules }: Pick<Market, 'venue' | 'rules'>,
  { price, quantity }: TakerFill,
): Money {
  return venue === 'kalshi'
    ? kalshiScheduleFee(rules.fee, price, quantity)
    : polymarketTakerFee(rules.fee, price, quantity);
}
