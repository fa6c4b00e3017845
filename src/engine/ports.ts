import type { Change } from './domain/change.ts';
import type { Decision } from './domain/decision.ts';
import type { LedgerId, SignalId } from './domain/ids.ts';
import type { Notice } from './domain/notice.ts';
import type { Order } from './domain/order.ts';
import type { EngineSnapshot } from './domain/snapshot.ts';
import type { AtMs } from './domain/time.ts';

/** Wall clock of the loop. Durations are measured elsewhere, monotonic. */
export interface Clock {
  nowMs(): AtMs;
}

/** The truth (law 2). Implemented on Postgres, on PGlite and in memory; one contract suite. */
export interface Store {
  /**
   * Applies all changes in one transaction, or none. Applying the same batch again changes nothing.
   * @throws StoreError
   */
  commit(changes: readonly Change[]): Promise<void>;
  /** What the core needs after a restart; the window reaches back from `atMs`. */
  snapshot(atMs: AtMs): Promise<EngineSnapshot>;
  cursor(name: string): Promise<string | null>;
  decisionsOf(signalId: SignalId): Promise<readonly Decision[]>;
  /** Newest first. */
  recentDecisions(query: {
    readonly limit: number;
    readonly ledger?: LedgerId;
  }): Promise<readonly Decision[]>;
  recentOrders(query: {
    readonly limit: number;
    readonly ledger?: LedgerId;
  }): Promise<readonly Order[]>;
  /** Notices nobody has delivered yet, oldest first. */
  pendingNotices(limit: number): Promise<readonly Notice[]>;
  markDelivered(noticeId: string, atMs: AtMs): Promise<void>;
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
