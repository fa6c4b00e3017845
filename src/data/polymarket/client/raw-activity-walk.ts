import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { FrameReader, isRow, type Row } from '../../parsed.ts';
import type { ReadPage } from './pages.ts';

/** Reads the pages of one walk over a wallet's activity, oldest first, as the venue's own rows. */
export class RawActivityWalk {
  readonly #sinceSeconds: number;
  #newestSeconds = Number.NEGATIVE_INFINITY;

  /** Rows carry whole seconds, so the whole second of `sinceMs` is read again. */
  constructor(sinceMs: AtMs) {
    this.#sinceSeconds = Math.floor(sinceMs / SECOND_MS);
  }

  /** What has no time has no place in the order, and is refused. */
  read(page: readonly unknown[]): ReadPage<Row> {
    const reader = new FrameReader('polymarket.data-activity');
    const rows: Row[] = [];
    for (const row of page) {
      const seconds = isRow(row) ? secondsOf(row) : null;
      if (!isRow(row) || seconds === null) {
        reader.refuse('timestamp', 'a row with Unix seconds');
        continue;
      }
      if (seconds < this.#newestSeconds) {
        return { rows: [], problems: reader.problems, flaw: 'wrongOrder' };
      }
      this.#newestSeconds = seconds;
      if (seconds >= this.#sinceSeconds) rows.push(row);
    }
    return { rows, problems: reader.problems };
  }
}

/** When the row's block was made, in Unix seconds; `null` when the row does not say. */
export function secondsOf(row: Row): number | null {
  const seconds = row['timestamp'];
  return typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds > 0
    ? seconds
    : null;
}
