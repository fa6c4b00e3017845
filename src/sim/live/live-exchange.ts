import { averagePrice, type Money, type Quantity } from '../../engine/domain/values/money.ts';
import type { RefusalCause } from '../../engine/domain/venue-answer.ts';
import { takerFee } from '../../engine/domain/venue-rules/polymarket.ts';
import type { SimMarket } from '../sim-market.ts';
import type { World } from '../world.ts';
import type { LiveBytes } from './live-bytes.ts';
import { affordable, LiveDepth, lots, type Met } from './live-depth.ts';
import { leftOf, type Owner, type TruthOrder, type TruthTrade } from './live-truth.ts';

const MICRO = 1_000_000;

/** What a landing came to. */
export type Landing =
  | { readonly kind: 'taken'; readonly order: TruthOrder }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly cause: RefusalCause; readonly text: string };

/** Who hears of what really happens, at the moment at which it does. */
export interface TruthListener {
  onLanded(order: TruthOrder): void;
  onOrder(order: TruthOrder): void;
  onTrade(trade: TruthTrade): void;
}

/**
 * The truth of one account: its orders, trades, money and shares, matched against the world's books.
 * It makes no mistakes and no faults; what is told of it is another matter.
 */
export class LiveExchange {
  readonly orders = new Map<string, TruthOrder>();
  readonly trades: TruthTrade[] = [];
  readonly shares = new Map<string, number>();
  /** Dollars that redeemed and merged shares of a market brought in. */
  readonly paidOut = new Map<string, number>();
  cash: number;
  /** Dollars that the owner put in. */
  deposited = 0;
  readonly #depth: LiveDepth;
  readonly #markets: ReadonlyMap<string, SimMarket>;
  readonly #resolvedAtMs: ReadonlyMap<string, number>;
  readonly #listener: TruthListener;

