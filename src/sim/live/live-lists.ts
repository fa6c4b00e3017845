import type { TokenId } from '../../engine/domain/ids.ts';
import type { Money, Quantity } from '../../engine/domain/values/money.ts';
import type { AccountReading, OrderLookup } from '../../engine/domain/venue-answer.ts';
import type { Chance } from '../chance.ts';
import type { LiveExchange } from './live-exchange.ts';
import type { LiveFaults } from './live-faults.ts';
import { fillOf, openOrderOf } from './live-told.ts';
import type { TruthOrder, TruthTrade } from './live-truth.ts';

const TRADE_LAG_MS = [1_000, 25_000] as const;
/** Of finished orders: how many leave the list of orders, and when. */
const FORGOTTEN_SHARE = 0.5;
const FORGOTTEN_AFTER_MS = [0, 20_000] as const;

/** What the venue's lists say: late, with gaps, and without most of what is over. */
export class LiveLists {
  readonly #chance: Chance;
  readonly #faults: LiveFaults;
  readonly #exchange: LiveExchange;
  readonly #shownAtMs = new Map<TruthTrade, number>();
  readonly #forgottenAfterMs = new Map<string, number>();
  readonly #hidden = new Set<string>();
  #healed = false;

  constructor(chance: Chance, faults: LiveFaults, exchange: LiveExchange) {
    this.#chance = chance;
    this.#faults = faults;
    this.#exchange = exchange;
  }

  heal(): void {
    this.#healed = true;
  }

  lookUp(hash: string, atMs: number): OrderLookup {
    if (this.#faults.strikes('lookUpFailed')) {
      const fills = this.#chance.happens(0.5) ? this.#fillsOf(hash, atMs) : [];
      return { order: null, fills, complete: false, problem: '500 Internal server error' };
    }
    const order = this.#exchange.orders.get(hash);
    const shown = order !== undefined && this.#isListed(order, atMs) && !this.#isHidden(hash);
    const matched = this.#chance.happens(0.1) ? null : ((order?.matched ?? 0) as Quantity);
    return {
      order: shown ? { status: order.status, matched } : null,
      fills: this.#fillsOf(hash, atMs),
      complete: true,
      problem: '',
    };
  }

  read(
    { sinceMs, tokens }: { readonly sinceMs: number; readonly tokens: readonly TokenId[] },
    atMs: number,
  ): AccountReading | null {
    if (this.#faults.strikes('readFailed')) return null;
    const { open, trades, cash, shares } = this.#exchange;
    const fills = trades.filter((trade) => trade.atMs >= sinceMs && this.#isShown(trade, atMs));
    return {
      openOrders: open.filter(({ hash }) => !this.#isHidden(hash)).map(openOrderOf),
      fills: fills.map(fillOf),
      balance: cash as Money,
      holdings: tokens.map((tokenId) => ({
        tokenId,
        quantity: (shares.get(tokenId) ?? 0) as Quantity,
      })),
    };
  }

  #fillsOf(hash: string, atMs: number): OrderLookup['fills'] {
    const own = this.#exchange.trades.filter((trade) => trade.order.hash === hash);
    return own.filter((trade) => this.#isShown(trade, atMs)).map(fillOf);
  }

  #isShown(trade: TruthTrade, atMs: number): boolean {
    let shownAtMs = this.#shownAtMs.get(trade);
    if (shownAtMs === undefined) {
      const lagMs = this.#faults.strikes('tradeHidden') ? this.#chance.whole(...TRADE_LAG_MS) : 0;
      shownAtMs = trade.atMs + lagMs;
      this.#shownAtMs.set(trade, shownAtMs);
    }
    return atMs >= shownAtMs || this.#healed;
  }

  #isListed({ hash, endedAtMs }: TruthOrder, atMs: number): boolean {
    if (endedAtMs === null) return true;
    let afterMs = this.#forgottenAfterMs.get(hash);
    if (afterMs === undefined) {
      const forgets = this.#chance.happens(FORGOTTEN_SHARE);
      afterMs = forgets ? this.#chance.whole(...FORGOTTEN_AFTER_MS) : Number.POSITIVE_INFINITY;
      this.#forgottenAfterMs.set(hash, afterMs);
    }
    return atMs < endedAtMs + afterMs;
  }

  /** Never twice in a row: what asks often enough finds it. */
  #isHidden(hash: string): boolean {
    if (this.#hidden.delete(hash)) return false;
    if (!this.#faults.strikes('orderHidden')) return false;
    this.#hidden.add(hash);
    return true;
  }
}
