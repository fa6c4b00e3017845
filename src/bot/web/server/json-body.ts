import { WebFailure } from './web-failure.ts';

/** Of a request's body: the longest is what Telegram signs. */
export const BODY_BYTES_MAX = 32 * 1024;

/** What a request sends. @throws WebFailure for what is too long, no JSON, or does not call itself so */
export async function jsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw new WebFailure('badRequest', 'The body has to be JSON: content-type application/json.');
  }
  const text = await boundedText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new WebFailure('badRequest', 'The body is no JSON.');
  }
}

/** Reads no more than the bound, whatever length the request claims. */
async function boundedText({ headers, body }: Request): Promise<string> {
  const tooLarge = new WebFailure('tooLarge', `A request has at most ${BODY_BYTES_MAX} bytes.`);
  if (Number(headers.get('content-length') ?? 0) > BODY_BYTES_MAX) throw tooLarge;
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
