import type { Fill } from './fill.ts';
import { costOfPart, type Position, type PositionMove } from './position.ts';
import {
  addMoney,
  addQuantity,
  type Money,
  money,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
} from './values/money.ts';

/** What taking back a buy does to its position; `null` when the shares were sold already. */
export function buyTakenBack(position: Position, fill: Fill): PositionMove | null {
  if (position.quantity < fill.quantity) return null;
  const part = costOfPart(position, fill.quantity);
  const exact = position.quantity > fill.quantity && fill.notional < position.cost;
  const removed = exact ? fill.notional : part;
  return {
    quantity: subtractQuantity(position.quantity, fill.quantity),
    cost: subtractMoney(position.cost, removed),
    realised: subtractMoney(fill.notional, removed),
    fee: subtractMoney(ZERO_MONEY, fill.fee),
    atMs: fill.atMs,
  };
}

/** What taking back a sale does; `removed` is the cost it took, `null` when that is forgotten. */
export function saleTakenBack(position: Position, fill: Fill, removed: Money | null): PositionMove {
  const sum = addMoney(position.cost, removed ?? costForgotten(position, fill));
  const after = sum === 0 ? money(1) : sum; // Shares held cost something.
  return {
    quantity: addQuantity(position.quantity, fill.quantity),
    cost: after,
    realised: money(after - position.cost - fill.notional),
    fee: subtractMoney(ZERO_MONEY, fill.fee),
    atMs: fill.atMs,
  };
}

/** Cost of a sale that is not remembered: nothing was earned on it when nothing else is held. */
function costForgotten(position: Position, fill: Fill): Money {
  return position.quantity === 0 ? fill.notional : costOfPart(position, fill.quantity);
}
