import type { AtMs } from '../../engine/domain/time.ts';
import { type FrameReader, isRow, type Row } from '../parsed.ts';
import { readStream } from './read-stream.ts';
import { atMsOf, priceRowSchema, tickerRowSchema } from './schema.ts';

/**
 * Where our own feed notes when it received what carries no time of its own. A tape is dated by the
 * loop, some milliseconds later: without the note a replay would read another time.
 */
const RECEIVED = 'receivedAtMs';

/** A message of the stream as our feed hands it on. */
export function stampedFrame(frame: Row, receivedAtMs: AtMs): Row {
  return { ...frame, [RECEIVED]: receivedAtMs };
}

/** An answer over HTTP as our feed hands it on. */
export function stampedRows(rows: readonly unknown[], receivedAtMs: AtMs): Row {
  return { rows, [RECEIVED]: receivedAtMs };
}

/**
 * Combined stream (`binance.stream`): `{stream, data}` with trades, seconds, or best prices whose
 * middle is taken. Best prices carry no time and take that of their receipt.
 */
export function parseBinanceStream(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  const reading = readStream(frame, reader);
  if (reading === null) return;
  switch (reading.kind) {
    case 'trade':
      addSpot(reading.symbol, reading, reader);
      return;
    case 'best':
      addMiddle(reading, reader, receiptOf(frame, reader, receivedAtMs));
      return;
    case 'candle':
      if (reading.trades > 0) addSpot(reading.symbol, reading, reader);
      else reader.note('ignored', 'k.n', 'a second with trades');
      return;
    case 'shutdown':
    case 'answer':
      reader.note('ignored', 'stream', 'a message about the connection');
  }
}

/**
 * Prices asked for over HTTP (`binance.ticker`): rows of either ticker, one of them, or rows with the
 * time of their receipt.
 */
export function parseBinanceTicker(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  const atMs = receiptOf(frame, reader, receivedAtMs);
  const list = isRow(frame) && 'rows' in frame ? frame['rows'] : frame;
  for (const row of reader.rows(list) ?? []) {
    if (isRow(row) && 'price' in row) addLast(row, reader, atMs);
    else addBest(row, reader, atMs);
  }
}

/** When the frame was received; `null` when nobody knows, or when its note is no time. */
function receiptOf(frame: unknown, reader: FrameReader, receivedAtMs: AtMs | null): AtMs | null {
  if (!isRow(frame) || !(RECEIVED in frame)) return receivedAtMs;
  return atMsOf(frame[RECEIVED]) ?? reader.refuse(RECEIVED, '13 digits of milliseconds');
}

function addBest(row: unknown, reader: FrameReader, receivedAtMs: AtMs | null): void {
  const raw = reader.read(tickerRowSchema, row);
  if (raw === null) return;
  const { symbol, bidPrice: bid, askPrice: ask } = raw;
  if (bid > ask) reader.refuse('bidPrice', 'a bid not above the ask');
  else addMiddle({ symbol: symbol.toLowerCase(), bid, ask }, reader, receivedAtMs);
}

function addLast(row: unknown, reader: FrameReader, receivedAtMs: AtMs | null): void {
  const raw = reader.read(priceRowSchema, row);
  if (raw === null) return;
  if (receivedAtMs === null) reader.refuse('t', 'a time of receipt');
  else addSpot(raw.symbol.toLowerCase(), { price: raw.price, venueAtMs: receivedAtMs }, reader);
}

function addMiddle(
  best: { readonly symbol: string; readonly bid: number; readonly ask: number },
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  if (receivedAtMs === null) reader.refuse('t', 'a time of receipt');
  else addSpot(best.symbol, { price: middleOf(best), venueAtMs: receivedAtMs }, reader);
}

/** Between the best prices. */
export function middleOf({ bid, ask }: { readonly bid: number; readonly ask: number }): number {
  return (bid + ask) / 2;
}

function addSpot(
  symbol: string,
  { price, venueAtMs }: { readonly price: number; readonly venueAtMs: AtMs },
  reader: FrameReader,
): void {
  reader.events.push({ kind: 'spotPrice', source: 'binance', symbol, price, venueAtMs });
}
