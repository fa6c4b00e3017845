import { HOUR_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import { drawBetween } from './event-plan.ts';
import { LOT } from './ladder.ts';
import type { Leader } from './leader.ts';
import type { LeaderProfile, Taste } from './leader-profiles.ts';
import type { LiveMarket } from './live-market.ts';
import type { MarketPool } from './market-pool.ts';
import { touch } from './matching.ts';
import type { VenueSide } from './venue.ts';

/** What a leader does next: an order that takes, or sets made or given back. Sizes in micro-shares. */
export type Move =
  | {
      readonly kind: 'order';
      readonly live: LiveMarket;
      readonly outcome: 0 | 1;
      readonly side: VenueSide;
      readonly size: number;
      readonly limit: number;
    }
  | {
      readonly kind: 'sets';
      readonly live: LiveMarket;
      readonly type: 'SPLIT' | 'MERGE';
      readonly size: number;
    };

export interface MoveScene {
  readonly leader: Leader;
  readonly profile: LeaderProfile;
  readonly pool: MarketPool;
  readonly chance: Chance;
  readonly nowMs: number;
}

/** Decides what a leader does. `null` when nothing can be done now. */
export interface Mind {
  next(scene: MoveScene): Move | null;
}

/** The venue's least order is five shares; what would be left under it goes along. */
const SHARES_MIN = 5 * MICRO;
const SMALL_PROBABILITY = 0.16;
const SMALL_DOLLARS_MIN = 8;
const SMALL_DOLLARS_MAX = 19;
/** How much worse than the best price a buyer accepts, and a seller. */
const BUY_REACH = 30_000;
const SELL_REACH = 50_000;
const SHORT_LIFE_MS = HOUR_MS / 2;

/** A buy of `sizeAt` shares at what the book asks; `null` when it asks nothing to the taste. */
export function buyMove(
  live: LiveMarket,
  outcome: 0 | 1,
  wish: { readonly sizeAt: (price: number) => number; readonly prices: Taste['prices'] },
): Move | null {
  const price = touch(live.market, outcome, 'BUY');
  if (price === null || price < wish.prices[0] * MICRO || price > wish.prices[1] * MICRO) {
    return null;
  }
  const size = Math.max(SHARES_MIN, wish.sizeAt(price));
  const limit = Math.min(MICRO - live.market.tick, price + BUY_REACH);
  return { kind: 'order', live, outcome, side: 'BUY', size, limit };
}

/** A sale of a part of what is held at what the book bids; `null` when there is none. */
export function sellMove(
  live: LiveMarket,
  outcome: 0 | 1,
  wish: { readonly held: number; readonly part: number },
): Move | null {
  const price = touch(live.market, outcome, 'SELL');
  if (price === null || wish.held === 0) return null;
  const part = toLots(wish.held * wish.part);
  const size = part < SHARES_MIN || wish.held - part < SHARES_MIN ? wish.held : part;
  const limit = Math.max(live.market.tick, price - SELL_REACH);
  return { kind: 'order', live, outcome, side: 'SELL', size, limit };
}

export function drawDollars({ chance, profile }: MoveScene): number {
  if (chance.happens(SMALL_PROBABILITY)) {
    return chance.whole(SMALL_DOLLARS_MIN, SMALL_DOLLARS_MAX);
  }
  return drawBetween(chance, ...profile.dollars);
}

/** Whole lots that so many dollars buy. */
export function sharesFor(dollars: number): (price: number) => number {
  return (price) => toLots((dollars * MICRO * MICRO) / price);
}

/** How long the market is still open. */
export function lifeMs(live: LiveMarket, { nowMs }: MoveScene): number {
  return live.plan.closeMs - nowMs;
}

export function isShort(live: LiveMarket, scene: MoveScene): boolean {
  return lifeMs(live, scene) < SHORT_LIFE_MS;
}

export function toLots(size: number): number {
  return Math.floor(size / LOT) * LOT;
}
