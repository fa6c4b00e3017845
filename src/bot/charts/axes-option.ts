import type { ChartOption } from './chart-option.ts';
import { FONT_FAMILY, type Look, SMALL } from './frame.ts';
import type { Scale } from './scale.ts';
import type { TimeTick } from './time-axis.ts';

/** Between the labels of values and the plot. */
export const AXIS_GAP_PX = 8;
const TIME_LINE_PX = 17;

/** Marks that stand at given parts of an axis, whatever else is drawn. */
function marks(at: readonly number[], labels: readonly string[], colour: string) {
  const key = (part: number): string => part.toFixed(6);
  const texts = new Map(at.map((part, index) => [key(part), labels[index] ?? '']));
  return {
    customValues: [...at],
    color: colour,
    fontFamily: FONT_FAMILY,
    fontSize: SMALL.sizePx,
    hideOverlap: false,
    formatter: (part: number) => texts.get(key(part)) ?? '',
  };
}

export function timeAxisOption(
  ticks: readonly TimeTick[],
  scale: Scale,
  { palette }: Look,
): NonNullable<ChartOption['xAxis']> {
  const at = ticks.map(({ atMs }) => scale.along(atMs));
  const texts = ticks.map(({ label }) => label);
  const turns = ticks.map(({ dayTurn }) => (dayTurn ? palette.grid : 'transparent'));
  return {
    type: 'value',
    min: 0,
    max: 1,
    axisLine: { show: false, onZero: false },
    axisTick: { show: true, customValues: at, length: 4, lineStyle: { color: palette.grid } },
    axisLabel: { ...marks(at, texts, palette.muted), lineHeight: TIME_LINE_PX },
    splitLine: {
      show: turns.length > 0,
      lineStyle: { color: turns.length > 0 ? turns : palette.grid, type: 'dashed' },
    },
  };
}

export function valueAxisOption(
  { ticks, words }: { readonly ticks: readonly number[]; readonly words: readonly string[] },
  scale: Scale,
  { palette }: Look,
): NonNullable<ChartOption['yAxis']> {
  const at = ticks.map(scale.up);
  return {
    type: 'value',
    min: 0,
    max: 1,
    axisLine: { show: false },
    axisTick: { show: false, customValues: at },
    axisLabel: { ...marks(at, words, palette.muted), margin: AXIS_GAP_PX },
    splitLine: { show: true, lineStyle: { color: palette.grid } },
  };
}
