import type { WalletAddress } from '../../engine/domain/ids.ts';
import { EXCHANGES, ORDER_FILLED } from './exchanges.ts';
import type { Subscription } from './subscription.ts';

/** Wallets of one subscription; nodes refuse longer lists of topics. */
export const MAKERS_MAX = 100;
/** Subscriptions at most; wallets beyond them are followed by the other feeds alone. */
export const LISTS_MAX = 20;

interface MakerList {
  readonly makers: Set<WalletAddress>;
  readonly subscription: Subscription;
}

/** Spreads the wallets over subscriptions, so that a change concerns one of them. */
export class MakerLists {
  readonly #subscribe: (params: () => readonly unknown[] | null) => Subscription;
  readonly #lists: MakerList[] = [];
  readonly #listOf = new Map<WalletAddress, MakerList>();
  readonly #roomless = new Set<WalletAddress>();

  constructor(subscribe: (params: () => readonly unknown[] | null) => Subscription) {
    this.#subscribe = subscribe;
  }

  get wallets(): number {
    return this.#listOf.size;
  }

  /** Wallets that no subscription had room for. */
  get roomless(): number {
    return this.#roomless.size;
  }

  get subscriptions(): readonly Subscription[] {
    return this.#lists.map(({ subscription }) => subscription);
  }

  has(wallet: WalletAddress): boolean {
    return this.#listOf.has(wallet);
  }

  follow(wallet: WalletAddress): void {
    if (this.#listOf.has(wallet) || this.#roomless.has(wallet)) return;
    const list = this.#lists.find(({ makers }) => makers.size < MAKERS_MAX) ?? this.#grow();
    if (list === null) {
      this.#roomless.add(wallet);
      return;
    }
    this.#add(wallet, list);
  }

  unfollow(wallet: WalletAddress): void {
    this.#roomless.delete(wallet);
    const list = this.#listOf.get(wallet);
    if (list === undefined) return;
    this.#listOf.delete(wallet);
    list.makers.delete(wallet);
    for (const next of this.#roomless) {
      this.#roomless.delete(next);
      this.#add(next, list);
      return;
    }
    list.subscription.changed();
  }

  #add(wallet: WalletAddress, list: MakerList): void {
    list.makers.add(wallet);
    this.#listOf.set(wallet, list);
    list.subscription.changed();
  }

  #grow(): MakerList | null {
    if (this.#lists.length >= LISTS_MAX) return null;
    const makers = new Set<WalletAddress>();
    const list = { makers, subscription: this.#subscribe(() => logsOf(makers)) };
    this.#lists.push(list);
    return list;
  }
}

/** Fills of orders that any of these wallets made. */
function logsOf(makers: ReadonlySet<WalletAddress>): readonly unknown[] | null {
  if (makers.size === 0) return null;
  const words = [...makers].map((maker) => `0x${maker.slice(2).padStart(64, '0')}`);
  return ['logs', { address: EXCHANGES, topics: [ORDER_FILLED, null, words] }];
}
