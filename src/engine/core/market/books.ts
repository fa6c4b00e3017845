import type { BookTrust, DepthView } from '../../domain/book/depth.ts';
import {
  BOOK_CHANGED,
  type BookOutcome,
  type MarketBook,
  TRUST_LOST,
} from '../../domain/book/market-book.ts';
import type { MarketId, TokenId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { MarketAnalysis } from '../../domain/market-analysis.ts';
import type {
  BookDelta,
  BookSnapshot,
  PriceHistory,
  PublicTrade,
  ResolutionMoved,
  TickChange,
} from '../../domain/market-event.ts';
import { termsAfter } from '../../domain/market-terms.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import type { Price } from '../../domain/values/money.ts';
import { analyzeMarket } from '../../intelligence/market/analyze.ts';
import { PriceTrack } from '../../intelligence/market/price-track.ts';
import { MarketMap } from '../market-map.ts';
import type { Turn } from '../turn.ts';
import {
  type MarketEntry,
  newBook,
  newEntry,
  rollTrack,
  sameOutcomes,
  trackAt,
} from './market-entry.ts';

/** Levels a side that a depth view carries at most. */
export const DEPTH_LEVELS_MAX = 50;
/** Age at which a polled book is no longer used. */
export const POLLED_BOOK_AGE_MS_MAX = 5 * SECOND_MS;
/** The same for a streamed one, which is judged by its integrity and may rightly be quiet. */
export const STREAMED_BOOK_AGE_MS_MAX = 10 * MINUTE_MS;
/** Changes of this long make one quote: at most one a second per market. */
const QUOTE_INTERVAL_MS = SECOND_MS;

/** One timer for all: a text and a heap entry for each market would cost more than the quotes. */
const QUOTE_TIMER = 'quotes';

/** A book at a glance. */
export interface BookState {
  readonly trust: BookTrust;
  readonly receivedAtMs: AtMs;
  readonly tops: readonly {
    readonly tokenId: TokenId;
    readonly bid: Price | null;
    readonly ask: Price | null;
  }[];
}

/** Every market's definition and book, and what the trade core is told of them. */
export class Books {
  #due: MarketEntry[] = [];
  readonly #entries = new MarketMap<MarketEntry>((entry) => entry.market);

  market(id: MarketId): Market | null {
    return this.#entries.get(id)?.market ?? null;
  }

  /** The book that is kept of a market; only to be read. */
  book(id: MarketId): MarketBook | null {
    return this.#entries.get(id)?.book ?? null;
  }

  counts(): { readonly trusted: number; readonly known: number } {
    let trusted = 0;
    let known = 0;
    for (const { book } of this.#entries.values()) {
      if (book === null) continue;
      known += 1;
      if (book.trust.trusted) trusted += 1;
    }
    return { trusted, known };
  }

  state(id: MarketId): BookState | null {
    const book = this.#entries.get(id)?.book;
    if (book == null) return null;
    const { trust, receivedAtMs } = book;
    const tops = book.tokenIds.map((tokenId) => ({
      tokenId,
      bid: book.bestBid(tokenId),
      ask: book.bestAsk(tokenId),
    }));
    return { trust, receivedAtMs, tops };
  }

  isListed(id: MarketId): boolean {
    return this.#entries.get(id)?.market != null;
  }

  /** Whether the market is listed and a book of this token is kept. */
  has(id: MarketId, tokenId: TokenId): boolean {
    const entry = this.#entries.get(id);
    if (entry?.market == null) return false;
    // A book that never comes again is not waited for.
    return entry.market.status === 'resolved' || entry.book?.tokenIds.includes(tokenId) === true;
  }

  /** Learns a market or its new rules. Outcomes that change start the book anew. */
  list(listed: Market, atMs: AtMs): void {
    const entry = this.#entry(listed.id);
    const isSame = sameOutcomes(entry, listed);
    const terms = termsAfter(entry.market?.terms ?? null, listed.terms, atMs);
    entry.market = { ...listed, terms };
    if (isSame) return;
    entry.book = null;
    entry.track = null;
  }

  /** A proposed outcome, or a dispute about it. */
  onResolutionMoved({ marketId, stage }: ResolutionMoved): void {
    const entry = this.#entries.get(marketId);
    if (entry !== undefined) entry.stage = stage;
  }

  /** Prices of the time before this market was watched. */
  onHistory({ marketId, tokenId, points }: PriceHistory, atMs: AtMs): void {
    const entry = this.#entries.get(marketId);
    if (entry?.market?.outcomes[0]?.tokenId !== tokenId) return;
    if (entry.market.status === 'resolved') return;
    entry.track ??= new PriceTrack(atMs);
    entry.track.seed(points);
  }

  /** Frames of this market were lost: the book waits for a snapshot. */
  onGap(id: MarketId, turn: Turn): void {
    const entry = this.#entries.get(id);
    if (entry?.book == null) return;
    rollTrack(entry, turn.atMs);
    entry.book.distrust('feedDown');
    turn.emit({ kind: 'reread', marketId: id, reason: 'feedDown' });
  }

  /** Keeps the book on a ladder from now on. */
  want(id: MarketId): void {
    const entry = this.#entry(id);
    entry.wanted = true;
    entry.book?.setLayout('ladder');
  }

  onSnapshot(event: BookSnapshot, turn: Turn): void {
    const entry = this.#entry(event.marketId);
    if (entry.market?.status === 'resolved') return;
    const book = entry.book ?? newBook(entry, event);
    entry.book = book;
    rollTrack(entry, turn.atMs);
    this.#after(entry, book.applySnapshot(event, turn.atMs), turn);
  }

  onDelta(event: BookDelta, turn: Turn): void {
    const entry = this.#entries.get(event.marketId);
    if (entry?.book == null) return;
    rollTrack(entry, turn.atMs);
    this.#after(entry, entry.book.applyDelta(event, turn.atMs), turn);
  }

  onTick(event: TickChange, turn: Turn): void {
    const entry = this.#entries.get(event.marketId);
    if (entry === undefined) return;
    if (entry.market !== null) {
      const rules = { ...entry.market.rules, tick: event.tick };
      entry.market = { ...entry.market, rules };
    }
    if (entry.book === null) return;
    rollTrack(entry, turn.atMs);
    this.#after(entry, entry.book.applyTick(event), turn);
  }

  onTrade(event: PublicTrade): void {
    this.#entries.get(event.marketId)?.book?.setLastTradePrice(event.tokenId, event.price);
  }

  /** A resolved market keeps no book, and takes none any more. */
  onResolved(id: MarketId): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.wanted = false;
    entry.book?.distrust('resolved');
    if (entry.market === null) return;
    entry.market = { ...entry.market, status: 'resolved' };
    entry.book = null;
    entry.track = null;
  }

  /** A book that is asked for and does not match the venue's hash is to be read again. */
  verify(id: MarketId, turn: Turn): void {
    const book = this.#entries.get(id)?.book;
    if (book?.verifyHash() !== 'mismatch') return;
    turn.emit({ kind: 'reread', marketId: id, reason: 'hashMismatch' });
  }

  /** What an order would meet now; `null` when no book is kept. Quotes are sent from now on. */
  depth(id: MarketId, tokenId: TokenId, atMs: AtMs): DepthView | null {
    const entry = this.#entries.get(id);
    if (entry?.book == null || !entry.book.tokenIds.includes(tokenId)) return null;
    this.want(id);
    rollTrack(entry, atMs);
    return this.look(id, tokenId, atMs);
  }

  /** The same for who only looks: nothing is changed by it. */
  look(id: MarketId, tokenId: TokenId, atMs: AtMs): DepthView | null {
    const entry = this.#entries.get(id);
    if (entry?.book == null || !entry.book.tokenIds.includes(tokenId)) return null;
    const { book } = entry;
    const bids = book.levels(tokenId, 'bid', DEPTH_LEVELS_MAX);
    const asks = book.levels(tokenId, 'ask', DEPTH_LEVELS_MAX);
    const { tick } = book;
    const track = trackAt(entry, atMs);
    return {
      marketId: id,
      tokenId,
      bids,
      asks,
      tick,
      trust: book.trust,
      receivedAtMs: book.receivedAtMs,
      atMs,
      maxAgeMs: book.source === 'stream' ? STREAMED_BOOK_AGE_MS_MAX : POLLED_BOOK_AGE_MS_MAX,
      analysis: analyzeMarket({ ...entry, track, bids, asks, tick, atMs }),
    };
  }

  /** What is known of a market now, by its first outcome; `null` when no book is kept. */
  analysis(id: MarketId, atMs: AtMs): MarketAnalysis | null {
    const tokenId = this.#entries.get(id)?.book?.tokenIds[0];
    return tokenId === undefined ? null : (this.look(id, tokenId, atMs)?.analysis ?? null);
  }

  /** Whether the timer was that of the quotes; sends those of every market that changed. */
  onTimer(timerId: string, turn: Turn): boolean {
    if (timerId !== QUOTE_TIMER) return false;
    const due = this.#due;
    this.#due = [];
    for (const entry of due) {
      entry.quoteDue = false;
      if (entry.book !== null) quote(entry.book, turn);
    }
    return true;
  }

  #after(entry: MarketEntry, outcome: BookOutcome, turn: Turn): void {
    if (outcome === 0 || entry.book === null) return;
    if ((outcome & TRUST_LOST) !== 0) {
      const { marketId, trust } = entry.book;
      turn.emit({ kind: 'reread', marketId, reason: trust.reason ?? 'crossed' });
    }
    if (!entry.wanted || (outcome & BOOK_CHANGED) === 0) return;
    if (entry.quoteDue) return;
    entry.quoteDue = true;
    this.#due.push(entry);
    if (this.#due.length === 1) turn.timers.arm(QUOTE_TIMER, turn.atMs + QUOTE_INTERVAL_MS);
  }

  #entry(id: MarketId): MarketEntry {
    let entry = this.#entries.get(id);
    if (entry === undefined) {
      entry = newEntry();
      this.#entries.set(id, entry);
    }
    return entry;
  }
}

function quote(book: MarketBook, turn: Turn): void {
  const { marketId, trust } = book;
  for (const tokenId of book.tokenIds) {
    const bid = book.bestBid(tokenId);
    const ask = book.bestAsk(tokenId);
    turn.tell({ kind: 'quote', quote: { marketId, tokenId, bid, ask, atMs: turn.atMs, trust } });
  }
}
