import type { AtMs } from '../engine/domain/time.ts';
import { parseBinanceStream, parseBinanceTicker } from './binance/parse.ts';
import { parseBinanceCandles } from './binance/parse-candles.ts';
import { parseChainlinkPrice } from './chainlink/parse.ts';
import { parseKalshiTrades } from './kalshi/parse.ts';
import { parseKalshiBooks } from './kalshi/parse-book.ts';
import { parseKalshiMarkets } from './kalshi/parse-markets.ts';
import { parseKalshiStream } from './kalshi/parse-stream.ts';
import { FRAME_LENGTH_MAX, FrameReader, isRow, NO_PROBLEMS, type ParsedFrame } from './parsed.ts';
import { parsePolyboltPrice } from './polybolt/parse.ts';
import { parsePolygonLog } from './polygon/parse.ts';
import { parseRtdsActivity } from './polymarket/parse-activity.ts';
import { parseBook } from './polymarket/parse-book.ts';
import { parseBookText } from './polymarket/parse-book-text.ts';
import { parseDataActivity } from './polymarket/parse-data-activity.ts';
import { parseGammaMarkets } from './polymarket/parse-gamma.ts';
import { parseHistory } from './polymarket/parse-history.ts';
import { parseKeptBook } from './polymarket/parse-kept-book.ts';
import { parsePositions } from './polymarket/parse-positions.ts';
import { parsePriceChangeText } from './polymarket/parse-price-change-text.ts';
import { parseQuote } from './polymarket/parse-quote.ts';
import { parseResolutions } from './polymarket/parse-resolutions.ts';
import { parseRtdsPrice } from './polymarket/parse-rtds-price.ts';
import { parseMarketChannel } from './polymarket/parse-stream.ts';

/** Reads one frame of a source into `reader`; never throws. */
type Parser = (frame: unknown, reader: FrameReader, receivedAtMs: AtMs | null) => void;

const MARKET_CHANNEL = 'polymarket.market';

const PARSERS: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  [MARKET_CHANNEL, parseMarketChannel],
  ['polymarket.book', parsePolledBooks],
  ['polymarket.kept-book', parseKeptBook],
  ['polymarket.markets', parseGammaMarkets],
  ['polymarket.resolutions', parseResolutions],
  ['polymarket.activity', parseRtdsActivity],
  ['polymarket.data-activity', parseDataActivity],
  ['polymarket.positions', parsePositions],
  ['polymarket.quote', parseQuote],
  ['polymarket.history', parseHistory],
  ['polymarket.rtds-price', parseRtdsPrice],
  ['chainlink.price', parseChainlinkPrice],
  ['binance.stream', parseBinanceStream],
  ['binance.ticker', parseBinanceTicker],
  ['binance.candles', parseBinanceCandles],
  ['kalshi.trades', parseKalshiTrades],
  ['kalshi.markets', parseKalshiMarkets],
  ['kalshi.book', parseKalshiBooks],
  ['kalshi.stream', parseKalshiStream],
  ['polybolt.price', parsePolyboltPrice],
  ['polygon.logs', parsePolygonLog],
]);

/** The sources of market data that a tape may hold. */
export const FRAME_SOURCES: readonly string[] = [...PARSERS.keys()];

/** What sockets of the venue answer to a text `PING`. */
const PONG = 'PONG';

function parsePolledBooks(frame: unknown, reader: FrameReader): void {
  for (const row of reader.rows(frame) ?? []) {
    const book = isRow(row) ? parseBook(row, 'poll', reader) : reader.refuse('frame', 'a book');
    if (book !== null) reader.events.push(book);
  }
}

/**
 * The domain events in a venue's own JSON, by the tape's name of its source. `receivedAtMs` dates
 * the few messages that carry no time.
 */
export function parseFrame(
  source: string,
  frame: unknown,
  receivedAtMs: AtMs | null = null,
): ParsedFrame {
  const reader = new FrameReader(source);
  readFrame(frame, reader, receivedAtMs);
  return reader;
}

function readFrame(frame: unknown, reader: FrameReader, receivedAtMs: AtMs | null): void {
  const parse = PARSERS.get(reader.source);
  if (parse === undefined) reader.note('unknownSource', 'source', 'a known source');
  else parse(frame, reader, receivedAtMs);
}

/** Like {@link parseFrame}, from the text that a socket delivered. */
export function parseText(
  source: string,
  text: string,
  receivedAtMs: AtMs | null = null,
): ParsedFrame {
  const isShort = text.length <= FRAME_LENGTH_MAX;
  if (isShort && source === MARKET_CHANNEL) {
    const change = parsePriceChangeText(text);
    if (change !== null) return { events: [change], problems: NO_PROBLEMS };
    const books = parseBookText(text);
    if (books !== null) return { events: books, problems: NO_PROBLEMS };
  }
  const reader = new FrameReader(source);
  if (text === PONG) return reader;
  if (isShort) readText(text, reader, receivedAtMs);
  else reader.note('tooLarge', 'frame', `at most ${FRAME_LENGTH_MAX} characters`);
  return reader;
}

function readText(text: string, reader: FrameReader, receivedAtMs: AtMs | null): void {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch (error) {
    reader.note('notJson', 'frame', error instanceof Error ? error.name : 'JSON');
    return;
  }
  readFrame(frame, reader, receivedAtMs);
}
