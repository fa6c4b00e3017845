import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { FrameReader, type Row } from '../../parsed.ts';
import { parseKeptBook } from '../parse-kept-book.ts';

/** How long a book that was read may be used: as long as the core uses a polled one. */
export const KEPT_BOOK_MS = 5 * SECOND_MS;
/** Longest text that is kept of a market, in characters: some thousand levels. */
export const KEPT_TEXT_LENGTH_MAX = 262_144;
/** The tape's name of books that were kept. */
export const KEPT_SOURCE = 'polymarket.kept-book';

/** The books of a market as the venue sent them. */
export interface ReadBooks {
  readonly marketId: MarketId;
  readonly tokenIds: readonly TokenId[];
  readonly rows: readonly Row[];
  /** When they were asked for: what happened after that may be missing. */
  readonly sentAtMs: AtMs;
  readonly readAtMs: AtMs;
  /** The venue's time of the oldest of them. */
  readonly venueAtMs: AtMs;
}

/** What lies in the state store, and what a tape holds. */
export interface KeptFrame {
  readonly readAtMs: AtMs;
  readonly rows: readonly unknown[];
}

/** Books of one market from the state store, and what they say. */
export interface KeptBooks {
  readonly frame: KeptFrame;
  readonly tokenIds: readonly TokenId[];
  readonly venueAtMs: AtMs;
}

export function keptKey(marketId: MarketId): string {
  return `book:polymarket:${marketId}`;
}

/** The text to keep, `null` when it is too long. */
export function keptText({ readAtMs, rows }: ReadBooks): string | null {
  const text = JSON.stringify({ readAtMs, rows } satisfies KeptFrame);
  return text.length > KEPT_TEXT_LENGTH_MAX ? null : text;
}

/** What was kept of this market; `null` for a text that nobody here wrote, or a damaged one. */
export function readKept(marketId: MarketId, text: string): KeptBooks | null {
  if (text.length > KEPT_TEXT_LENGTH_MAX) return null;
  const frame = parsed(text);
  const reader = new FrameReader(KEPT_SOURCE);
  parseKeptBook(frame, reader);
  const books = reader.events.flatMap((event) => (event.kind === 'bookSnapshot' ? [event] : []));
  const isSound = reader.problems.length === 0 && books.length > 0;
  if (!isSound || books.some((book) => book.marketId !== marketId)) return null;
  return {
    frame: frame as KeptFrame,
    tokenIds: books.map(({ tokenId }) => tokenId),
    venueAtMs: Math.min(...books.map(({ venueAtMs }) => venueAtMs)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Refused by the parser like anything else that is no frame.
  }
}
