import { BodyError, readBody } from './read-body.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpRuntime } from './runtime.ts';
import { withoutProofs } from './said-back.ts';
import { VenueError, type VenueErrorKind, type VenueProblem } from './venue-error.ts';

/** One request, ready to be sent. */
export interface Outgoing {
  readonly endpoint: string;
  readonly url: string;
  /** Sent as JSON by POST; `null` sends a GET. */
  readonly body: string | null;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs: number;
  readonly bytesMax: number;
  readonly signal?: AbortSignal | undefined;
  /** Reads the venue's own error body, `undefined` when it is no JSON. */
  readonly problemOf: (status: number, body: unknown) => VenueProblem;
}

const STATUS_TIMEOUT = 408;
const STATUS_TOO_EARLY = 425;

/**
 * Sends one request once and returns the text of a good answer. Redirects are refused: they would
 * carry a request to a host that nobody chose.
 * @throws VenueError, or the reason of the caller's signal when that aborts.
 */
export async function fetchText(outgoing: Outgoing, runtime: HttpRuntime): Promise<string> {
  const timeout = new AbortController();
  const done = new AbortController();
  const expiry = runtime.sleep(outgoing.timeoutMs, done.signal).then(() => {
    if (!done.signal.aborted) timeout.abort();
  });
  // Not AbortSignal.any: on Node 20 each of its signals stays with a caller's that lives for long.
  const abandon = (): void => timeout.abort();
  outgoing.signal?.addEventListener('abort', abandon, { once: true });
  if (outgoing.signal?.aborted === true) abandon();
  try {
    const response = await runtime.fetch(outgoing.url, {
      method: outgoing.body === null ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(outgoing.body === null ? {} : { 'content-type': 'application/json' }),
        ...outgoing.headers,
      },
      body: outgoing.body,
      redirect: 'manual',
      signal: timeout.signal,
    });
    const text = await readBody(response, outgoing.bytesMax);
    if (!response.ok) {
      const words = withoutProofs(text, outgoing.headers);
      throw refusal(outgoing, response, { text: words, nowMs: runtime.nowMs() });
    }
    return text;
  } catch (error) {
    outgoing.signal?.throwIfAborted();
    throw failure(outgoing, error, timeout.signal.aborted);
  } finally {
    outgoing.signal?.removeEventListener('abort', abandon);
    done.abort();
    await expiry;
  }
}

/** The value of a JSON answer. @throws VenueError `malformed` when it is none. */
export function parseJson(endpoint: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const found = isHtml(text) ? 'an HTML page' : text === '' ? 'nothing' : 'no JSON';
    throw new VenueError({ kind: 'malformed', endpoint, text: `answered ${found}`, cause: error });
  }
}

function isHtml(text: string): boolean {
  return /^\s*</.test(text);
}

function failure({ endpoint, timeoutMs }: Outgoing, error: unknown, timedOut: boolean): unknown {
  if (error instanceof VenueError) return error;
  if (timedOut) {
    const text = `no whole answer within ${timeoutMs} ms`;
    return new VenueError({ kind: 'timeout', endpoint, text, cause: error });
  }
  if (error instanceof BodyError) {
    return new VenueError({ kind: 'malformed', endpoint, text: error.message, cause: error });
  }
  // What the network does to a fetch is a TypeError with the socket's error as its cause; a
  // TypeError without one is a mistake of ours.
  if (error instanceof TypeError && error.cause !== undefined) {
    return new VenueError({ kind: 'unreachable', endpoint, text: error.message, cause: error });
  }
  return error;
}

function refusal(
  { endpoint, problemOf }: Outgoing,
  response: Response,
  answer: { readonly text: string; readonly nowMs: number },
): VenueError {
  const { status } = response;
  const problem = problemOf(status, errorBody(answer.text));
  const header = retryAfterMs(response.headers.get('retry-after'), answer.nowMs);
  const plain = isHtml(answer.text) ? 'an HTML page' : answer.text;
  return new VenueError({
    ...problem,
    kind: kindOf(status),
    endpoint,
    status,
    text: problem.text ?? plain,
    retryAfterMs: header ?? problem.retryAfterMs,
  });
}

/** Error pages of proxies are often no JSON, and their status tells enough. */
function errorBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function kindOf(status: number): VenueErrorKind {
  if (status === 403) return 'blocked';
  if (status === 429) return 'rateLimited';
  if (status === STATUS_TIMEOUT || status === STATUS_TOO_EARLY || status >= 500) {
    return 'unavailable';
  }
  return status >= 400 ? 'rejected' : 'malformed';
}
