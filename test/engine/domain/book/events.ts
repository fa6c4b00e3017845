import type { Level } from '../../../../src/engine/domain/book/depth.ts';
import { MarketBook } from '../../../../src/engine/domain/book/market-book.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type {
  BookDelta,
  BookSide,
  BookSnapshot,
  LevelChange,
} from '../../../../src/engine/domain/market-event.ts';
import { cents, type Price, shares } from '../../../../src/engine/domain/values/money.ts';

export const MARKET = '0xmarket' as MarketId;
export const YES = '1001' as TokenId;
export const NO = '1002' as TokenId;

type Pair = readonly [cents: number, shares: number];

export function level([price, quantity]: Pair): Level {
  return { price: cents(price), quantity: shares(quantity) };
}

export function book(layout: 'ladder' | 'sorted' = 'ladder'): MarketBook {
  return new MarketBook({ marketId: MARKET, tokenIds: [YES, NO], tick: cents(1), layout });
}

/** A snapshot of YES at 1 s, bids 48 and 49, asks 51 and 52, unless told otherwise. */
export function snapshot(over: Partial<BookSnapshot> = {}): BookSnapshot {
  return {
    kind: 'bookSnapshot',
    marketId: MARKET,
    tokenId: YES,
    bids: [level([48, 100]), level([49, 200])],
    asks: [level([52, 100]), level([51, 300])],
    tick: null,
    venueAtMs: 1_000,
    source: 'stream',
    hash: null,
    hashFields: { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null },
    ...over,
  };
}

interface ChangeSpec {
  readonly tokenId?: TokenId;
  readonly side: BookSide;
  readonly at: number;
  readonly size: number;
  readonly best?: readonly [bid: number | null, ask: number | null];
  readonly hash?: string;
}

export function change(spec: ChangeSpec): LevelChange {
  const [bid, ask] = spec.best ?? [null, null];
  return {
    tokenId: spec.tokenId ?? YES,
    side: spec.side,
    price: cents(spec.at),
    quantity: shares(spec.size),
    bestBid: bid === null ? null : cents(bid),
    bestAsk: ask === null ? null : cents(ask),
    hash: spec.hash ?? null,
  };
}

/** What the venue sends for one order: the level and its mirror image, with the best after it. */
export function mirrored(spec: ChangeSpec): readonly LevelChange[] {
  const [bid, ask] = spec.best ?? [null, null];
  const other = change({
    tokenId: spec.tokenId === NO ? YES : NO,
    side: spec.side === 'bid' ? 'ask' : 'bid',
    at: 100 - spec.at,
    size: spec.size,
    best: [ask === null ? null : 100 - ask, bid === null ? null : 100 - bid],
    ...(spec.hash === undefined ? {} : { hash: spec.hash }),
  });
  return [change(spec), other];
}

export function delta(venueAtMs: number, ...changes: readonly LevelChange[]): BookDelta {
  return { kind: 'bookDelta', marketId: MARKET, venueAtMs, changes };
}

export function centsOf(levels: readonly Level[]): readonly Pair[] {
  return levels.map(({ price, quantity }) => [price / 10_000, quantity / 1_000_000]);
}

export const TENTH_OF_CENT = 1_000 as Price;
