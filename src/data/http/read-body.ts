/** Why a body could not be taken. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

/**
 * The text of a body of at most `bytesMax` bytes after decompression; what is longer is cut off
 * while it arrives.
 * @throws BodyError when it is longer, or not UTF-8.
 */
export async function readBody(response: Response, bytesMax: number): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (bytes > bytesMax) throw new BodyError(`a body of more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new BodyError('a body that is not UTF-8', { cause: error });
  }
}
