import { Refusal } from '../refusal.ts';

export const ROWS_PER_PAGE = 100;
const FIRST_CURSOR = 'MA==';
/** The cursor of the end: base64 of −1. */
const LAST_CURSOR = 'LTE=';

/** A page of the account's lists. @throws Refusal for a cursor that is none */
export function rowsPage(rows: readonly object[], cursor: string | null): object {
  const text = cursor === null || cursor === '' ? FIRST_CURSOR : cursor;
  const from = Number(Buffer.from(text, 'base64').toString());
  if (text === LAST_CURSOR) return page([], LAST_CURSOR);
  if (!Number.isSafeInteger(from) || from < 0) {
    throw new Refusal(400, 'next item should be greater than or equal to 0');
  }
  const data = rows.slice(from, from + ROWS_PER_PAGE);
  const nextFrom = from + data.length;
  const isLast = nextFrom >= rows.length;
  return page(data, isLast ? LAST_CURSOR : Buffer.from(String(nextFrom)).toString('base64'));
}

function page(data: readonly object[], nextCursor: string): object {
  return { limit: ROWS_PER_PAGE, count: data.length, next_cursor: nextCursor, data };
}
