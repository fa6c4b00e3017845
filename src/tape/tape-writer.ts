import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, type Gzip } from 'node:zlib';
import { invariant } from '../engine/domain/values/invariant.ts';
import { systemCode, TapeError } from './tape-error.ts';
import { LINE_BYTES_MAX, problemOf, type TapeLine } from './tape-line.ts';

/** Bytes that wait for the disk at most. */
const BUFFERED_BYTES_MAX = 64 * 1_048_576;
/** Lines are handed to the compressor in pieces of about this size. */
const BATCH_BYTES = 65_536;
/** A tape holds what its owner did: nobody else reads it. */
const FILE_MODE = 0o600;

export interface TapeWriterOptions {
  /** Told once, when the tape ends early; what was accepted before is still written if it can be. */
  readonly onError: (error: TapeError) => void;
  /** What was accepted is readable in the file after this time or this many lines at the latest. */
  readonly flushEveryMs: number;
  readonly flushEveryLines: number;
  readonly bufferedBytesMax?: number;
}

/**
 * Writes a recording as gzip JSONL. Never blocks and never makes its caller wait: when the disk is
 * too slow the tape ends, with an error to `onError`, rather than the service. A process that dies
 * leaves a tape that can be read up to the last flush.
 */
export class TapeWriter {
  readonly #path: string;
  readonly #options: TapeWriterOptions;
  readonly #bufferedBytesMax: number;
  readonly #gzip: Gzip = createGzip();
  readonly #timer: NodeJS.Timeout;
  readonly #written: Promise<void>;
  #batch: Buffer[] = [];
  #batchBytes = 0;
  #linesSinceFlush = 0;
  #isFlushing = false;
  #lastT = 0;
  #hasFailed = false;
  #isClosed = false;

  private constructor(path: string, file: FileHandle, options: TapeWriterOptions) {
    this.#path = path;
    this.#options = options;
    this.#bufferedBytesMax = options.bufferedBytesMax ?? BUFFERED_BYTES_MAX;
    // `flush` is an fsync before the file is closed.
    this.#written = pipeline(this.#gzip, file.createWriteStream({ flush: true })).catch(
      (error: unknown) => this.#fail('write', `cannot be written (${systemCode(error)})`, error),
    );
    this.#timer = setInterval(() => this.#flush(), options.flushEveryMs).unref();
  }

  /** @throws TapeError kind `exists` when there is a file already, `write` when none can be made */
  static async open(path: string, options: TapeWriterOptions): Promise<TapeWriter> {
    try {
      return new TapeWriter(path, await open(path, 'wx', FILE_MODE), options);
    } catch (cause) {
      const code = systemCode(cause);
      throw code === 'EEXIST'
        ? new TapeError('exists', `The tape ${path} exists and is not overwritten.`, { cause })
        : new TapeError('write', `The tape ${path} cannot be made (${code}).`, { cause });
    }
  }

  /** Accepts the next line, or drops it when the tape has ended early. */
  append(line: TapeLine): void {
    invariant(!this.#isClosed, 'A tape is not written after it was closed');
    if (this.#hasFailed) return;
    const problem = problemOf(line);
    invariant(problem === null, `A line of a tape is well formed (${problem})`);
    invariant(line.t >= this.#lastT, 'A line of a tape is not older than the line before');
    const bytes = this.#encode(line);
    if (bytes === null) return;
    if (this.#batchBytes + this.#gzip.writableLength + bytes.length > this.#bufferedBytesMax) {
      this.#fail('overflow', `ends: over ${this.#bufferedBytesMax} bytes wait for the disk`);
      return;
    }
    this.#lastT = line.t;
    this.#batch.push(bytes);
    this.#batchBytes += bytes.length;
    this.#linesSinceFlush += 1;
    if (this.#linesSinceFlush >= this.#options.flushEveryLines) this.#flush();
    else if (this.#batchBytes >= BATCH_BYTES) this.#compress();
  }

  /** Writes what was accepted, syncs it to the disk and closes the file. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      clearInterval(this.#timer);
      this.#compress();
      this.#gzip.end();
    }
    await this.#written;
  }

  #encode({ t, source, frame }: TapeLine): Buffer | null {
    let text: string;
    try {
      text = JSON.stringify({ t, source, frame });
    } catch (error) {
      // A frame nested too deep, mostly: it is a venue's, so it is no bug of ours.
      this.#fail('write', `ends: a frame of ${source} cannot be written as JSON`, error);
      return null;
    }
    const bytes = Buffer.from(`${text}\n`);
    if (bytes.length <= LINE_BYTES_MAX + 1) return bytes;
    this.#fail('lineTooLong', `ends: a line of ${source} has ${bytes.length} bytes`);
    return null;
  }

  #compress(): void {
    if (this.#batchBytes === 0 || this.#gzip.destroyed) return;
    this.#gzip.write(Buffer.concat(this.#batch));
    this.#batch = [];
    this.#batchBytes = 0;
  }

  /** Makes what was accepted readable, even if the process ends without another word. */
  #flush(): void {
    if (this.#isFlushing || this.#linesSinceFlush === 0 || this.#gzip.destroyed) return;
    this.#compress();
    this.#linesSinceFlush = 0;
    this.#isFlushing = true;
    this.#gzip.flush(constants.Z_SYNC_FLUSH, () => {
      this.#isFlushing = false;
      if (this.#linesSinceFlush >= this.#options.flushEveryLines) this.#flush();
    });
  }

  #fail(kind: 'overflow' | 'lineTooLong' | 'write', what: string, cause?: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onError(new TapeError(kind, `The tape ${this.#path} ${what}.`, { cause }));
  }
}
