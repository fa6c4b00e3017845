import type { MarketId } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';

/** How often a market is listed anew while nothing is near. */
export const LIST_INTERVAL_MS = 10 * MINUTE_MS;
/** Shortest time between two lists of a market, near its close and while its outcome is due. */
export const LIST_INTERVAL_MS_MIN = 15 * SECOND_MS;
/** Share of the time until the close, or since it, after which a market is looked at again. */
const SHARE_OF_TIME = 0.25;

/** Longest and shortest time between two lists of a market. */
export interface ListPace {
  readonly intervalMs: number;
  readonly intervalMsMin: number;
}

const LIST_PACE: ListPace = { intervalMs: LIST_INTERVAL_MS, intervalMsMin: LIST_INTERVAL_MS_MIN };

/** Health of one wanted market. */
export interface WantedHealth {
  readonly marketId: MarketId;
  readonly listedAtMs: AtMs | null;
  readonly resolved: boolean;
  readonly failuresInRow: number;
  /** Why it is not known or not fresh, `null` when it is. */
  readonly trouble: string | null;
}

/** What is known of a market that somebody wants. */
export class WantedMarket {
  readonly marketId: MarketId;
  failuresInRow = 0;
  trouble: string | null = null;
  #market: Market | null = null;
  #listedAtMs: AtMs | null = null;
  #endedAtMs: AtMs | null = null;

  constructor(marketId: MarketId) {
    this.marketId = marketId;
  }

  /** Takes a listing in; tells whether the tokens are new. */
  listed(market: Market, nowMs: AtMs): boolean {
    const known = this.#market?.outcomes;
    const isNew = market.outcomes.some(({ tokenId }, at) => known?.[at]?.tokenId !== tokenId);
    this.#market = market;
    this.#listedAtMs = nowMs;
    this.failuresInRow = 0;
    this.trouble = null;
    if (market.status !== 'open') this.#endedAtMs ??= Math.min(nowMs, market.closesAtMs ?? nowMs);
    return isNew;
  }

  /** Whether its outcome may be known: it closed, or its time is over. */
  isEnded(nowMs: AtMs): boolean {
    return this.#endedAtMs !== null || (this.#market?.closesAtMs ?? nowMs + 1) <= nowMs;
  }

  /** When to list it again after a listing; `null` when there is nothing more to learn. */
  intervalMs(nowMs: AtMs, pace: ListPace = LIST_PACE): number | null {
    if (this.#market?.status === 'resolved') return null;
    const turnAtMs = this.#endedAtMs ?? this.#market?.closesAtMs ?? null;
    if (turnAtMs === null) return pace.intervalMs;
    const shareMs = Math.abs(turnAtMs - nowMs) * SHARE_OF_TIME;
    return Math.min(pace.intervalMs, Math.max(pace.intervalMsMin, shareMs));
  }

  health(): WantedHealth {
    return {
      marketId: this.marketId,
      listedAtMs: this.#listedAtMs,
      resolved: this.#market?.status === 'resolved',
      failuresInRow: this.failuresInRow,
      trouble: this.trouble,
    };
  }
}
