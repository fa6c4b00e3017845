import type { Fill } from './fill.ts';
import { costOfPart, type Position, type PositionMove } from './position.ts';
import { invariant } from './values/invariant.ts';
import {
  addMoney,
  addQuantity,
  type Money,
  type Quantity,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
} from './values/money.ts';

/** What a buy does to its position. @throws InvariantError when it cost nothing */
export function bought(position: Position, fill: Fill): PositionMove {
  invariant(fill.notional > 0, 'a buy costs something');
  return {
    quantity: addQuantity(position.quantity, fill.quantity),
    cost: addMoney(position.cost, fill.notional),
    realised: ZERO_MONEY,
    fee: fill.fee,
    atMs: fill.atMs,
  };
}

/** Shares that leave a position for money: by a sale with its fee, or by a payout without. */
export interface Leaving {
  readonly quantity: Quantity;
  readonly proceeds: Money;
  readonly fee: Money;
  readonly atMs: number;
}

/**
 * What leaving shares do to a position: cost goes in proportion, rounded down, and all of it with the
 * last share.
 * @throws InvariantError when fewer are held
 */
export function left(position: Position, { quantity, proceeds, fee, atMs }: Leaving): PositionMove {
  invariant(position.quantity >= quantity, 'shares that leave are held');
  const removed = costOfPart(position, quantity);
  return {
    quantity: subtractQuantity(position.quantity, quantity),
    cost: subtractMoney(position.cost, removed),
    realised: subtractMoney(proceeds, removed),
    fee,
    atMs,
  };
}
