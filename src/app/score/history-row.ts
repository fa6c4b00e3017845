import { z } from 'zod';
import { secondsNumber } from '../../data/fields.ts';
import { FrameReader, isRow, type Row } from '../../data/parsed.ts';
import { parseActivityRows, type TwinCounts } from '../../data/polymarket/parse-data-activity.ts';
import { condition, token } from '../../data/polymarket/schema.ts';
import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import type { LeaderEvent } from '../../engine/domain/leader.ts';
import type { AtMs } from '../../engine/domain/time.ts';

/** A row of older collections, which do not tell paying out from taking sets apart or making them. */
const EITHER = 'REDEEM_OR_MERGE';
/** Longest type that is named in a count. */
const TYPE_LENGTH_MAX = 32;

const resolutionSchema = z.object({
  condition_id: condition,
  winning_token_id: token,
  winning_outcome_index: z.number().int().min(0).nullish(),
  timestamp: secondsNumber,
});

/** Which outcome of a market paid a dollar a share, and since when. */
export interface Winner {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly atMs: AtMs;
}

/** What a line of a history says. */
export type HistoryRow =
  | { readonly kind: 'event'; readonly event: LeaderEvent; readonly sets: SetRow | null }
  | { readonly kind: 'winner'; readonly winner: Winner }
  /** Known to change nothing that a wallet holds, or of no use to us. */
  | { readonly kind: 'ignored'; readonly type: string }
  | { readonly kind: 'bad'; readonly field: string; readonly expected: string };

/** A {@link EITHER} row, of which its time and what was held tell what it is. */
export interface SetRow {
  /** Half a dollar a share: both outcomes were paid for at once. */
  readonly isHalfPriced: boolean;
}

/** Reads the lines of one history. Equal rows are counted, so that true twins stay two. */
export class HistoryRows {
  readonly #twins: TwinCounts = new Map();

  read(text: string): HistoryRow {
    const row = rowOf(text);
    if (row === null) return bad('line', 'one JSON object');
    if (row['type'] === 'RESOLUTION') return winnerOf(row);
    const isEither = row['type'] === EITHER;
    const reader = new FrameReader('polymarket.data-activity');
    parseActivityRows([isEither ? { ...row, type: 'MERGE' } : row], reader, this.#twins);
    const [read] = reader.events;
    if (read?.kind === 'leaderActed') {
      const sets = isEither ? { isHalfPriced: row['price'] === 0.5 } : null;
      return { kind: 'event', event: withoutTitles(read.event), sets };
    }
    const [problem] = reader.problems;
    if (problem?.reason === 'ignored') {
      return typeof row['type'] === 'string' && row['type'] !== ''
        ? { kind: 'ignored', type: row['type'].slice(0, TYPE_LENGTH_MAX) }
        : bad('type', 'TRADE, SPLIT, MERGE, REDEEM, CONVERSION or RESOLUTION');
    }
    return bad(problem?.field ?? 'line', problem?.expected ?? 'a row of activity');
  }
}

function rowOf(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function winnerOf(row: Row): HistoryRow {
  const reader = new FrameReader('resolution');
  const raw = reader.read(resolutionSchema, row);
  const [problem] = reader.problems;
  if (raw === null) return bad(problem?.field ?? 'line', problem?.expected ?? 'a resolution');
  return {
    kind: 'winner',
    winner: { marketId: raw.condition_id, tokenId: raw.winning_token_id, atMs: raw.timestamp },
  };
}

function bad(field: string, expected: string): HistoryRow {
  return { kind: 'bad', field, expected };
}

/** A history has a million rows and few titles, none of which a score looks at. */
function withoutTitles(event: LeaderEvent): LeaderEvent {
  return { ...event, title: '', slug: '', eventSlug: '' };
}
