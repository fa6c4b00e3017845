import type { FillId } from './ids.ts';
import type { Money } from './values/money.ts';

/** Sales of which the removed cost is remembered for an exact reversal; they settle in minutes. */
export const REVERSIBLE_SALES_MAX = 10_000;

/** What the newest sales removed of their positions' cost. */
export class SaleCosts {
  readonly #removed = new Map<FillId, Money>();

  remember(id: FillId, removed: Money): void {
    this.#removed.set(id, removed);
    if (this.#removed.size <= REVERSIBLE_SALES_MAX) return;
    for (const oldest of this.#removed.keys()) {
      this.#removed.delete(oldest);
      return;
    }
  }

  /** Forgets it, too: a sale is taken back once. */
  take(id: FillId): Money | null {
    const removed = this.#removed.get(id) ?? null;
    this.#removed.delete(id);
    return removed;
  }
}
