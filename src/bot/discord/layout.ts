import { block } from './markdown.ts';
import type { Row } from './rows.ts';

/** Characters of what a message says, and of the part below it. */
const CONTENT_LENGTH_MAX = 2_000;
const DESCRIPTION_LENGTH_MAX = 4_096;
/** Room that is kept for `… 1,234 more lines`. */
const TAIL_LENGTH_MAX = 32;
/** The marks around a table and the breaks inside them. */
const FENCE_LENGTH = 8;

/** A text in the two places that a message has for one. */
export interface Layout {
  readonly content: string;
  /** What did not fit, in a frame below; `null` when all did. */
  readonly description: string | null;
}

/** Puts rows into a message; what does not fit is counted in a last line. */
export function layoutOf(rows: readonly Row[]): Layout {
  const first = countFitting(rows, CONTENT_LENGTH_MAX);
  const content = markdownOf(rows.slice(0, first));
  const rest = rows.slice(first);
  if (rest.length === 0) return { content, description: null };
  if (countFitting(rest, DESCRIPTION_LENGTH_MAX) === rest.length) {
    return { content, description: markdownOf(rest) };
  }
  const kept = countFitting(rest, DESCRIPTION_LENGTH_MAX - TAIL_LENGTH_MAX);
  const left = rest.length - kept;
  const tail = `… ${left.toLocaleString('en-US')} more ${left === 1 ? 'line' : 'lines'}`;
  const said = [...rest.slice(0, kept), { text: tail, table: null }];
  return { content, description: markdownOf(said) };
}

/** How many rows from the start fit. */
function countFitting(rows: readonly Row[], lengthMax: number): number {
  let used = -1;
  for (const [index, { text, table }] of rows.entries()) {
    const opens = table !== null && rows[index - 1]?.table !== table;
    used += text.length + 1 + (opens ? FENCE_LENGTH : 0);
    if (used > lengthMax) return index;
  }
  return rows.length;
}

function markdownOf(rows: readonly Row[]): string {
  const parts: string[] = [];
  for (let at = 0; at < rows.length; ) {
    const { text, table } = rows[at] ?? { text: '', table: null };
    const end = rows.findIndex((row, index) => index > at && row.table !== table);
    const same = rows.slice(at, end === -1 ? rows.length : end);
    if (table === null) parts.push(text);
    else parts.push(block(same.map((row) => row.text)));
    at += table === null ? 1 : same.length;
  }
  return parts.join('\n');
}
