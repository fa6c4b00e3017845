import type { Faults } from '../../wire/faults.ts';
import { cursorOf, pageOf } from '../../wire/page.ts';
import { Refusal } from '../../wire/refusal.ts';
import { wholeOf } from './query.ts';

interface Listed<Row> {
  readonly query: URLSearchParams;
  readonly faults: Faults;
  readonly limit: { readonly usual: number; readonly max: number };
  /** In any order; the newest are sent first. */
  readonly rows: readonly Row[];
  orderOf(row: Row): number;
}

/** One page of a list, newest first, and the cursor behind it: empty at the end. */
export function page<Row>(list: Listed<Row>): {
  readonly rows: readonly Row[];
  readonly cursor: string;
} {
  const { query, orderOf } = list;
  const limit = wholeOf(query, 'limit', { min: 1, ...list.limit });
  const filter = filterOf(query);
  const text = query.get('cursor') ?? '';
  const cursor = text === '' ? { filter, limit, after: null, nonce: 0 } : cursorOf(text);
  if (cursor.filter !== filter) throw new Refusal(400, 'the cursor is of another query', 'cursor');
  const rows = [...list.rows].sort((a, b) => orderOf(b) - orderOf(a));
  const at = { ...cursor, limit };
  const keyOf = (row: Row): string => String(orderOf(row));
  const isBehind = (row: Row, key: string): boolean => orderOf(row) < Number(key);
  const { rows: shown, next } = pageOf({ rows, keyOf, isBehind }, at, list.faults);
  return { rows: shown, cursor: next ?? '' };
}

/** Everything of a query but where in its list one is. */
function filterOf(query: URLSearchParams): string {
  const rest = [...query].filter(([name]) => name !== 'cursor' && name !== 'limit');
  return new URLSearchParams(rest.sort(([a], [b]) => a.localeCompare(b))).toString();
}
