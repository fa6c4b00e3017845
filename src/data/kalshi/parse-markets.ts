import type { AtMs } from '../../engine/domain/time.ts';
import { FrameReader, isRow, type Row } from '../parsed.ts';
import { kalshiTokenId } from './ids.ts';
import { type KalshiListing, listingOf, type MarketAbout } from './parse-market.ts';
import { eventSchema, seriesSchema } from './schema-event.ts';
import { marketSchema } from './schema-market.ts';

/**
 * A market as our feeds pass it on: the venue's row, with the venue's own event and series of it as
 * `event` and `series` where they were read; `at_ms`, the time of its receipt; and `status_changed`
 * where its stage is another than the feed saw before, so that each is told once.
 */
export function readListing(row: unknown, reader: FrameReader): KalshiListing | null {
  const raw = reader.read(marketSchema, row);
  if (raw === null || !isRow(row)) return null;
  return listingOf(raw, aboutOf(row, reader));
}

/** What cannot be read of an event or a series is noted, and the market is listed without it. */
function aboutOf(row: Row, reader: FrameReader): MarketAbout {
  const { event, series } = row;
  return {
    event: event === undefined || event === null ? null : reader.read(eventSchema, event),
    series: series === undefined || series === null ? null : reader.read(seriesSchema, series),
  };
}

/** Listed markets (`kalshi.markets`): a row, an array, or a page `{markets, cursor}`. */
export function parseKalshiMarkets(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  const body = isRow(frame) && Array.isArray(frame['markets']) ? frame['markets'] : frame;
  for (const row of reader.rows(body) ?? []) {
    const listing = readListing(row, reader);
    if (listing === null) continue;
    const isNews = isRow(row) && row['status_changed'] === true;
    addListing(listing, { atMs: receiptOf(row) ?? receivedAtMs, isNews }, reader);
  }
}

function addListing(
  listing: KalshiListing,
  { atMs, isNews }: { readonly atMs: AtMs | null; readonly isNews: boolean },
  reader: FrameReader,
): void {
  const { market, terms, resolution } = listing;
  reader.events.push({ kind: 'marketListed', market, terms });
  if (atMs === null) return;
  if (resolution !== null) {
    reader.events.push({ kind: 'marketResolved', resolution, venueAtMs: atMs });
    return;
  }
  if (terms.status === 'finalized') reader.refuse('result', 'what a settled market pays');
  // The same grid again changes nothing; another one makes the book wait for a snapshot.
  const tokenId = kalshiTokenId(market.id, 'yes');
  const { tick } = market.rules;
  reader.events.push({ kind: 'tickChange', marketId: market.id, tokenId, tick, venueAtMs: atMs });
  const stage = terms.status === 'disputed' ? 'disputed' : 'proposed';
  if (isNews && market.status === 'closed' && terms.status !== 'closed') {
    reader.events.push({ kind: 'resolutionMoved', marketId: market.id, stage, venueAtMs: atMs });
  }
}

function receiptOf(row: unknown): AtMs | null {
  const own = isRow(row) ? row['at_ms'] : undefined;
  return typeof own === 'number' && Number.isSafeInteger(own) && own > 0 ? own : null;
}

/** One listed market alone, and what is wrong with it. */
export function parseListing(row: unknown): {
  readonly listing: KalshiListing | null;
  readonly problems: FrameReader['problems'];
} {
  const reader = new FrameReader('kalshi.markets');
  return { listing: readListing(row, reader), problems: reader.problems };
}
