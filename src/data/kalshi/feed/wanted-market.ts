import type { MarketId } from '../../../engine/domain/ids.ts';
import type { KalshiStatus } from '../../../engine/domain/kalshi-terms.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { KalshiListing } from '../parse-market.ts';
import type { KalshiPace } from './pace.ts';

/** Share of the time until the close or the outcome, or since it, after which it is listed again. */
const SHARE_OF_TIME = 0.25;

/** What the feed knows of a market that somebody wants. */
export class WantedMarket {
  readonly marketId: MarketId;
  /** Monotonic time at which it is listed next. */
  dueMs: number;
  failuresInRow = 0;
  /** Lists in a row that did not have it. */
  missedInRow = 0;
  trouble: string | null = null;
  #listing: KalshiListing | null = null;
  #status: KalshiStatus | null = null;
  #listedAtMs: AtMs | null = null;
  #isResolved = false;

  constructor(marketId: MarketId, dueMs: number) {
    this.marketId = marketId;
    this.dueMs = dueMs;
  }

  get listing(): KalshiListing | null {
    return this.#listing;
  }

  get listedAtMs(): AtMs | null {
    return this.#listedAtMs;
  }

  /** Its final outcome was told: there is nothing more to learn. */
  get isResolved(): boolean {
    return this.#isResolved;
  }

  /** Whether there is a book to follow. */
  get hasBook(): boolean {
    const status = this.#listing?.terms.status;
    return status === 'active' || status === 'inactive';
  }

  /** Takes a listing in; tells whether its stage is another than before. */
  listed(listing: KalshiListing, nowMs: AtMs): boolean {
    const { status } = listing.terms;
    const isNews = status !== this.#status;
    this.#listing = listing;
    this.#status = status;
    this.#listedAtMs = nowMs;
    this.#isResolved = listing.resolution !== null;
    this.failuresInRow = 0;
    this.missedInRow = 0;
    this.trouble = null;
    return isNews;
  }

  /** The nearer the next thing that happens to it, the sooner it is listed again. */
  intervalMs(nowMs: AtMs, { wantedMs, wantedMsMin }: KalshiPace): number {
    const terms = this.#listing?.terms;
    if (terms === undefined) return wantedMsMin;
    const { opensAtMs, closesAtMs, expectedExpirationAtMs, settlementTimerMs } = terms;
    const paysAtMs = (expectedExpirationAtMs ?? closesAtMs) + (settlementTimerMs ?? 0);
    const moments = [opensAtMs ?? closesAtMs, closesAtMs, paysAtMs];
    const nearestMs = Math.min(...moments.map((atMs) => Math.abs(atMs - nowMs)));
    return Math.min(wantedMs, Math.max(wantedMsMin, nearestMs * SHARE_OF_TIME));
  }
}
