import { Chance } from './chance.ts';
import { type LeaderKind, SimLeader } from './sim-leader.ts';
import { type SimBook, SimMarket } from './sim-market.ts';
import {
  activityPage,
  bookFrame,
  type LeaderRow,
  listingFrame,
  resolutionFrame,
  rtdsFrame,
  type SimFrame,
} from './venue-frames.ts';

/** Which feed brings a frame; faults act on feeds. */
export type SimFeed = 'listing' | 'books' | 'rtds' | 'data-api' | 'resolution';

/** A frame and when it would arrive without faults. */
export interface SimDelivery {
  readonly atMs: number;
  readonly feed: SimFeed;
  readonly frame: SimFrame;
}

export interface WorldOptions {
  readonly seed: string;
  readonly startAtMs: number;
  readonly durationMs: number;
  readonly markets: number;
}

const TICK_MS = 1_000;
/** Each second, for each leader or market. */
const ACT_PROBABILITY = 0.12;
const BURST_PROBABILITY = 0.003;
const RESOLVE_PROBABILITY = 0.01;
/** Decisions of one leader within one second. */
const BURST_ACTS = 25;
const KINDS: readonly LeaderKind[] = ['directional', 'directional', 'marketMaker', 'trader'];
const MARKETS_PER_GROUP = 2;
/** How long after a trade each feed tells of it; measured medians of the real ones. */
const RTDS_DELAY_MS = 2_000;
const DATA_API_DELAY_MS = 5_400;
/** A market closes long after the run, so that entries are allowed; some resolve within it. */
const CLOSES_AFTER_MS = 30 * 86_400_000;

/** A seeded world: all that its venues would send, and the truth behind it. */
export class World {
  readonly markets: readonly SimMarket[];
  readonly leaders: readonly SimLeader[];
  /** Every leader row, once, in the order in which it happened. */
  readonly truth: LeaderRow[] = [];
  readonly deliveries: SimDelivery[] = [];
  readonly #chance: Chance;
  readonly #resolved = new Set<SimMarket>();
  readonly #startAtMs: number;
  /** Every outcome's book of each second, by token. */
  readonly #books = new Map<string, SimBook[]>();
  readonly #resolutions: { readonly market: SimMarket; readonly atMs: number }[] = [];

  constructor({ seed, startAtMs, durationMs, markets }: WorldOptions) {
    this.#startAtMs = startAtMs;
    const chance = new Chance(seed);
    this.#chance = chance.fork('world');
    const closesAtMs = startAtMs + CLOSES_AFTER_MS;
    this.markets = Array.from({ length: markets }, (_, index) => {
      const group = Math.floor(index / MARKETS_PER_GROUP);
      return new SimMarket(chance.fork(`market ${index}`), { index, group, closesAtMs });
    });
    this.leaders = KINDS.map((kind, index) => new SimLeader(chance.fork(`leader ${index}`), kind));
    for (const market of this.markets) this.#deliver(startAtMs, 'listing', listingFrame(market));
    const halfAtMs = startAtMs + durationMs / 2;
    for (let atMs = startAtMs; atMs < startAtMs + durationMs; atMs += TICK_MS) {
      this.#tick(atMs);
      if (atMs > halfAtMs) this.#mayResolve(atMs);
    }
    this.deliveries.sort((a, b) => a.atMs - b.atMs);
  }

  /** A token's book at a moment; after the run it stays as it was at the end. */
  bookAt(token: string, atMs: number): SimBook {
    const books = this.#books.get(token) ?? [];
    const second = Math.floor((atMs - this.#startAtMs) / TICK_MS);
    return books[Math.min(Math.max(0, second), books.length - 1)] ?? { bids: [], asks: [] };
  }

  /** Markets that resolve within the run, and when. */
  get resolutions(): readonly { readonly market: SimMarket; readonly atMs: number }[] {
    return this.#resolutions;
  }

  /** A read of every open market's book as it stands at the end of the run. */
  readBooks(atMs: number): readonly SimFrame[] {
    const open = this.markets.filter((market) => !this.#resolved.has(market));
    return open.map((market) => bookFrame(market, atMs));
  }

  /** Resolutions so far, as the venue's list would show them. */
  readResolutions(atMs: number): readonly SimFrame[] {
    return [...this.#resolved].map((market) => resolutionFrame(market, atMs));
  }

  readListings(): readonly SimFrame[] {
    return this.markets.map(listingFrame);
  }

  /** What the Data API answers for a wallet: all of its rows between two moments, in one page. */
  readActivity(wallet: string, fromMs: number, untilMs: number): SimFrame {
    const rows = this.truth.filter((row) => {
      const atMs = row.atSeconds * 1_000;
      return row.wallet === wallet && atMs >= fromMs && atMs + DATA_API_DELAY_MS <= untilMs;
    });
    return activityPage(rows);
  }

  #tick(atMs: number): void {
    for (const market of this.markets) {
      if (this.#resolved.has(market)) continue;
      market.move();
      this.#remember(market);
      if (this.#chance.happens(0.5)) this.#deliver(atMs, 'books', bookFrame(market, atMs));
    }
    const open = this.markets.filter((market) => !this.#resolved.has(market));
    if (open.length === 0) return;
    for (const leader of this.leaders) {
      if (this.#chance.happens(ACT_PROBABILITY)) this.#act(leader, open, atMs);
      if (!this.#chance.happens(BURST_PROBABILITY)) continue;
      for (let count = 0; count < BURST_ACTS; count += 1) this.#act(leader, open, atMs);
    }
  }

  #remember(market: SimMarket): void {
    for (const [outcome, token] of market.tokenIds.entries()) {
      const books = this.#books.get(token) ?? [];
      books.push(market.book(outcome));
      this.#books.set(token, books);
    }
  }

  #act(leader: SimLeader, open: readonly SimMarket[], atMs: number): void {
    this.#publish(leader.act(this.#chance.pick(open), atMs), atMs);
  }

  #mayResolve(atMs: number): void {
    for (const market of this.markets) {
      const due = !this.#resolved.has(market) && this.#chance.happens(RESOLVE_PROBABILITY);
      if (due) this.#resolve(market, atMs);
    }
  }

  #publish(rows: readonly LeaderRow[], atMs: number): void {
    for (const [index, row] of rows.entries()) {
      this.truth.push(row);
      if (row.type !== 'TRADE') continue;
      const heardAtMs = atMs + RTDS_DELAY_MS + index;
      this.#deliver(heardAtMs, 'rtds', rtdsFrame(row, heardAtMs));
    }
    if (rows.length > 0) this.#deliver(atMs + DATA_API_DELAY_MS, 'data-api', activityPage(rows));
  }

  #resolve(market: SimMarket, atMs: number): void {
    this.#resolved.add(market);
    this.#resolutions.push({ market, atMs });
    this.#deliver(atMs, 'resolution', resolutionFrame(market, atMs));
    for (const leader of this.leaders) {
      const row = leader.redeem(market, atMs);
      if (row !== null) this.#publish([row], atMs);
    }
  }

  #deliver(atMs: number, feed: SimFeed, frame: SimFrame): void {
    this.deliveries.push({ atMs, feed, frame });
  }
}
