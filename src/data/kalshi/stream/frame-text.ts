import { isRow, type Row } from '../../parsed.ts';

/** Replies to commands; everything else is data of a channel. */
const REPLIES: ReadonlySet<unknown> = new Set([
  'subscribed',
  'unsubscribed',
  'ok',
  'error',
  'cfbenchmarks_value_indexlist',
  'cfbenchmarks_value_5hz_indexlist',
]);

/** Whether the frame carries data of a channel. */
export function hasData(row: Row): boolean {
  return !REPLIES.has(row['type']);
}

/** The message of a text, `null` when it is none. */
export function rowOf(text: string): Row | null {
  try {
    const row: unknown = JSON.parse(text);
    return isRow(row) ? row : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
