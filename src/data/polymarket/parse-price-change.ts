import type { BookDelta, LevelChange } from '../../engine/domain/market-event.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { CHANGES_MAX, type FrameReader, isRow, type Row } from '../parsed.ts';
import { hashOf } from './parse-book.ts';
import { atMsOf, priceOf, quantityOf } from './parse-decimal.ts';
import { marketIdOf, tokenIdOf } from './parse-ids.ts';

/** Changed levels. One bad change refuses the frame: half an event is no state of the book. */
export function parsePriceChange(row: Row, reader: FrameReader): BookDelta | null {
  const marketId = marketIdOf(row['market']);
  if (marketId === null) return reader.refuse('market', 'a condition id');
  const venueAtMs = atMsOf(row['timestamp']);
  if (venueAtMs === null) return reader.refuse('timestamp', '13 digits of milliseconds');
  const rows = row['price_changes'];
  if (!Array.isArray(rows) || rows.length > CHANGES_MAX) {
    return reader.refuse('price_changes', `at most ${CHANGES_MAX} changes`);
  }
  const changes: LevelChange[] = [];
  for (const each of rows) {
    const change = isRow(each) ? changeOf(each, reader) : reader.refuse('price_changes', 'rows');
    if (change === null) return null;
    changes.push(change);
  }
  return { kind: 'bookDelta', marketId, venueAtMs, changes };
}

function changeOf(row: Row, reader: FrameReader): LevelChange | null {
  const tokenId = tokenIdOf(row['asset_id']);
  if (tokenId === null) return reader.refuse('asset_id', 'a token id');
  const side = row['side'];
  if (side !== 'BUY' && side !== 'SELL') return reader.refuse('side', 'BUY or SELL');
  const price = priceOf(row['price']);
  if (price === null) return reader.refuse('price', 'a decimal from 0 to 1');
  const quantity = quantityOf(row['size']);
  if (quantity === null) return reader.refuse('size', 'a decimal of shares');
  const bestBid = bestOf(row['best_bid']);
  if (bestBid === undefined) return reader.refuse('best_bid', 'a decimal from 0 to 1');
  const bestAsk = bestOf(row['best_ask']);
  if (bestAsk === undefined) return reader.refuse('best_ask', 'a decimal from 0 to 1');
  const hash = hashOf(row['hash']);
  if (hash === undefined) return reader.refuse('hash', 'a hash');
  return {
    tokenId,
    side: side === 'BUY' ? 'bid' : 'ask',
    price,
    quantity,
    bestBid,
    bestAsk,
    hash,
  };
}

/** A carried best price, `null` when the venue carried none, `undefined` when it is not one. */
export function bestOf(value: unknown): Price | null | undefined {
  if (value === undefined || value === '') return null;
  return priceOf(value) ?? undefined;
}
