import { z } from 'zod';
import { UnavailableError } from '../../../engine/contract/queries.ts';
import { RefusedEntry } from '../access/door.ts';
import { FAILURES, type Failure, type FailureCode } from '../contract/failure.ts';

/** A request that is not answered; the message is for people. */
export class WebFailure extends Error {
  override readonly name = 'WebFailure';
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What an error means to who asked; `null` for what nobody expected. */
export function failureOf(error: unknown): WebFailure | null {
  if (error instanceof WebFailure) return error;
  if (error instanceof RefusedEntry) return new WebFailure('signIn', error.message);
  if (error instanceof UnavailableError) return new WebFailure('unavailable', error.message);
  if (error instanceof z.ZodError) return new WebFailure('badRequest', issueWords(error));
  return null;
}

/** The first thing that is wrong, and where: `limit: Too big: expected number to be <=500`. */
function issueWords({ issues }: z.ZodError): string {
  const [first] = issues;
  if (first === undefined) return 'This is not what is asked for here; /api says what is.';
  const where = first.path.length === 0 ? '' : `${first.path.join('.')}: `;
  return `${where}${first.message}; /api says what is asked for here.`;
}

export function failureResponse({ code, message }: WebFailure): Response {
  const body: Failure = { error: { code, message } };
  const headers = { 'cache-control': 'no-store', 'content-type': 'application/json' };
  return new Response(JSON.stringify(body), { status: FAILURES[code], headers });
}
