import type { GuestOrder } from '../venue/guest-orders.ts';
import { LOT } from '../venue/ladder.ts';
import { costOf, type PlannedFill, type TakerOrder } from '../venue/matching.ts';
import type { Asset } from './accounts.ts';
import type { ExchangeOrder, ExchangeOrderStatus, OrderSubmission } from './exchange.ts';
import { isTaking, type OrderTerms } from './order-terms.ts';

/** One order that the exchange took, on its way. */
export class OrderRecord {
  readonly submission: OrderSubmission;
  readonly terms: OrderTerms;
  readonly guest: GuestOrder;
  /** Money of a buy, otherwise the token that it gives. */
  readonly asset: Asset;
  status: ExchangeOrderStatus = 'LIVE';
  reason = '';
  matched = 0;
  /** Dollars of what was matched. */
  spent = 0;
  /** Held for the fee while it waits for its match. */
  feeHeld = 0;
  readonly tradeIds: string[] = [];

  constructor(submission: OrderSubmission, terms: OrderTerms) {
    const { hash, maker, market, outcome, side } = submission;
    this.submission = submission;
    this.terms = terms;
    const wallet = { address: maker, name: maker };
    this.guest = { id: hash, wallet, outcome, side, price: terms.price };
    this.asset = side === 'BUY' ? null : market.tokenIds[outcome];
  }

  get isOpen(): boolean {
    return this.status === 'LIVE' || this.status === 'DELAYED';
  }

  /** Shares that it still asks for; of an order that spends dollars these bound it. */
  get left(): number {
    return this.terms.budget === null ? this.terms.size - this.matched : Number.MAX_SAFE_INTEGER;
  }

  /** Nothing is left that a lot at its limit would fit in. */
  get isComplete(): boolean {
    return this.#isDone(this.matched, this.spent);
  }

  /** What it still asks for, as somebody who takes. */
  get taker(): TakerOrder {
    const { id, wallet, outcome, side, price } = this.guest;
    const { budget } = this.terms;
    const wanted = { id, wallet, outcome, side, size: this.left, limit: price };
    return budget === null ? wanted : { ...wanted, dollars: budget - this.spent };
  }

  /** What of {@link asset} nobody else may use because of it. */
  get reserved(): number {
    if (!this.isOpen) return 0;
    const { price, budget } = this.terms;
    if (this.submission.side === 'SELL') return this.left;
    if (budget !== null) return budget - this.spent + this.feeHeld;
    return costOf({ price, size: this.left }) + this.feeHeld;
  }

  isFilledBy(plan: readonly PlannedFill[]): boolean {
    const size = plan.reduce((sum, fill) => sum + fill.size, 0);
    const cost = plan.reduce((sum, fill) => sum + costOf(fill), 0);
    return this.#isDone(this.matched + size, this.spent + cost);
  }

  fill(size: number, cost: number, tradeId: string): void {
    this.matched += size;
    this.spent += cost;
    this.tradeIds.push(tradeId);
    this.status = this.isComplete ? 'MATCHED' : 'LIVE';
  }

  /** Ends it without a full match. */
  end(reason: string): void {
    this.status = 'CANCELED';
    this.reason = reason;
  }

  view(): ExchangeOrder {
    const { status, reason, matched } = this;
    const { price, size } = this.terms;
    const tradeIds = [...this.tradeIds];
    return { ...this.submission, price, size, matched, status, reason, tradeIds };
  }

  #isDone(matched: number, spent: number): boolean {
    const { size, budget, price } = this.terms;
    if (budget === null) return matched === size;
    return isTaking(this.submission) && budget - spent < costOf({ price, size: LOT });
  }
}
