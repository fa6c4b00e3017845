import { retryAfterMs } from '../../http/retry-after.ts';
import type { WriteOutcome } from '../../http/single-write.ts';
import { VENUE_TEXT_LENGTH_MAX, type VenueProblem } from '../../http/venue-error.ts';
import { problemOf } from '../client/errors.ts';

/** A whole answer to a write. */
export type Answered = Extract<WriteOutcome, { readonly kind: 'answered' }>;

/** The JSON of an answer, `undefined` when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What an answer says is wrong; `text` is empty when it says nothing that can be read. */
export interface Said extends Omit<VenueProblem, 'text'> {
  readonly text: string;
}

export function saidIn({ status, headers, text }: Answered, nowMs: number): Said {
  const problem = problemOf(status, jsonOf(text));
  return {
    ...problem,
    text: (problem.text ?? '').slice(0, VENUE_TEXT_LENGTH_MAX),
    retryAfterMs: retryAfterMs(headers.get('retry-after') ?? null, nowMs) ?? problem.retryAfterMs,
  };
}

/** For people: the status, and the venue's words where there are any. */
export function wordsOf(status: number, { text }: Pick<Said, 'text'>): string {
  return text === '' ? `status ${status}` : `${status}: ${text}`;
}
