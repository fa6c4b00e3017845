import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from '@anthropic-ai/sdk';
import type { ModelFailure } from '../../engine/domain/model.ts';
import { TooLongError } from './limited-fetch.ts';

/** What kept an answer back. `detail` is ours: what a server says may hold anything. */
export interface Failed {
  readonly failure: ModelFailure;
  readonly detail: string;
}

/** What an error of the client means; `null` when it is not one that asking may end in. */
export function failureOf(error: unknown): Failed | null {
  if (isTooLong(error)) return { failure: 'tooLong', detail: 'too many bytes' };
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError) {
    return { failure: 'timeout', detail: 'no answer in time' };
  }
  if (error instanceof APIConnectionError)
    return { failure: 'unreachable', detail: 'no connection' };
  if (error instanceof APIError && error.status !== undefined) return ofStatus(error.status);
  if (error instanceof SyntaxError) return { failure: 'malformed', detail: 'no JSON' };
  return null;
}

function ofStatus(status: number): Failed {
  const detail = `status ${status}`;
  if (status === 429) return { failure: 'rateLimited', detail };
  return { failure: status >= 500 ? 'overloaded' : 'refused', detail };
}

/** However deep the client has wrapped it. */
function isTooLong(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof TooLongError) return true;
  return false;
}
