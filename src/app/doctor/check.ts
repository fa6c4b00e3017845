/**
 * - `ok`: as it has to be.
 * - `wrong`: something will not work.
 * - `warn`: it works, and somebody should know of it.
 * - `skipped`: not looked at; `found` says why.
 */
export type CheckState = 'ok' | 'wrong' | 'warn' | 'skipped';

/** What was found of one thing. Holds no secret. */
export interface Check {
  /** Stable: scripts may rely on it. */
  readonly id: string;
  /** For a person, a few words. */
  readonly name: string;
  readonly ok: CheckState;
  readonly found: string;
  /** What to do about it, `null` when there is nothing to do. */
  readonly todo: string | null;
}

/** What a check says of itself; id and name are the table's. */
export type Finding = Pick<Check, 'ok' | 'found' | 'todo'>;

export function fine(found: string): Finding {
  return { ok: 'ok', found, todo: null };
}

export function wrong(found: string, todo: string): Finding {
  return { ok: 'wrong', found, todo };
}

export function warning(found: string, todo: string): Finding {
  return { ok: 'warn', found, todo };
}

export function skipped(why: string): Finding {
  return { ok: 'skipped', found: why, todo: null };
}
