import type { LeaderTrade } from '../../../domain/change.ts';
import type { LeaderEventKind } from '../../../domain/leader.ts';
import type { AtMs } from '../../../domain/time.ts';
import { MICRO } from '../../../domain/values/micro.ts';
import { type MarketFacts, slotOf } from './markets.ts';

/** How far dollars and price × shares may lie apart by rounding of the price, as a ratio. */
const ROUNDING = 1e-4;

/** Of one moment, shares come before they go, and results come last. */
const RANK: Readonly<Record<LeaderEventKind, number>> = {
  split: 0,
  buy: 1,
  conversion: 2,
  merge: 3,
  sell: 4,
  redeem: 5,
};
export const RESOLUTION_RANK = 6;

/** A trade as the books want it: dollars and shares as floats. */
export interface CountedTrade {
  readonly kind: LeaderEventKind;
  readonly atMs: AtMs;
  readonly rank: number;
  /** Stands for the key; tells trades of one moment and kind apart. */
  readonly hash: number;
  readonly ordinal: number;
  /** When it may be counted for good. */
  readonly dueAtMs: AtMs;
  readonly market: MarketFacts;
  /** −1 where the kind has no token. */
  readonly slot: number;
  readonly shares: number;
  readonly price: number;
  /** Dollars a share, where the feed tells it; else it follows from the market's listing. */
  readonly fee: number | null;
}

export function countedTrade(
  trade: LeaderTrade,
  place: { readonly market: MarketFacts; readonly dueAtMs: AtMs },
): CountedTrade {
  const { event } = trade;
  const shares = event.quantity / MICRO;
  const price = (event.price ?? 0) / MICRO;
  return {
    kind: event.kind,
    atMs: event.tradedAtMs,
    rank: RANK[event.kind],
    hash: textHash(trade.key),
    ordinal: trade.ordinal,
    dueAtMs: place.dueAtMs,
    market: place.market,
    slot: event.tokenId === null ? -1 : slotOf(place.market, event.tokenId),
    shares,
    price,
    fee: feeTold(trade, price * shares),
  };
}

/**
 * The Data API counts the fee into the dollars of a taker: more than price × shares for a buy, less
 * for a sale. Where both are the same it may have been a maker, or a version that leaves it out.
 */
function feeTold({ event }: LeaderTrade, traded: number): number | null {
  if (event.feed !== 'data-api' || event.quantity === 0) return null;
  const paid = event.notional / MICRO;
  const fee = event.kind === 'buy' ? paid - traded : traded - paid;
  const isTrade = event.kind === 'buy' || event.kind === 'sell';
  return isTrade && paid > 0 && fee > traded * ROUNDING ? fee / (event.quantity / MICRO) : null;
}

/** Time, then kind, key and ordinal: an order that does not depend on arrival. */
export function byTime(
  a: Pick<CountedTrade, 'atMs' | 'rank' | 'hash' | 'ordinal'>,
  b: Pick<CountedTrade, 'atMs' | 'rank' | 'hash' | 'ordinal'>,
): number {
  return a.atMs - b.atMs || a.rank - b.rank || a.hash - b.hash || a.ordinal - b.ordinal;
}

const FNV_PRIME = 0x01000193;
const LOW_BITS = 2 ** 21;

/** 53 bits of two FNV-1a hashes: keys are long, and a wallet's window may hold thousands. */
export function textHash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, FNV_PRIME);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (high >>> 0) * LOW_BITS + ((low >>> 0) % LOW_BITS);
}
