import type { AtMs } from '../../../engine/domain/time.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import { isRow } from '../../parsed.ts';
import { cursorOf, listOf, malformed } from './data-envelope.ts';
import type { RawPage } from './pages.ts';

export type Query = readonly (readonly [string, string])[];

/** Which rows of a list are wanted. */
export interface ListOptions extends ReadOptions {
  readonly closed?: boolean;
  readonly tagId?: string;
  readonly tagSlug?: string;
  /** These alone. */
  readonly slugs?: readonly string[];
  /** What ends within this time, both included. */
  readonly endsFromMs?: AtMs;
  readonly endsUntilMs?: AtMs;
  readonly pagesMax?: number;
}

/** The filter as the venue takes it. */
export function filterOf(options: ListOptions): Query {
  const { closed, tagId, tagSlug, slugs = [], endsFromMs, endsUntilMs } = options;
  return [
    ...(closed === undefined ? [] : [['closed', String(closed)] as const]),
    ...(tagId === undefined ? [] : [['tag_id', tagId] as const]),
    ...(tagSlug === undefined ? [] : [['tag_slug', tagSlug] as const]),
    ...slugs.map((slug) => ['slug', slug] as const),
    ...(endsFromMs === undefined ? [] : [['end_date_min', isoOf(endsFromMs)] as const]),
    ...(endsUntilMs === undefined ? [] : [['end_date_max', isoOf(endsUntilMs)] as const]),
  ];
}

function isoOf(atMs: AtMs): string {
  return new Date(atMs).toISOString();
}

/** One answer of a list. @throws VenueError */
export function keysetPage(endpoint: string, name: string, body: unknown): RawPage {
  if (!isRow(body) || !Array.isArray(body[name]))
    throw malformed(endpoint, 'a page without a list');
  return {
    rows: listOf(endpoint, body[name]),
    nextCursor: cursorOf(endpoint, body['next_cursor']),
  };
}
