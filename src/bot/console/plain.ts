import { StringDecoder } from 'node:string_decoder';
import { LINE_LENGTH_MAX } from './editor.ts';
import type { Entry, Face, FaceOptions } from './face.ts';
import { neutral } from './foreign-text.ts';
import { renderRow, type Style } from './render.ts';

const COLUMNS_DEFAULT = 80;
/** Rows kept for a reader that does not read; the oldest go, and it is told how many. */
export const ROWS_WAITING_MAX = 1_000;
/** Lines that wait for their answers before no more are read. */
const LINES_WAITING_MAX = 10;

/** The console without a terminal: plain lines out, lines in if something is piped in. */
export class Plain implements Face {
  readonly #options: Omit<FaceOptions, 'complete' | 'history'>;
  readonly #decoder = new StringDecoder('utf8');
  #typed = '';
  #unanswered = 0;
  #last: Entry | null = null;
  #waiting: string[] = [];
  #lost = 0;
  #open = false;

  constructor(options: Omit<FaceOptions, 'complete' | 'history'>) {
    this.#options = options;
  }

  start(): void {
    const { input, output, header, footer } = this.#options;
    this.#open = true;
    input.on('data', this.#onData);
    input.on('end', this.#onEnd);
    input.on('error', this.#onBroken);
    output.on('drain', this.#drain);
    output.on('error', this.#onBroken);
    const style = this.#style();
    const begin = [...header(style.columns), ...footer(style.columns)];
    this.#write(begin.map((line) => renderRow(line, style)));
    input.resume();
  }

  show(entry: Entry): void {
    this.#last = entry;
    this.#write(entry.rows(this.#style()));
  }

  /** What is written stays. */
  hide(): void {}

  isLast(entry: Entry): boolean {
    return this.#last === entry;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    const { input, output } = this.#options;
    this.#flush();
    // The listeners of errors stay: one that comes late must not end the process.
    input.off('data', this.#onData);
    input.off('end', this.#onEnd);
    output.off('drain', this.#drain);
    input.pause();
  }

  #style(): Style {
    const { output, colour } = this.#options;
    return { columns: output.columns ?? COLUMNS_DEFAULT, colour };
  }

  #write(rows: readonly string[]): void {
    if (!this.#open) return;
    this.#waiting.push(...rows);
    const excess = this.#waiting.length - ROWS_WAITING_MAX;
    if (excess > 0) {
      this.#waiting.splice(0, excess);
      this.#lost += excess;
    }
    this.#drain();
  }

  readonly #drain = (): void => {
    if (!this.#options.output.writableNeedDrain) this.#flush();
  };

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const lost = this.#lost === 0 ? [] : [`…  ${this.#lost} lines were not read in time`];
    const rows = [...lost, ...this.#waiting];
    this.#lost = 0;
    this.#waiting = [];
    this.#options.output.write(`${rows.join('\n')}\n`);
  }

  readonly #onData = (chunk: Buffer): void => {
    const lines = `${this.#typed}${this.#decoder.write(chunk)}`.split('\n');
    this.#typed = (lines.pop() ?? '').slice(0, LINE_LENGTH_MAX);
    for (const line of lines) this.#take(line);
  };

  #take(typed: string): void {
    const line = neutral(typed.replace(/\r$/, '')).slice(0, LINE_LENGTH_MAX).trim();
    if (line === '') return;
    this.#unanswered += 1;
    if (this.#unanswered >= LINES_WAITING_MAX) this.#options.input.pause();
    void this.#answered(line);
  }

  async #answered(line: string): Promise<void> {
    await this.#options.takeLine(line);
    this.#unanswered -= 1;
    if (this.#open && this.#unanswered < LINES_WAITING_MAX) this.#options.input.resume();
  }

  /** What was piped in is over; the service goes on, unless a person closed the terminal. */
  readonly #onEnd = (): void => {
    this.#take(this.#typed);
    this.#typed = '';
    if (this.#options.input.isTTY === true) this.#options.quit();
  };

  readonly #onBroken = (): void => {
    if (this.#open) this.#options.quit();
  };
}
