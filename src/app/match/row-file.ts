import type { ConsoleInput } from '../../bot/console/streams.ts';
import { historyLines } from '../score/history-lines.ts';
import type { RowReading } from './market-rows.ts';

/** Rows held of one file; the venues together list fewer markets. */
const ROWS_MAX = 1_000_000;
/** Bad lines that are named; the rest is counted. */
const BAD_LINES_NAMED_MAX = 20;
const PROGRESS_EVERY_LINES = 5_000;

export interface BadLine {
  readonly line: number;
  readonly field: string;
  readonly expected: string;
}

/** All rows of a file, and the lines that are none. */
export interface RowFile<Row> {
  readonly rows: readonly Row[];
  readonly lines: number;
  readonly bad: { readonly count: number; readonly named: readonly BadLine[] };
}

/**
 * Reads a file of JSON lines, plain or gzip, `-` for standard input. Empty lines count for nothing.
 *
 * @throws Error with one sentence when it cannot be opened or is too long
 */
export async function readRowFile<Row>(
  path: string,
  read: (line: string) => RowReading<Row>,
  told: { readonly input: ConsoleInput; readonly onLines: (lines: number) => void },
): Promise<RowFile<Row>> {
  const rows: Row[] = [];
  const named: BadLine[] = [];
  let [lines, count] = [0, 0];
  const refuse = (field: string, expected: string): void => {
    count += 1;
    if (named.length < BAD_LINES_NAMED_MAX) named.push({ line: lines, field, expected });
  };
  for await (const line of historyLines(path, told.input)) {
    lines += 1;
    if (lines % PROGRESS_EVERY_LINES === 0) told.onLines(lines);
    if (line === null) refuse('line', 'a shorter line: this one is no market');
    else if (typeof line !== 'string') refuse('file', `its end: ${line.damage}`);
    else if (line.trim() !== '') {
      const reading = read(line);
      if ('field' in reading) refuse(reading.field, reading.expected);
      else rows.push(reading.row);
    }
    if (rows.length > ROWS_MAX) {
      throw new Error(`${path} has more than ${ROWS_MAX.toLocaleString('en')} rows`);
    }
  }
  return { rows, lines, bad: { count, named } };
}
