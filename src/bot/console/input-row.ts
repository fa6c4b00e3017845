import type { EditorState } from './editor.ts';
import { clusters, cut, fitting, textWidth } from './text-width.ts';

export const PROMPT = '> ';

export interface InputRow {
  readonly text: string;
  /** Column of the cursor, from 0. */
  readonly column: number;
}

/** The line being typed in one row: a part around the cursor when it is longer. */
export function inputRow({ text, cursor }: EditorState, columns: number): InputRow {
  // One column stays free for the cursor behind the last character.
  const room = Math.max(1, columns - PROMPT.length - 1);
  const before = textWidth(text.slice(0, cursor));
  if (textWidth(text) <= room) return { text: PROMPT + text, column: PROMPT.length + before };
  const start = startOf(text, before - Math.floor(room / 2));
  const lead = start === 0 ? '' : '…';
  const shown = cut(text.slice(start), room - lead.length);
  const column = textWidth(lead) + textWidth(text.slice(start, cursor));
  return { text: PROMPT + lead + shown, column: PROMPT.length + Math.min(column, room) };
}

/** Where the first character begins that has `columns` or more before it. */
function startOf(text: string, columns: number): number {
  if (columns <= 0) return 0;
  const skipped = fitting(text, columns).length;
  return clusters(text).find(({ at }) => at >= skipped)?.at ?? text.length;
}
