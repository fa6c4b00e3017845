import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import {
  dollars,
  type Money,
  minOf,
  money,
  type Quantity,
  quantity,
} from '../../domain/values/money.ts';
import type { ArbitragePlan } from './plan.ts';
import { RunAccount, type RunFill, type RunSum } from './run-account.ts';
import { hedgeOrder, type RunBooks, type WantedOrder, wayOut } from './unwind.ts';

/** What a run may cost and take. */
export interface RunLimits {
  /** Most dollars that may be lost on shares whose other side was missed. */
  readonly lossMax: Money;
  /** From the first order: how long the second leg is tried without a loss. */
  readonly hedgeMsMax: number;
  /** From then on: how long shares are got rid of within the cap. */
  readonly unwindMsMax: number;
  /** After this an order that did not end is cancelled, once. */
  readonly orderMsMax: number;
}

export const DEFAULT_RUN_LIMITS: RunLimits = {
  lossMax: dollars(5),
  hedgeMsMax: 10 * SECOND_MS,
  unwindMsMax: 60 * SECOND_MS,
  orderMsMax: 5 * SECOND_MS,
};

/** Orders of the second leg at no loss, and orders to get out; then a person is asked. */
export const HEDGE_TRIES_MAX = 3;
export const UNWIND_TRIES_MAX = 6;

export type RunOutcome = 'complete' | 'canceled' | 'expired' | 'rejected' | 'notPlaced';

/** What happened. Orders are called by the number that {@link RunStep} gave them. */
export type RunInput =
  | ({ readonly kind: 'filled'; readonly order: number } & RunFill)
  /** Nothing more of it will fill. */
  | { readonly kind: 'ended'; readonly order: number; readonly outcome: RunOutcome }
  /** Whether the venue has it is not known: only `ended` leaves it. */
  | { readonly kind: 'inDoubt'; readonly order: number }
  | { readonly kind: 'books'; readonly books: RunBooks }
  | { readonly kind: 'time' }
  /** Killed: no order is sent any more. */
  | { readonly kind: 'stop' };

export type RunEnd = 'flat' | 'hedged' | 'needsYou';
export type RunWhy =
  | 'done'
  | 'notFilled'
  | 'inDoubt'
  | 'orderOpen'
  | 'noWayOut'
  | 'stopped'
  | 'tooMuch';

/** What to do. Orders fill at once or end: none of them may rest. */
export type RunStep =
  | ({ readonly kind: 'send'; readonly order: number } & WantedOrder)
  | { readonly kind: 'cancel'; readonly order: number }
  /** Call again with `time` by then. */
  | { readonly kind: 'wait'; readonly untilMs: AtMs }
  /** Told again when a late fill or the end of an order in doubt changes it. */
  | ({ readonly kind: 'done'; readonly end: RunEnd; readonly why: RunWhy } & RunSum);

interface OpenOrder extends WantedOrder {
  readonly order: number;
  readonly sentAtMs: AtMs;
  inDoubt: boolean;
  cancelAsked: boolean;
  isFilled: boolean;
}

/**
 * One opportunity from its first order to its end. At most one order is ever open, and no further
 * one exists before it is terminal; what is in doubt waits.
 */
export class ArbitrageRun {
  readonly plan: ArbitragePlan;
  readonly #limits: RunLimits;
  readonly #account: RunAccount;
  readonly #orders: WantedOrder[] = [];
  #stage: 'first' | 'second' | 'unwind' | 'done' = 'first';
  #open: OpenOrder | null = null;
  #books: RunBooks = [null, null];
  #startedAtMs: AtMs = 0;
  #stopped = false;
  /** A venue that refused an order is not asked for the same again. */
  #hedgeRefused = false;
  #saleRefused = false;
  /** What the newest order wanted and did not get at all: the other way out comes first then. */
  #missed: WantedOrder['way'] | null = null;
  #hedgeTries = 0;
  #unwindTries = 0;

  constructor(plan: ArbitragePlan, limits: RunLimits = DEFAULT_RUN_LIMITS) {
    this.plan = plan;
    this.#limits = limits;
    this.#account = new RunAccount(plan.payout);
  }

  /** Sends the first leg. */
  start(atMs: AtMs): readonly RunStep[] {
    this.#startedAtMs = atMs;
    const { legs, quantity: all } = this.plan;
    return this.#send({ leg: 0, way: 'buy', quantity: all, limit: legs[0].limit }, atMs);
  }

  /** How it stands now. */
  sum(): RunSum {
    return this.#account.sum();
  }

