import type { MarketId, TokenId } from '../ids.ts';
import type {
  BookDelta,
  BookSide,
  BookSnapshot,
  BookSource,
  LevelChange,
  TickChange,
} from '../market-event.ts';
import { type AtMs, SECOND_MS } from '../time.ts';
import { invariant } from '../values/invariant.ts';
import { MICRO } from '../values/micro.ts';
import type { Price } from '../values/money.ts';
import type { BookTrust, Distrust, Level } from './depth.ts';
import { LevelBook } from './level-book.ts';
import type { BookLayout } from './level-side.ts';
import { TokenBook } from './token-book.ts';

export interface MarketBookSpec {
  readonly marketId: MarketId;
  readonly tokenIds: readonly TokenId[];
  readonly tick: Price;
  readonly layout: BookLayout;
  /** What hashes cover where the venue's frame leaves it out; `false` unless told. */
  readonly negRisk?: boolean;
}

/** What an event did to a book, as bits; 0 when it was ignored or only confirmed the book. */
export type BookOutcome = number;
export const BOOK_CHANGED = 1;
/** The book was sound before and is not any more, until its next snapshot. */
export const TRUST_LOST = 2;
export const TRUST_GAINED = 4;

/** Result of {@link MarketBook.verifyHash}; `unknown` when the venue sent no hash of this state. */
export type HashVerdict = 'verified' | 'mismatch' | 'unknown';

/** Snapshots of one market are hashed at most this often, by receipt time. */
const HASH_CHECK_INTERVAL_MS = SECOND_MS;

const TRUSTED: BookTrust = { trusted: true, reason: null };

/**
 * The book of one market. The two outcomes of a binary market are one book seen from two sides: a
 * bid at p for one is an ask of the same size at 1 − p for the other, so both live in the prices
 * of outcome 0. With more outcomes each token has its own book.
 */
export class MarketBook {
  readonly marketId: MarketId;
  readonly tokenIds: readonly TokenId[];
  readonly negRisk: boolean;
  /** Receipt of the newest event that confirmed the book, −1 before the first. */
  receivedAtMs: AtMs = -1;
  /** Receipt of the newest event that really changed a level, −1 before the first. */
  changedAtMs: AtMs = -1;
  /** What feeds the book: `poll` until a delta was applied, `null` before the first snapshot. */
  source: BookSource | null = null;
  /** The book of the first token, and the only one where tokens mirror each other. */
  readonly #first: LevelBook;
  /** The books of further tokens, empty where they mirror each other. */
  readonly #rest: readonly LevelBook[];
  readonly #mirrored: boolean;
  readonly #tokens: readonly TokenBook[];
  /** Venue time of the newest applied delta, whose hashes the tokens keep; none after a snapshot. */
  #newestAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #hashCheckedAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #resolved = false;
  #untrusted: BookTrust = { trusted: false, reason: 'noSnapshot' };

