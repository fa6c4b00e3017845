import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { type AtMs, MINUTE_MS } from '../../../engine/domain/time.ts';
import { type ActivitySecond, DeliveredSeconds } from './activity-rows.ts';
import type { FeedGap } from './frame-sink.ts';

/**
 * How far before the newest row every read starts. Rows appear when they are indexed, seconds after
 * their block and not in order: one may come more than a minute behind its neighbours, and what the
 * cursor passed is lost. What repeats is known by its content here and by its key in the core.
 */
export const OVERLAP_MS = 2 * MINUTE_MS;
/** A wallet that was not looked at for longer was missed. */
export const GAP_MS_MIN = MINUTE_MS;
/** How long after a trade a wallet is looked at more often. */
export const ACTIVE_MS = 10 * MINUTE_MS;

/** Health of one followed wallet. */
export interface WalletHealth {
  readonly wallet: WalletAddress;
  readonly cursorMs: AtMs;
  readonly newestRowAtMs: AtMs | null;
  readonly lastSuccessAtMs: AtMs | null;
  /** Since the last success, or since it is followed. */
  readonly ageMs: number;
  readonly failuresInRow: number;
  /** Why the newest poll failed, `null` when it did not. */
  readonly trouble: string | null;
}

/** How far one wallet was read, and how reading goes. */
export class FollowedWallet {
  readonly wallet: WalletAddress;
  readonly delivered = new DeliveredSeconds();
  failuresInRow = 0;
  trouble: string | null = null;
  #cursorMs: AtMs;
  #newestRowAtMs: AtMs | null = null;
  #lastSuccessAtMs: AtMs | null = null;
  #lookedAtMs: AtMs;
  #activeUntilMs: AtMs = Number.NEGATIVE_INFINITY;

  constructor(wallet: WalletAddress, sinceMs: AtMs, nowMs: AtMs) {
    this.wallet = wallet;
    this.#cursorMs = sinceMs;
    this.#lookedAtMs = nowMs;
  }

  /** Everything before was delivered; the next read starts here. */
  get cursorMs(): AtMs {
    return this.#cursorMs;
  }

  /**
   * Books what was delivered: the cursor follows the newest row at a distance. A row from the future
   * must not shut out the present: it counts as one of now.
   */
  advance(seconds: readonly ActivitySecond[], receivedAtMs: AtMs): void {
    const last = seconds.at(-1);
    if (last === undefined) return;
    const newestMs = Math.min(last.atMs, receivedAtMs);
    this.#newestRowAtMs = Math.max(this.#newestRowAtMs ?? newestMs, newestMs);
    this.#activeUntilMs = Math.max(this.#activeUntilMs, newestMs + ACTIVE_MS);
    this.#cursorMs = Math.max(this.#cursorMs, newestMs - OVERLAP_MS);
    this.delivered.forgetBefore(this.#cursorMs);
  }

  /** How long the newest row took to arrive; `null` when it is none of the present. */
  lagMs(fresh: readonly ActivitySecond[], receivedAtMs: AtMs): number | null {
    const newestMs = fresh.at(-1)?.atMs;
    if (newestMs === undefined || this.#lastSuccessAtMs === null) return null;
    // What was there at the last look already, or waited out an outage of ours, says nothing.
    const isPresent = newestMs > (this.#newestRowAtMs ?? 0) && this.failuresInRow === 0;
    return isPresent ? Math.max(0, receivedAtMs - newestMs) : null;
  }

  /** The wallet was read to its end; tells what was missed until now. */
  caughtUp(nowMs: AtMs): FeedGap | null {
    // The wall clock, unlike a monotonic one, also counts while the machine sleeps.
    const fromMs = this.#lookedAtMs;
    this.#lookedAtMs = nowMs;
    this.#lastSuccessAtMs = nowMs;
    this.failuresInRow = 0;
    this.trouble = null;
    return nowMs - fromMs > GAP_MS_MIN ? { fromMs, untilMs: nowMs } : null;
  }

  /** Another feed showed a trade: look more often. */
  hint(nowMs: AtMs): void {
    this.#activeUntilMs = Math.max(this.#activeUntilMs, nowMs + ACTIVE_MS);
  }

  isActive(nowMs: AtMs): boolean {
    return nowMs < this.#activeUntilMs;
  }

  health(nowMs: AtMs): WalletHealth {
    return {
      wallet: this.wallet,
      cursorMs: this.#cursorMs,
      newestRowAtMs: this.#newestRowAtMs,
      lastSuccessAtMs: this.#lastSuccessAtMs,
      ageMs: Math.max(0, nowMs - this.#lookedAtMs),
      failuresInRow: this.failuresInRow,
      trouble: this.trouble,
    };
  }
}
