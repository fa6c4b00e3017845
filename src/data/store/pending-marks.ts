import type { Notice } from '../../engine/domain/notice.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';

/**
 * How far before its mark a look begins: another program on the same database writes notices too,
 * by a clock of its own and in transactions that take their time.
 */
export const MARK_MARGIN_MS = 10 * MINUTE_MS;
/** Most targets with a mark; above it all begin anew. */
const MARKS_MAX = 1_000;

interface Mark {
  /** What was asked when it was set. An earlier moment must not be answered by it. */
  readonly sinceMs: AtMs;
  /** Nothing older than this, and asked for, is pending. */
  readonly pendingFromMs: AtMs;
}

/** A look at what is pending, from its beginning on. */
export interface Look {
  readonly fromMs: AtMs;
  /** Nothing before this moment was found pending. */
  saw(pendingFromMs: AtMs): void;
}

/**
 * From when on something may be pending for each target, so that a look costs what is new and not
 * what was delivered. Kept in this process alone: without it a look is longer, never wrong.
 */
export class PendingMarks {
  readonly #marks = new Map<string, Mark>();
  /** Grows with every write of notices. */
  #writes = 0;

  look(target: string, sinceMs: AtMs): Look {
    const mark = this.#marks.get(target);
    const isMarked = mark !== undefined && sinceMs >= mark.sinceMs;
    const fromMs = isMarked ? Math.max(sinceMs, mark.pendingFromMs - MARK_MARGIN_MS) : sinceMs;
    const begunAt = this.#writes;
    const saw = (pendingFromMs: AtMs): void => {
      // What was written meanwhile may be older, and not have been seen.
      if (this.#writes !== begunAt) return;
      if (this.#marks.size >= MARKS_MAX) this.#marks.clear();
      // The widest question so far stays answerable where this look was not narrower.
      const askedMs = isMarked && sinceMs <= mark.pendingFromMs ? mark.sinceMs : sinceMs;
      this.#marks.set(target, { sinceMs: askedMs, pendingFromMs });
    };
    return { fromMs, saw };
  }

  /** Notices were written, or may have been: one that waited for the database is old already. */
  written(notices: Iterable<Pick<Notice, 'atMs'>>): void {
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const { atMs } of notices) oldestMs = Math.min(oldestMs, atMs);
    if (oldestMs === Number.POSITIVE_INFINITY) return;
    this.#writes += 1;
    for (const [target, mark] of this.#marks) {
      if (oldestMs >= mark.pendingFromMs) continue;
      this.#marks.set(target, { ...mark, pendingFromMs: oldestMs });
    }
  }
}
