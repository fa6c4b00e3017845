import type { ConsoleInput } from '../../bot/console/streams.ts';

/** Characters of a line that somebody types here, at most. */
const LINE_LENGTH_MAX = 1_000;

/** Lines typed into a command that asks something; the terminal itself edits them. */
export class TypedLines {
  readonly #input: ConsoleInput;
  readonly #stop: AbortSignal | null;
  readonly #lines: string[] = [];
  #rest = '';
  #isEnded = false;
  #wake: () => void = () => undefined;
  readonly #onData = (chunk: Buffer): void => {
    const [last = '', ...whole] = `${this.#rest}${chunk.toString()}`.split('\n').reverse();
    this.#rest = last.slice(0, LINE_LENGTH_MAX);
    this.#lines.push(...whole.reverse());
    this.#wake();
  };
  readonly #onEnd = (): void => {
    this.#isEnded = true;
    this.#wake();
  };

  /** `stop` ends it as the end of the input does. */
  constructor(input: ConsoleInput, stop: AbortSignal | null = null) {
    this.#input = input;
    this.#stop = stop;
    this.#isEnded = stop?.aborted === true;
    stop?.addEventListener('abort', this.#onEnd);
    input.on('data', this.#onData);
    input.on('end', this.#onEnd);
    input.resume();
  }

  /** The next line, or `null` when no more come. */
  async next(): Promise<string | null> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line.trim();
      if (this.#isEnded) return null;
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  close(): void {
    this.#stop?.removeEventListener('abort', this.#onEnd);
    this.#input.off('data', this.#onData);
    this.#input.off('end', this.#onEnd);
    this.#input.pause();
  }
}
