import type { Market } from '../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../src/engine/domain/order.ts';
import type {
  AccountReading,
  CancelAllAnswer,
  CancelAnswer,
  OrderLookup,
  PostAnswer,
} from '../../../src/engine/domain/venue-answer.ts';
import type { Executor, MadeOrder } from '../../../src/engine/ports.ts';

/** Where a call to the venue stops: before anything of it leaves, or with its answer in the air. */
export type HoldAt = 'post' | 'posted' | 'cancel' | 'canceled' | 'question';

/** An executor whose calls stop where the test says, and go on when it says. */
export class HeldExecutor implements Executor {
  readonly #inner: Executor;
  readonly #holds = new Set<HoldAt>();
  #waiting: (() => void)[] = [];
  /** Bodies that were handed to the executor, and every question by name. */
  readonly sent: string[] = [];
  readonly asked: string[] = [];

  constructor(inner: Executor) {
    this.#inner = inner;
  }

  get ledger() {
    return this.#inner.ledger;
  }

  /** Calls that are held now. */
  get held(): number {
    return this.#waiting.length;
  }

  hold(...at: readonly HoldAt[]): void {
    for (const one of at) this.#holds.add(one);
  }

  /** Holds nothing any more. */
  release(): void {
    this.#holds.clear();
    for (const go of this.#waiting.splice(0)) go();
  }

  makeOrder(intent: OrderIntent, market: Market) {
    return this.#inner.makeOrder(intent, market);
  }

  async executeOrder(order: MadeOrder, stop: () => string | null): Promise<PostAnswer> {
    await this.#pass('post');
    const counted = (): string | null => {
      const reason = stop();
      if (reason === null) this.sent.push(order.body);
      return reason;
    };
    const answer = await this.#inner.executeOrder(order, counted);
    await this.#pass('posted');
    return answer;
  }

  async getOrderStatus(of: Parameters<Executor['getOrderStatus']>[0]): Promise<OrderLookup> {
    await this.#pass('question');
    this.asked.push('lookUp');
    return await this.#inner.getOrderStatus(of);
  }

  async cancelOrder(hash: string): Promise<CancelAnswer> {
    await this.#pass('cancel');
    this.asked.push('cancel');
    const answer = await this.#inner.cancelOrder(hash);
    await this.#pass('canceled');
    return answer;
  }

  cancelAllOrders(): Promise<CancelAllAnswer> {
    this.asked.push('cancelAll');
    return this.#inner.cancelAllOrders();
  }

  async readAccount(of: Parameters<Executor['readAccount']>[0]): Promise<AccountReading> {
    await this.#pass('question');
    this.asked.push('readAccount');
    return await this.#inner.readAccount(of);
  }

  #pass(at: HoldAt): Promise<void> {
    if (!this.#holds.has(at)) return Promise.resolve();
    return new Promise((go) => this.#waiting.push(go));
  }
}
