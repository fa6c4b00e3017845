import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  addMoney,
  addQuantity,
  type Money,
  money,
  type Quantity,
  quantity,
  subtractMoney,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';

/** What was filled of one order. */
export interface RunFill {
  readonly quantity: Quantity;
  /** Dollars before the fee. */
  readonly notional: Money;
  readonly fee: Money;
}

/** How a run stands when nothing more is sent. */
export interface RunSum {
  /** Shares of which both sides are held. */
  readonly hedged: Quantity;
  /** Shares without their other side, and what they cost. */
  readonly held: Quantity;
  readonly heldCost: Money;
  /** Certain payout and sales less everything that was paid; what is held counts as its cost. */
  readonly result: Money;
  /** The result where it is a loss, without its sign. */
  readonly lost: Money;
}

/** Shares and dollars of one run: the first leg, the second, and what was sold again of the first. */
export class RunAccount {
  readonly #payout: Money;
  #first = ZERO_QUANTITY;
  #second = ZERO_QUANTITY;
  #sold = ZERO_QUANTITY;
  #firstCost = ZERO_MONEY;
  #secondCost = ZERO_MONEY;
  #proceeds = ZERO_MONEY;

  /** `payout`: of one share of both legs. */
  constructor(payout: Money) {
    this.#payout = payout;
  }

  get bought(): Quantity {
    return this.#first;
  }

  /** Shares of the first leg without their other side; negative when the second has more. */
  get unhedged(): number {
    return this.#first - this.#sold - this.#second;
  }

  /** What one share of the first leg cost with its fees, rounded up. */
  get unitCost(): Money {
    if (this.#first === 0) return ZERO_MONEY;
    return money(mulDiv(this.#firstCost, MICRO, { by: this.#first, rounding: 'ceil' }));
  }

  /** Loss of what is settled between the legs and by sales; a profit takes nothing off it. */
  get lost(): Money {
    return this.sum().lost;
  }

  buy(leg: 0 | 1, { quantity: bought, notional, fee }: RunFill): void {
    const cost = addMoney(notional, fee);
    if (leg === 0) {
      this.#first = addQuantity(this.#first, bought);
      this.#firstCost = addMoney(this.#firstCost, cost);
      return;
    }
    this.#second = addQuantity(this.#second, bought);
    this.#secondCost = addMoney(this.#secondCost, cost);
  }

  sell({ quantity: sold, notional, fee }: RunFill): void {
    this.#sold = addQuantity(this.#sold, sold);
    this.#proceeds = addMoney(this.#proceeds, subtractMoney(notional, fee));
  }

  sum(): RunSum {
    const kept = quantity(Math.max(0, this.#first - this.#sold));
    const hedged = quantity(Math.min(kept, this.#second));
    const held = quantity(Math.abs(this.unhedged));
    const heldCost = this.#heldCost(held);
    const paid = addMoney(this.#firstCost, this.#secondCost);
    const sure = money(mulDiv(this.#payout, hedged, { by: MICRO, rounding: 'floor' }));
    const result = money(sure + this.#proceeds + heldCost - paid);
    return { hedged, held, heldCost, result, lost: money(Math.max(0, -result)) };
  }

  #heldCost(held: Quantity): Money {
    if (held === 0) return ZERO_MONEY;
    const [cost, of] =
      this.unhedged > 0 ? [this.#firstCost, this.#first] : [this.#secondCost, this.#second];
    return money(mulDiv(cost, held, { by: of, rounding: 'floor' }));
  }
}
