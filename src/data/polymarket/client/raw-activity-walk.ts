import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { FrameReader, isRow, type Row } from '../../parsed.ts';
import type { ReadPage } from './pages.ts';

/** Rows of a page by their text, and how often each is in it. */
type RowCounts = ReadonlyMap<string, number>;

/** Reads the pages of one walk over a wallet's activity, oldest first, as the venue's own rows. */
export class RawActivityWalk {
  readonly #sinceSeconds: number;
  #newestSeconds = Number.NEGATIVE_INFINITY;
  /** Pages so far that lie within the newest second. */
  #flatPages: RowCounts[] = [];

  /** Rows carry whole seconds, so the whole second of `sinceMs` is read again. */
  constructor(sinceMs: AtMs) {
    this.#sinceSeconds = Math.floor(sinceMs / SECOND_MS);
  }

  /** What has no time has no place in the order, and is refused. */
  read(page: readonly unknown[]): ReadPage<Row> {
    const reader = new FrameReader('polymarket.data-activity');
    const dated: Row[] = [];
    const rows: Row[] = [];
    const beforeSeconds = this.#newestSeconds;
    for (const row of page) {
      const seconds = isRow(row) ? secondsOf(row) : null;
      if (!isRow(row) || seconds === null) {
        reader.refuse('timestamp', 'a row with Unix seconds');
        continue;
      }
      if (seconds < this.#newestSeconds)
        return { rows: [], problems: reader.problems, flaw: 'wrongOrder' };
      this.#newestSeconds = seconds;
      dated.push(row);
      if (seconds >= this.#sinceSeconds) rows.push(row);
    }
    if (this.#isRepeated(dated))
      return { rows: [], problems: reader.problems, flaw: 'repeatedPage' };
    this.#remember(dated, beforeSeconds);
    return { rows, problems: reader.problems };
  }

  /**
   * A page that comes again is out of order, but for one within a single second; and it is not the
   * same when a row has appeared meanwhile. Its rows would pass for twins.
   */
  #isRepeated(rows: readonly Row[]): boolean {
    if (this.#flatPages.length === 0) return false;
    const counts = countsOf(rows);
    return this.#flatPages.some((earlier) =>
      [...earlier].every(([text, count]) => (counts.get(text) ?? 0) >= count),
    );
  }

  #remember(rows: readonly Row[], beforeSeconds: number): void {
    const [first] = rows;
    if (first === undefined) return;
    if (this.#newestSeconds > beforeSeconds) this.#flatPages = [];
    if (secondsOf(first) === this.#newestSeconds) this.#flatPages.push(countsOf(rows));
  }
}

function countsOf(rows: readonly Row[]): RowCounts {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = JSON.stringify(row);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

/** When the row's block was made, in Unix seconds; `null` when the row does not say. */
export function secondsOf(row: Row): number | null {
  const seconds = row['timestamp'];
  return typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds > 0
    ? seconds
    : null;
}
