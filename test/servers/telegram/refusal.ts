/** What the Bot API answers instead of a result. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly retryAfterS: number | null;

  constructor(code: number, description: string, retryAfterS: number | null = null) {
    super(description);
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

export function badRequest(text: string): Refusal {
  return new Refusal(400, `Bad Request: ${text}`);
}

export function forbidden(text: string): Refusal {
  return new Refusal(403, `Forbidden: ${text}`);
}

/** The API's own words for a code, where it has them. */
export function usualDescription(code: number, retryAfterS: number | null): string {
  if (code === 429) return `Too Many Requests: retry after ${retryAfterS ?? 1}`;
  return USUAL[code] ?? `Error ${code}`;
}

export const CONFLICT =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

const USUAL: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: CONFLICT,
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
