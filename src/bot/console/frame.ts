import type { InputRow } from './input-row.ts';
import { paint } from './looks.ts';
import { cut, textWidth } from './text-width.ts';

/** With fewer rows for what happens, the rows that stay give way: the footer first. */
const BODY_ROWS_MIN = 6;

export interface FrameParts {
  readonly columns: number;
  readonly rows: number;
  readonly colour: boolean;
  readonly header: readonly string[];
  readonly footer: readonly string[];
  /** Shown in the lower rule; may be empty. */
  readonly hint: string;
}

/** How the rows of a terminal are shared out. */
export interface Layout {
  readonly header: readonly string[];
  readonly footer: readonly string[];
  readonly bodyRows: number;
}

/** Shares the rows out. A rule stands between the parts, and the input has the last row. */
export function layOut({ rows, header, footer }: FrameParts): Layout {
  const left = rows - 1;
  const whole = left - (header.length + 1) - (footer.length + 1);
  if (whole >= BODY_ROWS_MIN) return { header, footer, bodyRows: whole };
  const headed = left - (header.length + 1) - 1;
  if (headed >= BODY_ROWS_MIN) return { header, footer: [], bodyRows: headed };
  return { header: [], footer: [], bodyRows: Math.max(0, left - 1) };
}

/** Every row of the terminal, top to bottom. */
export function frameRows(
  parts: FrameParts,
  {
    layout,
    body,
    input,
  }: {
    readonly layout: Layout;
    readonly body: readonly string[];
    readonly input: InputRow;
  },
): readonly string[] {
  const { columns, colour, hint } = parts;
  const { header, footer, bodyRows } = layout;
  const rule = paint([{ text: '─'.repeat(columns), look: 'muted' }], colour);
  const blank = Array.from({ length: bodyRows - body.length }, () => '');
  const top = header.length === 0 ? [] : [...header, rule];
  const all = [...top, ...body, ...blank, hintedRule(hint, { columns, colour }), ...footer];
  // On a terminal of one row only the input is left.
  return [...all.slice(0, parts.rows - 1), input.text];
}

function hintedRule(
  hint: string,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const text = hint === '' ? '' : `── ${cut(hint, Math.max(0, columns - 4))} `;
  const line = '─'.repeat(Math.max(0, columns - textWidth(text)));
  return paint([{ text: cut(text + line, columns), look: 'muted' }], colour);
}
