import type { Change } from './domain/change.ts';
import type { IntentId, LedgerId, MarketId, TokenId } from './domain/ids.ts';
import type { Market } from './domain/market.ts';
import type { Order, OrderIntent } from './domain/order.ts';
import type { Redemption, RedemptionAnswer } from './domain/redemption.ts';
import type { EngineSnapshot } from './domain/snapshot.ts';
import type { AtMs } from './domain/time.ts';
import type {
  AccountReading,
  CancelAllAnswer,
  CancelAnswer,
  OrderLookup,
  PostAnswer,
} from './domain/venue-answer.ts';

/** Wall clock of the loop. Durations are measured elsewhere, monotonic. */
export interface Clock {
  nowMs(): AtMs;
}

/**
 * The truth (law 2), as the engine needs it; what people ask is `Reports` of the contract. Implemented on
 * Postgres, on PGlite and in memory; one contract suite.
 */
export interface Store {
  /**
   * Applies all changes in one transaction, or none. Applying the same batch again changes nothing.
   * With `isFollowed` they need not be durable before the next commit that is.
   * @throws StoreError
   */
  commit(changes: readonly Change[], how?: { readonly isFollowed: boolean }): Promise<void>;
  /** What the core needs after a restart; the window reaches back from `atMs`. */
  snapshot(atMs: AtMs): Promise<EngineSnapshot>;
  cursor(name: string): Promise<string | null>;
  close(): Promise<void>;
}

/** An order made from an intent: its id at the venue, and the exact bytes that will be sent. */
export interface MadeOrder {
  readonly hash: string;
  readonly body: string;
}

/**
 * One account at one venue. What the network or the venue does is an answer, never a throw; what
 * throws is a mistake of ours. The core decides what is asked, when, and how often.
 */
export interface Executor {
  readonly ledger: LedgerId;
  /** The same intent makes the same order. A string says why none is made. */
  makeOrder(intent: OrderIntent, market: Market): Promise<MadeOrder | { readonly refused: string }>;
  /**
   * Sends the bytes at most once. `stop` is asked right before they go to the socket; a text ends it
   * there with `stopped`.
   */
  executeOrder(order: MadeOrder, stop: () => string | null): Promise<PostAnswer>;
  /** Through the order, the orders and the trades of the account, by hash alone. */
  getOrderStatus(of: {
    readonly hash: string;
    readonly marketId: MarketId;
    readonly sinceMs: AtMs;
  }): Promise<OrderLookup>;
  cancelOrder(hash: string): Promise<CancelAnswer>;
  /** Cancels until the venue lists nothing open twice in a row, or a bounded number of tries. */
  cancelAllOrders(): Promise<CancelAllAnswer>;
  /** @throws VenueError when a part of it was not answered */
  readAccount(of: {
    readonly sinceMs: AtMs;
    readonly tokens: readonly TokenId[];
  }): Promise<AccountReading>;
}

/**
 * What turns shares of one account into dollars on the chain. What the chain or a relayer does is an
 * answer, never a throw. The core decides what is asked, when, and how often.
 */
export interface Redeemer {
  readonly ledger: LedgerId;
  redeem(redemption: Redemption): Promise<RedemptionAnswer>;
}

/** What became of one beat. */
export type BeatAnswer =
  /** The next beat names `nextId`. */
  | { readonly kind: 'beaten'; readonly nextId: string }
  /** The venue expects another one: it was not counted. */
  | { readonly kind: 'wrongId'; readonly expectedId: string }
  /** Not answered, or not understood. */
  | { readonly kind: 'failed'; readonly text: string };

/** The venue cancels every order of the account when beats stay away. */
export interface DeadManSwitch {
  /** One beat; empty for the first of a chain. Never throws for what the network or the venue does. */
  beat(id: string): Promise<BeatAnswer>;
}

/**
 * Orders that were about to be sent, kept through a power loss, where the database may forget its
 * last second. Written and synced before the bytes leave.
 */
export interface Journal {
  /** @throws JournalError: the order must not be sent, and trading must stop */
  append(order: Order): Promise<void>;
  /** Orders not yet forgotten, oldest first. */
  read(): Promise<readonly Order[]>;
  /** The database has these for good, and they are over. */
  forget(intentIds: readonly IntentId[]): Promise<void>;
  close(): Promise<void>;
}

/** Caches, hot values and hints (law 2: losing all of it makes the service slower, never wrong). */
export interface StateStore {
  get(key: string): Promise<string | null>;
  /** `ttlMs` is required: nothing stays for ever. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Sets only if absent; tells whether it did. */
  setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Replaces `expected` (`null`: absent) by `value`; tells whether it did. */
  compareAndSet(
    key: string,
    change: { readonly expected: string | null; readonly value: string; readonly ttlMs: number },
  ): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Adds one to a window counter and returns its new value; the window starts at the first hit. */
  countInWindow(key: string, windowMs: number): Promise<number>;
  /** Takes or renews a lease; returns its fencing token, `null` when another owner holds it. */
  acquireLease(name: string, owner: string, ttlMs: number): Promise<number | null>;
  releaseLease(name: string, owner: string): Promise<void>;
  /** At most once, to those who listen now. */
  publish(topic: string, message: string): Promise<void>;
  /** Returns how to stop listening. */
  subscribe(topic: string, listener: (message: string) => void): Promise<() => Promise<void>>;
  /** Appends to a log that keeps about `lengthMax` entries. */
  append(log: string, entry: string, lengthMax: number): Promise<void>;
  /** Next entries for a consumer of a group, each until acknowledged: at least once. */
  read(
    log: string,
    by: { readonly group: string; readonly consumer: string; readonly limit: number },
  ): Promise<readonly { readonly id: string; readonly entry: string }[]>;
  acknowledge(log: string, group: string, id: string): Promise<void>;
  /** Takes over entries that another consumer has not acknowledged for `idleMs`. */
  claim(
    log: string,
    by: { readonly group: string; readonly consumer: string; readonly idleMs: number },
  ): Promise<readonly { readonly id: string; readonly entry: string }[]>;
  close(): Promise<void>;
}
