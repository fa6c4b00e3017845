import { GrammyError, HttpError } from 'grammy';
import {
  FloodError,
  LostError,
  OfflineError,
  RefusedError,
  UnreachableError,
} from '../chat/chat-port.ts';
import { isNeverConnected } from '../chat/connection-failure.ts';

const SECOND_MS = 1_000;

/** What came of a call, in words that hold neither the token nor what was sent. */
export type Failure =
  | { readonly kind: 'flood'; readonly words: string; readonly retryAfterMs: number }
  | {
      readonly kind: 'token' | 'conflict' | 'offline' | 'lost' | 'unreachable' | 'refused';
      readonly words: string;
    };

/** Telegram did not do what was asked; told in its own words. */
export class TelegramError extends Error {
  override readonly name = 'TelegramError';
}

/** This chat, of all, takes nothing from this bot. */
const UNREACHABLE =
  /chat not found|user not found|user is deactivated|peer_id_invalid|chat_write_forbidden|not enough rights|have no rights|need administrator rights|bot was kicked|bot is not a member|group chat was/i;

/** How the client names a connection that took too long to make. */
const CONNECT_TIMEOUT = 'ETIMEDOUT';
const UNAVAILABLE_CODE = 503;

export function failureOf(error: unknown): Failure {
  if (error instanceof GrammyError) return refusal(error);
  if (error instanceof HttpError) return broken(error.error);
  return { kind: 'refused', words: String(error) };
}

function refusal({ error_code: code, description, parameters }: GrammyError): Failure {
  if (code === 429) {
    const seconds = parameters.retry_after ?? 1;
    const words = `Telegram asks to wait ${seconds} s`;
    return { kind: 'flood', words, retryAfterMs: seconds * SECOND_MS };
  }
  // 404 is a token of a wrong form: every method that is called exists.
  if (code === 401 || code === 404) {
    return { kind: 'token', words: 'the token is refused: revoked?' };
  }
  if (code === 409) return { kind: 'conflict', words: 'another program polls with this token' };
  if (code === UNAVAILABLE_CODE) return { kind: 'offline', words: `Telegram answers ${code}` };
  // A gateway or a server that fails may have passed the call on before.
  if (code >= 500) return { kind: 'lost', words: `Telegram answers ${code}` };
  const unreachable = code === 403 || UNREACHABLE.test(description);
  return { kind: unreachable ? 'unreachable' : 'refused', words: description };
}

function broken(error: unknown): Failure {
  const code = codeOf(error);
  if (code !== null && isNeverConnected(code, CONNECT_TIMEOUT)) {
    return { kind: 'offline', words: `Telegram cannot be reached (${code})` };
  }
  return { kind: 'lost', words: `Telegram gave no answer (${code ?? 'timeout'})` };
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'type' in error && typeof error.type === 'string' ? error.type : null;
}

/** A failure as those who send are told it. */
export function portError(failure: Failure): Error {
  const { words } = failure;
  switch (failure.kind) {
    case 'flood':
      return new FloodError(failure.retryAfterMs);
    case 'token':
    case 'conflict':
    case 'offline':
      return new OfflineError(words);
    case 'lost':
      return new LostError(words);
    case 'unreachable':
      return new UnreachableError(words);
    case 'refused':
      return new RefusedError(words);
  }
}
