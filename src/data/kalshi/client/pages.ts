import { VenueError } from '../../http/venue-error.ts';
import { isRow, type Problem } from '../../parsed.ts';
import { malformed } from '../errors.ts';

/** Pages that one read follows at most. */
export const PAGES_MAX = 500;
/** Rows of one page at most; the venue gives up to 1,000. */
export const PAGE_ROWS_MAX = 2_000;
/** Problems that one read reports at most; the counters have them all. */
export const READ_PROBLEMS_MAX = 100;
/** Longest cursor that is sent back, in characters. */
const CURSOR_LENGTH_MAX = 4_096;

/** All rows, or what was read until something went wrong: the two cannot be confused. */
export type PagedRead<T> =
  | { readonly complete: true; readonly rows: readonly T[]; readonly problems: readonly Problem[] }
  | {
      readonly complete: false;
      readonly readSoFar: readonly T[];
      readonly problems: readonly Problem[];
      readonly error: VenueError;
    };

export interface Walk<T> {
  readonly endpoint: string;
  /** Names of the list in an answer; several where one answer has several. */
  readonly list: string;
  readonly pagesMax?: number;
  /** @throws VenueError */
  fetch(cursor: string | null): Promise<unknown>;
  read(rows: readonly unknown[]): {
    readonly rows: readonly T[];
    readonly problems: readonly Problem[];
    /** Nothing on later pages is wanted. */
    readonly isEnough?: boolean;
  };
}

/**
 * Follows cursors until there is none, whatever the length of a page. A cursor that comes again would
 * never end; that, and what the venue refuses, ends the walk and is returned.
 */
export async function walkPages<T>(walk: Walk<T>): Promise<PagedRead<T>> {
  const { endpoint, list, pagesMax = PAGES_MAX } = walk;
  const rows: T[] = [];
  const problems: Problem[] = [];
  const cursors = new Set<string>();
  try {
    let cursor: string | null = null;
    do {
      const body = await walk.fetch(cursor);
      const page = walk.read(listOf({ endpoint, name: list }, body));
      rows.push(...page.rows);
      problems.push(...page.problems.slice(0, READ_PROBLEMS_MAX - problems.length));
      cursor = page.isEnough === true ? null : cursorOf(endpoint, body);
      if (cursor === null) break;
      if (cursors.has(cursor)) throw malformed(endpoint, 'the same cursor twice');
      cursors.add(cursor);
      if (cursors.size >= pagesMax) throw malformed(endpoint, `more than ${pagesMax} pages`);
    } while (cursor !== null);
    return { complete: true, rows, problems };
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    return { complete: false, readSoFar: rows, problems, error };
  }
}

/** The rows of an answer; `null` stands for none. @throws VenueError `malformed` */
export function listOf(
  {
    endpoint,
    name,
    rowsMax = PAGE_ROWS_MAX,
  }: { readonly endpoint: string; readonly name: string; readonly rowsMax?: number },
  body: unknown,
): readonly unknown[] {
  const list = isRow(body) ? body[name] : undefined;
  if (list === null) return [];
  if (!Array.isArray(list)) throw malformed(endpoint, `an answer without a list of ${name}`);
  if (list.length > rowsMax) throw malformed(endpoint, `more than ${rowsMax} rows of ${name}`);
  return list;
}

/** Where the next page begins, `null` behind the last. @throws VenueError `malformed` */
export function cursorOf(endpoint: string, body: unknown): string | null {
  const cursor = isRow(body) ? body['cursor'] : undefined;
  if (cursor === undefined || cursor === null || cursor === '') return null;
  if (typeof cursor === 'string' && cursor.length <= CURSOR_LENGTH_MAX) return cursor;
  throw malformed(endpoint, 'a cursor that is no text');
}

/** `values` in pieces of at most `lengthMax`. */
export function chunksOf<T>(values: readonly T[], lengthMax: number): readonly (readonly T[])[] {
  const count = Math.ceil(values.length / lengthMax);
  return Array.from({ length: count }, (_, at) =>
    values.slice(at * lengthMax, (at + 1) * lengthMax),
  );
}
