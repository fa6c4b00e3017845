import type { Order, OrderIntent } from '../../engine/domain/order.ts';
import type { PostAnswer } from '../../engine/domain/venue-answer.ts';
import type { TruthListener } from '../../sim/live/live-exchange.ts';
import { leftOf, type TruthOrder, type TruthTrade } from '../../sim/live/live-truth.ts';
import { budgetOf, type Mirror } from './mirror.ts';
import type { Report } from './violation.ts';

/** Ends of an order that say that the venue never had it. */
const NEVER_THERE: readonly string[] = ['notPlaced', 'rejected', 'denied'];

/** Bytes that left, and what is known of each time they did. */
interface Sent {
  readonly intent: OrderIntent;
  readonly body: string;
  /** Whether the newest sending may have landed: until its answer says that it did not. */
  mayHaveLanded: boolean;
}

/** Judges what is sent, and what really happens at the venue, at the moment at which it does. */
export class LiveChecks implements TruthListener {
  readonly sent = new Map<string, Sent>();
  /** Orders that landed by the budget that they share. */
  readonly #landed = new Map<string, TruthOrder[]>();
  readonly #hashes = new Map<string, string>();
  readonly #mirror: Mirror;
  readonly #report: Report;

  constructor(mirror: Mirror, report: Report) {
    this.#mirror = mirror;
    this.#report = report;
  }

  /** Right before bytes leave. */
  onSend({ intent, externalId: hash, body }: Order): void {
    const committed = this.#mirror.orders.get(intent.id);
    if (body === null || committed?.body !== body || committed.externalId !== hash) {
      this.#report(`bytes are committed before they are sent: ${intent.id}`);
    }
    const before = this.sent.get(hash);
    if (before?.mayHaveLanded === true) {
      this.#report(`${intent.id} is not sent again while an earlier sending may have landed`);
    }
    const known = this.#hashes.get(intent.id) ?? hash;
    if (known !== hash || (before !== undefined && before.body !== body)) {
      this.#report(`an intent is one order, and the same bytes every time: ${intent.id}`);
    }
    this.#hashes.set(intent.id, hash);
    this.sent.set(hash, { intent, body: body ?? '', mayHaveLanded: true });
  }

  onAnswered(hash: string, answer: PostAnswer): void {
    const sent = this.sent.get(hash);
    if (sent !== undefined && answer.kind === 'notAccepted') sent.mayHaveLanded = false;
  }

  onLanded(order: TruthOrder): void {
    if (order.owner !== 'service') return;
    const sent = this.sent.get(order.hash);
    if (sent === undefined || sent.body !== order.body) {
      this.#report(`what lands was sent: ${order.hash}`);
      return;
    }
    const { intent } = sent;
    const status = this.#mirror.orders.get(intent.id)?.status ?? 'initialized';
    if (NEVER_THERE.includes(status)) {
      this.#report(`an order that lands was not called ${status} before: ${intent.id}`);
    }
    const key = budgetOf(intent);
    const siblings = [...(this.#landed.get(key) ?? []), order];
    this.#landed.set(key, siblings);
    if (siblings.filter(({ endedAtMs }) => endedAtMs === null).length > 1) {
      this.#report(`one order of a budget is open at the venue at a time: ${key}`);
    }
    this.#checkBudget(intent);
  }

  onOrder(): void {
    // What an order fills is judged with its trades.
  }

  onTrade({ order }: TruthTrade): void {
    const sent = this.sent.get(order.hash);
    if (sent !== undefined) this.#checkBudget(sent.intent);
  }

  /** Filled and still open of all orders of a budget, by the venue's own numbers. */
  #checkBudget(intent: OrderIntent): void {
    const { signalId, ledger, side } = intent;
    const decision = this.#mirror.decisionOf.get(`${signalId}|${ledger}`);
    const budget = (side === 'buy' ? decision?.spend : decision?.quantity) ?? 0;
    let used = 0;
    for (const order of this.#landed.get(budgetOf(intent)) ?? []) {
      used += side === 'buy' ? order.notional : order.matched;
      if (order.endedAtMs === null) used += leftOf(order);
    }
    if (used > budget) this.#report(`${signalId} uses ${used} of ${budget} at the venue`);
  }
}
