import type { Asset } from './accounts.ts';
import type { OrderRecord } from './order-record.ts';

/** Orders kept of one owner; older ones that are over are forgotten. */
export const ORDERS_KEPT_MAX = 20_000;

/** Every order that the exchange took. */
export class Orders {
  readonly #byHash = new Map<string, OrderRecord>();
  /** Oldest first. */
  readonly #byOwner = new Map<string, OrderRecord[]>();
  readonly #open = new Map<string, Set<OrderRecord>>();

  add(record: OrderRecord): void {
    const { hash, owner, maker } = record.submission;
    this.#byHash.set(hash, record);
    const own = this.#byOwner.get(owner) ?? [];
    own.push(record);
    this.#byOwner.set(owner, own);
    if (own.length >= 2 * ORDERS_KEPT_MAX) this.#forget(owner, own);
    const open = this.#open.get(maker) ?? new Set();
    open.add(record);
    this.#open.set(maker, open);
  }

  find(hash: string): OrderRecord | null {
    return this.#byHash.get(hash) ?? null;
  }

  /** Newest first. */
  ofOwner(owner: string): readonly OrderRecord[] {
    return (this.#byOwner.get(owner) ?? []).toReversed();
  }

  /** What open orders of an address hold of something, `except` one. */
  reserved(address: string, asset: Asset, except: OrderRecord | null = null): number {
    const open = this.#open.get(address) ?? new Set();
    let sum = 0;
    for (const record of open) {
      if (!record.isOpen) open.delete(record);
      else if (record.asset === asset && record !== except) sum += record.reserved;
    }
    return sum;
  }

  /** Open orders of an address that hold something, newest first. */
  openOf(address: string, asset: Asset): readonly OrderRecord[] {
    const open = [...(this.#open.get(address) ?? [])];
    return open.filter((record) => record.isOpen && record.asset === asset).reverse();
  }

  #forget(owner: string, own: readonly OrderRecord[]): void {
    const old = own.slice(0, own.length - ORDERS_KEPT_MAX);
    for (const { isOpen, submission } of old) if (!isOpen) this.#byHash.delete(submission.hash);
    const kept = old.filter(({ isOpen }) => isOpen);
    this.#byOwner.set(owner, [...kept, ...own.slice(old.length)]);
  }
}
