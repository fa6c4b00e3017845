import { Resvg } from '@resvg/resvg-js';
import { FONT_FAMILY } from '../../src/bot/charts/frame.ts';
import { INTER_FILES, readInter } from '../../src/bot/charts/inter.ts';
import type { Weight } from '../../src/bot/charts/lettering.ts';
import { DARK } from '../../src/bot/charts/palette.ts';

/** What all pictures of messages are drawn with. */
export const COLOURS = {
  ...DARK,
  own: '#1F4260',
  button: '#232B36',
  buttonSafe: '#1C4A40',
  buttonDanger: '#5A2F2C',
} as const;

/** Picture points for each point of the layout. */
const ZOOM = 2;
const LETTERING = readInter();

export interface Style {
  readonly sizePx: number;
  readonly weight: Weight;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Something drawn from its top left corner, and how much room it takes below. */
export interface Drawn {
  readonly svg: string;
  readonly height: number;
}

/** Signs that the font lacks, as strokes and fills in a square of one em. */
const SIGNS: Readonly<Record<string, string>> = {
  '✕': '<path d="M.14 -.62L.62 -.14M.62 -.62L.14 -.14" stroke-width=".1" fill="none"/>',
  '◐': '<circle cx=".38" cy="-.37" r=".31" stroke-width=".07" fill="none"/><path d="M.38 -.68A.31 .31 0 0 0 .38 -.06Z" stroke="none"/>',
};
const SIGN_WIDTH_EM = 0.76;

/** How wide a text is drawn, without kerning. */
export function widthOf(text: string, style: Style): number {
  if (text in SIGNS) return SIGN_WIDTH_EM * style.sizePx;
  const face = LETTERING[style.weight];
  const ems = Array.from(text, (letter) => face.advance(letter.codePointAt(0) ?? 0));
  return ems.reduce((sum, em) => sum + em, 0) * style.sizePx;
}

/** Cuts a text before and after signs that are drawn as shapes. */
export function cutAtSigns(text: string): readonly string[] {
  return text.split(/([✕◐])/u).filter((part) => part !== '');
}

/** One line of text on its baseline. @throws Error when a letter cannot be drawn */
export function textAt(
  text: string,
  at: Style & { readonly x: number; readonly y: number; readonly fill: string },
): string {
  const { x, y, sizePx, weight, fill } = at;
  const sign = SIGNS[text];
  if (sign !== undefined) {
    return `<g transform="translate(${x} ${y}) scale(${sizePx})" fill="${fill}" stroke="${fill}" stroke-linecap="round">${sign}</g>`;
  }
  for (const letter of text) {
    if (!LETTERING[weight].has(letter.codePointAt(0) ?? 0)) {
      throw new Error(`the font cannot draw ${letter} of ${text}`);
    }
  }
  const bold = weight === 'bold' ? 700 : 400;
  return `<text x="${x}" y="${y}" font-size="${sizePx}" font-weight="${bold}" fill="${fill}" xml:space="preserve">${escaped(text)}</text>`;
}

/** A line of text whose middle is in the middle of a rectangle. */
export function textInside(text: string, room: Rectangle, how: Style & { fill: string }): string {
  const x = room.x + (room.width - widthOf(text, how)) / 2;
  return textAt(text, { ...how, x, y: room.y + room.height / 2 + how.sizePx * 0.36 });
}

/** A rectangle with round corners. */
export function box(room: Rectangle, fill: string, radiusPx: number): string {
  const { x, y, width, height } = room;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radiusPx}" fill="${fill}"/>`;
}

/** The line around something that is as dark as what it lies on. */
export function outline({ x, y, width, height }: Rectangle, radiusPx: number): string {
  return `<rect x="${x + 0.5}" y="${y + 0.5}" width="${width - 1}" height="${height - 1}" rx="${radiusPx}" fill="none" stroke="${COLOURS.grid}"/>`;
}

/** A PNG, as wide as its room. */
export function picture(bytes: Uint8Array, room: Rectangle): string {
  const { x, y, width, height } = room;
  const data = Buffer.from(bytes).toString('base64');
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="data:image/png;base64,${data}"/>`;
}

export function movedTo(x: number, y: number, svg: string): string {
  return `<g transform="translate(${x} ${y})">${svg}</g>`;
}

/** A whole picture as PNG, in no other font than ours. */
export function pngOf(width: number, height: number, svg: string): Uint8Array {
  const whole = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`,
    ` viewBox="0 0 ${width} ${height}" font-family="${FONT_FAMILY}" font-kerning="none">`,
    svg,
    '</svg>',
  ].join('');
  const drawn = new Resvg(whole, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(INTER_FILES),
      defaultFontFamily: FONT_FAMILY,
    },
  });
  return drawn.render().asPng();
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
