import { invariant } from '../../../engine/domain/values/invariant.ts';
import type { PostAnswer } from '../../../engine/domain/venue-answer.ts';
import type { MadeOrder } from '../../../engine/ports.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { WriteOutcome } from '../../http/single-write.ts';
import type { AccountHttp } from './account-http.ts';
import { saidIn } from './answer-body.ts';
import { classifyBatch } from './classify-batch.ts';
import { classifyPost, notAccepted } from './classify-post.ts';
import { type SentOrder, sentOrder } from './placed-answer.ts';
import type { SignerBudget } from './signer-budget.ts';

/** Orders of one request at most, by the venue. */
export const BATCH_ORDERS_MAX = 15;
const STATUS_TOO_MANY = 429;
const ENDPOINT = 'clob.order-post';
const BATCH_ENDPOINT = 'clob.orders-post';

export interface OrdersOptions {
  readonly http: AccountHttp;
  readonly budget: SignerBudget;
  readonly runtime: HttpRuntime;
}

/** Sends orders, each at most once, as the very bytes that were written down before. */
export class Orders {
  readonly #options: OrdersOptions;

  constructor(options: OrdersOptions) {
    this.#options = options;
  }

  async one(order: MadeOrder, stop: () => string | null): Promise<PostAnswer> {
    // Read before it goes: after that nothing may fail any more.
    const sent = this.#sent(order);
    const target = '/order';
    const outcome = await this.#send(1, { endpoint: ENDPOINT, target, body: order.body, stop });
    if ('answer' in outcome) return outcome.answer;
    return classifyPost(outcome, sent, this.#options.runtime.nowMs());
  }

  /** In one request; the answers stand in the order of the orders. */
  async batch(
    orders: readonly MadeOrder[],
    stop: () => string | null,
  ): Promise<readonly PostAnswer[]> {
    invariant(
      orders.length >= 1 && orders.length <= BATCH_ORDERS_MAX,
      `a batch has 1 to ${BATCH_ORDERS_MAX} orders, got ${orders.length}`,
    );
    const sent = orders.map((order) => this.#sent(order));
    // Joined as text: each order's own bytes stay as they are.
    const body = `[${orders.map((order) => order.body).join(',')}]`;
    const target = '/orders';
    const outcome = await this.#send(orders.length, {
      endpoint: BATCH_ENDPOINT,
      target,
      body,
      stop,
    });
    if ('answer' in outcome) return orders.map(() => outcome.answer);
    return classifyBatch(outcome, sent, this.#options.runtime.nowMs());
  }

  async #send(
    cost: number,
    write: {
      readonly endpoint: string;
      readonly target: string;
      readonly body: string;
      readonly stop: () => string | null;
    },
  ): Promise<WriteOutcome | { readonly answer: PostAnswer }> {
    const { http, budget, runtime } = this.#options;
    const waitMs = await budget.take(cost);
    if (waitMs !== null) {
      const text = 'the account has sent too many orders';
      return { answer: notAccepted('rateLimited', text, Math.ceil(waitMs)) };
    }
    const outcome = await http.write({ ...write, method: 'POST', lane: 'orders' });
    if (outcome.kind === 'answered') {
      budget.observe(outcome.headers);
      if (outcome.status === STATUS_TOO_MANY) {
        budget.throttle(saidIn(outcome, runtime.nowMs()).retryAfterMs);
      }
    }
    return outcome;
  }

  #sent(order: MadeOrder): SentOrder {
    const { metrics } = this.#options.http;
    const sent = sentOrder(order, () => metrics.flawed(ENDPOINT, 'foreign orderID'));
    invariant(sent !== null, 'the body of an order is the one that was made for it');
    return sent;
  }
}
