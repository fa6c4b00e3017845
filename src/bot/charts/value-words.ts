import { MINUS } from '../format/amounts.ts';
import type { ChartUnit } from './chart.ts';

/** From here on cents say nothing. */
const WHOLE_DOLLARS_FROM = 10_000;
/** Larger values are written with a letter. */
const SHORT_FROM = 1_000_000;
/** On an axis, where room is less, letters begin earlier. */
const SHORT_TICKS_FROM = 100_000;
const LETTERS: readonly (readonly [factor: number, letter: string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** `$505.86`, `+$12.40`, `−3.4 %`, `62.4¢`, `0.62`, `$1.24M`: a value at the end of its line or bar. */
export function valueWords(value: number, unit: ChartUnit, signed: boolean): string {
  const [factor, letter] = Math.abs(value) >= SHORT_FROM ? letterFor(value) : NO_LETTER;
  const decimals = letter === '' ? decimalsOf(value, unit) : 2;
  return written(value / factor, { unit, decimals, letter, signed });
}

const NO_LETTER: readonly [number, string] = [1, ''];

function letterFor(value: number): readonly [number, string] {
  return LETTERS.find(([factor]) => Math.abs(value) >= factor) ?? NO_LETTER;
}

function decimalsOf(value: number, unit: ChartUnit): number {
  if (unit === 'score') return 2;
  if (unit !== 'dollars') return Math.abs(value) >= 1_000 ? 0 : 1;
  return Math.abs(value) >= WHOLE_DOLLARS_FROM ? 0 : 2;
}

/** The marks of an axis, all with the same decimals and letter. */
export function tickWords(
  ticks: readonly number[],
  unit: ChartUnit,
  signed: boolean,
): readonly string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  const [factor, letter] = largest >= SHORT_TICKS_FROM ? letterFor(largest) : NO_LETTER;
  const steps = ticks.map((tick) => tick / factor);
  const decimals = decimalsNeeded(steps, unit === 'dollars' && letter === '' ? 2 : 1);
  return steps.map((value) => written(value, { unit, decimals, letter, signed }));
}

const DECIMALS_MAX = 6;

/** None when all are whole, else at least `some`, and as many as tell them apart. */
function decimalsNeeded(values: readonly number[], some: number): number {
  const exact = (decimals: number): boolean =>
    values.every(
      (value) => Math.abs(Number(value.toFixed(decimals)) - value) < 1e-9 * (1 + Math.abs(value)),
    );
  if (exact(0)) return 0;
  let decimals = some;
  while (decimals < DECIMALS_MAX && !exact(decimals)) decimals += 1;
  return decimals;
}

interface Form {
  readonly unit: ChartUnit;
  readonly decimals: number;
  readonly letter: string;
  readonly signed: boolean;
}

function written(value: number, { unit, decimals, letter, signed }: Form): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const digits = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction === undefined ? '' : `.${fraction}`}`;
  const nothing = !/[1-9]/.test(digits);
  const sign = nothing ? '' : signOf(value, signed);
  if (unit === 'dollars') return `${sign}$${digits}${nothing ? '' : letter}`;
  return `${sign}${digits}${nothing ? '' : letter}${UNIT_MARKS[unit]}`;
}

const UNIT_MARKS: Readonly<Record<Exclude<ChartUnit, 'dollars'>, string>> = {
  cents: '¢',
  percent: ' %',
  score: '',
};

function signOf(value: number, signed: boolean): string {
  if (value < 0) return MINUS;
  return signed ? '+' : '';
}
