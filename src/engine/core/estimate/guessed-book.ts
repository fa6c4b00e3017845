import type { DepthView, Level } from '../../domain/book/depth.ts';
import type { TokenId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { MarketAnalysis } from '../../domain/market-analysis.ts';
import type { AtMs } from '../../domain/time.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  ceilTo,
  cost,
  dollars,
  type Money,
  type Price,
  price,
  type Quantity,
  quantityFor,
} from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';

/** What an estimate takes for a book that nobody recorded. */
export interface CopyAssumptions {
  /** From the leader's trade to our order at the venue. */
  readonly delayMs: number;
  /** Between the best bid and the best ask; a public print is taken for their middle. */
  readonly spread: Price;
  /** By how much an order of {@link IMPACT_DOLLARS} moves its own average; others in proportion. */
  readonly impact: Price;
}

export const IMPACT_DOLLARS = dollars(100);

/** Levels of a guessed side, if its price moves at all. */
const LEVELS_MAX = 20;
/** A guessed side holds this many times what is asked of it. */
const DEPTH_FACTOR = 2;
/** A guessed market is good and calm: there is no book that could be judged. */
const ASSUMED: MarketAnalysis = {
  parts: { liquidity: 1, spread: 1, volume: 1, timeDecay: 1 },
  depth: { bid: 0 as Money, ask: 0 as Money, asymmetry: null },
  spread: null,
  volume24h: null,
  volatility: { day: 0 as Price, week: 0 as Price, basis: 'none' },
  risk: { score: 0, concerns: [] },
  closesInMs: null,
  payoutInMs: null,
};
/** A guess is as old as its moment. */
const MAX_AGE_MS = 1;

interface Guess {
  readonly market: Market;
  readonly tokenId: TokenId;
  /** The public print. */
  readonly middle: Price;
  readonly atMs: AtMs;
  readonly assumptions: CopyAssumptions;
}

/**
 * A side to buy from. With an impact i for $100, the shares behind D dollars cost the best ask plus
 * 2·i·D/$100, so that an order of D dollars pays i·D/$100 above the best ask on average.
 */
export function guessedAsks(guess: Guess, wanted: Money): DepthView {
  const { market, middle, assumptions } = guess;
  const best = Math.min(MICRO - market.rules.tick, middle + halfSpread(assumptions));
  const levels = levelsOf(assumptions);
  const step = stepOf(wanted, levels);
  const asks: Level[] = [];
  for (let at = 0; at < levels; at += 1) {
    const level = best + rise(assumptions, step, at);
    if (level > MICRO - market.rules.tick) break;
    const each = price(level);
    asks.push({ price: each, quantity: ceilTo(quantityFor(step, each), LOT) });
  }
  return viewOf(guess, { asks, bids: [] });
}

/** A side to sell to, down to one tick, in the same way. */
export function guessedBids(guess: Guess, wanted: Quantity): DepthView {
  const { market, middle, assumptions } = guess;
  const { tick } = market.rules;
  const best = Math.max(tick, middle - halfSpread(assumptions));
  const levels = levelsOf(assumptions);
  const step = stepOf(cost(price(best), wanted, 'ceil'), levels);
  const shares = ceilTo(Math.ceil((wanted * DEPTH_FACTOR) / levels) as Quantity, LOT);
  const bids = Array.from({ length: levels }, (_, at) => ({
    price: price(Math.max(tick, best - rise(assumptions, step, at))),
    quantity: shares,
  }));
  return viewOf(guess, { asks: [], bids });
}

/** What a share would bring at a print. */
export function guessedMark(middle: Price, assumptions: CopyAssumptions): Price {
  return price(Math.max(0, middle - halfSpread(assumptions)));
}

function halfSpread({ spread }: CopyAssumptions): number {
  return Math.ceil(spread / 2);
}

function levelsOf({ impact }: CopyAssumptions): number {
  return impact === 0 ? 1 : LEVELS_MAX;
}

/** Dollars of one level. */
function stepOf(wanted: Money, levels: number): Money {
  return Math.ceil((wanted * DEPTH_FACTOR) / levels) as Money;
}

/** How far the middle of a level lies behind the best price. */
function rise({ impact }: CopyAssumptions, step: Money, at: number): number {
  return mulDiv(impact, (2 * at + 1) * step, { by: IMPACT_DOLLARS, rounding: 'ceil' });
}

function viewOf(
  { market, tokenId, atMs }: Guess,
  sides: { readonly asks: readonly Level[]; readonly bids: readonly Level[] },
): DepthView {
  return {
    marketId: market.id,
    tokenId,
    ...sides,
    tick: market.rules.tick,
    trust: { trusted: true, reason: null },
    receivedAtMs: atMs,
    atMs,
    maxAgeMs: MAX_AGE_MS,
    analysis: ASSUMED,
  };
}
