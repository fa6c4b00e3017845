import type { Level } from '../../engine/domain/book/depth.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import type { BookHashFields, BookSnapshot, BookSource } from '../../engine/domain/market-event.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { complement } from '../../engine/domain/values/money.ts';
import { type FrameReader, isRow } from '../parsed.ts';
import { type KalshiSide, kalshiTokenId } from './ids.ts';
import { bookTicker, orderBookSchema, type SideBids } from './schema-book.ts';

/** The venue sends no hashes. */
const NO_HASH_FIELDS: BookHashFields = {
  minOrderSize: null,
  negRisk: null,
  lastTradePrice: '',
  version: null,
};

/** Where and when a book was read. Venue books carry no time: it is that of their receipt. */
export interface BookReading {
  readonly marketId: MarketId;
  readonly atMs: AtMs;
  readonly source: BookSource;
}

/**
 * Both outcomes' views of one book. Both arrays of the venue are bids: a bid of no at q is an ask of
 * yes at 1 − q of the same size.
 */
export function snapshotsOf(
  bids: SideBids,
  reading: BookReading,
): readonly [BookSnapshot, BookSnapshot] {
  const view = (side: KalshiSide): BookSnapshot => ({
    kind: 'bookSnapshot',
    marketId: reading.marketId,
    tokenId: kalshiTokenId(reading.marketId, side),
    bids: bids[side],
    asks: bids[side === 'yes' ? 'no' : 'yes'].map(mirrored),
    tick: null,
    venueAtMs: reading.atMs,
    source: reading.source,
    hash: null,
    hashFields: NO_HASH_FIELDS,
  });
  return [view('yes'), view('no')];
}

export function mirrored({ price, quantity }: Level): Level {
  return { price: complement(price), quantity };
}

/** The first level that cannot rest in a book, as what it ought to be; `null` when all can. */
export function flawOfBids({ yes, no }: SideBids): string | null {
  for (const levels of [yes, no]) {
    const prices = new Set<number>();
    for (const { price } of levels) {
      if (price <= 0 || price >= MICRO) return 'prices between 0 and 1';
      if (prices.has(price)) return 'each price once';
      prices.add(price);
    }
  }
  return null;
}

/**
 * Polled books (`kalshi.book`): the venue's row with its ticker, and with `at_ms`, the time of its
 * receipt, so that a replay orders books as the live run did.
 */
export function parseKalshiBooks(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  for (const row of reader.rows(frame) ?? []) {
    const named = reader.read(bookTicker, row);
    const bids = named === null ? null : reader.read(orderBookSchema, row);
    if (named === null || bids === null) continue;
    const flaw = flawOfBids(bids);
    const atMs = receiptOf(row, receivedAtMs);
    if (flaw !== null) reader.refuse('orderbook_fp', flaw);
    else if (atMs === null) reader.refuse('at_ms', 'a time of receipt');
    else {
      const reading = { marketId: named.ticker, atMs, source: 'poll' } as const;
      reader.events.push(...snapshotsOf(bids, reading));
    }
  }
}

function receiptOf(row: unknown, receivedAtMs: AtMs | null): AtMs | null {
  const own = isRow(row) ? row['at_ms'] : undefined;
  return typeof own === 'number' && Number.isSafeInteger(own) && own > 0 ? own : receivedAtMs;
}
