import { Resvg } from '@resvg/resvg-js';
import { buildOption } from './build-option.ts';
import type { Chart } from './chart.ts';
import { drawSvg } from './draw-svg.ts';
import { DARK_LOOK, FONT_FAMILY } from './frame.ts';
import type { Lettering } from './lettering.ts';
import { withTabularFigures } from './tabular.ts';

/** Picture points for each point of the layout: 1,200 by 800, sharp on a phone. */
const ZOOM = 2.5;

/** Draws a chart. Blocks for tens of milliseconds: for a thread of its own. @throws when it cannot */
export function drawPng(
  chart: Chart,
  font: { readonly lettering: Lettering; readonly files: readonly string[] },
): Uint8Array<ArrayBuffer> {
  const look = DARK_LOOK(font.lettering);
  const svg = withTabularFigures(drawSvg(buildOption(chart, look)), font.lettering);
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      loadSystemFonts: false,
      fontFiles: [...font.files],
      defaultFontFamily: FONT_FAMILY,
      sansSerifFamily: FONT_FAMILY,
    },
  });
  return new Uint8Array(picture.render().asPng());
}
