import type { Faults } from './faults.ts';
import { Refusal } from './refusal.ts';

/** What a cursor knows; clients see it as one opaque text. */
export interface Cursor {
  /** The filters it was made for: they have to be sent again. */
  readonly filter: string;
  readonly limit: number;
  /** The key of the last row before the page, `null` for the first page. */
  readonly after: string | null;
  /** Tells cursors apart that lead to the same page. */
  readonly nonce: number;
}

export function cursorText(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws Refusal when the text is no cursor of ours. */
export function cursorOf(text: string): Cursor {
  try {
    const raw: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isCursor(raw)) return raw;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refusal(400, 'invalid cursor', 'cursor');
}

function isCursor(raw: unknown): raw is Cursor {
  if (typeof raw !== 'object' || raw === null) return false;
  const { filter, limit, after, nonce } = raw as Partial<Record<keyof Cursor, unknown>>;
  return (
    typeof filter === 'string' &&
    typeof limit === 'number' &&
    (after === null || typeof after === 'string') &&
    typeof nonce === 'number'
  );
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
  /** Cut short by a fault. */
  readonly isTruncated: boolean;
}

interface Listing<Row> {
  /** All rows of the filter, in the order of the list. */
  readonly rows: readonly Row[];
  keyOf(row: Row): string;
  /** Whether a row lies behind the one with this key. */
  isBehind(row: Row, key: string): boolean;
}

/** One page of a list, with what a fault makes of it. */
export function pageOf<Row>(list: Listing<Row>, at: Cursor, faults: Faults): Page<Row> {
  const { after } = at;
  const rest = after === null ? list.rows : list.rows.filter((row) => list.isBehind(row, after));
  const rows = rest.slice(0, at.limit);
  const cursorBehind = (row: Row | undefined): string | null =>
    row === undefined ? null : cursorText({ ...at, after: list.keyOf(row), nonce: 0 });
  const next = rest.length > rows.length ? cursorBehind(rows.at(-1)) : null;
  if (rows.length > 1 && faults.happens('pageTruncated')) {
    const half = rows.slice(0, Math.ceil(rows.length / 2));
    return { rows: half, next: cursorBehind(half.at(-1)), isTruncated: true };
  }
  if (rows.length > 0 && faults.happens('pageLooping')) {
    return { rows, next: cursorText(at), isTruncated: false };
  }
  if (rows.length > 0 && faults.happens('pageRepeated')) {
    return { rows, next: cursorText({ ...at, nonce: at.nonce + 1 }), isTruncated: false };
  }
  return { rows, next, isTruncated: false };
}