  /** @throws InvariantError when `tokenIds` is empty or the tick does not divide one dollar. */
  constructor({ marketId, tokenIds, tick, layout, negRisk = false }: MarketBookSpec) {
    invariant(tokenIds.length > 0, 'a market has at least one token');
    this.marketId = marketId;
    this.tokenIds = tokenIds;
    this.negRisk = negRisk;
    this.#mirrored = tokenIds.length === 2;
    const first = new LevelBook(tick, layout);
    this.#tokens = tokenIds.map((tokenId, at) => {
      const shared = at === 0 || this.#mirrored;
      return new TokenBook(tokenId, shared ? first : new LevelBook(tick, layout), shared && at > 0);
    });
    this.#first = first;
    this.#rest = this.#tokens.map((token) => token.book).filter((book) => book !== first);
  }

  #token(tokenId: TokenId): TokenBook | null {
    for (const token of this.#tokens) if (token.tokenId === tokenId) return token;
    return null;
  }

  /** The grid of the market, or of its first token where each has a book. */
  get tick(): Price {
    return this.#first.tick;
  }

  /** Allocates only when the reason is another than last time. */
  get trust(): BookTrust {
    const reason = this.#distrustReason();
    if (reason === null) return TRUSTED;
    if (this.#untrusted.reason !== reason) this.#untrusted = { trusted: false, reason };
    return this.#untrusted;
  }

  #distrustReason(): Distrust | null {
    if (this.#resolved) return 'resolved';
    let reason = this.#first.fault ?? this.#first.eventFault;
    for (const book of this.#rest) reason ??= book.fault ?? book.eventFault;
    return reason;
  }

  /** Like trust, but what may still come right within an engine event is left out. */
  #sound(): boolean {
    if (this.#resolved || this.#first.fault !== null) return false;
    for (const book of this.#rest) if (book.fault !== null) return false;
    return true;
  }

  /**
   * Replaces a token's book. One that is older than what was applied already is ignored, by the venue's
   * time and, if it was kept, by when it was read. The first of a stream replaces a polled one.
   */
  applySnapshot(event: BookSnapshot, atMs: AtMs): BookOutcome {
    const receivedAtMs = event.readAtMs ?? atMs;
    if (event.readAtMs !== undefined && event.readAtMs < this.receivedAtMs) return 0;
    const token = this.#token(event.tokenId);
    if (token === null) return 0;
    const { book } = token;
    const sound = this.#sound();
    if (event.source === 'stream') book.rewind(event.venueAtMs);
    if (!book.enter(event.venueAtMs)) return 0;
    book.isPolled = event.source === 'poll';
    if (event.tick !== null) book.adoptTick(event.tick);
    const changed = book.replace(event.bids, event.asks, token.flip);
    token.hashed.takeSnapshot(event);
    this.#newestAtMs = Number.NEGATIVE_INFINITY;
    this.source = event.source;
    this.receivedAtMs = receivedAtMs;
    if (changed) this.changedAtMs = receivedAtMs;
    if (event.hash !== null) this.#checkSnapshotHash(token, event.hash, receivedAtMs);
    return this.#outcome(changed, sound);
  }

  #checkSnapshotHash(token: TokenBook, hash: string, receivedAtMs: AtMs): void {
    if (receivedAtMs - this.#hashCheckedAtMs < HASH_CHECK_INTERVAL_MS) return;
    this.#hashCheckedAtMs = receivedAtMs;
    if (!token.reproduces(this, hash)) token.book.fault ??= 'hashMismatch';
  }

  /**
   * Applies the changes of one frame. Before a snapshot, or older than what was applied: ignored.
   * The carried best prices are compared after the frame and count once the event is over.
   */
  applyDelta(event: BookDelta, receivedAtMs: AtMs): BookOutcome {
    const { changes, venueAtMs } = event;
    const sound = this.#sound();
    let changed = false;
    let applied = false;
    let previous: LevelChange | null = null;
    for (const change of changes) {
      const token = this.#token(change.tokenId);
      if (token === null || !token.book.ready || !token.book.enter(venueAtMs)) continue;
      applied = true;
      token.book.isPolled = false;
      if (token.set(change)) changed = true;
      if (previous !== null && this.#mirrored && contradict(previous, change)) {
        token.book.fault ??= 'mirrorMismatch';
      }
      previous = previous === null ? change : null;
    }
    if (!applied) return 0;
    this.#newestAtMs = venueAtMs;
    this.#keepHashes(changes);
    this.source = 'stream';
    this.receivedAtMs = receivedAtMs;
    if (changed) this.changedAtMs = receivedAtMs;
    this.#judge(changes, venueAtMs);
    return this.#outcome(changed, sound);
  }

  /** The hashes alone: whole events, kept in every book, would be most of what a collection copies. */
  #keepHashes(changes: readonly LevelChange[]): void {
    for (const token of this.#tokens) token.newestHash = null;
    for (const { tokenId, hash } of changes) {
      const token = this.#token(tokenId);
      if (token !== null) token.newestHash = hash;
    }
  }

  /** Looks at the books that the frame touched, with all of its changes applied. */
  #judge(changes: readonly LevelChange[], venueAtMs: AtMs): void {
    this.#first.judgeCrossed(venueAtMs);
    for (const book of this.#rest) book.judgeCrossed(venueAtMs);
    for (const change of changes) {
      const token = this.#token(change.tokenId);
      if (token === null || token.book.venueAtMs !== venueAtMs) continue;
      if (!token.agrees(change)) token.book.eventFault ??= 'bestMismatch';
    }
  }

  #outcome(changed: boolean, soundBefore: boolean): BookOutcome {
    const sound = this.#sound();
    const trust = sound === soundBefore ? 0 : sound ? TRUST_GAINED : TRUST_LOST;
    return (changed ? BOOK_CHANGED : 0) | trust;
  }

  /**
   * Drops the book and waits for a snapshot on the new grid. The same tick again (the venue tells
   * it for each token) changes nothing.
   */
  applyTick(event: TickChange): BookOutcome {
    const token = this.#token(event.tokenId);
    if (token === null || event.tick === token.book.tick) return 0;
    if (event.venueAtMs < token.book.venueAtMs) return 0;
    const sound = this.#sound();
    token.book.restart(event.tick, event.venueAtMs);
    return this.#outcome(true, sound);
  }

  /** Converts every level without loss. */
  setLayout(layout: BookLayout): void {
    this.#first.setLayout(layout);
    for (const book of this.#rest) book.setLayout(layout);
  }

  /** Stays until the next snapshot; `resolved` stays for good. */
  distrust(reason: Distrust): void {
    if (reason === 'resolved') {
      this.#resolved = true;
      return;
    }
    this.#first.fault = reason;
    for (const book of this.#rest) book.fault = reason;
  }

  bestBid(tokenId: TokenId): Price | null {
    const best = this.#token(tokenId)?.best('bid') ?? 0;
    return best === 0 ? null : (best as Price);
  }

  bestAsk(tokenId: TokenId): Price | null {
    const best = this.#token(tokenId)?.best('ask') ?? MICRO;
    return best === MICRO ? null : (best as Price);
  }

  /** Up to `limit` levels in the token's own prices, best first. */
  levels(tokenId: TokenId, side: BookSide, limit: number): Level[] {
    return this.#token(tokenId)?.levels(side, limit) ?? [];
  }

  /** A public trade of `tokenId` at `at`: hashes cover the last price. */
  setLastTradePrice(tokenId: TokenId, at: Price): void {
    const own = this.#token(tokenId);
    if (own === null) return;
    own.hashed.tradedAt = at;
    if (!this.#mirrored) return;
    for (const token of this.#tokens) if (token !== own) token.hashed.mirrorTradedAt = at;
  }

  /** SHA-1 of the token's book as it stands, `null` for a token of another market. */
  hashOf(tokenId: TokenId): string | null {
    const token = this.#token(tokenId);
    return token?.hash(this, token.hashed.lastTradePrices()[0] ?? '') ?? null;
  }

  /**
   * Compares the newest hashes the venue sent with the book; to be asked before an order uses it.
   * A mismatch makes the book untrusted unless later frames of the same event repair it.
   */
  verifyHash(): HashVerdict {
    let verdict: HashVerdict = 'unknown';
    for (const token of this.#tokens) {
      const hash = token.book.ready ? this.#newestHash(token) : null;
      if (hash === null) continue;
      if (!token.reproduces(this, hash)) {
        token.book.eventFault ??= 'hashMismatch';
        return 'mismatch';
      }
      verdict = 'verified';
    }
    return verdict;
  }

  /** The venue's hash of the token's book as it is now, `null` where it sent none. */
  #newestHash({ book, hashed, newestHash }: TokenBook): string | null {
    if (this.#newestAtMs === book.venueAtMs) return newestHash;
    return hashed.venueAtMs === book.venueAtMs ? hashed.hash : null;
  }
}

/** The venue sends an order as a pair, one per token: the same level, so the same quantity. */
function contradict(first: LevelChange, second: LevelChange): boolean {
  return (
    first.quantity !== second.quantity &&
    first.tokenId !== second.tokenId &&
    first.side !== second.side &&
    first.price + second.price === MICRO
  );
}
