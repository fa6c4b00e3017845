import type { ChatStore, DeliveryState, PendingNotice } from '../../engine/contract/chat-store.ts';
import type { Timing } from './timing.ts';

export interface DeliveryLogOptions {
  readonly target: string;
  readonly store: Pick<ChatStore, 'markDelivery'>;
  readonly timing: Pick<Timing, 'nowMs'>;
}

/** What became of each notice for one target: the store's word, and what this run knows beyond it. */
export class DeliveryLog {
  readonly #options: DeliveryLogOptions;
  /** Told, and not yet marked: never told again in this run. */
  readonly #told = new Map<string, DeliveryState>();
  /** Every try was in this run, and none can have arrived. */
  readonly #unsent = new Set<string>();

  constructor(options: DeliveryLogOptions) {
    this.#options = options;
  }

  /** Whether it may have arrived before. */
  mayRepeat({ notice, tried }: PendingNotice): boolean {
    return tried && !this.#unsent.has(notice.id);
  }

  /** Marks durably that they are handed over now. @throws StoreError */
  async trying(pending: readonly PendingNotice[]): Promise<void> {
    for (const { notice, tried } of pending) if (!tried) this.#unsent.add(notice.id);
    // A notice that was tried before stays marked.
    const fresh = pending.filter(({ tried }) => !tried).map(({ notice }) => notice.id);
    if (fresh.length > 0) await this.#mark(fresh, 'trying');
  }

  /** They were handed over, and may have arrived. */
  lost(noticeIds: readonly string[]): void {
    for (const id of noticeIds) this.#unsent.delete(id);
  }

  /** It is over for them. @throws StoreError; then {@link finishTold} does it later. */
  async end(noticeIds: readonly string[], state: DeliveryState): Promise<void> {
    if (noticeIds.length === 0) return;
    for (const id of noticeIds) this.#told.set(id, state);
    await this.#mark(noticeIds, state);
    for (const id of noticeIds) {
      this.#told.delete(id);
      this.#unsent.delete(id);
    }
  }

  /** Marks those of which it is over already; returns the others. @throws StoreError */
  async finishTold(pending: readonly PendingNotice[]): Promise<readonly PendingNotice[]> {
    if (this.#told.size === 0) return pending;
    const ids = new Set(this.#told.keys());
    for (const state of new Set(this.#told.values())) {
      await this.end(
        [...this.#told].filter(([, of]) => of === state).map(([id]) => id),
        state,
      );
    }
    return pending.filter(({ notice }) => !ids.has(notice.id));
  }

  async #mark(noticeIds: readonly string[], state: DeliveryState): Promise<void> {
    const { target, store, timing } = this.#options;
    await store.markDelivery(target, { noticeIds, state, atMs: timing.nowMs() });
  }
}
