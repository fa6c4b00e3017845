import type { VenueProblem } from '../http/venue-error.ts';
import { VenueError } from '../http/venue-error.ts';
import { isRow } from '../parsed.ts';

/** The venue's code for a symbol that it does not trade. */
const UNKNOWN_SYMBOL = '-1121';
/** Refused by place (RFC 7725), or by the venue's firewall. */
const BLOCKED = [451, 403];
/** Banned for having gone on after 429; `Retry-After` tells until when. */
const BANNED = 418;

/** Reads `{"code": -1121, "msg": "Invalid symbol."}`. */
export function problemOf(_status: number, body: unknown): VenueProblem {
  const row = isRow(body) ? body : {};
  const { msg, code } = row;
  return {
    text: typeof msg === 'string' && msg !== '' ? msg : null,
    code: typeof code === 'number' ? String(code) : null,
    mode: null,
    retryAfterMs: null,
  };
}

/** Whether the venue says that it does not trade a symbol that was asked for. */
export function isUnknownSymbol(error: unknown): boolean {
  return error instanceof VenueError && error.code === UNKNOWN_SYMBOL;
}

/** Whether the venue does not serve the place we ask from. */
export function isBlockedHere(error: unknown): boolean {
  return error instanceof VenueError && error.status !== null && BLOCKED.includes(error.status);
}

/** The same of the words of a connection that was refused; `null` when it is another trouble. */
export function blockedStatusOf(reason: string): number | null {
  const status = Number(/unexpected server response: (\d{3})/i.exec(reason)?.[1]);
  return BLOCKED.includes(status) ? status : null;
}

/** Whether the venue counts too many requests, or has banned the address for them. */
export function isTooMany(error: unknown): boolean {
  if (!(error instanceof VenueError)) return false;
  return error.kind === 'rateLimited' || error.status === BANNED;
}
