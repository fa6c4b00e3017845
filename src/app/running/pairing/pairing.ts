import type { HttpRuntime } from '../../../data/http/runtime.ts';
import { VenueError } from '../../../data/http/venue-error.ts';
import type { KalshiListing } from '../../../data/kalshi/parse-market.ts';
import type { Row } from '../../../data/parsed.ts';
import type { Gamma } from '../../../data/polymarket/client/gamma.ts';
import type { MarketRow } from '../../../data/polymarket/client/gamma-market.ts';
import { troubleOf } from '../../../data/polymarket/feed/feed-trouble.ts';
import type { FrameSink } from '../../../data/polymarket/feed/frame-sink.ts';
import {
  UNPROVEN_WATCHED_MAX,
  VERIFIED_WATCHED_MAX,
} from '../../../engine/core/market/arbitrages.ts';
import type { MarketId } from '../../../engine/domain/ids.ts';
import { type MarketGroup, marketsOf } from '../../../engine/domain/market-group.ts';
import { type PairTold, pairKey } from '../../../engine/domain/market-pair.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import {
  MarketMatcher,
  type MatchedPair,
} from '../../../engine/intelligence/matching/market-matcher.ts';
import type { MarketText } from '../../../engine/intelligence/normalizer/contract.ts';
import { GroupFinder, kalshiEvents, polymarketEvents } from './groups.ts';
import { kalshiTextOf, polymarketTextOf, rulesOf, textHashOf } from './market-texts.ts';

/** Between two lists of what both venues have. */
export const PAIR_EVERY_MS = 5 * MINUTE_MS;
/** Markets of a venue that are compared; those that its list names first. */
export const COMPARED_MAX = 20_000;
/** Pages of events of one list. */
const PAGES_MAX = 200;
const LOOK_MS = SECOND_MS;
/** Markets read and compared in one turn of the loop: some milliseconds. */
const PER_TURN = 10;
/** Pairs of one input of the core. */
const TOLD_AT_ONCE = 50;
const SOURCE = 'polymarket.markets';

export interface PairingOptions {
  readonly gamma: Pick<Gamma, 'eventRows'>;
  readonly kalshi: {
    listings(): Iterable<KalshiListing>;
    listing(id: MarketId): KalshiListing | null;
    /** The market and its book go to the engine from now on. */
    want(id: MarketId): void;
  };
  readonly sink: Pick<FrameSink, 'json'>;
  readonly tell: (pairs: readonly PairTold[], groups: readonly MarketGroup[]) => void;
  /** Whether anybody looks for arbitrage now. */
  readonly isWanted: () => boolean;
  readonly runtime: HttpRuntime;
  readonly everyMs?: number;
}

export interface PairingHealth {
  readonly rounds: number;
  /** Markets known of each venue. */
  readonly polymarket: number;
  readonly kalshi: number;
  /** Pairs told and not taken back. */
  readonly pairs: number;
  /** Sets and ladders, likewise. */
  readonly groups: number;
  readonly lastSuccessAtMs: AtMs | null;
  readonly trouble: string | null;
}

/**
 * Compares what both venues list, in small parts beside everything else, and tells the core which
 * markets may be one question. A market is read once, and again when its words change.
 */
