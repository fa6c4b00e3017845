import type { AtMs } from '../../engine/domain/time.ts';
import { SPOT_PRICE_MAX } from '../fields.ts';
import { type FrameReader, isRow, type Row } from '../parsed.ts';
import { atMsOf, SYMBOL_LENGTH_MAX } from './schema.ts';

/** What every reading of a price has. */
interface Priced {
  /** As the venue names it, such as `btcusdt@aggTrade`. */
  readonly stream: string;
  /** In lower case. */
  readonly symbol: string;
  /** Counts up within the stream; `null` in recordings that left it out. */
  readonly id: number | null;
}

/** Ids of trades count up one by one: a missing one is a missed trade. */
export interface TradeReading extends Priced {
  readonly kind: 'trade';
  readonly price: number;
  readonly venueAtMs: AtMs;
}

/** Best prices; the venue tells no time for them. */
export interface BestReading extends Priced {
  readonly kind: 'best';
  readonly bid: number;
  readonly ask: number;
}

export interface CandleReading extends Priced {
  readonly kind: 'candle';
  readonly price: number;
  readonly venueAtMs: AtMs;
  /** None: then the price is that of an earlier second. */
  readonly trades: number;
}

export type PriceReading = TradeReading | BestReading | CandleReading;

export type StreamReading =
  | PriceReading
  /** The server is about to hang up: move to another connection now. */
  | { readonly kind: 'shutdown' }
  /** An answer to something that was asked. */
  | { readonly kind: 'answer' };

const SHUTDOWN = 'serverShutdown';
/** Longest decimal of a price, in characters. */
const PRICE_LENGTH_MAX = 32;
const DECIMAL = /^\d+(?:\.\d+)?$/;

/**
 * What a message of a combined stream says, written by hand because it is the busiest message of the
 * program; it takes and refuses what the schemas do. What cannot be read is noted in `reader`.
 */
export function readStream(frame: unknown, reader: FrameReader): StreamReading | null {
  if (!isRow(frame)) return reader.refuse('stream', 'a combined stream');
  const { stream, data } = frame;
  if (typeof stream !== 'string') return readOther(frame, reader);
  if (stream === `!${SHUTDOWN}`) return { kind: 'shutdown' };
  const at = stream.indexOf('@');
  const of = { stream, symbol: stream.slice(0, Math.max(0, at)), reader };
  switch (stream.slice(at + 1)) {
    case 'trade':
      return readTrade(of, data, { event: 'trade', id: 't' });
    case 'aggTrade':
      return readTrade(of, data, { event: 'aggTrade', id: 'a' });
    case 'bookTicker':
      return readBest(of, data);
    case 'kline_1s':
      return readCandle(of, data);
    default:
      return reader.note('unknownKind', 'stream', 'trade, aggTrade, bookTicker or kline_1s');
  }
}

/** What comes outside of a stream. */
function readOther(frame: Row, reader: FrameReader): StreamReading | null {
  if (frame['e'] === SHUTDOWN) return { kind: 'shutdown' };
  if ('error' in frame || 'code' in frame) return reader.note('unknownKind', 'error', 'no error');
  if ('result' in frame) return { kind: 'answer' };
  return reader.refuse('stream', 'a combined stream');
}

interface Of {
  readonly stream: string;
  readonly symbol: string;
  readonly reader: FrameReader;
}

function readTrade(
  of: Of,
  data: unknown,
  names: { readonly event: string; readonly id: string },
): TradeReading | null {
  const { stream, symbol, reader } = of;
  if (!isRow(data)) return reader.refuse('frame', 'a trade');
  if (data['e'] !== names.event) return reader.refuse('e', names.event);
  if (!isSymbol(data['s'])) return reader.refuse('s', 'a symbol');
  const id = idOf(data[names.id]);
  if (id === undefined) return reader.refuse(names.id, 'a trade id');
  const price = spotOf(data['p']);
  if (price === null) return reader.refuse('p', 'a positive decimal');
  const venueAtMs = atMsOf(data['T']);
  if (venueAtMs === null) return reader.refuse('T', 'a time in milliseconds or microseconds');
  if (data['s'].toLowerCase() !== symbol) return reader.refuse('s', 'the symbol of its stream');
  return { kind: 'trade', stream, symbol, id, price, venueAtMs };
}

function readBest({ stream, symbol, reader }: Of, data: unknown): BestReading | null {
  if (!isRow(data)) return reader.refuse('frame', 'best prices');
  if (!isSymbol(data['s'])) return reader.refuse('s', 'a symbol');
  const id = idOf(data['u']);
  if (id === undefined) return reader.refuse('u', 'an update id');
  const bid = spotOf(data['b']);
  if (bid === null) return reader.refuse('b', 'a positive decimal');
  const ask = spotOf(data['a']);
  if (ask === null) return reader.refuse('a', 'a positive decimal');
  if (data['s'].toLowerCase() !== symbol) return reader.refuse('s', 'the symbol of its stream');
  if (bid > ask) return reader.refuse('data.b', 'a bid not above the ask');
  return { kind: 'best', stream, symbol, id, bid, ask };
}

function readCandle({ stream, symbol, reader }: Of, data: unknown): CandleReading | null {
  if (!isRow(data)) return reader.refuse('frame', 'a candle');
  if (data['e'] !== 'kline') return reader.refuse('e', 'kline');
  const venueAtMs = atMsOf(data['E']);
  if (venueAtMs === null) return reader.refuse('E', 'a time in milliseconds or microseconds');
  if (!isSymbol(data['s'])) return reader.refuse('s', 'a symbol');
  const candle = data['k'];
  if (!isRow(candle)) return reader.refuse('k', 'a candle');
  const price = spotOf(candle['c']);
  if (price === null) return reader.refuse('k.c', 'a positive decimal');
  const trades = idOf(candle['n'] ?? Number.NaN);
  if (trades === undefined || trades === null) return reader.refuse('k.n', 'a number of trades');
  if (data['s'].toLowerCase() !== symbol) return reader.refuse('s', 'the symbol of its stream');
  // A push replaces the one before it, and its time moves on.
  return { kind: 'candle', stream, symbol, id: venueAtMs, price, venueAtMs, trades };
}

function isSymbol(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.length > 0 && raw.length <= SYMBOL_LENGTH_MAX;
}

/** A whole number from 0; `null` where there is none, `undefined` for anything else. */
function idOf(raw: unknown): number | null | undefined {
  if (raw === undefined) return null;
  return typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0 ? raw : undefined;
}

function spotOf(raw: unknown): number | null {
  if (typeof raw !== 'string' || raw.length > PRICE_LENGTH_MAX || !DECIMAL.test(raw)) return null;
  const value = Number(raw);
  return value > 0 && value <= SPOT_PRICE_MAX ? value : null;
}