  constructor(
    world: World,
    { cash, listener }: { readonly cash: number; readonly listener: TruthListener },
  ) {
    this.cash = cash;
    this.#depth = new LiveDepth(world);
    this.#markets = new Map(world.markets.map((market) => [market.conditionId, market]));
    this.#resolvedAtMs = new Map(
      world.resolutions.map(({ market, atMs }) => [market.conditionId, atMs]),
    );
    this.#listener = listener;
  }

  /** An order's bytes arrive; it waits for its match when it is `delayed`. */
  land(
    bytes: LiveBytes & { readonly body: string },
    { owner, delayed }: { readonly owner: Owner; readonly delayed: boolean },
    atMs: number,
  ): Landing {
    if (this.orders.has(bytes.hash)) return { kind: 'duplicate' };
    const refused = this.#refusal(bytes, atMs);
    if (refused !== null) return refused;
    const order: TruthOrder = {
      ...bytes,
      owner,
      landedAtMs: atMs,
      status: 'delayed',
      matched: 0,
      notional: 0,
      endedAtMs: null,
    };
    this.orders.set(order.hash, order);
    this.#listener.onLanded(order);
    if (!delayed) this.match(order, atMs);
    return { kind: 'taken', order };
  }

  /** Takes what the book has; the rest is dropped, or rests. */
  match(order: TruthOrder, atMs: number): void {
    if (order.status !== 'delayed') return;
    const met = this.isResolved(order.marketId, atMs) ? [] : this.#take(order, atMs);
    // Levels of one match come as one trade, or as two.
    const cut = met.length > 1 && met.length % 2 === 0 ? met.length / 2 : met.length;
    for (const part of [met.slice(0, cut), met.slice(cut)]) {
      if (part.length > 0) this.#trade(order, { met: part, role: 'taker' }, atMs);
    }
    if (this.#isFull(order)) this.#end(order, 'matched', atMs);
    else if (order.restsUntilMs === null) {
      this.#end(order, order.matched > 0 ? 'matched' : 'canceled', atMs);
    } else this.#rest(order, atMs);
  }

  /** Why it is not canceled; `null` when it is. */
  cancel(hash: string, atMs: number): string | null {
    const order = this.orders.get(hash);
    if (order === undefined) return 'Order not found or already canceled';
    if (order.status === 'matched') return 'Order already matched';
    if (order.status === 'canceled') return 'Order already canceled';
    if (order.status === 'delayed') return 'Order is delayed and cannot be canceled';
    this.#end(order, 'canceled', atMs);
    return null;
  }

  /** Resting orders meet the book as it is now, expire, or leave with their market. */
  tick(atMs: number): void {
    for (const order of this.orders.values()) {
      if (order.status !== 'live') continue;
      const isOver = this.isResolved(order.marketId, atMs);
      if (isOver || atMs >= (order.restsUntilMs ?? 0)) {
        this.#end(order, 'canceled', atMs);
        continue;
      }
      const met = atLimit(order, this.#take(order, atMs));
      if (met.length === 0) continue;
      this.#trade(order, { met, role: 'maker' }, atMs);
      if (this.#isFull(order)) this.#end(order, 'matched', atMs);
      else this.#listener.onOrder(order);
    }
  }

  /** Whether it could be undone: what it brought is still there. */
  mayFail({ order, quantity, notional, fee }: TruthTrade): boolean {
    return order.side === 'buy'
      ? (this.shares.get(order.tokenId) ?? 0) >= quantity
      : this.cash >= notional - fee;
  }

  /** The chain undoes a trade: money and shares go back. */
  fail(trade: TruthTrade): void {
    trade.settlement = 'failed';
    this.#move(trade, -1);
  }

  isResolved(marketId: string, atMs: number): boolean {
    return atMs >= (this.#resolvedAtMs.get(marketId) ?? Number.POSITIVE_INFINITY);
  }

  /** All shares of a resolved market into what they pay, here or, unpaid, elsewhere. What came in. */
  redeem(market: SimMarket, isPaid = true): number {
    let paid = 0;
    for (const [outcome, token] of market.tokenIds.entries()) {
      const payout = Math.round((market.payouts[outcome] ?? 0) * MICRO);
      const due = isPaid ? Math.floor((payout * (this.shares.get(token) ?? 0)) / MICRO) : 0;
      paid += due;
      this.shares.delete(token);
    }
    this.#pay(market, paid);
    return paid;
  }

  /** The owner puts dollars in, or takes some out. */
  move(dollars: number): void {
    this.cash += dollars;
    this.deposited += Math.max(0, dollars);
  }

  /** So many complete sets into a dollar each; `null` where there are not so many. */
  merge(market: SimMarket, quantity: number): number | null {
    const held = market.tokenIds.map((token) => this.shares.get(token) ?? 0);
    if (held.some((shares) => shares < quantity)) return null;
    for (const [outcome, token] of market.tokenIds.entries()) {
      this.shares.set(token, (held[outcome] ?? 0) - quantity);
    }
    this.#pay(market, quantity);
    return quantity;
  }

  #pay({ conditionId }: SimMarket, dollars: number): void {
    this.paidOut.set(conditionId, (this.paidOut.get(conditionId) ?? 0) + dollars);
    this.cash += dollars;
  }

  get open(): readonly TruthOrder[] {
    return [...this.orders.values()].filter(({ status }) => status === 'live');
  }

  #refusal(bytes: LiveBytes, atMs: number): Landing | null {
    const { hash, marketId, side, spend, quantity, tokenId, limitPrice } = bytes;
    const invalid = (text: string): Landing => ({ kind: 'refused', cause: 'invalid', text });
    const market = this.#markets.get(marketId);
    if (market === undefined) return invalid('Invalid order payload');
    if (limitPrice % market.tick !== 0) {
      return invalid(
        `order ${hash} is invalid. Price (${limitPrice}) breaks minimum tick size rule`,
      );
    }
    if (this.isResolved(marketId, atMs)) return invalid('the market is closed');
    const has = side === 'buy' ? this.cash : (this.shares.get(tokenId) ?? 0);
    if (has >= (side === 'buy' ? spend : quantity)) return null;
    return { kind: 'refused', cause: 'balance', text: 'not enough balance / allowance' };
  }

  #take(order: TruthOrder, atMs: number): readonly Met[] {
    const left = Math.min(leftOf(order), this.#has(order));
    return this.#depth.take({ ...order, left }, atMs);
  }

  /** What the account can still pay, a little kept for the fee, or has to sell. */
  #has({ side, tokenId }: TruthOrder): number {
    return side === 'buy' ? Math.floor(this.cash * 0.96) : (this.shares.get(tokenId) ?? 0);
  }

  #isFull(order: TruthOrder): boolean {
    return lots(affordable(order.side, leftOf(order), order.limitPrice)) <= 0;
  }

  #rest(order: TruthOrder, atMs: number): void {
    order.status = 'live';
    if (atMs >= (order.restsUntilMs ?? 0)) this.#end(order, 'canceled', atMs);
    else this.#listener.onOrder(order);
  }

  #end(order: TruthOrder, status: 'matched' | 'canceled', atMs: number): void {
    order.status = status;
    order.endedAtMs = atMs;
    this.#listener.onOrder(order);
  }

  #trade(
    order: TruthOrder,
    { met, role }: { readonly met: readonly Met[]; readonly role: 'taker' | 'maker' },
    atMs: number,
  ): void {
    const quantity = met.reduce((sum, one) => sum + one.quantity, 0);
    const notional = met.reduce((sum, one) => sum + one.notional, 0);
    const rounding = order.side === 'buy' ? 'ceil' : 'floor';
    const price = averagePrice(notional as Money, quantity as Quantity, rounding);
    const ratePpm = Math.round((this.#markets.get(order.marketId)?.feeRate ?? 0) * MICRO);
    const schedule = { ratePpm: ratePpm as never, exponent: 1 };
    const fee = role === 'maker' ? 0 : takerFee(schedule, price, quantity as Quantity);
    const id = `trade-${this.trades.length + 1}`;
    const trade: TruthTrade = {
      ...{ id, order, price, quantity, notional, fee, role, atMs },
      settlement: 'matched',
    };
    order.matched += quantity;
    order.notional += notional;
    this.trades.push(trade);
    this.#move(trade, 1);
    this.#listener.onTrade(trade);
  }

  #move({ order, quantity, notional, fee }: TruthTrade, times: 1 | -1): void {
    const { side, tokenId } = order;
    const shares = side === 'buy' ? quantity : -quantity;
    const cash = side === 'buy' ? -notional - fee : notional - fee;
    this.shares.set(tokenId, (this.shares.get(tokenId) ?? 0) + times * shares);
    this.cash += times * cash;
  }
}

/** A maker is met at its own price, for which what is left of a buy may pay less. */
function atLimit(order: TruthOrder, met: readonly Met[]): readonly Met[] {
  const { side, limitPrice: price } = order;
  const own: Met[] = [];
  let left = leftOf(order);
  for (const one of met) {
    const quantity = Math.min(one.quantity, lots(affordable(side, left, price)));
    if (quantity <= 0) break;
    const notional = (price * quantity) / MICRO;
    left -= side === 'buy' ? notional : quantity;
    own.push({ price, quantity, notional });
  }
  return own;
}
