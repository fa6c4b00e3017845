import type { TokenId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { AtMs } from '../../domain/time.ts';
import { complement, type Price } from '../../domain/values/money.ts';

/** Somebody traded a token at this price. */
export interface PublicPrice {
  readonly price: Price;
  readonly atMs: AtMs;
}

/** Public prints by token, found by their time. */
export class PrintBook {
  readonly #byToken: ReadonlyMap<TokenId, readonly PublicPrice[]>;

  /** Each list is oldest first. */
  constructor(byToken: ReadonlyMap<TokenId, readonly PublicPrice[]>) {
    this.#byToken = byToken;
  }

  /**
   * The first print at or after `fromMs`, seen from `token`: of a binary market a print of the other
   * outcome at p is one at 1 − p.
   */
  firstFrom(market: Market, token: TokenId, fromMs: AtMs): PublicPrice | null {
    const own = this.#firstOf(token, fromMs);
    const other = this.#mirrored(market, token, (twin) => this.#firstOf(twin, fromMs));
    if (own === null || other === null) return own ?? other;
    return other.atMs < own.atMs ? other : own;
  }

  /** The newest print at or before `untilMs`, in the same way. */
  lastUntil(market: Market, token: TokenId, untilMs: AtMs): PublicPrice | null {
    const own = this.#lastOf(token, untilMs);
    const other = this.#mirrored(market, token, (twin) => this.#lastOf(twin, untilMs));
    if (own === null || other === null) return own ?? other;
    return other.atMs > own.atMs ? other : own;
  }

  #mirrored(
    { outcomes }: Market,
    token: TokenId,
    find: (twin: TokenId) => PublicPrice | null,
  ): PublicPrice | null {
    const twin = outcomes.find((outcome) => outcome.tokenId !== token);
    if (twin === undefined || outcomes.length !== 2) return null;
    const print = find(twin.tokenId);
    return print === null ? null : { price: complement(print.price), atMs: print.atMs };
  }

  #firstOf(token: TokenId, fromMs: AtMs): PublicPrice | null {
    const prints = this.#byToken.get(token) ?? [];
    return prints[positionOf(prints, fromMs)] ?? null;
  }

  #lastOf(token: TokenId, untilMs: AtMs): PublicPrice | null {
    const prints = this.#byToken.get(token) ?? [];
    return prints[positionOf(prints, untilMs + 1) - 1] ?? null;
  }
}

/** How many prints are older than `atMs`. */
function positionOf(prints: readonly PublicPrice[], atMs: AtMs): number {
  let low = 0;
  let high = prints.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const print = prints[middle];
    if (print !== undefined && print.atMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
