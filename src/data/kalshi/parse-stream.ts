import type { Level } from '../../engine/domain/book/depth.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { microFromDecimal } from '../../engine/domain/values/micro.ts';
import {
  complement,
  type Price,
  priceFromDecimal,
  type Quantity,
  quantityFromDecimal,
} from '../../engine/domain/values/money.ts';
import { atMsNumber } from '../fields.ts';
import { type FrameReader, isRow, LEVELS_MAX, type Row } from '../parsed.ts';
import { kalshiMarketId, kalshiTokenId } from './ids.ts';
import { flawOfBids, mirrored, snapshotsOf } from './parse-book.ts';
import { parseIndexValue } from './parse-index.ts';
import { addLifecycle } from './parse-lifecycle.ts';
import { streamTradeSchema } from './schema.ts';
import type { SideBids } from './schema-book.ts';
import { flipped, inside } from './schema-stream.ts';

/** What our stream added to a frame; see `own` of the schema. */
interface Added {
  readonly atMs: AtMs;
  readonly isYesPrice: boolean;
  readonly size: unknown;
}

/** Kinds that say nothing about a market. */
const SILENT: ReadonlySet<unknown> = new Set(['event_lifecycle', 'event_fee_update']);

/**
 * Frames of the venue's socket as our stream passes them on (`kalshi.stream`): `{type, sid, seq, msg}`
 * with `own` beside them.
 */
export function parseKalshiStream(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  const msg = isRow(frame) ? frame['msg'] : null;
  if (!isRow(frame) || !isRow(msg)) {
    reader.refuse('msg', 'a message of the venue');
    return;
  }
  switch (frame['type']) {
    case 'orderbook_snapshot':
      addSnapshot(msg, addedTo(frame, receivedAtMs), reader);
      return;
    case 'orderbook_delta':
      addDelta(msg, addedTo(frame, receivedAtMs), reader);
      return;
    case 'ticker':
      addTicker(msg, reader);
      return;
    case 'trade': {
      const trade = reader.read(streamTradeSchema, msg);
      if (trade !== null) reader.events.push(trade);
      return;
    }
    case 'cfbenchmarks_value':
    case 'cfbenchmarks_value_5hz': {
      const value = parseIndexValue(frame, reader);
      if (value !== null) reader.events.push(value);
      return;
    }
    case 'market_lifecycle_v2':
      addLifecycle(msg, addedTo(frame, receivedAtMs)?.atMs ?? null, reader);
      return;
    default:
      if (!SILENT.has(frame['type'])) reader.note('unknownKind', 'type', 'a kind of message');
  }
}

/** Frames that were not made by our stream are read as the venue's default is: prices of each side. */
function addedTo(frame: Row, receivedAtMs: AtMs | null): Added | null {
  const own = frame['own'];
  if (own === undefined) {
    return receivedAtMs === null ? null : { atMs: receivedAtMs, isYesPrice: false, size: null };
  }
  if (!isRow(own) || typeof own['yes_price'] !== 'boolean') return null;
  const atMs = atMsNumber.safeParse(own['at_ms']);
  if (!atMs.success) return null;
  return { atMs: atMs.data, isYesPrice: own['yes_price'], size: own['size_fp'] };
}

function addSnapshot(msg: Row, added: Added | null, reader: FrameReader): void {
  const id = readTicker(msg, reader);
  const yes = levelsOf(msg['yes_dollars_fp']);
  const no = levelsOf(msg['no_dollars_fp']);
  if (id === null) return;
  if (yes === null) reader.refuse('msg.yes_dollars_fp', 'levels of price and count');
  else if (no === null) reader.refuse('msg.no_dollars_fp', 'levels of price and count');
  else if (added === null) reader.refuse('own', 'a time of receipt');
  else {
    const bids: SideBids = { yes, no: added.isYesPrice ? no.map(mirrored) : no };
    const flaw = flawOfBids(bids);
    const reading = { marketId: id, atMs: added.atMs, source: 'stream' } as const;
    if (flaw !== null) reader.refuse('msg', flaw);
    else reader.events.push(...snapshotsOf(bids, reading));
  }
}

