import type { MarketId } from '../../../engine/domain/ids.ts';
import { BESIDE_WORTH, missesAllowed, wordsSought } from '../../../engine/domain/word-likeness.ts';
import type { KalshiListing } from '../parse-market.ts';
import { Best } from './best-listings.ts';
import { type ListingWords, wordsOfEvent, wordsOfMarket } from './listing-words.ts';
import { WordIndex } from './word-index.ts';

/** Likenesses nearer than this are the same: then the busier market comes first. */
const LIKENESS_STEP = 0.05;

const NO_WORDS: ListingWords = { question: new Set(), beside: new Set() };
/** Markets looked at between two pauses of a search: a few milliseconds. */
const LOOKED_PER_TURN = 1_000;

interface EventEntry {
  words: ListingWords;
  readonly members: Map<MarketId, MarketEntry>;
}

interface MarketEntry {
  readonly event: EventEntry;
  listing: KalshiListing;
}

/** What was found of each typed word, in events and in markets. */
interface Found {
  readonly best: Best;
  /** Words that may be missing. */
  readonly misses: number;
  readonly shared: ReadonlyMap<EventEntry, readonly number[]>;
  readonly own: ReadonlyMap<MarketEntry, readonly number[]>;
}

/** The words of two kinds of things: in what they ask, and beside it. */
class TwoIndices<K> {
  readonly #question = new WordIndex<K>();
  readonly #beside = new WordIndex<K>();

  add(key: K, { question, beside }: ListingWords): void {
    this.#question.add(key, question);
    this.#beside.add(key, beside);
  }

  remove(key: K, { question, beside }: ListingWords): void {
    this.#question.remove(key, question);
    this.#beside.remove(key, [...question, ...beside]);
  }

  /** What each typed word is worth to each thing that has any of them; pauses between words. */
  *worths(sought: readonly string[]): Generator<undefined, Map<K, number[]>> {
    const worths = new Map<K, number[]>();
    for (const [at, word] of sought.entries()) {
      yield;
      const met = (key: K, worth: number): void => {
        const own = worths.get(key) ?? sought.map(() => 0);
        own[at] = Math.max(own[at] ?? 0, worth);
        worths.set(key, own);
      };
      this.#question.meet(word, met);
      this.#beside.meet(word, (key, worth) => met(key, worth * BESIDE_WORTH));
    }
    return worths;
  }
}

/** Finds open markets by words; what the markets of an event share is kept and met once. */
export class DirectorySearch {
  readonly #events = new Map<string, EventEntry>();
  readonly #eventWords = new TwoIndices<EventEntry>();
  readonly #marketWords = new TwoIndices<MarketEntry>();

  ofEvent(eventTicker: string): readonly KalshiListing[] {
    const members = this.#events.get(eventTicker)?.members.values() ?? [];
    return [...members].map(({ listing }) => listing);
  }

  put(
    listing: KalshiListing,
    {
      before,
      seriesTitle,
    }: { readonly before: KalshiListing | null; readonly seriesTitle: string | null },
  ): void {
    const same = before === null || !saysTheSame(listing, before) ? null : this.#entryOf(before);
    if (same !== null) {
      same.listing = listing;
      return;
    }
    if (before !== null) this.remove(before);
    const event = this.#eventOf(listing, seriesTitle);
    const entry = { event, listing };
    event.members.set(listing.market.id, entry);
    this.#marketWords.add(entry, wordsOfMarket(listing, event.words));
  }

  remove({ market, terms }: KalshiListing): void {
    const event = this.#events.get(terms.eventTicker);
    const entry = event?.members.get(market.id);
    if (event === undefined || entry === undefined) return;
    event.members.delete(market.id);
    // Its event may have had fewer words when it came: all of its own are taken away.
    this.#marketWords.remove(entry, wordsOfMarket(entry.listing, NO_WORDS));
    if (event.members.size > 0) return;
    this.#events.delete(terms.eventTicker);
    this.#eventWords.remove(event, event.words);
  }

