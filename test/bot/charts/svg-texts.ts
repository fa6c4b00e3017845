import { buildOption } from '../../../src/bot/charts/build-option.ts';
import type { Chart } from '../../../src/bot/charts/chart.ts';
import { drawSvg } from '../../../src/bot/charts/draw-svg.ts';
import { LOOK } from './samples.ts';

/** A text of a drawn picture, and where it stands. */
export interface DrawnText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (_, name: string) => named[name] ?? `&${name};`);
}

/** Every text that the picture of a chart shows, in the order it is drawn. */
export function textsOf(chart: Chart): readonly DrawnText[] {
  const svg = drawSvg(buildOption(chart, LOOK));
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(
    ([, attributes = '', text = '']) => {
      const own = (name: string): number =>
        Number(new RegExp(`(?:^|\\s)${name}="([-\\d.]+)"`).exec(attributes)?.[1] ?? 0);
      const moved = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(attributes);
      return {
        text: unescaped(text),
        x: own('x') + Number(moved?.[1] ?? 0),
        y: own('y') + Number(moved?.[2] ?? 0),
        colour: /fill="([^"]+)"/.exec(attributes)?.[1] ?? '',
      };
    },
  );
}
