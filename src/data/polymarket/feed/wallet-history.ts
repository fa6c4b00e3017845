import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { LeaderEvent } from '../../../engine/domain/leader.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { DataApi } from '../client/data-api.ts';
import { PageError } from '../client/pages.ts';

/** Rows of one page: they are parsed in one go, in which nothing else runs. */
export const HISTORY_PAGE_ROWS = 250;

export interface HistorySpan {
  readonly sinceMs: AtMs;
  /** Not newer than this second; left out for no end. */
  readonly untilMs?: AtMs;
  /** The newest rows at most, in whole pages. */
  readonly rowsMax: number;
  readonly signal?: AbortSignal;
}

/** What a wallet did over a span of time. */
export interface WalletHistory {
  /** Oldest first. */
  readonly events: readonly LeaderEvent[];
  /** From when on nothing is missing: the beginning of the span, unless it had too many rows. */
  readonly wholeFromMs: AtMs;
}

/**
 * The newest rows of a wallet's activity. A span with more rows than are wanted is cut at its older
 * end; anything else that keeps it from being whole is thrown. @throws VenueError
 */
export async function readHistory(
  data: Pick<DataApi, 'activity'>,
  wallet: WalletAddress,
  { sinceMs, untilMs, rowsMax, signal }: HistorySpan,
): Promise<WalletHistory> {
  const read = await data.activity(wallet, {
    sinceMs,
    ...(untilMs === undefined ? {} : { untilMs }),
    pageRows: HISTORY_PAGE_ROWS,
    pagesMax: Math.max(1, Math.floor(rowsMax / HISTORY_PAGE_ROWS)),
    ...(signal === undefined ? {} : { signal }),
  });
  if (read.complete) return { events: read.rows.toReversed(), wholeFromMs: sinceMs };
  const { error, readSoFar } = read;
  if (!(error instanceof PageError) || error.flaw !== 'tooManyPages') throw error;
  const oldestMs = readSoFar.at(-1)?.tradedAtMs ?? sinceMs;
  // The oldest second may go on where the reading ended: half of it is worse than none.
  const events = readSoFar.filter(({ tradedAtMs }) => tradedAtMs > oldestMs).toReversed();
  return { events, wholeFromMs: events[0]?.tradedAtMs ?? oldestMs };
}
