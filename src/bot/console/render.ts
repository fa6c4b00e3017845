import type { Block, Line, Reply } from '../reply.ts';
import { cutPieces, type Look, type Piece, paint, piecesOf } from './looks.ts';
import { tableRows } from './table.ts';
import { wrap } from './wrap.ts';

/** A narrower terminal is written to as if it had these. */
export const COLUMNS_MIN = 20;
/** How much further in a wrapped line goes on than it began. */
const HANG = 2;

export interface Style {
  readonly columns: number;
  /** Whether ANSI colours may be used. */
  readonly colour: boolean;
}

/** Where a reply stands: a card has its time and number before it, an answer has nothing. */
export interface Place {
  /** Before the symbol of the first row. */
  readonly lead: string;
  /** Columns before every other row. */
  readonly indent: number;
  /** Whether buttons are listed. */
  readonly buttons: boolean;
}

export const ANSWER: Place = { lead: '', indent: 0, buttons: true };

/** A reply as rows of at most `columns`, without control characters except colours. */
export function renderReply(reply: Reply, style: Style, place: Place): readonly string[] {
  const columns = Math.max(COLUMNS_MIN, style.columns);
  const rows: (readonly Piece[])[] = [];
  rows.push(...wrap(titlePieces(reply, place), { columns, hang: place.indent + HANG }));
  for (const block of reply.blocks) rows.push(...blockRows(block, columns, place.indent));
  if (place.buttons && reply.buttons.length > 0) {
    rows.push(...wrap(buttonPieces(reply, place.indent), { columns, hang: place.indent }));
  }
  // A row that cannot be broken any further, for example a table of many columns, is cut.
  return rows.map((row) => paint(cutPieces(row, columns), style.colour));
}

function titlePieces({ symbol, title }: Reply, { lead }: Place): readonly Piece[] {
  const before: Piece[] = [];
  if (lead !== '') before.push({ text: lead, look: 'muted' });
  if (symbol !== null) before.push({ text: symbol, look: 'bold' }, { text: '  ', look: 'plain' });
  return [...before, ...piecesOf(title)];
}

function blockRows(block: Block, columns: number, indent: number): readonly (readonly Piece[])[] {
  const before: Piece = { text: ' '.repeat(indent), look: 'plain' };
  if (block.kind === 'table') {
    return tableRows(block, columns - indent).map((row) => [before, ...row]);
  }
  return block.lines.flatMap((line) => {
    const pieces = piecesOf(line);
    const own = /^ */.exec(pieces[0]?.text ?? '')?.[0].length ?? 0;
    return wrap([before, ...pieces], { columns, hang: indent + own + HANG });
  });
}

function buttonPieces({ buttons }: Reply, indent: number): readonly Piece[] {
  const pieces: Piece[] = [{ text: ' '.repeat(indent), look: 'plain' }];
  for (const [index, button] of buttons.entries()) {
    if (index > 0) pieces.push({ text: ' ', look: 'plain' });
    const look: Look = button.style === 'danger' ? 'loss' : 'code';
    pieces.push(...piecesOf(`[${button.label}]`).map(({ text }) => ({ text, look })));
  }
  return pieces;
}

/** One line as one row, cut where it does not fit. */
export function renderRow(line: Line, { columns, colour }: Style): string {
  return paint(cutPieces(piecesOf(line), columns), colour);
}

/** One line as rows, wrapped at words. */
export function renderLine(line: Line, style: Style): readonly string[] {
  const pieces = piecesOf(line);
  const own = /^ */.exec(pieces[0]?.text ?? '')?.[0].length ?? 0;
  const columns = Math.max(COLUMNS_MIN, style.columns);
  return wrap(pieces, { columns, hang: own + HANG }).map((row) => paint(row, style.colour));
}
