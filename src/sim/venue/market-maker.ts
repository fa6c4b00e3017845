import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import { type Ladder, LOT, opposite, SIDES } from './ladder.ts';
import type { VenueLevelChange, VenueSide } from './venue.ts';

const LEVELS_MIN = 6;
const LEVELS_MAX = 9;
/** Levels that the price has left behind and nobody took away yet. */
const LEVELS_SPARE = 3;
const SPREAD_TICKS_MAX = 3;
/** How often the spread is thought over. */
const SPREAD_PROBABILITY = 0.08;
/** Shares of a usual best level, spread evenly over the logarithm. */
const SIZE_MIN = 90;
const SIZE_MAX = 1_200;
/** How much larger each level further out is. */
const SIZE_GROWTH = 0.35;
const LOTS_PER_SHARE = 100;

/** Where the makers see the market: the probability of outcome 0 and the grid of prices. */
export interface Quoting {
  readonly fair: number;
  readonly tick: number;
}

/** All who rest orders in one market, taken together. They keep the ladder around their belief. */
export class MarketMaker {
  readonly #chance: Chance;
  readonly #ladder: Ladder;
  readonly #levels: number;
  readonly #size: number;
  #spreadTicks: number;
  #away: VenueSide | null = null;

  constructor(chance: Chance, ladder: Ladder) {
    this.#chance = chance;
    this.#ladder = ladder;
    this.#levels = chance.whole(LEVELS_MIN, LEVELS_MAX);
    this.#size = SIZE_MIN * (SIZE_MAX / SIZE_MIN) ** chance.next();
    this.#spreadTicks = this.#drawSpread();
  }

  /** Changes up to `changesMax` levels, most urgent first: stale quotes, missing ones, sizes. */
  refresh(quoting: Quoting, changesMax: number): readonly VenueLevelChange[] {
    if (this.#chance.happens(SPREAD_PROBABILITY)) this.#spreadTicks = this.#drawSpread();
    const changes: VenueLevelChange[] = [];
    this.#requote(quoting, changes, changesMax);
    for (let left = changesMax - changes.length; left > 0; left -= 1) this.#resize(changes);
    return changes;
  }

  /** Quotes every level anew that is not where it belongs. */
  lay(quoting: Quoting): readonly VenueLevelChange[] {
    const changes: VenueLevelChange[] = [];
    this.#requote(quoting, changes, Number.POSITIVE_INFINITY);
    return changes;
  }

  /** Takes one side away until {@link comeBack}. */
  withdraw(side: VenueSide): readonly VenueLevelChange[] {
    this.#away = side;
    return this.#ladder.clear(side);
  }

  comeBack(): void {
    this.#away = null;
  }

  /** Whether it quotes `side` now. */
  quotes(side: VenueSide): boolean {
    return side !== this.#away;
  }

  /** Around the fair price; next to 0 or 1 a best price may lie off the grid, then that side is empty. */
  bestPrices({ fair, tick }: Quoting): Readonly<Record<VenueSide, number>> {
    const bid = Math.round((fair * MICRO) / tick - this.#spreadTicks / 2);
    return { BUY: bid * tick, SELL: (bid + this.#spreadTicks) * tick };
  }

  /**
   * Stale quotes go first: as long as one is left, nothing is added that it could cross. From a
   * guest's order that rests where a quote belongs it stays away; somebody takes that order.
   */
  #requote(quoting: Quoting, changes: VenueLevelChange[], changesMax: number): void {
    const best = this.bestPrices(quoting);
    for (const side of SIDES) {
      this.#pull(side, { best: best[side], changes, changesMax });
      this.#trim(side, changes, changesMax);
    }
    for (let depth = 0; depth < this.#levels; depth += 1) {
      for (const side of SIDES) {
        const away = side === 'BUY' ? -depth : depth;
        const price = best[side] + away * quoting.tick;
        if (changes.length >= changesMax) return;
        if (this.#isMissing(side, price, quoting.tick) && !this.#ladder.crosses(side, price)) {
          changes.push(this.#ladder.set(side, price, this.#drawSize(depth)));
        }
      }
    }
  }

  /** Takes quotes away that are better than the makers now want to give. */
  #pull(
    side: VenueSide,
    to: {
      readonly best: number;
      readonly changes: VenueLevelChange[];
      readonly changesMax: number;
    },
  ): void {
    while (to.changes.length < to.changesMax) {
      const price = this.#ladder.levels(side).at(-1)?.price;
      if (price === undefined || (side === 'BUY' ? price <= to.best : price >= to.best)) return;
      to.changes.push(this.#ladder.set(side, price, 0));
    }
  }

  #trim(side: VenueSide, changes: VenueLevelChange[], changesMax: number): void {
    const levels = this.#ladder.levels(side);
    while (levels.length > this.#levels + LEVELS_SPARE && changes.length < changesMax) {
      changes.push(this.#ladder.set(side, levels[0]?.price ?? 0, 0));
    }
  }

  #isMissing(side: VenueSide, price: number, tick: number): boolean {
    if (!this.quotes(side) || price < tick || price > MICRO - tick) return false;
    return this.#ladder.sizeAt(side, price) === 0;
  }

  #resize(changes: VenueLevelChange[]): void {
    const first = this.#chance.pick(SIDES);
    const side = this.#ladder.levels(first).length > 0 ? first : opposite(first);
    const levels = this.#ladder.levels(side);
    if (levels.length === 0) return;
    const at = this.#chance.whole(0, levels.length - 1);
    const level = levels[at];
    const size = this.#drawSize(levels.length - 1 - at);
    if (level === undefined || level.size === size) return;
    if (changes.some((change) => change.side === side && change.price === level.price)) return;
    changes.push(this.#ladder.set(side, level.price, size));
  }

  /** Mostly whole shares. */
  #drawSize(depth: number): number {
    const shares = this.#size * (0.3 + 1.4 * this.#chance.next()) * (1 + SIZE_GROWTH * depth);
    const lots = Math.max(LOTS_PER_SHARE, Math.round(shares * LOTS_PER_SHARE));
    const whole = this.#chance.happens(0.7);
    return (whole ? Math.round(lots / LOTS_PER_SHARE) * LOTS_PER_SHARE : lots) * LOT;
  }

  /** One tick most often. */
  #drawSpread(): number {
    return Math.min(
      this.#chance.whole(1, SPREAD_TICKS_MAX),
      this.#chance.whole(1, SPREAD_TICKS_MAX),
    );
  }
}
