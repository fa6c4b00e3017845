import type { Sent } from '../chat/chat-port.ts';
import type { BurstItem } from './burst-card.ts';
import type { Timing } from './timing.ts';

/** Cards that a chat is shown one by one in {@link SINGLES_WINDOW_MS}. */
export const SINGLES_MAX = 4;
export const SINGLES_WINDOW_MS = 20_000;
/** Between two changes of the card that tells of many. */
export const EDIT_INTERVAL_MS = 3_000;
/** Nothing new for so long: the next one is a card of its own again. */
export const BURST_QUIET_MS = 15_000;
/** Notices that one card tells. */
export const BURST_ITEMS_MAX = 200;

/** When notices of one chat are shown one by one, and when together in a card that grows. */
export class Burst {
  readonly #timing: Timing;
  #singlesAtMs: readonly number[] = [];
  #open: {
    readonly sent: Sent;
    readonly items: readonly BurstItem[];
    readonly atMs: number;
  } | null = null;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** Whether one more may be a card of its own. */
  admitsSingle(): boolean {
    this.#endQuiet();
    if (this.#open !== null) return false;
    const nowMs = this.#timing.monotonicMs();
    this.#singlesAtMs = this.#singlesAtMs.filter((atMs) => nowMs - atMs < SINGLES_WINDOW_MS);
    return this.#singlesAtMs.length < SINGLES_MAX;
  }

  /** One was shown by itself. */
  single(): void {
    this.#singlesAtMs = [...this.#singlesAtMs, this.#timing.monotonicMs()];
  }

  /** The card that is changed next; `null` when a new one is sent. */
  get card(): { readonly sent: Sent; readonly items: readonly BurstItem[] } | null {
    return this.#open;
  }

  /** Notices that still go into it. */
  get room(): number {
    return BURST_ITEMS_MAX - (this.#open?.items.length ?? 0);
  }

  /** How long until the card may change again. */
  waitMs(): number {
    if (this.#open === null) return 0;
    return Math.max(0, this.#open.atMs + EDIT_INTERVAL_MS - this.#timing.monotonicMs());
  }

  /** The card shows these now. */
  shown(sent: Sent, items: readonly BurstItem[]): void {
    const atMs = this.#timing.monotonicMs();
    this.#open = items.length >= BURST_ITEMS_MAX ? null : { sent, items, atMs };
    // What follows a full card is the same burst.
    if (this.#open === null) this.#singlesAtMs = Array.from({ length: SINGLES_MAX }, () => atMs);
  }

  /** The card cannot be changed any more. */
  lose(): void {
    this.#open = null;
  }

  #endQuiet(): void {
    if (this.#open === null) return;
    if (this.#timing.monotonicMs() - this.#open.atMs >= BURST_QUIET_MS) this.#open = null;
  }
}