  take(input: RunInput, atMs: AtMs): readonly RunStep[] {
    switch (input.kind) {
      case 'filled':
        this.#book(input);
        break;
      case 'ended':
        if (this.#open?.order !== input.order) return [];
        this.#end(this.#open, input.outcome);
        break;
      case 'inDoubt':
        if (this.#open?.order === input.order) this.#open.inDoubt = true;
        break;
      case 'books':
        this.#books = input.books;
        break;
      case 'stop':
        this.#stopped = true;
        break;
      case 'time':
        break;
    }
    if (this.#stage !== 'done') return this.#next(atMs);
    // Only what changes the sum is told again.
    return input.kind === 'filled' || input.kind === 'ended' ? [this.#sumUp('done')] : [];
  }

  #book(fill: RunFill & { readonly order: number }): void {
    const order = this.#orders[fill.order];
    if (order === undefined) return;
    if (this.#open?.order === fill.order) this.#open.isFilled = true;
    if (order.way === 'sell') this.#account.sell(fill);
    else this.#account.buy(order.leg, fill);
  }

  #end(open: OpenOrder, outcome: RunOutcome): void {
    this.#open = null;
    this.#missed = open.isFilled ? null : open.way;
    if (outcome !== 'rejected' || open.order === 0) return;
    if (open.way === 'sell') this.#saleRefused = true;
    else this.#hedgeRefused = true;
  }

  #next(atMs: AtMs): readonly RunStep[] {
    if (this.#open !== null) return this.#waitFor(this.#open, atMs);
    const { unhedged, bought } = this.#account;
    if (bought === 0) return this.#finish('notFilled');
    if (Math.abs(unhedged) < this.#dust) return this.#finish('done');
    if (unhedged < 0) return this.#finish('tooMuch');
    if (this.#stopped) return this.#finish('stopped');
    if (this.#stage === 'first') this.#stage = 'second';
    if (this.#stage === 'second') {
      const steps = this.#hedge(atMs);
      if (steps !== null) return steps;
      this.#stage = 'unwind';
    }
    return this.#unwind(atMs);
  }

  /** Cancels what takes too long, and asks a person when that does not help either. */
  #waitFor(open: OpenOrder, atMs: AtMs): readonly RunStep[] {
    if (atMs >= this.#endsAtMs) return this.#finish(open.inDoubt ? 'inDoubt' : 'orderOpen');
    const cancelAtMs = open.sentAtMs + this.#limits.orderMsMax;
    const mayCancel = !open.cancelAsked && !open.inDoubt;
    if (!mayCancel) return [{ kind: 'wait', untilMs: this.#endsAtMs }];
    if (atMs < cancelAtMs) return [{ kind: 'wait', untilMs: cancelAtMs }];
    open.cancelAsked = true;
    return [
      { kind: 'cancel', order: open.order },
      { kind: 'wait', untilMs: this.#endsAtMs },
    ];
  }

  /** The second leg without a loss; `null` when that is not to be had any more. */
  #hedge(atMs: AtMs): readonly RunStep[] | null {
    const untilMs = this.#startedAtMs + this.#limits.hedgeMsMax;
    const isSpent = this.#hedgeRefused || this.#hedgeTries >= HEDGE_TRIES_MAX || atMs >= untilMs;
    const order = isSpent ? null : hedgeOrder(this.#exposure(atMs));
    if (order === null) return null;
    const book = this.#books[1];
    const best = book?.asks[0]?.price;
    // The first try needs no book: its limit is enough. A further one waits for a price.
    const isOffered =
      book === null ? this.#hedgeTries === 0 : best !== undefined && best <= order.limit;
    if (!isOffered) return [{ kind: 'wait', untilMs }];
    this.#hedgeTries += 1;
    return this.#send(order, atMs);
  }

  #unwind(atMs: AtMs): readonly RunStep[] {
    if (this.#unwindTries >= UNWIND_TRIES_MAX || atMs >= this.#endsAtMs) {
      return this.#finish('noWayOut');
    }
    const order = this.#wayOut(this.#missed, atMs) ?? this.#wayOut(null, atMs);
    if (order === null) return [{ kind: 'wait', untilMs: this.#endsAtMs }];
    this.#unwindTries += 1;
    return this.#send(order, atMs);
  }

  #wayOut(but: WantedOrder['way'] | null, atMs: AtMs): WantedOrder | null {
    return wayOut(this.#exposure(atMs), this.#books, {
      lossLeft: money(this.#limits.lossMax - this.#account.lost),
      maySell: !this.#saleRefused && but !== 'sell',
      mayHedge: !this.#hedgeRefused && but !== 'buy',
    });
  }

  #exposure(atMs: AtMs): Parameters<typeof hedgeOrder>[0] {
    const { unhedged, unitCost } = this.#account;
    return { plan: this.plan, unhedged: quantity(unhedged), unitCost, atMs };
  }

  #send(wanted: WantedOrder, atMs: AtMs): readonly RunStep[] {
    const order = this.#orders.push(wanted) - 1;
    this.#open = {
      ...wanted,
      order,
      sentAtMs: atMs,
      inDoubt: false,
      cancelAsked: false,
      isFilled: false,
    };
    return [
      { kind: 'send', order, ...wanted },
      { kind: 'wait', untilMs: atMs + this.#limits.orderMsMax },
    ];
  }

  #finish(why: RunWhy): readonly RunStep[] {
    this.#stage = 'done';
    return [this.#sumUp(why)];
  }

  #sumUp(why: RunWhy): RunStep {
    const sum = this.#account.sum();
    const isOpen = this.#open !== null || sum.held >= this.#dust;
    const end = isOpen ? 'needsYou' : sum.hedged > 0 ? 'hedged' : 'flat';
    return { kind: 'done', end, why, ...sum };
  }

  /** Less than either venue trades is no exposure. */
  get #dust(): Quantity {
    const [first, second] = this.plan.legs;
    return minOf(first.market.lot, second.market.lot);
  }

  get #endsAtMs(): AtMs {
    return this.#startedAtMs + this.#limits.hedgeMsMax + this.#limits.unwindMsMax;
  }
}
