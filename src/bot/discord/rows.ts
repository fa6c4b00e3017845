import { tableRows } from '../console/table.ts';
import { isolated, visible } from '../format/visible-text.ts';
import type { Block, Line, Reply, Span } from '../reply.ts';
import {
  blockRow,
  bold,
  canBeCode,
  code,
  escaped,
  escapedStart,
  link,
  linkAddress,
} from './markdown.ts';

/** What a telephone shows of a table without breaking its lines. */
const TABLE_COLUMNS_MAX = 32;
/** Of one line as markdown; nothing that people read is longer. */
const ROW_LENGTH_MAX = 1_500;
/** Of a line that is longer and so loses its styles: escaped it is at most twice as long. */
const PLAIN_LENGTH_MAX = 700;

/** One line of a message, as markdown or, in a table, as it stands. */
export interface Row {
  readonly text: string;
  /** The table it belongs to, by its number. */
  readonly table: number | null;
}

/** A reply as lines: the title with its symbol, then what it says. */
export function rowsOf(reply: Reply): readonly Row[] {
  return [titleRow(reply), ...reply.blocks.flatMap(blockRows)];
}

/**
 * The title carries no style: it is what a lock screen shows, and that shows markdown as characters.
 */
function titleRow({ symbol, title }: Reply): Row {
  const before = symbol === null ? '' : `${symbol} `;
  return { text: escapedStart(before + escaped(cut(wordsOf(runsOf(title))))), table: null };
}

function blockRows(block: Block, index: number): readonly Row[] {
  if (block.kind === 'lines') return block.lines.map(lineRow);
  const cells = {
    ...block,
    head: block.head.map(visible),
    rows: block.rows.map((row) => row.map(visible)),
  };
  return tableRows(cells, TABLE_COLUMNS_MAX).map((pieces) => ({
    text: blockRow(pieces.map(({ text }) => isolated(text)).join('')),
    table: index,
  }));
}

function lineRow(line: Line): Row {
  const runs = runsOf(line);
  const text = escapedStart(runs.map(markdownOf).join(''));
  if (text.length <= ROW_LENGTH_MAX) return { text, table: null };
  return { text: escapedStart(escaped(cut(wordsOf(runs)))), table: null };
}

/** Text of one look; neighbours of one look are one, so that no mark comes about between them. */
interface Run {
  readonly text: string;
  readonly look: 'plain' | 'bold' | 'code' | 'link';
  readonly url: string;
}

function runsOf(line: Line): readonly Run[] {
  const runs: Run[] = [];
  for (const span of typeof line === 'string' ? [line] : line) {
    const run = runOf(span);
    const last = runs.at(-1);
    if (run.text === '') continue;
    if (last !== undefined && last.look === run.look && run.look !== 'link') {
      runs.splice(-1, 1, { ...run, text: last.text + run.text });
    } else runs.push(run);
  }
  return runs;
}

function runOf(span: Span): Run {
  if (typeof span === 'string') return plain(span);
  if ('muted' in span) return plain(span.muted);
  if ('gain' in span) return plain(span.gain);
  if ('loss' in span) return plain(span.loss);
  if ('bold' in span) {
    const run = plain(span.bold);
    return run.text.trim() === '' ? run : { ...run, look: 'bold' };
  }
  if ('code' in span) {
    // Typed or copied as it stands: nothing may be added to it.
    const text = visible(span.code);
    return canBeCode(text) ? { text, look: 'code', url: '' } : plain(text);
  }
  const run = plain(span.link);
  const url = linkAddress(run.text, span.url);
  return url === null ? run : { ...run, look: 'link', url };
}

function plain(text: string): Run {
  return { text: isolated(visible(text)), look: 'plain', url: '' };
}

function markdownOf({ text, look, url }: Run): string {
  if (look === 'bold') return bold(text);
  if (look === 'code') return code(text);
  return look === 'link' ? link(text, url) : escaped(text);
}

function wordsOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

function cut(text: string): string {
  if (text.length <= PLAIN_LENGTH_MAX) return text;
  return `${text.slice(0, PLAIN_LENGTH_MAX - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
