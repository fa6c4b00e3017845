import type { Order } from '../../src/engine/domain/order.ts';
import {
  averagePrice,
  dollars,
  type Money,
  type Quantity,
} from '../../src/engine/domain/values/money.ts';
import type { AccountReading, Matched, VenueFill } from '../../src/engine/domain/venue-answer.ts';
import { DEFAULT_RULES, tradeFee } from '../../src/engine/domain/venue-rules/polymarket.ts';

const DOLLARS = 1_000_000;

/** The money of the account as its venue has it, and what the account's own channel tells. */
export class VenueAccount {
  readonly #fills: VenueFill[] = [];
  readonly #holdings = new Map<VenueFill['tokenId'], number>();
  #balance: number = dollars(DOLLARS);

  /** What the order met, as one trade that the chain has confirmed. */
  match({ intent, externalId }: Order, { quantity, notional }: Matched, atMs: number): VenueFill {
    const { marketId, tokenId, side } = intent;
    const fill: VenueFill = {
      tradeId: `trade-${this.#fills.length + 1}`,
      orderHash: externalId,
      ...{ marketId, tokenId, side, quantity, notional, atMs },
      price: averagePrice(notional, quantity, 'ceil'),
      role: 'taker',
      settlement: 'confirmed',
    };
    this.#fills.push(fill);
    this.#holdings.set(tokenId, (this.#holdings.get(tokenId) ?? 0) + quantity);
    this.#balance -= notional + tradeFee(DEFAULT_RULES.fee, fill);
    return fill;
  }

  read(sinceMs: number, tokens: readonly VenueFill['tokenId'][]): AccountReading {
    return {
      openOrders: [],
      fills: this.#fills.filter(({ atMs }) => atMs >= sinceMs),
      balance: this.#balance as Money,
      holdings: tokens.map((tokenId) => {
        return { tokenId, quantity: (this.#holdings.get(tokenId) ?? 0) as Quantity };
      }),
    };
  }
}
