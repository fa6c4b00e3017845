import { VenueError } from '../../http/venue-error.ts';
import { isRow, ROWS_MAX } from '../../parsed.ts';
import type { RawPage } from './pages.ts';

/** Longest cursor that is sent back, in characters. */
const CURSOR_LENGTH_MAX = 4_096;

/** The payload of `{data, pagination?}`. @throws VenueError `malformed` */
export function dataOf(endpoint: string, body: unknown): unknown {
  if (isRow(body) && body['data'] !== undefined) return body['data'];
  throw malformed(endpoint, 'an answer without data');
}

/** A list under `data`; `null` stands for none. @throws VenueError `malformed` */
export function listOf(endpoint: string, data: unknown): readonly unknown[] {
  if (data === null) return [];
  if (!Array.isArray(data)) throw malformed(endpoint, 'an answer without a list');
  if (data.length > ROWS_MAX) throw malformed(endpoint, `more than ${ROWS_MAX} rows`);
  return data;
}

/**
 * A page of Data API v2: it goes on until `next_cursor` is null; `has_more` may not contradict that.
 * @throws VenueError `malformed`
 */
export function dataPage(endpoint: string, body: unknown): RawPage {
  const rows = listOf(endpoint, dataOf(endpoint, body));
  const pagination = isRow(body) ? body['pagination'] : undefined;
  if (!isRow(pagination) || typeof pagination['has_more'] !== 'boolean') {
    return { rows, nextCursor: null, flaw: 'truncatedPage' };
  }
  const nextCursor = cursorOf(endpoint, pagination['next_cursor']);
  if (nextCursor === null && pagination['has_more']) {
    return { rows, nextCursor, flaw: 'truncatedPage' };
  }
  return { rows, nextCursor };
}

/** A cursor, `null` for none. @throws VenueError `malformed` */
export function cursorOf(endpoint: string, value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && value.length <= CURSOR_LENGTH_MAX) return value;
  throw malformed(endpoint, 'a cursor that is no text');
}

export function malformed(endpoint: string, text: string): VenueError {
  return new VenueError({ kind: 'malformed', endpoint, text });
}