export class Pairing {
  readonly #options: PairingOptions;
  readonly #matcher = new MarketMatcher();
  readonly #finders = {
    polymarket: new GroupFinder('polymarket'),
    kalshi: new GroupFinder('kalshi'),
  };
  readonly #stop = new AbortController();
  readonly #hashes = new Map<string, string | null>();
  readonly #rows = new Map<string, Row>();
  readonly #told = new Set<string>();
  readonly #wanted = { verified: new Set<MarketId>(), unproven: new Set<MarketId>() };
  #waiting: PairTold[] = [];
  #rounds = 0;
  #lastSuccessAtMs: AtMs | null = null;
  #trouble: string | null = null;
  /** By the monotonic clock. */
  #dueMs = Number.NEGATIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();

  constructor(options: PairingOptions) {
    this.#options = options;
  }

  /** Once. `failed` is told of what no venue is to blame for. */
  start(failed: (error: unknown) => void): void {
    this.#running = this.#run().catch(failed);
  }

  snapshot(): PairingHealth {
    return {
      rounds: this.#rounds,
      polymarket: this.#matcher.count('polymarket'),
      kalshi: this.#matcher.count('kalshi'),
      pairs: this.#told.size,
      groups: this.#finders.polymarket.size + this.#finders.kalshi.size,
      lastSuccessAtMs: this.#lastSuccessAtMs,
      trouble: this.#trouble,
    };
  }

  /** The rules of a market that is compared, as its venue words them; `null` where they are not read. */
  ruleText(id: MarketId): string | null {
    const listing = this.#options.kalshi.listing(id);
    if (listing !== null) return kalshiTextOf(listing).rules;
    const row = this.#rows.get(id);
    return row === undefined ? null : rulesOf(row);
  }

  /** Ends it for good; settles when nothing is under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { runtime, isWanted, everyMs = PAIR_EVERY_MS } = this.#options;
    while (!signal.aborted) {
      if (isWanted() && runtime.monotonicMs() >= this.#dueMs) {
        this.#dueMs = runtime.monotonicMs() + everyMs;
        await this.#round();
      }
      await runtime.sleep(LOOK_MS, signal);
    }
  }

  async #round(): Promise<void> {
    const { runtime, kalshi } = this.#options;
    try {
      const rows = await this.#polymarket();
      await this.#slowly(rows, ({ row, listed: { market } }) => {
        if (!market.acceptingOrders) return null;
        this.#rows.set(market.id, row);
        return polymarketTextOf(row, market);
      });
      await this.#slowly(first(kalshi.listings()), (listing) =>
        listing.terms.isCombo ? null : kalshiTextOf(listing),
      );
      this.#flush();
      await this.#groups(rows);
      this.#rounds += 1;
      this.#lastSuccessAtMs = runtime.nowMs();
      this.#trouble = null;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (!(error instanceof VenueError)) throw error;
      this.#trouble = troubleOf(error);
    }
  }

  /** @throws VenueError */
  async #polymarket(): Promise<readonly MarketRow[]> {
    const { gamma } = this.#options;
    const { signal } = this.#stop;
    const of = { closed: false, pagesMax: PAGES_MAX, priority: 'background', signal } as const;
    const read = await gamma.eventRows(of);
    const rows = read.complete ? read.rows : read.readSoFar;
    if (!read.complete && rows.length === 0) throw read.error;
    return rows.slice(0, COMPARED_MAX);
  }

  /** Takes up a list in parts; what is gone from it is forgotten. */
  async #slowly<T>(all: Iterable<T>, textOf: (one: T) => MarketText | null): Promise<void> {
    const seen = new Set<string>();
    let venue: MarketText['venue'] | null = null;
    let inTurn = 0;
    for (const one of all) {
      const text = textOf(one);
      if (text === null) continue;
      venue = text.venue;
      seen.add(text.id);
      this.#take(text);
      inTurn += 1;
      if (inTurn < PER_TURN) continue;
      inTurn = 0;
      this.#flush();
      await this.#options.runtime.sleep(0, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
    }
    if (venue !== null) this.#forget(venue, seen);
  }

  /** Sets and ladders of each venue by itself. */
  async #groups(rows: readonly MarketRow[]): Promise<void> {
    const { kalshi, sink, runtime, tell } = this.#options;
    const pause = () => runtime.sleep(0, this.#stop.signal);
    const ours = await this.#finders.polymarket.find(polymarketEvents(rows), pause);
    const theirs = await this.#finders.kalshi.find(kalshiEvents(first(kalshi.listings())), pause);
    if (this.#stop.signal.aborted) return;
    const needed = ours.flatMap((group) =>
      marketsOf(group).flatMap((id) => this.#rows.get(id) ?? []),
    );
    if (needed.length > 0) sink.json(SOURCE, needed, runtime.nowMs());
    for (const group of theirs) for (const id of marketsOf(group)) kalshi.want(id);
    if (ours.length + theirs.length > 0) tell([], [...ours, ...theirs]);
  }

  #take(text: MarketText): void {
    const key = `${text.venue}|${text.id}`;
    this.#hashes.set(key, textHashOf(text));
    for (const matched of this.#matcher.add(text)) this.#matched(matched);
  }

  #matched({ polymarketId, kalshiId, verdict }: MatchedPair): void {
    const told: PairTold = {
      ...verdict,
      polymarketId: polymarketId as MarketId,
      kalshiId: kalshiId as MarketId,
      polymarketTextHash: this.#hashes.get(`polymarket|${polymarketId}`) ?? null,
      kalshiTextHash: this.#hashes.get(`kalshi|${kalshiId}`) ?? null,
    };
    const key = pairKey(told);
    if (verdict.state === 'rejected') {
      // Only what was believed has to be taken back.
      if (this.#told.delete(key)) this.#waiting.push(told);
      return;
    }
    if (!this.#hasRoom(told)) return;
    this.#told.add(key);
    this.#waiting.push(told);
  }

  /** Its books would cost the venues' limits: verified ones come before those that are only shown. */
  #hasRoom({ state, kalshiId }: PairTold): boolean {
    const isVerified = state === 'verified';
    const wanted = isVerified ? this.#wanted.verified : this.#wanted.unproven;
    if (wanted.has(kalshiId)) return true;
    if (wanted.size >= (isVerified ? VERIFIED_WATCHED_MAX : UNPROVEN_WATCHED_MAX)) return false;
    wanted.add(kalshiId);
    return true;
  }

  /** Tells what was found, and has both markets listed where the core has to know them. */
  #flush(): void {
    const { sink, runtime, kalshi, tell } = this.#options;
    while (this.#waiting.length > 0) {
      const part = this.#waiting.splice(0, TOLD_AT_ONCE);
      const rows = part.flatMap(({ state, polymarketId }) =>
        state === 'rejected' ? [] : (this.#rows.get(polymarketId) ?? []),
      );
      if (rows.length > 0) sink.json(SOURCE, rows, runtime.nowMs());
      for (const { state, kalshiId } of part) if (state !== 'rejected') kalshi.want(kalshiId);
      tell(part, []);
    }
  }

  #forget(venue: MarketText['venue'], seen: ReadonlySet<string>): void {
    const prefix = `${venue}|`;
    for (const key of this.#hashes.keys()) {
      const id = key.slice(prefix.length);
      if (!key.startsWith(prefix) || seen.has(id)) continue;
      this.#hashes.delete(key);
      this.#rows.delete(id);
      this.#matcher.remove(venue, id);
      this.#wanted.verified.delete(id as MarketId);
      this.#wanted.unproven.delete(id as MarketId);
    }
  }
}

function* first(listings: Iterable<KalshiListing>): Generator<KalshiListing> {
  let count = 0;
  for (const listing of listings) {
    if (count >= COMPARED_MAX) return;
    count += 1;
    yield listing;
  }
}
