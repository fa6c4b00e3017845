import type { TokenId } from '../../domain/ids.ts';
import type { TopOfBook } from '../../domain/market-event.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';

/** Tokens whose quotes are remembered at most; the one quiet for longest is forgotten first. */
const TOKENS_MAX = 20_000;
/** Within this time … */
const LIVENESS_MS = 10 * SECOND_MS;
/** … a source without a venue time must have changed this often to count as alive. */
const CHANGES_MIN = 2;

interface Seen {
  readonly bid: TopOfBook['bid'];
  readonly ask: TopOfBook['ask'];
  /** When the newest changes were received, oldest first. */
  readonly changes: readonly AtMs[];
}

/**
 * Judges quotes that come without depth, hash or venue time. A broken collector repeats them for
 * ever, so receipt proves nothing: only quotes that keep changing are fresh.
 */
export class TopQuotes {
  readonly #seen = new Map<TokenId, Seen>();
  #stale = 0;
  #fresh = 0;

  /** Whether the quote is fresh enough to be believed. */
  observe(quote: TopOfBook, receivedAtMs: AtMs): boolean {
    const fresh = this.#judge(quote, receivedAtMs);
    if (fresh) this.#fresh += 1;
    else this.#stale += 1;
    return fresh;
  }

  get counts(): { readonly fresh: number; readonly stale: number } {
    return { fresh: this.#fresh, stale: this.#stale };
  }

  #judge({ tokenId, bid, ask, venueAtMs }: TopOfBook, receivedAtMs: AtMs): boolean {
    if (venueAtMs !== null) return receivedAtMs - venueAtMs <= LIVENESS_MS;
    const known = this.#seen.get(tokenId);
    const changed = known !== undefined && (known.bid !== bid || known.ask !== ask);
    const past = (known?.changes ?? []).filter((at) => at > receivedAtMs - LIVENESS_MS);
    const changes = changed ? [...past.slice(1 - CHANGES_MIN), receivedAtMs] : past;
    this.#seen.delete(tokenId);
    this.#seen.set(tokenId, { bid, ask, changes });
    if (this.#seen.size > TOKENS_MAX) this.#forgetOldest();
    return changes.length >= CHANGES_MIN;
  }

  #forgetOldest(): void {
    for (const tokenId of this.#seen.keys()) {
      this.#seen.delete(tokenId);
      return;
    }
  }
}
