import type { Effect } from '../../../../src/engine/core/effects.ts';
import { LiveVenue } from '../../../../src/engine/core/live/live-venue.ts';
import type { Message } from '../../../../src/engine/core/message.ts';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import type { Change } from '../../../../src/engine/domain/change.ts';
import type { ExecutionReport } from '../../../../src/engine/domain/execution-report.ts';
import type { IntentId, LedgerId, MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Order, OrderIntent } from '../../../../src/engine/domain/order.ts';
import {
  cents,
  dollars,
  type Money,
  type Quantity,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import type {
  OrderLookup,
  PostAnswer,
  VenueFill,
} from '../../../../src/engine/domain/venue-answer.ts';
import { DEFAULT_RULES } from '../../../../src/engine/domain/venue-rules/polymarket.ts';

export const NOW_MS = 1_790_766_966_000;
export const LEDGER = 'live:polymarket:0x61' as LedgerId;
export const HASH = `0x${'ab'.repeat(32)}`;
export const INTENT = 'intent one' as IntentId;

/** A buy of $5 at most at 50 cents, that may be sent for 15 seconds. */
export function liveOrder(over: Partial<OrderIntent> = {}): Order {
  const intent: OrderIntent = {
    id: INTENT,
    signalId: 'signal one' as never,
    leg: 'entry',
    attempt: 1,
    ledger: LEDGER,
    wallet: null,
    marketId: 'm' as MarketId,
    tokenId: 't' as TokenId,
    side: 'buy',
    timeInForce: 'FAK',
    limitPrice: cents(50),
    quantity: shares(10),
    spend: dollars(5),
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + 15_000,
    restsUntilMs: null,
    settingsVersion: 0,
    ...over,
  };
  return {
    intent,
    status: 'submitted',
    externalId: HASH,
    body: '{"order":1}',
    filledQuantity: 0 as Quantity,
    filledNotional: 0 as Money,
    fees: 0 as Money,
    reserved: dollars(5.1),
    reason: null,
    updatedAtMs: NOW_MS,
  };
}

export function fillOf(size: number, over: Partial<VenueFill> = {}): VenueFill {
  return {
    tradeId: 'trade 1',
    orderHash: HASH,
    marketId: 'm' as MarketId,
    tokenId: 't' as TokenId,
    side: 'buy',
    price: cents(50),
    quantity: shares(size),
    notional: dollars(size / 2),
    role: 'taker',
    settlement: 'matched',
    atMs: NOW_MS + 1_000,
    ...over,
  };
}

export const NOWHERE: OrderLookup = { order: null, fills: [], complete: true, problem: '' };
export const UNANSWERED: OrderLookup = { ...NOWHERE, complete: false, problem: 'no answer' };

/** The order manager alone, its time and its venue in the hands of the test. */
export class Desk {
  readonly effects: Effect[] = [];
  readonly messages: Message[] = [];
  readonly changes: Change[] = [];
  readonly #timers = new Timers();
  nowMs = NOW_MS;
  killed = false;
  readonly venue = new LiveVenue({
    isKilled: () => this.killed,
    feeOf: () => DEFAULT_RULES.fee,
  });

  turn(work: (turn: Turn) => void): void {
    const turn = new Turn(this.nowMs, this.#timers);
    work(turn);
    this.effects.push(...turn.effects);
    this.changes.push(...turn.changes);
    for (let told = turn.nextMessage(); told !== null; told = turn.nextMessage()) {
      this.messages.push(told);
      if (told.kind === 'resend') this.turn((next) => this.venue.receive(liveOrder(), next));
    }
  }

  send(order = liveOrder()): this {
    this.turn((turn) => this.venue.receive(order, turn));
    return this;
  }

  posted(answer: PostAnswer): this {
    this.turn((turn) => this.venue.onResult({ kind: 'posted', intentId: INTENT, answer }, turn));
    return this;
  }

  lookedUp(lookup: OrderLookup): this {
    this.turn((turn) => this.venue.onResult({ kind: 'lookedUp', intentId: INTENT, lookup }, turn));
    return this;
  }

  fill(fill: VenueFill): this {
    this.turn((turn) => {
      this.venue.onAccountEvent({ kind: 'fill', fill }, turn);
    });
    return this;
  }

  /** Fires timers until then. */
  until(atMs: number): this {
    for (;;) {
      const next = this.#timers.next();
      if (next === null || next.atMs > atMs) break;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.#timers.fire(next.id, this.nowMs);
      this.turn((turn) => {
        this.venue.onTimer(next.id, turn);
      });
    }
    this.nowMs = atMs;
    return this;
  }

  /** Answers every lookup until then in the same way. */
  answering(lookup: () => OrderLookup, untilMs: number): this {
    while (this.nowMs < untilMs) {
      const before = this.count('lookUp');
      this.until(this.nowMs + 1_000);
      if (this.count('lookUp') > before) this.lookedUp(lookup());
    }
    return this;
  }

  count(kind: Effect['kind']): number {
    return this.effects.filter((effect) => effect.kind === kind).length;
  }

  get reports(): readonly ExecutionReport[] {
    return this.messages.flatMap((told) => (told.kind === 'report' ? [told.report] : []));
  }

  get ended(): readonly (ExecutionReport & { kind: 'ended' })[] {
    return this.reports.flatMap((one) => (one.kind === 'ended' ? [one] : []));
  }

  /** Shares told as filled. */
  get filled(): number {
    let sum = 0;
    for (const report of this.reports) if (report.kind === 'filled') sum += report.quantity;
    return sum;
  }
}
