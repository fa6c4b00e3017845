import { box, COLOURS, type Drawn, movedTo, pngOf, textAt, textInside } from './ink.ts';

const HEAD_PX = 52;
const GAP_PX = 16;
const FACE_PX = 34;
const RADIUS_PX = 16;

/** One conversation, under the name of its platform. */
export interface Column {
  readonly title: string;
  readonly note: string;
  readonly widthPx: number;
  readonly background: string;
  readonly chat: Drawn;
}

/** Conversations side by side, as a PNG. */
export function sideBySide(columns: readonly Column[]): Uint8Array {
  const height = Math.max(...columns.map(({ chat }) => chat.height)) + HEAD_PX;
  let x = 0;
  const svg = columns.map((column, index) => {
    const placed = movedTo(x, 0, columnOf(column, { height, index }));
    x += column.widthPx + GAP_PX;
    return placed;
  });
  return pngOf(x - GAP_PX, Math.ceil(height), svg.join(''));
}

function columnOf(
  { title, note, widthPx, background, chat }: Column,
  { height, index }: { readonly height: number; readonly index: number },
): string {
  const face = { x: 14, y: (HEAD_PX - FACE_PX) / 2, width: FACE_PX, height: FACE_PX };
  const screen = `<clipPath id="screen${index}">${box({ x: 0, y: 0, width: widthPx, height }, '#000', RADIUS_PX)}</clipPath>`;
  const inside = [
    box({ x: 0, y: 0, width: widthPx, height }, background, 0),
    box({ x: 0, y: 0, width: widthPx, height: HEAD_PX }, COLOURS.grid, 0),
    box(face, COLOURS.ours, FACE_PX / 2),
    textInside('P', face, { sizePx: 17, weight: 'bold', fill: COLOURS.background }),
    textAt(title, { sizePx: 15, weight: 'bold', x: 60, y: 23, fill: COLOURS.text }),
    textAt(note, { sizePx: 12, weight: 'regular', x: 60, y: 40, fill: COLOURS.muted }),
    movedTo(0, HEAD_PX, chat.svg),
  ];
  return `${screen}<g clip-path="url(#screen${index})">${inside.join('')}</g>`;
}
