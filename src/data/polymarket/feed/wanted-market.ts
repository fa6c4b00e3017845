import type { MarketId } from '../../../engine/domain/ids.ts';
import type { Market, Outcome } from '../../../engine/domain/market.ts';
import type { ResolutionStage } from '../../../engine/domain/market-event.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import type { ResolutionState } from '../client/parse-resolution.ts';

/** How often a market is listed anew while nothing is near. */
export const LIST_INTERVAL_MS = 10 * MINUTE_MS;
/** Shortest time between two lists of a market, near its close and while its outcome is due. */
export const LIST_INTERVAL_MS_MIN = 15 * SECOND_MS;
/** Longest time between two looks at a resolution that is not final: one in dispute takes days. */
const STAGE_INTERVAL_MS: Readonly<Record<ResolutionStage, number>> = {
  proposed: MINUTE_MS,
  disputed: 5 * MINUTE_MS,
};
/** Share of the time until the close or the settlement, or since it, after which a market is looked at again. */
const SHARE_OF_TIME = 0.25;
/** Lists in a row without the market, after which it may have left them because it is over. */
const MISSED_LISTS_MIN = 2;

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
  /** As it was known before it was listed here. */
  readonly #remembered: Market | null;
  #market: Market | null = null;
  #listedAtMs: AtMs | null = null;
  #endedAtMs: AtMs | null = null;
  #stage: ResolutionStage | null = null;
  #isDataAhead = false;
  #expectedAtMs: AtMs | null = null;
  #isResolved = false;

  constructor(marketId: MarketId, remembered: Market | null = null) {
    this.marketId = marketId;
    this.#remembered = remembered;
  }

  /** Its outcomes in the venue's order, which payouts follow; `null` while nobody knows them. */
  get outcomes(): readonly Outcome[] | null {
    return (this.#market ?? this.#remembered)?.outcomes ?? null;
  }

  /** Whether its final outcome was told. */
  get isResolved(): boolean {
    return this.#isResolved;
  }

  /** Takes a listing in; tells whether the tokens are new. */
  listed(market: Market, nowMs: AtMs): boolean {
    const known = this.#market?.outcomes;
    const isNew = market.outcomes.some(({ tokenId }, at) => known?.[at]?.tokenId !== tokenId);
    this.#market = market;
    this.#listedAtMs = nowMs;
    this.failuresInRow = 0;
    this.trouble = null;
    if (market.status === 'resolved') this.#isResolved = true;
    if (market.status !== 'open') this.#endedAtMs ??= Math.min(nowMs, market.closesAtMs ?? nowMs);
    return isNew;
  }

  /**
   * Takes in how far Gamma says that its resolution is; tells whether that is news. Gamma lags behind
   * the Data API, so it is heard only until that one has spoken.
   */
  gammaSays(stage: ResolutionStage): boolean {
    return !this.#isDataAhead && this.#moveTo(stage);
  }

  /** Takes in how far the Data API says that its resolution is; tells whether that is news. */
  dataSays({ stage, expectedAtMs }: ResolutionState): boolean {
    this.#expectedAtMs = expectedAtMs;
    if (stage === null) return false;
    this.#isDataAhead = true;
    return this.#moveTo(stage);
  }

  /** Its final outcome is told: there is nothing more to learn. */
  resolved(): void {
    this.#isResolved = true;
  }

  /** Whether its outcome may be known: it closed, its time is over, or the lists have lost it. */
  isEnded(nowMs: AtMs): boolean {
    const known = this.#market ?? this.#remembered;
    return (
      this.#endedAtMs !== null ||
      this.#stage !== null ||
      this.failuresInRow >= MISSED_LISTS_MIN ||
      this.#market?.acceptingOrders === false ||
      (known?.closesAtMs ?? nowMs + 1) <= nowMs
    );
  }

  /** When to list it again after a listing; `null` when there is nothing more to learn. */
  intervalMs(nowMs: AtMs, pace: ListPace = LIST_PACE): number | null {
    if (this.#isResolved) return null;
    if (this.#stage !== null) return this.#stageIntervalMs(this.#stage, nowMs, pace);
    const turnAtMs = this.#endedAtMs ?? this.#market?.closesAtMs ?? null;
    return turnAtMs === null ? pace.intervalMs : near(turnAtMs - nowMs, pace);
  }

  health(): WantedHealth {
    return {
      marketId: this.marketId,
      listedAtMs: this.#listedAtMs,
      resolved: this.#isResolved,
      failuresInRow: this.failuresInRow,
      trouble: this.trouble,
    };
  }

  #stageIntervalMs(stage: ResolutionStage, nowMs: AtMs, pace: ListPace): number {
    const intervalMs = Math.min(pace.intervalMs, STAGE_INTERVAL_MS[stage]);
    if (this.#expectedAtMs === null) return intervalMs;
    return near(this.#expectedAtMs - nowMs, { ...pace, intervalMs });
  }

  #moveTo(stage: ResolutionStage): boolean {
    const isNews = this.#stage !== stage;
    this.#stage = stage;
    return isNews;
  }
}

/** The nearer the moment, before or behind, the shorter. */
function near(awayMs: number, { intervalMs, intervalMsMin }: ListPace): number {
  return Math.min(intervalMs, Math.max(intervalMsMin, Math.abs(awayMs) * SHARE_OF_TIME));
}
