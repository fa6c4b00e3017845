import { characterWidthsPx, isTabular, type Lettering, type TextStyle } from './lettering.ts';

const TEXT = /<text ([^>]*)>([^<]*)<\/text>/g;
const SIZE = /font-size:\s*([\d.]+)px/;
const BOLD = /font-weight:\s*(?:700|bold)/;
const ANCHOR = /\s*text-anchor="(\w+)"/;
const X = /(?:^|\s)x="([-\d.]+)"/;
/** Which part of the text is left of its anchor. */
const PART_BEFORE: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

/**
 * SVG whose numbers have figures of one width. The drawing library knows no font features, so each
 * character of a number gets its own place.
 */
export function withTabularFigures(svg: string, lettering: Lettering): string {
  return svg.replace(TEXT, (whole, attributes: string, text: string) => {
    const sizePx = Number(SIZE.exec(attributes)?.[1]);
    const part = PART_BEFORE[ANCHOR.exec(attributes)?.[1] ?? 'start'];
    if (part === undefined || !isTabular(text, sizePx)) return whole;
    const style: TextStyle = { sizePx, weight: BOLD.test(attributes) ? 'bold' : 'regular' };
    const cells = characterWidthsPx(text, style, lettering);
    const ownOf = (one: string): number =>
      lettering[style.weight].advance(one.codePointAt(0) ?? 0) * sizePx;
    let pen =
      Number(X.exec(attributes)?.[1] ?? 0) - part * cells.reduce((sum, cell) => sum + cell, 0);
    const places = Array.from(text, (one, index) => {
      const cell = cells[index] ?? 0;
      const at = pen + (cell - ownOf(one)) / 2;
      pen += cell;
      return at.toFixed(2);
    });
    const rest = attributes.replace(ANCHOR, '').replace(X, ' ').trim();
    return `<text x="${places.join(' ')}" ${rest}>${text}</text>`;
  });
}
