import type { Level } from '../../domain/book/depth.ts';
import type { NearDepth } from '../../domain/market-analysis.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import type { Money, Price } from '../../domain/values/money.ts';

/** Depth counts within this share of the mid, at least one tick. */
export const LIQUIDITY_BAND = 0.02;

export interface BookSides {
  /** Best first on both sides. */
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly tick: Price;
}

/** The middle of a book in micro-dollars, and its spread as a share of that. */
export function middleOf({ bids, asks }: BookSides): {
  readonly mid: number | null;
  readonly spread: number | null;
} {
  const bid = bids[0]?.price;
  const ask = asks[0]?.price;
  if (bid === undefined || ask === undefined || bid >= ask) return { mid: null, spread: null };
  const mid = (bid + ask) / 2;
  return { mid, spread: (ask - bid) / mid };
}

/** What lies within {@link LIQUIDITY_BAND} of the middle; nothing when there is no middle. */
export function nearDepth(book: BookSides): NearDepth {
  const { mid } = middleOf(book);
  if (mid === null) return { bid: 0 as Money, ask: 0 as Money, asymmetry: null };
  const reach = Math.max(mid * LIQUIDITY_BAND, book.tick);
  const bid = dollarsWithin(book.bids, mid, reach);
  const ask = dollarsWithin(book.asks, mid, reach);
  return { bid, ask, asymmetry: bid + ask === 0 ? null : (bid - ask) / (bid + ask) };
}

function dollarsWithin(levels: readonly Level[], mid: number, reach: number): Money {
  let depth = 0;
  for (const level of levels) {
    if (Math.abs(level.price - mid) > reach) break;
    depth += mulDiv(level.price, level.quantity, { by: MICRO, rounding: 'floor' });
  }
  return depth as Money;
}
