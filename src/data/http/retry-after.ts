import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';

/** RFC 9110 10.2.3: whole seconds; venues also send fractions. */
const SECONDS = /^\d{1,9}(?:\.\d{1,6})?$/;
/** A date of RFC 9110 5.6.7, such as `Sun, 06 Nov 1994 08:49:37 GMT`. */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds to wait that a `Retry-After` header asks for; `null` when it is none. */
export function retryAfterMs(header: string | null, nowMs: AtMs): number | null {
  const text = header?.trim() ?? '';
  if (SECONDS.test(text)) return Math.ceil(Number(text) * SECOND_MS);
  if (!DATE.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isSafeInteger(atMs) ? Math.max(0, Math.ceil(atMs - nowMs)) : null;
}
