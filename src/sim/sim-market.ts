import type { Chance } from './chance.ts';

/** One resting level as the venue writes it. Prices and sizes in micro-units. */
export interface SimLevel {
  readonly price: number;
  readonly size: number;
}

export interface SimBook {
  readonly bids: readonly SimLevel[];
  readonly asks: readonly SimLevel[];
}

const MICRO = 1_000_000;
const LEVELS_MAX = 8;
/** Sizes are whole cents of a share. */
const SIZE_STEP = 10_000;

/** How likely the mid moves and a level stays, each time, and how large levels are, in steps. */
interface Pace {
  readonly moves: number;
  readonly keeps: number;
  readonly least: number;
  readonly most: number;
}

const BUSY: Pace = { moves: 0.4, keeps: 0.8, least: 500, most: 40_000 };
/** Thin levels that stay: copies compete for them, also across a restart. */
const CALM: Pace = { moves: 0.03, keeps: 0.98, least: 100, most: 1_000 };

/**
 * One market with a hidden probability that wanders, and the book around it. The book is kept in
 * prices of the first outcome; the second outcome's book is its mirror.
 */
export class SimMarket {
  readonly conditionId: string;
  readonly tokenIds: readonly string[];
  readonly question: string;
  readonly eventSlug: string;
  readonly category: string;
  readonly tick: number;
  readonly feeRate: number;
  /** Payout of each outcome in dollars, once it resolves. */
  readonly payouts: readonly number[];
  readonly closesAtMs: number;
  #book: SimBook = { bids: [], asks: [] };
  #mid: number;
  readonly #chance: Chance;
  readonly #pace: Pace;

  constructor(
    chance: Chance,
    place: { readonly index: number; readonly group: number; readonly closesAtMs: number },
  ) {
    this.#chance = chance;
    this.conditionId = `0x${chance.hex(64)}`;
    const outcomes = place.index % 5 === 4 ? 3 : 2;
    this.tokenIds = Array.from({ length: outcomes }, () => `9${decimalDigits(chance, 70)}`);
    this.question = `Will it happen, case ${place.index}?`;
    this.eventSlug = `event-${place.group}`;
    this.category = chance.pick(['politics', 'sports', 'crypto', 'weather']);
    this.tick = chance.pick([10_000, 10_000, 1_000]);
    this.feeRate = chance.pick([0, 0.04, 0.07]);
    this.payouts = payoutsOf(chance, outcomes);
    this.closesAtMs = place.closesAtMs;
    this.#pace = chance.fork('pace').pick([BUSY, CALM]);
    this.#mid = this.#onGrid(chance.whole(150_000, 850_000));
    this.move();
  }

  get mid(): number {
    return this.#mid;
  }

  /** A step of the hidden probability; most levels stay as they are, so that depth is really taken. */
  move(): void {
    const chance = this.#chance;
    if (chance.happens(this.#pace.moves)) {
      const step = chance.whole(-2, 2) * this.tick;
      this.#mid = Math.min(900_000, Math.max(100_000, this.#mid + step));
    }
    const shape = chance.next();
    const bids = shape < 0.02 ? [] : this.#side('bid', this.#book.bids);
    const asks = shape > 0.98 ? [] : this.#side('ask', this.#book.asks);
    this.#book = { bids, asks };
  }

  /** The book of an outcome, best level last as the venue sends it. With three outcomes each has its own. */
  book(outcome: number): SimBook {
    if (outcome === 0 || this.tokenIds.length > 2) return this.#book;
    return { bids: mirror(this.#book.asks), asks: mirror(this.#book.bids) };
  }

  /** What a taker pays for one share of an outcome now. */
  priceOf(outcome: number): number {
    return outcome === 0 || this.tokenIds.length > 2 ? this.#mid : MICRO - this.#mid;
  }

  #side(side: 'bid' | 'ask', before: readonly SimLevel[]): readonly SimLevel[] {
    const chance = this.#chance;
    const known = new Map(before.map((level) => [level.price, level.size]));
    const away = side === 'bid' ? -this.tick : this.tick;
    const levels: SimLevel[] = [];
    for (let count = 1; count <= LEVELS_MAX; count += 1) {
      const price = this.#mid + away * count;
      if (price < this.tick || price > MICRO - this.tick) break;
      const kept = chance.happens(this.#pace.keeps) ? known.get(price) : undefined;
      levels.push({
        price,
        size: kept ?? chance.whole(this.#pace.least, this.#pace.most) * SIZE_STEP,
      });
    }
    return levels.reverse();
  }

  #onGrid(price: number): number {
    return Math.round(price / this.tick) * this.tick;
  }
}

function mirror(levels: readonly SimLevel[]): readonly SimLevel[] {
  return levels.map(({ price, size }) => ({ price: MICRO - price, size }));
}

/** One outcome wins; now and then a market is void and pays half. */
function payoutsOf(chance: Chance, outcomes: number): readonly number[] {
  if (outcomes === 2 && chance.happens(0.2)) return [0.5, 0.5];
  const winner = chance.whole(0, outcomes - 1);
  return Array.from({ length: outcomes }, (_, index) => (index === winner ? 1 : 0));
}

function decimalDigits(chance: Chance, count: number): string {
  let text = '';
  while (text.length < count) text += chance.whole(0, 9);
  return text;
}