function addDelta(msg: Row, added: Added | null, reader: FrameReader): void {
  const change = changeOf(msg, reader);
  if (change === null) return;
  const size = countOf(added?.size);
  if (added === null) reader.refuse('own', 'a time of receipt');
  // A change alone means nothing to whoever has not followed the book.
  else if (size === null) reader.refuse('own.size_fp', 'what the level holds now');
  else {
    const { marketId, side, price } = change;
    reader.events.push({
      kind: 'bookDelta',
      marketId,
      venueAtMs: added.atMs,
      changes: [
        {
          tokenId: kalshiTokenId(marketId, side),
          side: 'bid',
          price: side === 'no' && added.isYesPrice ? complement(price) : price,
          quantity: size,
          bestBid: null,
          bestAsk: null,
          hash: null,
        },
      ],
    });
  }
}

/** One changed level as the venue tells it. */
export interface LevelDelta {
  readonly marketId: MarketId;
  readonly side: 'yes' | 'no';
  /** In the prices of the frame. */
  readonly price: Price;
  /** Signed contracts in micro-units. */
  readonly delta: number;
}

/** Reads `msg` of an `orderbook_delta`. */
export function changeOf(msg: Row, reader: FrameReader): LevelDelta | null {
  const marketId = readTicker(msg, reader);
  if (marketId === null) return null;
  const price = priceOf(msg['price_dollars']);
  if (price === null || inside(price) === null) {
    return reader.refuse('msg.price_dollars', 'a price inside 0 to 1');
  }
  const text = msg['delta_fp'];
  const delta = typeof text === 'string' ? microFromDecimal(text) : null;
  if (delta === null) return reader.refuse('msg.delta_fp', 'a signed decimal of contracts');
  const side = msg['side'];
  if (side !== 'yes' && side !== 'no') return reader.refuse('msg.side', 'yes or no');
  return { marketId, side, price, delta };
}

function addTicker(msg: Row, reader: FrameReader): void {
  const marketId = readTicker(msg, reader);
  if (marketId === null) return;
  const yesBid = priceOf(msg['yes_bid_dollars']);
  const yesAsk = priceOf(msg['yes_ask_dollars']);
  const stamp = msg['ts_ms'] ?? null;
  const venueAtMs = stamp === null ? null : atMsNumber.safeParse(stamp).data;
  if (yesBid === null) reader.refuse('msg.yes_bid_dollars', 'a decimal from 0 to 1');
  else if (yesAsk === null) reader.refuse('msg.yes_ask_dollars', 'a decimal from 0 to 1');
  else if (venueAtMs === undefined) reader.refuse('msg.ts_ms', '13 digits of milliseconds');
  else {
    const bid = inside(yesBid);
    const ask = inside(yesAsk);
    const head = { kind: 'topOfBook', marketId, venueAtMs } as const;
    reader.events.push(
      { ...head, tokenId: kalshiTokenId(marketId, 'yes'), bid, ask },
      { ...head, tokenId: kalshiTokenId(marketId, 'no'), bid: flipped(ask), ask: flipped(bid) },
    );
  }
}

function readTicker(msg: Row, reader: FrameReader): MarketId | null {
  return kalshiMarketId(msg['market_ticker']) ?? reader.refuse('msg.market_ticker', 'a ticker');
}

function priceOf(value: unknown): Price | null {
  return typeof value === 'string' ? priceFromDecimal(value) : null;
}

function countOf(value: unknown): Quantity | null {
  return typeof value === 'string' ? quantityFromDecimal(value) : null;
}

/** Levels of a side in the order of the venue; a side without bids is not there, `null` or empty. */
export function levelsOf(value: unknown): readonly Level[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > LEVELS_MAX) return null;
  const levels: Level[] = [];
  for (const row of value) {
    if (!Array.isArray(row) || row.length !== 2) return null;
    const price = priceOf(row[0]);
    const quantity = countOf(row[1]);
    if (price === null || quantity === null) return null;
    if (quantity > 0) levels.push({ price, quantity });
  }
  return levels;
}
