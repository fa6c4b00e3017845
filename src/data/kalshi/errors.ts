import { VenueError, type VenueProblem } from '../http/venue-error.ts';
import { isRow } from '../parsed.ts';

const STATUS_UNAUTHORIZED = 401;
const STATUS_ABSENT = 404;

/**
 * Reads the venue's error bodies: `{code, message, details}`, the same under `error`, or `error` as
 * plain words.
 */
export function problemOf(_status: number, body: unknown): VenueProblem {
  const row = isRow(body) ? body : {};
  const inner = isRow(row['error']) ? row['error'] : row;
  const words = [
    textOf(inner['message']) ?? textOf(inner['msg']) ?? textOf(row['error']),
    textOf(inner['details']),
  ].filter((part) => part !== null);
  return {
    text: words.length === 0 ? null : words.join(': '),
    code: textOf(inner['code']),
    mode: null,
    retryAfterMs: null,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Whether the venue says that what was asked for does not exist. */
export function isAbsent(error: unknown): error is VenueError {
  return error instanceof VenueError && error.status === STATUS_ABSENT;
}

/** Whether the venue wants a key, or does not take the one that it was shown. */
export function isUnauthorized(error: unknown): error is VenueError {
  return error instanceof VenueError && error.status === STATUS_UNAUTHORIZED;
}

export function malformed(endpoint: string, text: string): VenueError {
  return new VenueError({ kind: 'malformed', endpoint, text });
}
