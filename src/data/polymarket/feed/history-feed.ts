import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import { type AtMs, DAY_MS } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { Clob } from '../client/clob.ts';
import { HISTORY_ROWS_MAX } from '../schema-history.ts';
import { DueQueue } from './due-queue.ts';
import { troubleOf } from './feed-trouble.ts';
import type { FrameSink } from './frame-sink.ts';

/** The tape's name of past prices. */
const SOURCE = 'polymarket.history';
/** How far back prices are read. */
export const HISTORY_MS = 7 * DAY_MS;
/** One price in so long, as the engine keeps them. */
export const HISTORY_FIDELITY_MINUTES = 30;
/** Between two reads: a tenth of the venue's limit. */
export const HISTORY_SPACING_MS = 100;
/** Reads at the same time at most. */
const HISTORY_READS_MAX = 2;
/** Attempts to read one history, about eight minutes; the market's own prices take its place. */
export const HISTORY_ATTEMPTS_MAX = 20;

export interface HistoryFeedHealth {
  readonly reads: number;
  readonly failures: number;
  /** Prices delivered. */
  readonly points: number;
  /** Markets of which the venue keeps no price yet. */
  readonly empty: number;
  /** Markets given up: refused, or after {@link HISTORY_ATTEMPTS_MAX} attempts. */
  readonly givenUp: number;
  /** Markets still to be read. */
  readonly waiting: number;
  readonly lastSuccessAtMs: AtMs | null;
  readonly trouble: string | null;
}

interface Wish {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  attempts: number;
  /** Read, or given up: it is not asked for again. */
  isDone: boolean;
}

/**
 * Reads once what a market's first outcome cost over the last week, so that how wild it is need not be
 * waited for. Behind everything that an entry or an exit asks of the venue.
 */
export class HistoryFeed {
  readonly #clob: Pick<Clob, 'priceHistoryRows'>;
  readonly #sink: FrameSink;
  readonly #runtime: HttpRuntime;
  readonly #wishes = new Map<MarketId, Wish>();
  readonly #queue: DueQueue<Wish>;
  readonly #counts = { reads: 0, failures: 0, points: 0, empty: 0, givenUp: 0 };
  #lastSuccessAtMs: AtMs | null = null;
  #trouble: string | null = null;

  constructor(clob: Pick<Clob, 'priceHistoryRows'>, sink: FrameSink, runtime: HttpRuntime) {
    this.#clob = clob;
    this.#sink = sink;
    this.#runtime = runtime;
    this.#queue = new DueQueue<Wish>({
      runtime,
      joinMs: 0,
      spacingMs: HISTORY_SPACING_MS,
      batchMax: 1,
      runsMax: HISTORY_READS_MAX,
      run: async ([wish], signal) => {
        if (wish !== undefined) await this.#read(wish, signal);
      },
      failed: ([wish], error) => {
        if (wish !== undefined) this.#failed(wish, error);
      },
    });
  }

  /** Reads soon, unless it was read already; another token than before is read anew. */
  read(marketId: MarketId, tokenId: TokenId): void {
    if (this.#wishes.get(marketId)?.tokenId === tokenId) return;
    this.forget(marketId);
    const wish = { marketId, tokenId, attempts: 0, isDone: false };
    this.#wishes.set(marketId, wish);
    this.#queue.schedule(wish, 0);
  }

  forget(marketId: MarketId): void {
    const wish = this.#wishes.get(marketId);
    if (wish === undefined) return;
    this.#wishes.delete(marketId);
    this.#queue.remove(wish);
  }

  snapshot(): HistoryFeedHealth {
    return {
      ...this.#counts,
      waiting: [...this.#wishes.values()].filter(({ isDone }) => !isDone).length,
      lastSuccessAtMs: this.#lastSuccessAtMs,
      trouble: this.#trouble,
    };
  }

  /** Stops; resolves when no request is under way and no timer is left. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  async #read(wish: Wish, signal: AbortSignal): Promise<void> {
    this.#counts.reads += 1;
    const { marketId, tokenId } = wish;
    const endAtMs = this.#runtime.nowMs();
    const fidelityMinutes = HISTORY_FIDELITY_MINUTES;
    const over = { startAtMs: endAtMs - HISTORY_MS, endAtMs, fidelityMinutes };
    const rows = await this.#clob.priceHistoryRows(tokenId, over, { signal });
    if (signal.aborted || !this.#isWanted(wish)) return;
    wish.isDone = true;
    this.#lastSuccessAtMs = this.#runtime.nowMs();
    this.#trouble = null;
    if (rows.length === 0) {
      this.#counts.empty += 1;
      return;
    }
    // The newest tell the most, should the venue send more than was asked for.
    const history = rows.slice(-HISTORY_ROWS_MAX);
    this.#counts.points += history.length;
    this.#sink.json(SOURCE, { market: marketId, token: tokenId, history }, this.#lastSuccessAtMs);
  }

  #failed(wish: Wish, error: unknown): void {
    this.#counts.failures += 1;
    this.#trouble = troubleOf(error);
    if (!this.#isWanted(wish)) return;
    wish.attempts += 1;
    const { kind, retryAfterMs } = error instanceof VenueError ? error : UNKNOWN_ERROR;
    // The same question would be refused again.
    if (kind === 'rejected' || wish.attempts >= HISTORY_ATTEMPTS_MAX) {
      wish.isDone = true;
      this.#counts.givenUp += 1;
      return;
    }
    const delayMs = retryDelayMs(wish.attempts, retryAfterMs, () => this.#runtime.random());
    this.#queue.schedule(wish, delayMs);
  }

  /** It may have been forgotten, or be wished for with another token, while it was read. */
  #isWanted(wish: Wish): boolean {
    return this.#wishes.get(wish.marketId) === wish;
  }
}

const UNKNOWN_ERROR = { kind: null, retryAfterMs: null } as const;
