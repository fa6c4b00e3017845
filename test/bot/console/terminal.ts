import { textWidth } from '../../../src/bot/console/text-width.ts';

const CSI = /^\u005b([?]?)([\d;]*)([@-~])/;
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A terminal as far as the console uses one; anything else it is sent is an error. */
export class Terminal {
  columns: number;
  rows: number;
  row = 0;
  column = 0;
  /** DEC private modes that are on. */
  readonly modes = new Set(['7', '25']);
  #cells: string[][];
  /** The last column was written and the next character would wrap. */
  #full = false;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#cells = this.#blank();
  }

  /** What stands on it, without trailing spaces. */
  get lines(): string[] {
    return this.#cells.map((row) => row.join('').trimEnd());
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    // What terminals keep differs; the worst is that nothing useful is left.
    this.#cells = this.#blank().map((row) => row.fill('#'));
  }

  write(text: string): void {
    let rest = text;
    while (rest !== '') rest = rest.slice(this.#take(rest));
  }

  #blank(): string[][] {
    return Array.from({ length: this.rows }, () => Array<string>(this.columns).fill(' '));
  }

  #take(text: string): number {
    const first = text.charAt(0);
    if (first === '\u001b') return this.#sequence(text);
    if (first === '\r' || first === '\n') {
      if (first === '\r') this.column = 0;
      else this.#feed();
      return 1;
    }
    if (/^\p{Cc}/u.test(text)) throw new Error(`control ${JSON.stringify(first)} was written`);
    const [cluster] = SEGMENTER.segment(text);
    const piece = cluster?.segment ?? first;
    this.#put(piece);
    return piece.length;
  }

  #sequence(text: string): number {
    const match = CSI.exec(text.slice(1));
    if (match === null) throw new Error(`unknown sequence ${JSON.stringify(text.slice(0, 12))}`);
    const [whole, mark, parameters = '', final] = match;
    const numbers = parameters.split(';').map((one) => Number(one || 0));
    this.#control(`${mark}${final}`, numbers);
    return 1 + whole.length;
  }

  #control(name: string, [a = 0, b = 0]: readonly number[]): void {
    if (name === 'm') return;
    this.#full = false;
    if (name === 'H') {
      this.row = Math.min(Math.max(a, 1), this.rows) - 1;
      this.column = Math.min(Math.max(b, 1), this.columns) - 1;
    } else if (name === 'J' && a === 2) this.#cells = this.#blank();
    else if (name === 'K' && a === 2) this.#cells[this.row]?.fill(' ');
    else if (name === '?h') this.#mode(String(a), true);
    else if (name === '?l') this.#mode(String(a), false);
    else throw new Error(`unknown sequence ${name} ${a}`);
  }

  #mode(mode: string, on: boolean): void {
    if (on) this.modes.add(mode);
    else this.modes.delete(mode);
    if (mode === '1049') this.#cells = this.#blank();
  }

  #put(piece: string): void {
    const width = textWidth(piece);
    if (this.#full && this.modes.has('7')) {
      this.column = 0;
      this.#feed();
    }
    const column = Math.min(this.column, this.columns - width);
    this.#cells[this.row]?.splice(column, width, piece, ...Array<string>(width - 1).fill(''));
    this.column = Math.min(column + width, this.columns - 1);
    this.#full = column + width >= this.columns;
  }

  #feed(): void {
    this.#full = false;
    if (this.row < this.rows - 1) this.row += 1;
    else this.#cells = [...this.#cells.slice(1), Array<string>(this.columns).fill(' ')];
  }
}
