import type { GraphicComponentOption } from 'echarts/components';
import { fitted, type Lettering, type TextStyle, textWidthPx, wrapped } from './lettering.ts';
import { DARK, type Palette } from './palette.ts';

/** Width and height that a chart is laid out in: three by two, as a phone shows a photo whole. */
export const WIDTH_PX = 480;
export const HEIGHT_PX = 320;

export const FONT_FAMILY = 'Inter';

/** Free edge around everything. */
export const EDGE_PX = 20;
const TITLE_TOP_PX = 18;
const TITLE_LINE_PX = 25;
const TITLE_LINES_MAX = 2;
const TITLE: TextStyle = { sizePx: 20, weight: 'bold' };
/** Names and marks of axes. */
export const SMALL: TextStyle = { sizePx: 13, weight: 'regular' };
/** Values that a chart is about. */
export const VALUE: TextStyle = { sizePx: 14, weight: 'bold' };
const UNDER_TITLE_PX = 16;

/** What every chart is drawn with. */
export interface Look {
  readonly lettering: Lettering;
  readonly palette: Palette;
}

export const DARK_LOOK = (lettering: Lettering): Look => ({ lettering, palette: DARK });

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type ElementsOf<Option> = Option extends unknown
  ? 'elements' extends keyof Option
    ? NonNullable<Option['elements']>
    : never
  : never;

/** A text or shape that is placed by its pixels. */
export type Element = ElementsOf<GraphicComponentOption>[number];

interface Placed extends TextStyle {
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'right' | 'center';
  readonly colour: string;
}

/** One line of text whose middle is at `y`. */
export function textAt(text: string, { x, y, align, colour, sizePx, weight }: Placed): Element {
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: {
      text,
      fill: colour,
      align,
      verticalAlign: 'middle',
      fontFamily: FONT_FAMILY,
      fontSize: sizePx,
      fontWeight: weight === 'bold' ? 700 : 400,
    },
  };
}

/** A signed amount, so that its sign may be coloured too. */
const SIGNED = /(?<![\d\p{L}])([+−]\$?\d+(?:[,.]\d+)*(?:[kMBT]\b|¢| ?%)?)/u;

/** The finding, at the top, and where the chart begins below it. */
export function titled(
  title: string,
  { lettering, palette }: Look,
): { readonly elements: readonly Element[]; readonly belowPx: number } {
  const room = { ...TITLE, widthPx: WIDTH_PX - 2 * EDGE_PX, linesMax: TITLE_LINES_MAX };
  const lines = wrapped(title, room, lettering);
  const elements = lines.flatMap((line, index) => {
    const y = TITLE_TOP_PX + (index + 0.5) * TITLE_LINE_PX;
    let x = EDGE_PX;
    return line.split(SIGNED).flatMap((part) => {
      if (part === '') return [];
      const at = { ...TITLE, x, y, align: 'left', colour: partColour(part, palette) } as const;
      x += textWidthPx(part, TITLE, lettering);
      return [textAt(part, at)];
    });
  });
  return { elements, belowPx: TITLE_TOP_PX + lines.length * TITLE_LINE_PX + UNDER_TITLE_PX };
}

function partColour(part: string, palette: Palette): string {
  if (!SIGNED.test(part)) return palette.text;
  return part.startsWith('+') ? palette.gain : palette.loss;
}

/** A text that is cut where its room ends. */
export function within(
  text: string,
  room: { readonly style: TextStyle; readonly widthPx: number },
  { lettering }: Look,
): string {
  return fitted(text, { ...room.style, widthPx: room.widthPx }, lettering);
}

/** In the middle of where a chart would be. */
export function emptyState(text: string, topPx: number, { palette }: Look): Element {
  return textAt(text, {
    ...SMALL,
    x: WIDTH_PX / 2,
    y: (topPx + HEIGHT_PX - EDGE_PX) / 2,
    align: 'center',
    colour: palette.muted,
  });
}
