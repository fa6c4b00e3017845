import { setImmediate as turn } from 'node:timers/promises';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type { KalshiStatus } from '../../../engine/domain/kalshi-terms.ts';
import { type AtMs, DAY_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { KalshiListing } from '../parse-market.ts';
import { DirectorySearch } from './directory-search.ts';
import { SharedParts } from './shared-parts.ts';

/**
 * Markets kept at most, of 84,000 open ones in 2026, most of which nobody trades: 4 kB each. What is
 * let go is still found by its ticker or link, which the venue is asked for.
 */
const DIRECTORY_MARKETS_MAX = 50_000;
/** Characters of rules kept at most: a market whose rules are a book counts for many. */
const DIRECTORY_CHARS_MAX = 64 * 1024 * 1024;
/** So many, or such a share, are let go when there are too many: those that are traded least. */
const LET_GO_MAX = 100;
const LET_GO_SHARE = 0.05;
/** Markets looked at between two pauses: a few milliseconds. */
const LOOKED_PER_TURN = 2_000;
/** What closes so soon stays, traded or not: windows of minutes have no volume when they open. */
const SOON_MS = DAY_MS;
/** A market that should have closed so long ago is not open any more. */
const CLOSED_MS = 5 * MINUTE_MS;

const NO_FLOOR = -1;
/** Stages of a market that trades, or is only halted. */
const OPEN: ReadonlySet<KalshiStatus> = new Set<KalshiStatus>(['active', 'inactive']);

export interface DirectoryOptions {
  readonly marketsMax?: number;
  readonly charsMax?: number;
}

export interface PutDetails {
  /** The walk over all markets that saw it. */
  readonly walk?: number;
  /** By which it is found, too; `null` where the series was not read. */
  readonly seriesTitle?: string | null;
}

interface Entry {
  readonly closesAtMs: AtMs;
  readonly listing: KalshiListing;
  readonly chars: number;
  /** Of the walk that saw it last. */
  readonly walk: number;
}

/** The venue's open markets, found by ticker, event, series, category and words. */
export class KalshiDirectory {
  readonly #options: Required<DirectoryOptions>;
  readonly #entries = new Map<MarketId, Entry>();
  readonly #bySeries = new Map<string, Set<string>>();
  readonly #search = new DirectorySearch();
  readonly #parts = new SharedParts();
  #chars = 0;
  #letGo = 0;
  #soonUntilMs: AtMs = 0;
  /** Worth of the last one that was let go: what is worth less has no place while it is full. */
  #floor = NO_FLOOR;

  constructor(options: DirectoryOptions = {}) {
    this.#options = {
      marketsMax: options.marketsMax ?? DIRECTORY_MARKETS_MAX,
      charsMax: options.charsMax ?? DIRECTORY_CHARS_MAX,
    };
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Characters of rules kept. */
  get chars(): number {
    return this.#chars;
  }

  /** Open markets that there was no room for. */
  get letGo(): number {
    return this.#letGo;
  }

  get(id: MarketId): KalshiListing | null {
    return this.#entries.get(id)?.listing ?? null;
  }

  /** All of them; the set may change meanwhile. */
  *listings(): IterableIterator<KalshiListing> {
    for (const { listing } of this.#entries.values()) yield listing;
  }

  ofEvent(eventTicker: string): readonly KalshiListing[] {
    return this.#search.ofEvent(eventTicker);
  }

  ofSeries(seriesTicker: string): readonly KalshiListing[] {
    return [...(this.#bySeries.get(seriesTicker) ?? [])].flatMap((event) => this.ofEvent(event));
  }

  /** How many markets each category has, the most first. */
  categories(): readonly { readonly category: string; readonly markets: number }[] {
    const counts = new Map<string, number>();
    for (const { listing } of this.#entries.values()) {
      const { category } = listing.terms;
      if (category !== null) counts.set(category, (counts.get(category) ?? 0) + 1);
    }
    return [...counts]
      .map(([category, markets]) => ({ category, markets }))
      .sort((a, b) => b.markets - a.markets);
  }

  /** The best fitting first; of those that fit alike, what is traded most. */
  search(text: string, limit: number): Promise<readonly KalshiListing[]> {
    return slowly(this.#search.find(text, limit));
  }

  /** Takes an open market in, and lets go of one that is not open any more. */
  put(told: KalshiListing, { walk = 0, seriesTitle = null }: PutDetails = {}): void {
    const { id } = told.market;
    if (!OPEN.has(told.terms.status) || told.terms.isCombo) {
      this.remove(id);
      return;
    }
    const before = this.#entries.get(id);
    const { marketsMax, charsMax } = this.#options;
    const isFull = before === undefined && this.#entries.size >= marketsMax;
    if (isFull && this.#worthOf(told) <= this.#floor) {
      this.#letGo += 1;
      return;
    }
    const { listing, ownChars } = this.#parts.share(told);
    const chars = before === undefined ? ownChars : Math.max(ownChars, before.chars);
    const { closesAtMs } = listing.terms;
    const lastWalk = Math.max(walk, before?.walk ?? 0);
    this.#entries.set(id, { closesAtMs, listing, chars, walk: lastWalk });
    this.#chars += chars - (before?.chars ?? 0);
    this.#search.put(listing, { before: before?.listing ?? null, seriesTitle });
    const { seriesTicker, eventTicker } = listing.terms;
    if (seriesTicker !== null) this.#eventsOf(seriesTicker).add(eventTicker);
    if (this.#entries.size > marketsMax || this.#chars > charsMax) this.#makeRoom();
  }

  remove(id: MarketId): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#chars -= entry.chars;
    this.#search.remove(entry.listing);
    const { seriesTicker, eventTicker } = entry.listing.terms;
    if (seriesTicker === null || this.ofEvent(eventTicker).length > 0) return;
    const events = this.#bySeries.get(seriesTicker);
    if (events?.delete(eventTicker) === true && events.size === 0) {
      this.#bySeries.delete(seriesTicker);
    }
  }

  /** Lets go of what should have closed. */
  prune(nowMs: AtMs): Promise<void> {
    this.#soonUntilMs = nowMs + SOON_MS;
    return slowly(this.#removeAll(({ closesAtMs }) => closesAtMs + CLOSED_MS <= nowMs));
  }

  /** A walk over the venue's open markets begins: what there is no room for is counted anew. */
  beginWalk(nowMs: AtMs): void {
    this.#letGo = 0;
    this.#floor = NO_FLOOR;
    this.#soonUntilMs = nowMs + SOON_MS;
  }

  /** A whole walk over the venue's open markets is done: what it did not see is not open. */
  endWalk(walk: number): Promise<void> {
    return slowly(this.#removeAll((entry) => entry.walk < walk));
  }

  *#removeAll(isGone: (entry: Entry) => boolean): Generator<undefined, void> {
    let looked = 0;
    for (const [id, entry] of this.#entries) {
      if (isGone(entry)) this.remove(id);
      looked += 1;
      if (looked % LOOKED_PER_TURN === 0) yield;
    }
  }

  #eventsOf(seriesTicker: string): Set<string> {
    const events = this.#bySeries.get(seriesTicker) ?? new Set<string>();
    this.#bySeries.set(seriesTicker, events);
    return events;
  }

  #worthOf({ market, terms }: KalshiListing): number {
    return terms.closesAtMs <= this.#soonUntilMs ? Number.MAX_VALUE : (market.volume24h ?? 0);
  }

  /** Lets go of those that are traded least, a few at a time. */
  #makeRoom(): void {
    const worths = new Float64Array(this.#entries.size);
    let at = 0;
    for (const { listing } of this.#entries.values()) {
      worths[at] = this.#worthOf(listing);
      at += 1;
    }
    worths.sort();
    let left = Math.min(LET_GO_MAX, Math.ceil(worths.length * LET_GO_SHARE));
    this.#floor = worths[left - 1] ?? NO_FLOOR;
    for (const { listing } of this.#entries.values()) {
      if (left === 0) return;
      if (this.#worthOf(listing) > this.#floor) continue;
      this.remove(listing.market.id);
      this.#letGo += 1;
      left -= 1;
    }
  }
}

/** Does what pauses, so that the program goes on in between. */
async function slowly<T>(work: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await turn();
  }
}
