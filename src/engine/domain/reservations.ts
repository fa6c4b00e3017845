import type { IntentId } from './ids.ts';
import { invariant } from './values/invariant.ts';
import { addMoney, type Money, ZERO_MONEY } from './values/money.ts';

/** Cash held for orders that are not terminal. */
export class Reservations {
  readonly #held = new Map<IntentId, Money>();

  /** Holds `amount` for an intent, in place of what was held for it. */
  hold(intentId: IntentId, amount: Money): void {
    invariant(amount >= 0, 'a reservation is not negative');
    this.#held.set(intentId, amount);
  }

  /** Frees what is held for an intent, if anything is. */
  free(intentId: IntentId): void {
    this.#held.delete(intentId);
  }

  get total(): Money {
    let total = ZERO_MONEY;
    for (const amount of this.#held.values()) total = addMoney(total, amount);
    return total;
  }
}
