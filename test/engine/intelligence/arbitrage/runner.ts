import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import {
  cents,
  cost,
  dollars,
  type Money,
  type Price,
  type Quantity,
  quantity,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import { takerFeeAt } from '../../../../src/engine/domain/venue-rules/taker-fee.ts';
import {
  type ArbitragePlan,
  PAIR_PAYOUT,
} from '../../../../src/engine/intelligence/arbitrage/plan.ts';
import {
  ArbitrageRun,
  type RunInput,
  type RunLimits,
  type RunOutcome,
  type RunStep,
} from '../../../../src/engine/intelligence/arbitrage/run.ts';
import type { TradedMarket } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';
import type { RunBook } from '../../../../src/engine/intelligence/arbitrage/unwind.ts';
import { kalshi, levels, type Offers, polymarket, START_MS } from './examples.ts';

export const LIMITS: RunLimits = {
  lossMax: dollars(10),
  hedgeMsMax: 10_000,
  unwindMsMax: 60_000,
  orderMsMax: 5_000,
};

export type Sent = Extract<RunStep, { kind: 'send' }>;
export type Done = Extract<RunStep, { kind: 'done' }>;

/** 100 shares at 45 and 45, the first leg at either venue. */
export function plan(first: 'polymarket' | 'kalshi'): ArbitragePlan {
  const legs = [
    { market: polymarket(), side: 'yes', limit: cents(46) },
    { market: kalshi(), side: 'no', limit: cents(46) },
  ] as const;
  const [one, other] = legs;
  return {
    ...{ id: 'opportunity', quantity: shares(100), payout: PAIR_PAYOUT },
    legs: first === 'polymarket' ? [one, other] : [other, one],
  };
}

/** A run among venues that do what the test tells them, and what was seen of it. */
export class Runner {
  readonly run: ArbitrageRun;
  readonly plan: ArbitragePlan;
  readonly sent: Sent[] = [];
  readonly done: Done[] = [];
  readonly cancelled: number[] = [];
  readonly ended = new Set<number>();
  readonly token: readonly [TokenId, TokenId];
  waitUntilMs = 0;
  atMs = START_MS;
  #books: [RunBook | null, RunBook | null] = [null, null];

  constructor(of: ArbitragePlan, limits: RunLimits = LIMITS) {
    this.plan = of;
    this.token = [of.legs[0].market.yes, of.legs[1].market.no];
    this.run = new ArbitrageRun(of, limits);
    this.#keep(this.run.start(this.atMs));
  }

  get newest(): Sent {
    const newest = this.sent.at(-1);
    if (newest === undefined) throw new Error('an order was sent');
    return newest;
  }

  get end(): Done | undefined {
    return this.done.at(-1);
  }

  take(input: RunInput): this {
    if (input.kind === 'ended') this.ended.add(input.order);
    this.#keep(this.run.take(input, this.atMs));
    return this;
  }

  /** Bids and asks of a leg's token in cents and shares; `null` when its book is unusable. */
  book(leg: 0 | 1, of: { readonly bids: Offers; readonly asks: Offers } | null): this {
    const next = of === null ? null : { bids: levels(of.bids), asks: levels(of.asks) };
    this.#books = leg === 0 ? [next, this.#books[1]] : [this.#books[0], next];
    return this.take({ kind: 'books', books: this.#books });
  }

  /** So much of the newest order fills at a price in cents, with the venue's fee. */
  fill(of: number, at: number): this {
    const { order, leg } = this.newest;
    return this.take({
      kind: 'filled',
      order,
      ...fillOf(this.plan.legs[leg].market, of, cents(at)),
    });
  }

  finish(outcome: RunOutcome, order = this.newest.order): this {
    return this.take({ kind: 'ended', order, outcome });
  }

  doubt(): this {
    return this.take({ kind: 'inDoubt', order: this.newest.order });
  }

  pass(ms: number): this {
    this.atMs += ms;
    return this.take({ kind: 'time' });
  }

  #keep(steps: readonly RunStep[]): void {
    for (const step of steps) {
      if (step.kind === 'send') {
        const open = this.sent.filter(({ order }) => !this.ended.has(order));
        if (open.length > 0) throw new Error('an order was sent while another is open');
        this.sent.push(step);
      } else if (step.kind === 'done') this.done.push(step);
      else if (step.kind === 'cancel') this.cancelled.push(step.order);
      else this.waitUntilMs = step.untilMs;
    }
  }
}

export function fillOf(
  { charge }: TradedMarket,
  of: number,
  price: Price,
): { readonly quantity: Quantity; readonly notional: Money; readonly fee: Money } {
  const filled = quantity(Math.round(of * 1e6));
  const fee = takerFeeAt(charge, { price, quantity: filled }, START_MS);
  return { quantity: filled, notional: cost(price, filled, 'ceil'), fee };
}
