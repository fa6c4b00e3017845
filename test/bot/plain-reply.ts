import { plainText } from '../../src/bot/format/compose.ts';
import type { Block, Reply } from '../../src/bot/reply.ts';

/** Between two columns of a table. */
const GAP = '  ';

function widthsOf({ head, rows }: Block & { kind: 'table' }): number[] {
  return head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
}

/** How wide a table is drawn. */
export function tableWidth(table: Block & { kind: 'table' }): number {
  const widths = widthsOf(table);
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}

function tableLines(table: Block & { kind: 'table' }): string[] {
  const widths = widthsOf(table);
  return [table.head, ...table.rows].map((row) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return table.align[at] === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** A reply as plain lines, for golden files. */
export function plainReply({ symbol, title, blocks, buttons }: Reply): string {
  const first = `${symbol === null ? '' : `${symbol} `}${plainText(title)}`;
  const body = blocks.flatMap((block) =>
    block.kind === 'table' ? tableLines(block) : block.lines.map(plainText),
  );
  const taps = buttons.map(({ label }) => `[${label}]`).join(' ');
  return [first, ...body, ...(taps === '' ? [] : [taps])].join('\n');
}
