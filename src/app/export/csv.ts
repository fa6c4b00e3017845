import { type Cell, COLUMNS, type NamedRow } from './columns.ts';

/** RFC 4180. */
const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;
/** What a spreadsheet takes for the beginning of a formula, also in the wide forms of East Asia. */
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** The first line. */
export const CSV_HEAD = `${COLUMNS.map(([name]) => name).join(',')}${LINE_END}`;

export function csvLine(row: NamedRow): string {
  return `${COLUMNS.map(([, cellOf]) => csvCell(cellOf(row))).join(',')}${LINE_END}`;
}

/** Text of strangers is made harmless by an apostrophe, which spreadsheets do not show; numbers stay. */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if ('number' in cell) return cell.number;
  const harmless = FORMULA_START.test(cell.text) ? `'${cell.text}` : cell.text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
