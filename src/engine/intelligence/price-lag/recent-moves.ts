import { type AtMs, SECOND_MS } from '../../domain/time.ts';

/** A move of the spot price belongs to a lag when it began within this time. */
export const MOVE_WINDOW_MS = 10 * SECOND_MS;
/** Fair value and market are noted this often. */
const NOTE_INTERVAL_MS = SECOND_MS;
const NOTES_MAX = 12;

/** Fair value and middle of the first side, as fractions of a dollar. */
export interface Note {
  readonly atMs: AtMs;
  readonly fair: number;
  readonly middle: number;
}

/** What fair value and market were in the last seconds, one note a second. */
export class RecentMoves {
  readonly #notes: Note[] = [];

  note(note: Note): void {
    const last = this.#notes.at(-1);
    if (last !== undefined && note.atMs - last.atMs < NOTE_INTERVAL_MS) return;
    this.#notes.push(note);
    if (this.#notes.length > NOTES_MAX) this.#notes.shift();
  }

  /** Where a rise (`way` 1) or fall (−1) of the fair value began, within the window before `atMs`. */
  origin(way: 1 | -1, atMs: AtMs): Note | null {
    let origin: Note | null = null;
    for (const note of this.#notes) {
      if (atMs - note.atMs > MOVE_WINDOW_MS) continue;
      // Of equal ones the latest: the move began after it.
      if (origin === null || way * (note.fair - origin.fair) <= 0) origin = note;
    }
    return origin;
  }

  /** Nothing may be compared across a gap. */
  clear(): void {
    this.#notes.length = 0;
  }
}