  /**
   * The best fitting, as likeness is meant for other venues' markets; of those that fit alike, what is
   * traded most. It pauses often: a common word may fit most of them.
   */
  *find(text: string, limit: number): Generator<undefined, readonly KalshiListing[]> {
    const sought = wordsSought(text);
    if (sought.length === 0) return [];
    const found: Found = {
      best: new Best(limit),
      misses: missesAllowed(sought),
      shared: yield* this.#eventWords.worths(sought),
      own: yield* this.#marketWords.worths(sought),
    };
    yield* offerOfEvents(found);
    yield* offerByThemselves(found);
    return found.best.listings();
  }

  #entryOf({ market, terms }: KalshiListing): MarketEntry | null {
    return this.#events.get(terms.eventTicker)?.members.get(market.id) ?? null;
  }

  #eventOf(listing: KalshiListing, seriesTitle: string | null): EventEntry {
    const { eventTicker } = listing.terms;
    const words = wordsOfEvent(listing, seriesTitle);
    const known = this.#events.get(eventTicker);
    if (known !== undefined) {
      // Its event may have been read only now: what was known by fewer words is known by more.
      const isMore = words.question.size > known.words.question.size;
      if (isMore || words.beside.size > known.words.beside.size) {
        this.#eventWords.remove(known, known.words);
        known.words = words;
        this.#eventWords.add(known, words);
      }
      return known;
    }
    const event = { words, members: new Map<MarketId, MarketEntry>() };
    this.#events.set(eventTicker, event);
    this.#eventWords.add(event, words);
    return event;
  }
}

/** Whether two listings of a market are found by the same words. */
function saysTheSame(a: KalshiListing, b: KalshiListing): boolean {
  return (
    a.market.question === b.market.question &&
    a.market.categories === b.market.categories &&
    a.terms.eventTicker === b.terms.eventTicker &&
    a.terms.seriesTicker === b.terms.seriesTicker &&
    a.terms.eventTitle === b.terms.eventTitle &&
    a.terms.eventSubTitle === b.terms.eventSubTitle &&
    a.terms.yesSubTitle === b.terms.yesSubTitle &&
    a.terms.noSubTitle === b.terms.noSubTitle
  );
}

/** Markets of events that fit by themselves. */
function* offerOfEvents({ best, misses, shared, own }: Found): Generator<undefined, void> {
  let looked = 0;
  for (const [event, worths] of shared) {
    if (missesOf(worths) > misses) continue;
    for (const entry of event.members.values()) {
      best.offer(entry.listing, likenessOf(worths, own.get(entry)));
      looked += 1;
      if (looked % LOOKED_PER_TURN === 0) yield;
    }
  }
}

/** Markets that add a word of their own to an event that does not fit by itself. */
function* offerByThemselves({ best, misses, shared, own }: Found): Generator<undefined, void> {
  let looked = 0;
  for (const [entry, worths] of own) {
    looked += 1;
    if (looked % LOOKED_PER_TURN === 0) yield;
    const ofEvent = shared.get(entry.event);
    const isOffered = ofEvent !== undefined && missesOf(ofEvent) <= misses;
    if (isOffered || missesOf(worths, ofEvent) > misses) continue;
    best.offer(entry.listing, likenessOf(worths, ofEvent));
  }
}

/** How well a market fits by the better of two worths of each word. */
function likenessOf(one: readonly number[], other: readonly number[] | undefined): number {
  let sum = 0;
  for (const [at, worth] of one.entries()) sum += Math.max(worth, other?.[at] ?? 0);
  return Math.round(sum / one.length / LIKENESS_STEP) * LIKENESS_STEP;
}

function missesOf(one: readonly number[], other?: readonly number[]): number {
  let misses = 0;
  for (const [at, worth] of one.entries()) if (worth === 0 && (other?.[at] ?? 0) === 0) misses += 1;
  return misses;
}
