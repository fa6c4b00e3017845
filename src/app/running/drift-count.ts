import type { Problem, ProblemReason } from '../../data/parsed.ts';
import type { AtMs } from '../../engine/domain/time.ts';

/** Most different flaws that are told apart; what comes beyond is counted together. */
const ROWS_MAX = 200;
/** Characters of a field's name; it comes from what a venue sent. */
const FIELD_LENGTH_MAX = 80;
const OTHERS = 'others';

/** How often one field of one source was not what it has to be. */
export interface DriftRow {
  readonly source: string;
  readonly reason: ProblemReason;
  readonly field: string;
  /** What would have been right, as the newest flaw says it. */
  readonly expected: string;
  readonly count: number;
  readonly lastAtMs: AtMs;
}

/** Counts what venues send and this program cannot read, by the field: a venue that changed shows here first. */
export class DriftCount {
  readonly #rows = new Map<string, DriftRow>();

  count(problem: Problem, atMs: AtMs): void {
    const { source, reason, expected } = problem;
    const field = fieldName(problem.field);
    const key = JSON.stringify([source, reason, field]);
    const known = this.#rows.get(key);
    if (known === undefined && this.#rows.size >= ROWS_MAX && field !== OTHERS) {
      this.count({ ...problem, field: OTHERS }, atMs);
      return;
    }
    const count = (known?.count ?? 0) + 1;
    this.#rows.set(key, { source, reason, field, expected, count, lastAtMs: atMs });
  }

  /** In the order in which they were first met. */
  rows(): readonly DriftRow[] {
    return [...this.#rows.values()];
  }
}

/** The tenth row's price and the first one's are one field. */
function fieldName(path: string): string {
  return path.replaceAll(/(^|\.)\d+(?=\.|$)/g, '$1*').slice(0, FIELD_LENGTH_MAX);
}
