/** Bytes of an answer that are read at most: an answer has a few hundred. */
export const ANSWER_BYTES_MAX = 64 * 1_024;

/** The other side sends more than any answer has. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';

  constructor() {
    super(`The answer is longer than ${ANSWER_BYTES_MAX} bytes`);
  }
}

/**
 * Like `fetch`, but whole: the body is read to its end, or to the most that is allowed, before this
 * returns, so that the caller's timeout holds for all of it. Never goes where it is sent on to,
 * because the key would go along. @throws TooLongError
 */
export async function limitedFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' });
  const text = await readWithin(response);
  const { status, statusText, headers } = response;
  const plain = new Headers(headers);
  // The body is no longer packed, nor as long as it was.
  plain.delete('content-encoding');
  plain.delete('content-length');
  const body = status === 204 || status === 304 ? null : text;
  return new Response(body, { status, statusText, headers: plain });
}

async function readWithin(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > ANSWER_BYTES_MAX) {
      await reader.cancel();
      throw new TooLongError();
    }
    parts.push(value);
  }
  return new Uint8Array(Buffer.concat(parts));
}
