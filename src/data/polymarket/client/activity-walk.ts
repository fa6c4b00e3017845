import { type LeaderEvent, leaderEventKey } from '../../../engine/domain/leader.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { FrameReader } from '../../parsed.ts';
import { parseActivityRows, type TwinCounts } from '../parse-data-activity.ts';
import type { ReadPage } from './pages.ts';

/**
 * Reads the pages of one walk over trades or activity, newest first. Equal rows are numbered across
 * pages, so that true twins keep their occurrence wherever a page ends.
 */
export class ActivityWalk {
  readonly #sinceMs: AtMs;
  readonly #twins: TwinCounts = new Map();
  readonly #seen = new Set<string>();
  #oldestMs: AtMs = Number.POSITIVE_INFINITY;

  /** Rows carry whole seconds, so the whole second of `sinceMs` is read again. */
  constructor(sinceMs: AtMs | null) {
    this.#sinceMs = sinceMs === null ? Number.NEGATIVE_INFINITY : wholeSecond(sinceMs);
  }

  read(page: readonly unknown[]): ReadPage<LeaderEvent> {
    const reader = new FrameReader('polymarket.data-activity');
    parseActivityRows(page, reader, this.#twins);
    const { problems } = reader;
    const rows: LeaderEvent[] = [];
    let isEnough = false;
    for (const event of reader.events) {
      if (event.kind !== 'leaderActed') continue;
      if (this.#isRepeated(event.event)) return { rows, problems, flaw: 'repeatedRows' };
      if (event.event.tradedAtMs < this.#sinceMs) isEnough = true;
      else rows.push(event.event);
    }
    return { rows, problems, isEnough };
  }

  /** Twins share their transaction and so their second: an equal row after an older one is none. */
  #isRepeated(event: LeaderEvent): boolean {
    const key = leaderEventKey(event);
    if (this.#seen.has(key) && event.tradedAtMs > this.#oldestMs) return true;
    this.#seen.add(key);
    this.#oldestMs = Math.min(this.#oldestMs, event.tradedAtMs);
    return false;
  }
}

function wholeSecond(atMs: AtMs): AtMs {
  return Math.floor(atMs / SECOND_MS) * SECOND_MS;
}
