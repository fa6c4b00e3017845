import { createHash } from 'node:crypto';
import { VenueError } from '../../http/venue-error.ts';
import type { Problem } from '../../parsed.ts';

/** Pages that one read follows at most. */
export const PAGES_MAX = 1_000;
/** Problems that one read reports at most; the counters have them all. */
export const READ_PROBLEMS_MAX = 100;

export type PageFlaw =
  /** The venue sent a cursor a second time: following it would never end. */
  | 'loopingCursor'
  /** The same page came twice under different cursors. */
  | 'repeatedPage'
  /** Rows of an earlier page came again after older ones. */
  | 'repeatedRows'
  /** The page says there is more and not where, or does not say whether there is. */
  | 'truncatedPage'
  /** Rows came in another order than they were asked for: where the walk stands is not known. */
  | 'wrongOrder'
  /** A row of it cannot be read, and could be the one that is looked for. */
  | 'unreadableRow'
  | 'tooManyPages';

/** A walk over pages that cannot be trusted to be whole. */
export class PageError extends VenueError {
  override readonly name = 'PageError';
  readonly flaw: PageFlaw;

  constructor(endpoint: string, flaw: PageFlaw) {
    super({ kind: 'malformed', endpoint, text: flaw });
    this.flaw = flaw;
  }
}

/** All rows, or what was read until something went wrong: the two cannot be confused. */
export type PagedRead<T> =
  | {
      readonly complete: true;
      readonly rows: readonly T[];
      readonly problems: readonly Problem[];
    }
  | {
      readonly complete: false;
      readonly readSoFar: readonly T[];
      readonly problems: readonly Problem[];
      readonly error: VenueError;
    };

/** One page as the venue sent it. */
export interface RawPage {
  readonly rows: readonly unknown[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
  /** Why the page cannot be followed although its rows can be read. */
  readonly flaw?: PageFlaw;
}

/** What a page's rows mean. */
export interface ReadPage<T> {
  readonly rows: readonly T[];
  readonly problems: readonly Problem[];
  /** Nothing on later pages is wanted. */
  readonly isEnough?: boolean;
  readonly flaw?: PageFlaw;
}

export interface Walk<T> {
  readonly endpoint: string;
  readonly pagesMax?: number;
  /** @throws VenueError */
  fetch(cursor: string | null): Promise<RawPage>;
  read(rows: readonly unknown[]): ReadPage<T>;
}

/**
 * Follows cursors to the last page, whatever the length of a page. Errors of the venue end the walk
 * and are returned; anything else is thrown.
 */
export async function walkPages<T>(walk: Walk<T>): Promise<PagedRead<T>> {
  const progress = new Progress<T>(walk);
  try {
    let cursor: string | null = null;
    do {
      cursor = progress.add(await walk.fetch(cursor));
    } while (cursor !== null);
    return { complete: true, rows: progress.rows, problems: progress.problems };
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    const { rows: readSoFar, problems } = progress;
    return { complete: false, readSoFar, problems, error };
  }
}

class Progress<T> {
  readonly rows: T[] = [];
  readonly problems: Problem[] = [];
  readonly #walk: Walk<T>;
  readonly #cursors = new Set<string>();
  readonly #pages = new Set<string>();

  constructor(walk: Walk<T>) {
    this.#walk = walk;
  }

  /** Takes a page in; returns the cursor of the next one, `null` at the end. */
  add({ rows, nextCursor, flaw }: RawPage): string | null {
    this.#refuseRepetition(rows);
    const page = this.#walk.read(rows);
    this.rows.push(...page.rows);
    this.problems.push(...page.problems.slice(0, READ_PROBLEMS_MAX - this.problems.length));
    if (page.flaw !== undefined) throw this.#error(page.flaw);
    if (page.isEnough === true) return null;
    if (flaw !== undefined) throw this.#error(flaw);
    if (nextCursor === null) return null;
    if (this.#cursors.has(nextCursor)) throw this.#error('loopingCursor');
    this.#cursors.add(nextCursor);
    const { pagesMax = PAGES_MAX } = this.#walk;
    if (this.#cursors.size >= pagesMax) throw this.#error('tooManyPages');
    return nextCursor;
  }

  #refuseRepetition(rows: readonly unknown[]): void {
    if (rows.length === 0) return;
    const print = createHash('sha1').update(JSON.stringify(rows)).digest('base64');
    if (this.#pages.has(print)) throw this.#error('repeatedPage');
    this.#pages.add(print);
  }

  #error(flaw: PageFlaw): PageError {
    return new PageError(this.#walk.endpoint, flaw);
  }
}

/** `values` in pieces of at most `lengthMax`. */
export function chunksOf<T>(values: readonly T[], lengthMax: number): readonly (readonly T[])[] {
  const count = Math.ceil(values.length / lengthMax);
  return Array.from({ length: count }, (_, at) =>
    values.slice(at * lengthMax, (at + 1) * lengthMax),
  );
}
