import { z } from 'zod';

/**
 * Why a request did nothing. `signIn`: no session, or it is over. `forbidden`: the role is below
 * what it takes. `unavailable`: something does not answer now; trying again may help.
 */
export const FAILURES = {
  badRequest: 400,
  signIn: 401,
  forbidden: 403,
  notFound: 404,
  notAllowed: 405,
  tooLarge: 413,
  wrongHost: 421,
  tooMany: 429,
  unexpected: 500,
  unavailable: 503,
} as const;

export type FailureCode = keyof typeof FAILURES;

/** What every answer with another status than 200 holds. */
export const failure = z.strictObject({
  error: z.strictObject({
    code: z.enum(Object.keys(FAILURES) as FailureCode[]),
    message: z.string().describe('for people: what was wrong, and what works'),
  }),
});

export type Failure = z.infer<typeof failure>;
