import type { Block } from '../reply.ts';
import { neutral } from './foreign-text.ts';
import type { Look, Piece } from './looks.ts';
import { cut, textWidth } from './text-width.ts';

type Table = Block & { readonly kind: 'table' };

const GAP = 2;
/** A column is not cut below this. */
const CELL_COLUMNS_MIN = 4;

const GAIN = /^\+\$?\d/;
const LOSS = /^[−-]\$?\d/;

function lookOf(cell: string): Look {
  if (GAIN.test(cell)) return 'gain';
  return LOSS.test(cell) ? 'loss' : 'plain';
}

/** Width of each column; the widest gives way until all fit. */
function columnWidths(rows: readonly (readonly string[])[], columns: number): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(0, ...rows.map((row) => textWidth(row[index] ?? ''))),
  );
  const room = columns - GAP * Math.max(0, count - 1);
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= CELL_COLUMNS_MIN) break;
    widths[widths.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

/** The rows of a table, its columns aligned; a signed amount shows its sign in colour too. */
export function tableRows(table: Table, columns: number): readonly (readonly Piece[])[] {
  const cells = [table.head, ...table.rows].map((row) => row.map(neutral));
  const widths = columnWidths(cells, columns);
  return cells.map((row, rowIndex) => {
    const pieces = row.flatMap((cell, index): Piece[] => {
      const width = widths[index] ?? 0;
      const text = cut(cell, width);
      const look = rowIndex === 0 ? 'muted' : lookOf(cell);
      const pad = ' '.repeat(Math.max(0, width - textWidth(text)));
      const gap = index === 0 ? '' : ' '.repeat(GAP);
      if (table.align[index] === 'right') {
        return [
          { text: gap + pad, look: 'plain' },
          { text, look },
        ];
      }
      const after = index === row.length - 1 ? '' : pad;
      return [
        { text: gap, look: 'plain' },
        { text, look },
        { text: after, look: 'plain' },
      ];
    });
    return pieces.filter(({ text }) => text !== '');
  });
}
