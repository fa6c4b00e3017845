import type { AtMs } from '../../engine/domain/time.ts';
import { type FrameReader, isRow } from '../parsed.ts';
import { bookTickerSchema, tradeSchema } from './schema.ts';

/**
 * Combined stream (`binance.stream`): `{stream, data}` with trades, or best prices whose middle is
 * taken. Best prices carry no time and take that of their receipt.
 */
export function parseBinanceStream(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  if (!isRow(frame) || typeof frame['stream'] !== 'string') {
    reader.refuse('stream', 'a combined stream');
    return;
  }
  const kind = frame['stream'].split('@')[1];
  if (kind === 'trade') addTrade(frame['data'], reader);
  else if (kind === 'bookTicker') addMiddle(frame['data'], reader, receivedAtMs);
  else reader.note('unknownKind', 'stream', 'trade or bookTicker');
}

function addTrade(data: unknown, reader: FrameReader): void {
  const raw = reader.read(tradeSchema, data);
  if (raw !== null) addSpot(raw.s, { price: raw.p, venueAtMs: raw.T }, reader);
}

function addMiddle(data: unknown, reader: FrameReader, receivedAtMs: AtMs | null): void {
  const raw = reader.read(bookTickerSchema, data);
  if (raw === null) return;
  if (raw.b > raw.a) reader.refuse('data.b', 'a bid not above the ask');
  else if (receivedAtMs === null) reader.refuse('t', 'a time of receipt');
  else addSpot(raw.s, { price: (raw.b + raw.a) / 2, venueAtMs: receivedAtMs }, reader);
}

function addSpot(
  symbol: string,
  at: { readonly price: number; readonly venueAtMs: AtMs },
  reader: FrameReader,
): void {
  reader.events.push({ kind: 'spotPrice', source: 'binance', symbol: symbol.toLowerCase(), ...at });
}
