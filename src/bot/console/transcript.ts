import type { Entry } from './face.ts';
import type { Style } from './render.ts';

/** Entries that can be scrolled back to. */
export const ENTRIES_MAX = 500;

interface LaidOut {
  readonly entry: Entry;
  rows: readonly string[];
}

/** What was shown so far, laid out for the present width. */
export class Transcript {
  #entries: LaidOut[] = [];
  #style: Style;
  /** Rows between the last one and the last one in view. */
  #back = 0;

  constructor(style: Style) {
    this.#style = style;
  }

  /** Lays everything out again when the width changed. */
  setStyle(style: Style): void {
    if (style.columns === this.#style.columns && style.colour === this.#style.colour) return;
    this.#style = style;
    this.#back = 0;
    for (const laidOut of this.#entries) laidOut.rows = laidOut.entry.rows(style);
  }

  append(entry: Entry): void {
    const rows = entry.rows(this.#style);
    this.#entries.push({ entry, rows });
    // Who has scrolled back keeps what is in view.
    if (this.#back > 0) this.#back += rows.length;
    if (this.#entries.length > ENTRIES_MAX) this.#entries.shift();
  }

  remove(entry: Entry): void {
    this.#entries = this.#entries.filter((one) => one.entry !== entry);
  }

  isLast(entry: Entry): boolean {
    return this.#entries.at(-1)?.entry === entry;
  }

  /** Scrolls by rows; positive is back in time. */
  scroll(by: number, height: number): void {
    this.#back = Math.max(0, Math.min(this.#back + by, this.#length() - height));
  }

  /** Rows that are newer than what is in view. */
  get newer(): number {
    return this.#back;
  }

  /** The rows in view, at most `height`. */
  view(height: number): readonly string[] {
    const all = this.#entries.flatMap(({ rows }) => rows);
    this.#back = Math.max(0, Math.min(this.#back, all.length - height));
    const end = all.length - this.#back;
    return all.slice(Math.max(0, end - height), end);
  }

  #length(): number {
    return this.#entries.reduce((sum, { rows }) => sum + rows.length, 0);
  }
}
