import { box, COLOURS, cutAtSigns, type Drawn, type Style, textAt, widthOf } from './ink.ts';

/** A piece of a message, as its platform would show it. */
export interface Piece {
  readonly text: string;
  readonly look: 'plain' | 'bold' | 'code' | 'muted' | 'link';
}

/** A line as it was written, or the lines of a table. */
export type Part =
  | { readonly kind: 'line'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'table'; readonly rows: readonly string[] };

const SIZE_PX = 15;
const LINE_PX = 21;
const TABLE_SIZE_PX = 14;
/** What one character of a table is wide. */
const CELL_PX = 8.4;
const TABLE_PADDING_PX = 8;

interface Word extends Piece {
  readonly widthPx: number;
}

/** Text broken into lines between words, in a column of a width. */
export function flow(parts: readonly Part[], widthPx: number): Drawn {
  let y = 0;
  const svg = parts.map((part) => {
    const drawn =
      part.kind === 'table' ? tableOf(part.rows, widthPx) : lineOf(part.pieces, widthPx);
    const placed = `<g transform="translate(0 ${y})">${drawn.svg}</g>`;
    y += drawn.height;
    return placed;
  });
  return { svg: svg.join(''), height: y };
}

/** How wide the widest line is when nothing is broken. */
export function naturalWidth(parts: readonly Part[]): number {
  return Math.max(
    0,
    ...parts.map((part) =>
      part.kind === 'table'
        ? Math.max(...part.rows.map(({ length }) => length)) * CELL_PX + 2 * TABLE_PADDING_PX
        : wordsOf(part.pieces).reduce((sum, word) => sum + word.widthPx, 0),
    ),
  );
}

function styleOf({ look }: Pick<Piece, 'look'>): Style {
  return { sizePx: SIZE_PX, weight: look === 'bold' ? 'bold' : 'regular' };
}

/** Words and the spaces between them, each with its look; a code stays whole. */
function wordsOf(pieces: readonly Piece[]): readonly Word[] {
  return pieces.flatMap((piece) => {
    const words = piece.look === 'code' ? [piece.text] : piece.text.split(/(?<=\s)(?=\S)|(?=\s)/u);
    return words.flatMap(cutAtSigns).map((text) => {
      const widthPx = widthOf(text, styleOf(piece));
      return { ...piece, text, widthPx };
    });
  });
}

function lineOf(pieces: readonly Piece[], widthPx: number): Drawn {
  const rows: Word[][] = [[]];
  let left = widthPx;
  for (const word of wordsOf(pieces)) {
    const isSpace = word.text.trim() === '';
    if (word.widthPx > left && !isSpace) {
      rows.push([]);
      left = widthPx;
    }
    if (isSpace && left === widthPx) continue;
    rows.at(-1)?.push(word);
    left -= word.widthPx;
  }
  const svg = rows.map((row, index) => rowOf(row, index * LINE_PX)).join('');
  return { svg, height: rows.length * LINE_PX };
}

function rowOf(row: readonly Word[], y: number): string {
  let x = 0;
  return row
    .map((word) => {
      const at = { ...styleOf(word), x, y: y + 15.5, fill: COLOURS[fillOf(word)] };
      const back = { x: x - 3, y: y + 2, width: word.widthPx + 6, height: LINE_PX - 3 };
      x += word.widthPx;
      const behind = word.look === 'code' ? box(back, COLOURS.background, 4) : '';
      return behind + textAt(word.text, at);
    })
    .join('');
}

function fillOf({ look }: Word): 'text' | 'muted' | 'ours' {
  if (look === 'muted') return 'muted';
  return look === 'code' || look === 'link' ? 'ours' : 'text';
}

interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Columns stand where the characters of a typewriter would put them, numbers at their right end. */
function tableOf(rows: readonly string[], widthPx: number): Drawn {
  const cells = rows.map((row) =>
    [...row.matchAll(/\S+(?: \S+)*/g)].map(
      ({ 0: text, index }): Cell => ({ text, start: index, end: index + text.length }),
    ),
  );
  const all = cells.flat();
  const isRight = ({ start, end }: Cell): boolean =>
    start > 0 &&
    all.filter((one) => one.end === end).length >= all.filter((one) => one.start === start).length;
  const style = { sizePx: TABLE_SIZE_PX, weight: 'regular' } as const;
  const height = rows.length * LINE_PX + 2 * TABLE_PADDING_PX;
  const svg = cells.map((row, index) =>
    row
      .map((cell) => {
        const x = isRight(cell)
          ? Math.round(cell.end * CELL_PX) - widthOf(cell.text, style)
          : cell.start * CELL_PX;
        const y = TABLE_PADDING_PX + index * LINE_PX + 15;
        const fill = index === 0 ? COLOURS.muted : COLOURS.text;
        return textAt(cell.text, { ...style, x: x + TABLE_PADDING_PX, y, fill });
      })
      .join(''),
  );
  const back = box({ x: 0, y: 0, width: widthPx, height }, COLOURS.background, 6);
  return { svg: back + svg.join(''), height };
}
