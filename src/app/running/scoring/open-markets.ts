import type { MarketFacts } from '../../../data/polymarket/feed/market-facts.ts';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import { type AtMs, HOUR_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { Seen } from './seen-queue.ts';

/** Between two looks at markets whose end nobody else watches. */
export const LOOK_MS = 5 * MINUTE_MS;
/** Markets of one look: five requests. */
export const MARKETS_PER_LOOK = 100;
/** A market is not asked for again before this, and not before it should be over. */
const AGAIN_MS_MIN = 30 * MINUTE_MS;
/** A market that should be over for long is asked for less often. */
const AGAIN_MS_MAX = 6 * HOUR_MS;
/** Markets remembered; of the others it is not known when they were asked for. */
const REMEMBERED_MAX = 50_000;

export interface OpenMarketsOptions {
  /** Those with shares of somebody, the ones that matter first. */
  readonly open: () => Promise<readonly MarketId[]>;
  /** The engine watches it to its end. */
  readonly isWatched: (marketId: MarketId) => boolean;
  /** @throws VenueError */
  readonly facts: (ids: readonly MarketId[], signal: AbortSignal) => Promise<MarketFacts>;
  readonly found: (seen: Seen) => void;
}

/** Learns how markets ended in which nobody trades whom we follow. */
export class OpenMarkets {
  readonly #options: OpenMarketsOptions;
  readonly #askAtMs = new Map<MarketId, AtMs>();
  #isLooking = false;

  constructor(options: OpenMarketsOptions) {
    this.#options = options;
  }

  /** Asks for those that are due. @throws VenueError */
  async look(nowMs: AtMs, signal: AbortSignal): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const due = this.#due(await this.#options.open(), nowMs);
      const { markets, resolutions } = await this.#options.facts(due, signal);
      if (signal.aborted) return;
      for (const market of markets) this.#options.found({ kind: 'market', market });
      for (const { resolution } of resolutions) {
        // Told as of now: what traders did since it was final was counted already.
        this.#options.found({ kind: 'resolution', resolution, atMs: nowMs });
      }
      const listed = new Map(markets.map((market) => [market.id, market]));
      for (const id of due) this.#asked(id, listed.get(id) ?? null, nowMs);
    } finally {
      this.#isLooking = false;
    }
  }

  #due(open: readonly MarketId[], nowMs: AtMs): readonly MarketId[] {
    return open
      .filter((id) => (this.#askAtMs.get(id) ?? nowMs) <= nowMs && !this.#options.isWatched(id))
      .slice(0, MARKETS_PER_LOOK);
  }

  #asked(id: MarketId, market: Market | null, nowMs: AtMs): void {
    const closesAtMs = market?.closesAtMs ?? nowMs;
    const overMs = Math.max(0, nowMs - closesAtMs);
    const againMs = Math.min(AGAIN_MS_MAX, Math.max(AGAIN_MS_MIN, overMs / 2));
    this.#askAtMs.delete(id);
    this.#askAtMs.set(id, Math.max(nowMs + againMs, closesAtMs));
    const [oldest] = this.#askAtMs.keys();
    if (this.#askAtMs.size > REMEMBERED_MAX && oldest !== undefined) this.#askAtMs.delete(oldest);
  }
}
