import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import type { SocketRuntime } from '../socket/runtime.ts';
import { marketOfPosition } from './position-id.ts';

/** Tokens whose market is kept; beyond it the oldest go. */
export const TOKENS_MAX = 20_000;
/** Questions that wait for an answer at most, over all tokens. */
export const WAITING_MAX = 1_000;
/** Pauses before asking again: a new market is not known everywhere at once. */
export const ASK_AGAIN_MS = [1_000, 4_000, 15_000, 60_000] as const;

/** Asks the venue for the market of a token; `null` when it does not know the token (yet). */
export type AskMarket = (tokenId: TokenId, signal: AbortSignal) => Promise<MarketId | null>;

type Take = (marketId: MarketId | null) => void;

interface Lookup {
  readonly waiting: Take[];
  asked: number;
  cancelPause: () => void;
}

/** The market of each token: from the id itself, from what was answered before, or asked for. */
export class TokenMarkets {
  readonly #ask: AskMarket;
  readonly #runtime: Pick<SocketRuntime, 'after'>;
  readonly #known = new Map<TokenId, MarketId>();
  readonly #lookups = new Map<TokenId, Lookup>();
  readonly #closing = new AbortController();
  #waiting = 0;
  #failures = 0;

  constructor(ask: AskMarket, runtime: Pick<SocketRuntime, 'after'>) {
    this.#ask = ask;
    this.#runtime = runtime;
  }

  /** Questions that wait for an answer. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Times that the venue could not be asked. */
  get failures(): number {
    return this.#failures;
  }

  /** Tells the market, at once when it is known; `null` when nobody told it, or too many wait. */
  find(tokenId: TokenId, take: Take): void {
    const known = marketOfPosition(tokenId) ?? this.#known.get(tokenId);
    if (known !== undefined) {
      take(known);
      return;
    }
    if (this.#waiting >= WAITING_MAX || this.#closing.signal.aborted) {
      take(null);
      return;
    }
    this.#waiting += 1;
    const lookup = this.#lookups.get(tokenId);
    if (lookup !== undefined) {
      lookup.waiting.push(take);
      return;
    }
    this.#lookups.set(tokenId, { waiting: [take], asked: 0, cancelPause: () => undefined });
    this.#try(tokenId);
  }

  /** Asks nobody any more, and tells nobody. */
  close(): void {
    this.#closing.abort();
    for (const { cancelPause } of this.#lookups.values()) cancelPause();
    this.#lookups.clear();
    this.#waiting = 0;
  }

  #try(tokenId: TokenId): void {
    this.#ask(tokenId, this.#closing.signal).then(
      (marketId) => this.#answered(tokenId, marketId),
      () => {
        this.#failures += 1;
        this.#answered(tokenId, null);
      },
    );
  }

  #answered(tokenId: TokenId, marketId: MarketId | null): void {
    const lookup = this.#lookups.get(tokenId);
    if (lookup === undefined) return;
    const pauseMs = ASK_AGAIN_MS[lookup.asked];
    if (marketId === null && pauseMs !== undefined) {
      lookup.asked += 1;
      lookup.cancelPause = this.#runtime.after(pauseMs, () => this.#try(tokenId));
      return;
    }
    this.#lookups.delete(tokenId);
    this.#waiting -= lookup.waiting.length;
    if (marketId !== null) this.#keep(tokenId, marketId);
    for (const take of lookup.waiting) take(marketId);
  }

  #keep(tokenId: TokenId, marketId: MarketId): void {
    this.#known.set(tokenId, marketId);
    if (this.#known.size <= TOKENS_MAX) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }
}
