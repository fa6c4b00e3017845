import type { AtMs } from '../../engine/domain/time.ts';
import type { NoticeMessage, Tally } from './notice-message.ts';
import type { Timing } from './timing.ts';

/** Between two cards on a console. */
export const CARD_INTERVAL_MS = 2_000;

/** Messages that were joined: how many of each kind. */
export interface Joined {
  readonly counts: Readonly<Partial<Record<Tally, number>>>;
  /** When the newest of them was. */
  readonly atMs: AtMs;
}

export interface CardPaceOptions {
  readonly timing: Timing;
  readonly showCard: (message: NoticeMessage) => void;
  readonly showJoined: (joined: Joined) => void;
}

/**
 * At most one card in {@link CARD_INTERVAL_MS}: one that comes too early waits, and if others come
 * meanwhile they are joined. Urgent ones are shown at once, each by itself.
 */
export class CardPace {
  readonly #options: CardPaceOptions;
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #first: NoticeMessage | null = null;
  #counts: Partial<Record<Tally, number>> = {};
  #newestAtMs: AtMs = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(options: CardPaceOptions) {
    this.#options = options;
  }

  add(message: NoticeMessage): void {
    const { timing, showCard } = this.#options;
    if (message.urgent) {
      this.flush(); // What came before stays before.
      showCard(message);
      return;
    }
    const waitMs = this.#shownAtMs + CARD_INTERVAL_MS - timing.monotonicMs();
    if (waitMs <= 0 && this.#first === null) {
      this.#shownAtMs = timing.monotonicMs();
      showCard(message);
      return;
    }
    this.#first ??= message;
    this.#counts[message.tally] = (this.#counts[message.tally] ?? 0) + 1;
    this.#newestAtMs = message.atMs;
    this.#cancelTimer ??= timing.after(Math.max(0, waitMs), () => this.flush());
  }

  /** Shows now what waits: one as its card, several as one line. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const first = this.#first;
    if (first === null) return;
    const counts = this.#counts;
    this.#first = null;
    this.#counts = {};
    this.#shownAtMs = this.#options.timing.monotonicMs();
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (total === 1) this.#options.showCard(first);
    else this.#options.showJoined({ counts, atMs: this.#newestAtMs });
  }
}
