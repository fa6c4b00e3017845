const LINE_FEED = 0x0a;

/** Cuts bytes into lines, holding at most one of `bytesMax`. A longer one comes out as `null`. */
export class LineSplitter {
  readonly #bytesMax: number;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The lines that `chunk` ends. */
  *push(chunk: Buffer): Generator<Buffer | null> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      this.#hold(chunk.subarray(start, end < 0 ? chunk.length : end));
      if (end < 0) return;
      yield this.#take();
      start = end + 1;
    }
  }

  /** The line without a line feed at the end, if there is one. */
  *end(): Generator<Buffer | null> {
    if (this.#length > 0) yield this.#take();
  }

  #hold(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > this.#bytesMax) this.#parts = [];
    else this.#parts.push(part);
  }

  #take(): Buffer | null {
    const [only = Buffer.alloc(0), ...more] = this.#parts;
    const isTooLong = this.#length > this.#bytesMax;
    this.#parts = [];
    this.#length = 0;
    if (isTooLong) return null;
    return more.length === 0 ? only : Buffer.concat([only, ...more]);
  }
}
