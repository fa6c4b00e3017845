import type { Failure, FailureCode } from '../../contract/failure.ts';
import { PATHS } from '../../contract/paths.ts';
import type { AnswerOf, BodyOf, RouteName } from '../../contract/routes.ts';
import { sessionEnded, token } from './session.ts';

/** Longest that an answer is waited for, ms: killing proves on the venue that nothing is open. */
const WAIT_MS = 45_000;

/** The server said no, in words for people; `unreachable` is ours: nothing answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: FailureCode | 'unreachable';

  constructor(code: FailureCode | 'unreachable', message: string) {
    super(message);
    this.code = code;
  }
}

/** Routes that are read. */
export type Reads = {
  [Name in RouteName]: Name extends keyof typeof PATHS
    ? AnswerOf<Name> extends null
      ? never
      : Name
    : never;
}[RouteName];

export interface Of {
  /** What stands for `:address` or `:id` in the path. */
  readonly of?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

/** Reads a page. @throws ApiError */
export function read<Name extends Reads>(
  name: Name,
  { of, query }: Of = {},
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> {
  const path = PATHS[name as keyof typeof PATHS].replace(/:\w+/, encodeURIComponent(of ?? ''));
  const asked = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => [key, String(value)]);
  const search = asked.length === 0 ? '' : `?${new URLSearchParams(asked)}`;
  return call<AnswerOf<Name>>('GET', path + search, signal === undefined ? {} : { signal });
}

/** Sends what someone does. @throws ApiError */
export function send<Name extends 'command' | 'preview' | 'tap'>(
  name: Name,
  body: BodyOf<Name>,
): Promise<AnswerOf<Name>> {
  return call<AnswerOf<Name>>('POST', PATHS[name], { body });
}

/** One request. @throws ApiError */
export async function call<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, signal }: { readonly body?: unknown; readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  const late = AbortSignal.timeout(WAIT_MS);
  const response = await fetch(path, {
    method,
    headers: headers(body),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    cache: 'no-store',
    credentials: 'omit',
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    if (late.aborted) throw new ApiError('unreachable', `No answer within ${WAIT_MS / 1_000} s.`);
    throw new ApiError('unreachable', 'PolyMind does not answer. Is it running?');
  });
  if (!response.ok) throw await failureOf(response);
  return (await response.json()) as Answer;
}

function headers(body: unknown): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token.value === null ? {} : { authorization: `Bearer ${token.value}` }),
  };
}

/** What a refusal says. Who is no longer signed in is shown the way back in. */
export async function failureOf(response: Response): Promise<ApiError> {
  const failure = (await response.json().catch(() => null)) as Failure | null;
  const { code, message } = failure?.error ?? {
    code: 'unexpected' as const,
    message: `The server answered ${response.status} without a reason.`,
  };
  if (response.status === 401) sessionEnded(message);
  return new ApiError(code, message);
}
