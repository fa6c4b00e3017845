import { SECOND_MS } from '../../../engine/domain/time.ts';
import { VenueError, type VenueMode, type VenueProblem } from '../../http/venue-error.ts';
import { isRow } from '../../parsed.ts';

/** The words of a 503 answer for what the venue still does. */
const MODES: readonly (readonly [RegExp, VenueMode])[] = [
  [/cancel-only/i, 'cancelOnly'],
  [/post-only mode|post_only_mode/i, 'postOnly'],
  [/trading is currently disabled/i, 'disabled'],
];
const STATUS_RESTARTING = 425;
const STATUS_UNAVAILABLE = 503;
const STATUS_ABSENT = 404;

/** Reads `{"error", "code"?, "retry_after_seconds"?}`, or the older `error_msg`. */
export function problemOf(status: number, body: unknown): VenueProblem {
  const row = isRow(body) ? body : {};
  const text = textOf(row['error']) ?? textOf(row['error_msg']) ?? textOf(row['message']);
  const code = textOf(row['code']);
  const seconds = row['retry_after_seconds'];
  return {
    text,
    code,
    mode: modeOf(status, `${code ?? ''} ${text ?? ''}`),
    retryAfterMs:
      typeof seconds === 'number' && seconds >= 0 ? Math.ceil(seconds * SECOND_MS) : null,
  };
}

function modeOf(status: number, words: string): VenueMode | null {
  if (status === STATUS_RESTARTING) return 'restarting';
  if (status !== STATUS_UNAVAILABLE) return null;
  return MODES.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Whether the venue says that what was asked for does not exist. */
export function isAbsent(error: unknown): error is VenueError {
  return error instanceof VenueError && error.status === STATUS_ABSENT;
}
