import { tableRows } from '../console/table.ts';
import { isolated, visible } from '../format/visible-text.ts';
import type { Block, Line, Reply, Span } from '../reply.ts';

/** What a telephone shows of a table without breaking its lines. */
export const TABLE_COLUMNS_MAX = 32;
/** Of a cell, before it is cut to its column. */
const CELL_LENGTH_MAX = 256;
/** Of one line; nothing that people read is longer. */
const ROW_LENGTH_MAX = 900;
/** Room that is kept for `… 1,234 more lines`. */
const TAIL_LENGTH_MAX = 32;

type Look = 'plain' | 'bold' | 'italic' | 'code' | 'link';

/** Text of one look, without line breaks and without anything that cannot be seen. */
export interface Run {
  readonly text: string;
  readonly look: Look;
  readonly url: string | null;
}

/** One line of a message. */
export interface Row {
  readonly runs: readonly Run[];
  /** The table it belongs to, by its number. */
  readonly table: number | null;
}

/** A reply as lines: the title with its symbol, then what it says. */
export function rowsOf(reply: Reply): readonly Row[] {
  return [titleRow(reply), ...reply.blocks.flatMap(blockRows)];
}

export function titleRow({ symbol, title }: Reply): Row {
  const runs = runsOf(title).map((run) =>
    run.look === 'plain' || run.look === 'italic' ? { ...run, look: 'bold' as const } : run,
  );
  const before = symbol === null ? [] : [plain(`${symbol} `)];
  return { runs: [...before, ...runs], table: null };
}

function blockRows(block: Block, index: number): readonly Row[] {
  if (block.kind === 'lines') {
    return block.lines.map((line) => ({ runs: runsOf(line), table: null }));
  }
  const cells = {
    ...block,
    head: block.head.map(cellText),
    rows: block.rows.map((row) => row.map(cellText)),
  };
  return tableRows(cells, TABLE_COLUMNS_MAX).map((pieces) => ({
    runs: pieces.map(({ text }) => plain(isolated(text))),
    table: index,
  }));
}

/** What is cut to a column is measured character by character: it may not be of any length. */
function cellText(text: string): string {
  return visible(text).slice(0, CELL_LENGTH_MAX);
}

function runsOf(line: Line): readonly Run[] {
  const spans = typeof line === 'string' ? [line] : line;
  return spans.map(runOf).filter(({ text }) => text !== '');
}

function runOf(span: Span): Run {
  if (typeof span === 'string') return run(span, 'plain');
  if ('bold' in span) return run(span.bold, 'bold');
  // Typed or copied as it stands: nothing may be added to it.
  if ('code' in span) return { text: visible(span.code), look: 'code', url: null };
  if ('muted' in span) return run(span.muted, 'italic');
  if ('gain' in span) return run(span.gain, 'plain');
  if ('loss' in span) return run(span.loss, 'plain');
  const url = webAddress(span.url);
  return url === null ? run(span.link, 'plain') : { ...run(span.link, 'link'), url };
}

function run(text: string, look: Look): Run {
  return { text: isolated(visible(text)), look, url: null };
}

function plain(text: string): Run {
  return { text, look: 'plain', url: null };
}

/** The address of a page; `null` for every other scheme and for what is none. */
function webAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null;
}

export function rowText({ runs }: Row): string {
  return runs.map(({ text }) => text).join('');
}

/** Characters of rows in UTF-16, as Telegram counts them after reading the markup. */
export function lengthOf(rows: readonly Row[]): number {
  const breaks = Math.max(0, rows.length - 1);
  return rows.reduce((sum, row) => sum + rowText(row).length, breaks);
}

/** The rows that fit; the last one tells how many do not. */
export function fitting(rows: readonly Row[], lengthMax: number): readonly Row[] {
  const short = rows.map(cutRow);
  if (lengthOf(short) <= lengthMax) return short;
  let used = 0;
  const kept: Row[] = [];
  for (const row of short) {
    used += rowText(row).length + 1;
    if (used > lengthMax - TAIL_LENGTH_MAX) break;
    kept.push(row);
  }
  const left = short.length - kept.length;
  const tail = `… ${left.toLocaleString('en-US')} more ${left === 1 ? 'line' : 'lines'}`;
  return [...kept, { runs: [plain(tail)], table: null }];
}

function cutRow(row: Row): Row {
  let left = ROW_LENGTH_MAX;
  if (rowText(row).length <= left) return row;
  const runs: Run[] = [];
  for (const one of row.runs) {
    const text = one.text.slice(0, left).replace(/[\ud800-\udbff]$/, '');
    runs.push({ ...one, text });
    left -= one.text.length;
    if (left <= 0) break;
  }
  return { ...row, runs: [...runs, plain('…')] };
}
