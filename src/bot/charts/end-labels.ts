import type { ChartUnit } from './chart.ts';
import { type Element, type Look, type Rectangle, SMALL, textAt, VALUE, within } from './frame.ts';
import { textWidthPx } from './lettering.ts';
import type { DrawnSeries } from './lines-option.ts';
import { signColour } from './palette.ts';
import type { Scale } from './scale.ts';
import { spread } from './spread.ts';
import { valueWords } from './value-words.ts';

/** From the plot's edge to the label. */
const GAP_PX = 12;
const NAME_WIDTH_MAX_PX = 96;
const NAME_LINE_PX = 16;
const VALUE_LINE_PX = 18;
const LABEL_PX = NAME_LINE_PX + VALUE_LINE_PX + 4;
const DOT_PX = 4;
/** A label that stands further from its dot is joined to it by a line. */
const JOINED_FROM_PX = 14;

/** Where a plot is, and where values are on it. */
export interface Coordinates {
  readonly plot: Rectangle;
  readonly scale: Scale;
}

/** Each line's name with its last value, at its end, none over another. */
export function endLabels(
  series: readonly DrawnSeries[],
  { unit, signed }: { readonly unit: ChartUnit; readonly signed: boolean },
  look: Look,
): { readonly widthPx: number; at(coordinates: Coordinates): readonly Element[] } {
  const { lettering, palette } = look;
  const texts = series.map(({ name, last }) => ({
    name: within(name, { style: SMALL, widthPx: NAME_WIDTH_MAX_PX }, look),
    value: valueWords(last.value, unit, signed),
  }));
  const widths = texts.map(({ name, value }) =>
    Math.max(textWidthPx(name, SMALL, lettering), textWidthPx(value, VALUE, lettering)),
  );
  return {
    widthPx: Math.ceil(Math.max(...widths)) + GAP_PX,
    at: (coordinates) => {
      const ends = series.map(({ last }) => pixelOf(last, coordinates));
      const centres = spread(
        ends.map(({ y }) => ({ centre: y, height: LABEL_PX })),
        { top: coordinates.plot.top - 8, bottom: coordinates.plot.bottom + 8 },
      );
      return series.flatMap(({ role, last }, index) => {
        const colour = palette[role];
        const end = ends[index] ?? { x: 0, y: 0 };
        const y = centres[index] ?? end.y;
        const x = coordinates.plot.right + GAP_PX;
        const text = texts[index] ?? { name: '', value: '' };
        const valueColour = signed ? signColour(last.value, palette) : palette.text;
        return [
          ...joint(end, { x, y }, colour),
          dot(end, colour, palette.background),
          textAt(text.name, { ...SMALL, x, y: y - VALUE_LINE_PX / 2, align: 'left', colour }),
          textAt(text.value, {
            ...VALUE,
            x,
            y: y + NAME_LINE_PX / 2,
            align: 'left',
            colour: valueColour,
          }),
        ];
      });
    },
  };
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

function pixelOf({ atMs, value }: DrawnSeries['last'], { plot, scale }: Coordinates): Pixel {
  return {
    x: plot.left + scale.along(atMs) * (plot.right - plot.left),
    y: plot.bottom - scale.up(value) * (plot.bottom - plot.top),
  };
}

function dot({ x, y }: Pixel, colour: string, around: string): Element {
  return {
    type: 'circle',
    silent: true,
    z: 10,
    shape: { cx: x, cy: y, r: DOT_PX },
    style: { fill: colour, stroke: around, lineWidth: 1.5 },
  };
}

function joint(end: Pixel, label: Pixel, colour: string): readonly Element[] {
  const moved = Math.abs(end.y - label.y) >= JOINED_FROM_PX;
  if (!moved && label.x - end.x <= GAP_PX + DOT_PX) return [];
  return [
    {
      type: 'polyline',
      silent: true,
      z: 5,
      shape: {
        points: [
          [end.x, end.y],
          [label.x - 4, label.y],
        ],
      },
      style: { stroke: colour, fill: 'none', lineWidth: 1, opacity: 0.5 },
    },
  ];
}
