import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import {
  FloodError,
  LostError,
  OfflineError,
  RefusedError,
  UnreachableError,
} from '../chat/chat-port.ts';
import { isNeverConnected } from '../chat/connection-failure.ts';

/** What came of a call, in words that hold no token and nothing of what was sent. */
export type Failure =
  | { readonly kind: 'flood'; readonly words: string; readonly retryAfterMs: number }
  | {
      readonly kind: 'token' | 'offline' | 'lost' | 'gone' | 'answered' | 'unreachable' | 'refused';
      readonly words: string;
    };

/** Discord did not do what was asked; told in its own words. */
export class DiscordError extends Error {
  override readonly name = 'DiscordError';
}

/** A limit that does not say for how long. */
const FLOOD_MS_MIN = 1_000;
/** Too many direct channels were opened; Discord names no time. */
const DM_FLOOD_MS = 60_000;
const OVERLOADED = 503;

/** Discord's own numbers (API reference, JSON error codes). */
const CODE = {
  unknownWebhook: 10_015,
  unknownInteraction: 10_062,
  openingDmsTooFast: 40_003,
  acknowledged: 40_060,
  invalidWebhookToken: 50_027,
} as const;
/** An interaction whose time is over. */
const GONE: readonly unknown[] = [
  CODE.unknownWebhook,
  CODE.unknownInteraction,
  CODE.invalidWebhookToken,
];
/** Unknown channel, unknown user, no access, no direct messages, no permission, no shared server. */
const UNREACHABLE: readonly unknown[] = [10_003, 10_013, 50_001, 50_007, 50_013, 50_278];

/** How the client names a connection that took too long to make. */
const CONNECT_TIMEOUT = 'UND_ERR_CONNECT_TIMEOUT';

export function failureOf(error: unknown): Failure {
  if (error instanceof OfflineError) return { kind: 'offline', words: error.message };
  if (error instanceof RateLimitError) {
    const waitMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
    return flood(Math.max(FLOOD_MS_MIN, Math.ceil(waitMs)));
  }
  if (error instanceof DiscordAPIError) return refusal(error);
  if (error instanceof HTTPError) {
    const kind = error.status === OVERLOADED ? 'offline' : 'lost';
    // A gateway or a server that fails may have passed the call on before.
    return { kind, words: `Discord answers ${error.status}` };
  }
  return broken(error);
}

function flood(retryAfterMs: number): Failure {
  return { kind: 'flood', words: `Discord asks to wait ${retryAfterMs} ms`, retryAfterMs };
}

function refusal({ status, code, message }: DiscordAPIError): Failure {
  if (code === CODE.openingDmsTooFast) return flood(DM_FLOOD_MS);
  const words = `${message} (${code})`;
  if (GONE.includes(code)) return { kind: 'gone', words };
  if (code === CODE.acknowledged) return { kind: 'answered', words };
  if (status === 401) return { kind: 'token', words: 'the token is refused' };
  const unreachable = status === 403 || UNREACHABLE.includes(code);
  return { kind: unreachable ? 'unreachable' : 'refused', words };
}

function broken(error: unknown): Failure {
  const code = codeOf(error);
  if (code !== null && isNeverConnected(code, CONNECT_TIMEOUT)) {
    return { kind: 'offline', words: `Discord cannot be reached (${code})` };
  }
  return { kind: 'lost', words: `Discord gave no answer (${code ?? nameOf(error)})` };
}

function codeOf(error: unknown): string | null {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded && typeof error.code === 'string' ? error.code : null;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'no reason given';
}

/** A failure as those who send are told it. */
export function portError(failure: Failure): Error {
  const { words } = failure;
  switch (failure.kind) {
    case 'flood':
      return new FloodError(failure.retryAfterMs);
    case 'token':
    case 'offline':
      return new OfflineError(words);
    case 'lost':
      return new LostError(words);
    case 'unreachable':
      return new UnreachableError(words);
    case 'gone':
    case 'answered':
    case 'refused':
      return new RefusedError(words);
  }
}
