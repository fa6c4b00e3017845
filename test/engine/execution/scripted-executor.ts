import type { LedgerId, MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
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

export const LIVE = 'live:polymarket:0xa' as LedgerId;

/** What a test lets the venue do with one POST. */
export interface Post {
  readonly order: MadeOrder;
  readonly stop: () => string | null;
  /** Asks whether it may go, as an executor does at the socket, and counts the bytes that go. */
  send(): string | null;
  answer(answer: PostAnswer): void;
  fail(error: unknown): void;
}

export const ACCEPTED: PostAnswer = { kind: 'accepted', status: 'matched', matched: null };

/** A venue whose answers wait until a test gives them. */
export class ScriptedExecutor implements Executor {
  readonly ledger = LIVE;
  /** Every POST that reached the executor. */
  readonly posts: Post[] = [];
  /** Hashes of the bytes that left, as often as they left. */
  readonly left: string[] = [];
  /** Every other question, by name. */
  readonly asked: string[] = [];
  /** What a POST does when it comes; by default it is sent and waits for its answer. */
  onPost: (post: Post) => void = (post) => {
    const reason = post.send();
    if (reason !== null) post.answer({ kind: 'stopped', text: reason });
  };
  makeOrder = async (
    intent: OrderIntent,
    _market: Market,
  ): Promise<MadeOrder | { refused: string }> => {
    this.asked.push(`sign ${intent.id}`);
    return { hash: `0xhash of ${intent.id}`, body: '{}' };
  };

  executeOrder(order: MadeOrder, stop: () => string | null): Promise<PostAnswer> {
    return new Promise((resolve, reject) => {
      const send = (): string | null => {
        const reason = stop();
        if (reason === null) this.left.push(order.hash);
        return reason;
      };
      const post: Post = { order, stop, send, answer: resolve, fail: reject };
      this.posts.push(post);
      this.onPost(post);
    });
  }

  getOrderStatus = async (of: {
    readonly hash: string;
    readonly marketId: MarketId;
    readonly sinceMs: number;
  }): Promise<OrderLookup> => {
    this.asked.push(`lookUp ${of.hash}`);
    return { order: null, fills: [], complete: true, problem: '' };
  };

  cancelOrder = async (hash: string): Promise<CancelAnswer> => {
    this.asked.push(`cancel ${hash}`);
    return { kind: 'canceled' };
  };

  cancelAllOrders = async (): Promise<CancelAllAnswer> => {
    this.asked.push('cancelAll');
    return { proven: true, canceled: [], stillOpen: [], problem: '' };
  };

  readAccount = async (_of: {
    readonly sinceMs: number;
    readonly tokens: readonly TokenId[];
  }): Promise<AccountReading> => {
    this.asked.push('readAccount');
    return { openOrders: [], fills: [], balance: 0 as AccountReading['balance'], holdings: [] };
  };
}
