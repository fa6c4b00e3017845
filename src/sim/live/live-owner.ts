import type { Chance } from '../chance.ts';
import type { World } from '../world.ts';
import type { LiveExchange } from './live-exchange.ts';
import type { LiveFaults } from './live-faults.ts';

const DOLLAR = 1_000_000;
const LOT = 10_000;
const REST_MS = [5_000, 60_000] as const;
/** Dollars of one trade, deposit or withdrawal. */
const DOLLARS = [1, 25] as const;

/** The person who owns the account and trades on it, too. */
export class LiveOwner {
  readonly #chance: Chance;
  readonly #faults: LiveFaults;
  readonly #exchange: LiveExchange;
  readonly #world: World;
  #orders = 0;

  constructor(
    chance: Chance,
    of: { readonly faults: LiveFaults; readonly exchange: LiveExchange; readonly world: World },
  ) {
    this.#chance = chance;
    this.#faults = of.faults;
    this.#exchange = of.exchange;
    this.#world = of.world;
  }

  /** Once a second. */
  act(atMs: number): void {
    if (this.#faults.strikes('ownerTrade')) this.#order(null, atMs);
    if (this.#faults.strikes('ownerOrder')) {
      this.#order(atMs + this.#chance.whole(...REST_MS), atMs);
    }
    if (!this.#faults.strikes('ownerCash')) return;
    const amount = this.#chance.whole(...DOLLARS) * DOLLAR;
    this.#exchange.move(this.#chance.happens(0.5) ? amount : -amount);
  }

  #order(restsUntilMs: number | null, atMs: number): void {
    const market = this.#chance.pick(this.#world.markets);
    const held = market.tokenIds.filter((token) => this.#sharesOf(token) > 0);
    const side = held.length > 0 && this.#chance.happens(0.5) ? 'sell' : 'buy';
    const tokenId = this.#chance.pick(side === 'sell' ? held : market.tokenIds);
    const { asks, bids } = this.#world.bookAt(tokenId, atMs);
    const best = (side === 'buy' ? asks : bids).at(-1)?.price;
    if (best === undefined) return;
    // What rests stands a few ticks away from what it would meet at once.
    const away = restsUntilMs === null ? 0 : this.#chance.whole(1, 3) * market.tick;
    const limitPrice = side === 'buy' ? best - away : best + away;
    if (limitPrice <= 0 || limitPrice >= DOLLAR) return;
    this.#orders += 1;
    const hash = `0xperson${this.#orders}`;
    const bytes = {
      hash,
      salt: hash,
      body: '',
      marketId: market.conditionId,
      tokenId,
      side,
    } as const;
    const wanted = { ...bytes, limitPrice, ...this.#amounts(bytes, limitPrice), restsUntilMs };
    this.#exchange.land(wanted, { owner: 'person', delayed: false }, atMs);
  }

  #amounts(
    { side, tokenId }: { readonly side: 'buy' | 'sell'; readonly tokenId: string },
    price: number,
  ): { readonly quantity: number; readonly spend: number } {
    if (side === 'sell') {
      const part = this.#sharesOf(tokenId) * this.#chance.next();
      return { quantity: Math.ceil(part / LOT) * LOT, spend: 0 };
    }
    const spend = this.#chance.whole(...DOLLARS) * DOLLAR;
    return { quantity: Math.floor(spend / price) * DOLLAR, spend };
  }

  #sharesOf(token: string): number {
    return this.#exchange.shares.get(token) ?? 0;
  }
}
