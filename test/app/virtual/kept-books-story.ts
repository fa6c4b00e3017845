import type { Decision } from '../../../src/engine/domain/decision.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import { START_AT_MS } from '../../data/http/virtual-runtime.ts';
import { InMemoryVenue } from '../../data/polymarket/feed/in-memory.ts';
import type { AwaitedState } from '../../data/state/awaited-state.ts';
import { streamed, type VenueFrame, walletOf } from '../../scenarios/venue-frames.ts';
import { Copier, Onlooker, type Surroundings } from './kept-books-processes.ts';
import { booksRoute, StoryBook } from './kept-books-venue.ts';

const LEADERS = ['anna', 'boris', 'clara'].map(walletOf);
export const MARKETS = 24;
/** From one market's turn to the next. */
const TURN_MS = 1_000;
/** Somebody else looks at a market this long before a leader trades there. */
const LOOKED_BEFORE_MS = 1_500;
const CHANGED_BEFORE_MS = 700;
/**
 * The second leader trades while the first book may still be used, the third when only one that was
 * read later may be.
 */
const TRADES_AFTER_MS = [0, 2_000, 4_200];
export const STEP_MS = 25;
const END_MS = (MARKETS + 15) * TURN_MS;

const SETTINGS = {
  bankroll: '100000',
  'limits.walletPercent': '100',
  'limits.walletDayPercent': '100',
  'limits.categoryPercent': '100',
  'limits.totalPercent': '100',
  'limits.positions': '1000',
  'limits.ordersPerMinute': '120',
};

/** What is done to the state store while the story is played. */
export interface Trouble {
  /** At this moment of the story, before anything else happens in it. */
  at(storyMs: number): Promise<void>;
  /** Whether answers are not to be waited for. */
  readonly isSilent: boolean;
}

export const NO_TROUBLE: Trouble = { at: async () => undefined, isSilent: false };
/** When a trouble begins and when it is over. */
export const TROUBLE_MS = { from: 12_600, until: 14_600 } as const;

export interface Told {
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly signals: number;
  /** From each signal that waited for a book to its decision. */
  readonly waitsMs: readonly number[];
  readonly brokenInvariants: readonly string[];
  readonly hits: number;
  readonly misses: number;
  readonly failures: number;
  readonly late: number;
}

/**
 * Three leaders trade one after the other in markets that nobody watched; another process has looked
 * at most of them before, some of which changed since. The stream of every fourth one is silent.
 */
export class KeptBooksStory {
  readonly #books: readonly StoryBook[];
  readonly #venue: InMemoryVenue;
  readonly #states: readonly AwaitedState[];
  readonly #agenda: { readonly atMs: number; readonly act: () => void }[] = [];
  readonly #onlooker: Onlooker;
  readonly #copier: Copier;
  #transactions = 0;

  constructor(states: { readonly onlooker: AwaitedState; readonly copier: AwaitedState }) {
    this.#books = Array.from({ length: MARKETS }, (_, place) => {
      return new StoryBook(place + 1, { isSilent: place % 4 === 3, sinceMs: START_AT_MS - 60_000 });
    });
    this.#venue = new InMemoryVenue(booksRoute(this.#books));
    this.#states = [states.onlooker, states.copier];
    const around: Omit<Surroundings, 'state'> = {
      venue: this.#venue,
      books: new Map<MarketId, StoryBook>(this.#books.map((book) => [book.id, book])),
      later: (ms, act) => this.#plan(this.#storyMs + ms, act),
    };
    this.#onlooker = new Onlooker({ ...around, state: states.onlooker });
    this.#copier = new Copier({ ...around, state: states.copier });
  }

  async play(trouble: Trouble): Promise<Told> {
    await this.#copier.start(LEADERS, SETTINGS);
    this.#books.forEach((book, turn) => {
      this.#planMarket(book, turn);
    });
    while (this.#storyMs < END_MS) {
      await trouble.at(this.#storyMs);
      for (const { act } of this.#due()) act();
      if (!trouble.isSilent) await this.answered();
      await this.#venue.runtime.advance(STEP_MS);
      await this.#copier.step();
    }
    await this.answered();
    await Promise.all([this.#onlooker.cache.close(), this.#copier.cache.close()]);
    return this.#told();
  }

  /** Until both processes have their answers of the state store. */
  async answered(): Promise<void> {
    for (const state of this.#states) await state.answered();
  }

  get #storyMs(): number {
    return this.#venue.runtime.nowMs() - START_AT_MS;
  }

  #planMarket(book: StoryBook, turn: number): void {
    const tradesMs = 3_000 + turn * TURN_MS;
    if (turn % 5 !== 4) {
      this.#plan(tradesMs - LOOKED_BEFORE_MS, () => {
        const [yes] = book.tokenIds;
        if (yes !== undefined) this.#onlooker.cache.traded(book.id, yes);
        this.#onlooker.want(book.id);
      });
    }
    if (turn % 3 === 1) {
      this.#plan(tradesMs - CHANGED_BEFORE_MS, () => {
        const frames = book.rises(this.#venue.runtime.nowMs());
        for (const process of [this.#onlooker, this.#copier]) process.hear(book.id, frames);
      });
    }
    LEADERS.forEach((leader, nth) => {
      const trades = () => this.#copier.take(this.#trade(book, leader));
      this.#plan(tradesMs + (TRADES_AFTER_MS[nth] ?? 0), trades);
    });
  }

  /** At half a dollar: what rose is too dear for some of them. */
  #trade({ market }: StoryBook, wallet: string): VenueFrame {
    this.#transactions += 1;
    const tradedAtMs = this.#venue.runtime.nowMs() - 1_000;
    const quantity = this.#transactions % 13 === 0 ? 30 : 100;
    const price = this.#transactions % 5 === 0 ? 0.47 : 0.5;
    const what = { kind: 'buy', market, outcome: 0, quantity, price } as const;
    return streamed({ ...what, wallet, transaction: this.#transactions, tradedAtMs }, 'trades');
  }

  #plan(atMs: number, act: () => void): void {
    this.#agenda.push({ atMs, act });
    this.#agenda.sort((a, b) => a.atMs - b.atMs);
  }

  #due(): readonly { readonly act: () => void }[] {
    const storyMs = this.#storyMs;
    const count = this.#agenda.findIndex(({ atMs }) => atMs > storyMs);
    return this.#agenda.splice(0, count === -1 ? this.#agenda.length : count);
  }

  #told(): Told {
    const { signals, decisions, cache, invariants } = this.#copier;
    const { hits, misses, failures, late } = cache.snapshot();
    return {
      ...{ hits, misses, failures, late },
      decisions: new Map(decisions.map((decision) => [decision.id, decision])),
      signals: signals.size,
      waitsMs: decisions
        .map(({ signalId, atMs }) => atMs - (signals.get(signalId) ?? atMs))
        .filter((ms) => ms > 0),
      brokenInvariants: invariants.broken,
    };
  }
}
