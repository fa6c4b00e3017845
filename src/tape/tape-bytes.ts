import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { systemCode, TapeError } from './tape-error.ts';

/** Read at once. One deflated byte is at most 1,032 plain ones, so this bounds memory as well. */
const CHUNK_BYTES = 16_384;
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Plain bytes of the tape, or how its compression ended too early. What comes just before `corrupt`
 * may be wrong, and up to one piece of 16 KiB be missing: gzip notices late.
 */
export type TapeBytes = Buffer | { readonly damage: 'cutOff' | 'corrupt' };

/**
 * The bytes of a recording, gzip or plain, as they come; what was readable before a damage comes
 * before it.
 * @throws TapeError
 */
export async function* tapeBytes(path: string): AsyncGenerator<TapeBytes> {
  const file = await openFile(path);
  try {
    const first = await readChunk(file, path);
    const isGzip = GZIP_MAGIC.every((byte, index) => first[index] === byte);
    const inflater = isGzip ? new Inflater() : null;
    try {
      for (let chunk = first; chunk.length > 0; chunk = await readChunk(file, path)) {
        if (inflater === null) yield chunk;
        else yield* await inflater.inflate(chunk);
        if (inflater?.damage) break;
      }
      if (inflater !== null) yield* await inflater.end();
    } finally {
      inflater?.destroy();
    }
  } finally {
    await file.close();
  }
}

/**
 * Inflates chunk by chunk, taking each piece as it comes out: iterating over the stream would drop
 * what it still holds when it meets the damage.
 */
class Inflater {
  readonly #gunzip: Gunzip = createGunzip();
  #pieces: TapeBytes[] = [];
  /** Goes on with whoever waits for the stream. */
  #wake: () => void = () => undefined;
  damage: 'cutOff' | 'corrupt' | null = null;

  constructor() {
    this.#gunzip.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.#gunzip.on('error', (error) => {
      this.damage = systemCode(error) === 'Z_BUF_ERROR' ? 'cutOff' : 'corrupt';
    });
    // After an error in the gzip header it comes without the callback of the write.
    this.#gunzip.on('close', () => this.#wake());
  }

  async inflate(chunk: Buffer): Promise<readonly TapeBytes[]> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#gunzip.write(chunk, () => resolve());
    });
    return this.#take();
  }

  async end(): Promise<readonly TapeBytes[]> {
    if (!this.#gunzip.closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#gunzip.end();
      });
    }
    if (this.damage !== null) this.#pieces.push({ damage: this.damage });
    return this.#take();
  }

  destroy(): void {
    this.#gunzip.destroy();
  }

  #take(): readonly TapeBytes[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    throw unreadable(path, error);
  }
  throw new TapeError('notTape', `${path} is not a tape: it is not a file.`);
}

async function readChunk(file: FileHandle, path: string): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): TapeError {
  const code = systemCode(cause);
  if (code === 'ENOENT') return new TapeError('missing', `There is no tape ${path}.`, { cause });
  const reason = code ?? 'unknown reason';
  return new TapeError('unreadable', `The tape ${path} cannot be read (${reason}).`, { cause });
}
