import { z } from 'zod';
import type { MarketId } from '../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { finestStep } from '../../engine/domain/venue-rules/kalshi-ticks.ts';
import { FrameReader, type Row } from '../parsed.ts';
import { kalshiTokenId } from './ids.ts';
import { marketId } from './schema.ts';
import { priceRanges } from './schema-ranges.ts';

const seconds = z.int().min(0);

/** What happens in the life of a market; kinds that the venue adds later are read as text. */
export const lifecycleSchema = z.object({
  market_ticker: marketId,
  event_type: z.string().max(64),
  exchange_index: z.int().min(0).optional(),
  close_ts: seconds.optional(),
  determination_ts: seconds.optional(),
  settled_ts: seconds.optional(),
  result: z.string().max(32).optional(),
  price_ranges: priceRanges.optional(),
});

/** A change in the life of a market: whoever keeps the market lists it anew. */
export interface MarketLifecycle {
  readonly marketId: MarketId;
  /** `created`, `activated`, `determined`, `settled`, …, in the venue's words. */
  readonly event: string;
  readonly closesAtMs: AtMs | null;
}

/** The market that a `market_lifecycle_v2` frame is about, `null` for anything else. */
export function lifecycleOf(frame: Row): MarketLifecycle | null {
  const raw = new FrameReader('kalshi.stream').read(lifecycleSchema, frame['msg']);
  if (raw === null) return null;
  const closesAtMs = raw.close_ts === undefined ? null : raw.close_ts * SECOND_MS;
  return { marketId: raw.market_ticker, event: raw.event_type, closesAtMs };
}

/**
 * A market that was determined pays after its timer, and may be disputed until then: it moves, and is
 * resolved when a listing says so. New price ranges move the grid of its book.
 */
export function addLifecycle(msg: Row, atMs: AtMs | null, reader: FrameReader): void {
  const raw = reader.read(lifecycleSchema, msg);
  if (raw === null) return;
  const id = raw.market_ticker;
  if (raw.event_type === 'determined') {
    const determinedAtMs =
      raw.determination_ts === undefined ? atMs : raw.determination_ts * SECOND_MS;
    if (determinedAtMs === null) reader.refuse('msg.determination_ts', 'a time');
    else {
      const head = { kind: 'resolutionMoved', marketId: id, stage: 'proposed' } as const;
      reader.events.push({ ...head, venueAtMs: determinedAtMs });
    }
    return;
  }
  if (raw.event_type !== 'price_level_structure_updated' || raw.price_ranges === undefined) return;
  if (atMs === null) reader.refuse('own', 'a time of receipt');
  else {
    const tokenId = kalshiTokenId(id, 'yes');
    const tick = finestStep(raw.price_ranges);
    reader.events.push({ kind: 'tickChange', marketId: id, tokenId, tick, venueAtMs: atMs });
  }
}
