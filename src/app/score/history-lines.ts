import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ConsoleInput } from '../../bot/console/streams.ts';
import { LineSplitter } from '../../tape/line-splitter.ts';

/** The name that stands for standard input. */
export const STDIN = '-';
/** A row has about 600 bytes; a longer line is no row. */
export const LINE_BYTES_MAX = 65_536;

const GZIP_MAGIC = [0x1f, 0x8b];

/** The text of a line; `null` when it is too long; what ended the file too early. */
export type HistoryLine = string | null | { readonly damage: string };

/**
 * Lines of a file or of standard input, plain or gzip, as they come. A file that cannot be opened
 * is an error; one that breaks off ends with its damage.
 *
 * @throws Error with one sentence for a person
 */
export async function* historyLines(
  path: string,
  input: ConsoleInput,
): AsyncGenerator<HistoryLine> {
  const chunks = path === STDIN ? inputChunks(input) : fileChunks(path);
  const splitter = new LineSplitter(LINE_BYTES_MAX);
  let damage: string | null = null;
  try {
    for await (const chunk of inflated(chunks)) {
      for (const line of splitter.push(chunk)) yield line === null ? null : line.toString('utf8');
    }
  } catch (error) {
    damage = damageOf(error);
    if (damage === null) throw error;
  }
  for (const line of splitter.end()) yield line === null ? null : line.toString('utf8');
  if (damage !== null) yield { damage };
}

async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') throw new Error(`There is no file ${path}`, { cause: error });
    throw new Error(`${path} cannot be read: ${code}`, { cause: error });
  }
}

/** Standard input is paused while nobody asks for more. */
async function* inputChunks(input: ConsoleInput): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = [];
  let isOver = false;
  let failure: Error | null = null;
  let wake: () => void = () => undefined;
  const onData = (chunk: Buffer): void => {
    waiting.push(chunk);
    input.pause();
    wake();
  };
  const onEnd = (): void => {
    isOver = true;
    wake();
  };
  const onError = (error: Error): void => {
    failure = error;
    onEnd();
  };
  input.on('data', onData);
  input.on('end', onEnd);
  input.on('error', onError);
  try {
    while (!isOver || waiting.length > 0) {
      const chunk = waiting.shift();
      if (chunk !== undefined) yield chunk;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          input.resume();
        });
      }
    }
    if (failure !== null) throw new Error(`Standard input cannot be read: ${codeOf(failure)}`);
  } finally {
    input.off('data', onData);
    input.off('end', onEnd);
    input.off('error', onError);
  }
}

/** What the chunks hold, by their first bytes. */
async function* inflated(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await chunks.next();
  if (first.done === true) return;
  const isGzip = GZIP_MAGIC.every((byte, index) => first.value[index] === byte);
  const all = (async function* () {
    yield first.value;
    yield* chunks;
  })();
  if (!isGzip) {
    yield* all;
    return;
  }
  const gunzip = createGunzip();
  // A failure on either side ends the other, and comes out of the pieces.
  pipeline(Readable.from(all), gunzip, () => undefined);
  for await (const piece of gunzip) yield piece as Buffer;
}

function damageOf(error: unknown): string | null {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return 'the compressed file ends in the middle';
  return code.startsWith('Z_') ? 'the compressed file is damaged' : null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
