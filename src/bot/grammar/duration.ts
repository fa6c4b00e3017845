import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { microFromDecimal } from '../../engine/domain/values/micro.ts';
import { readNumber } from './number.ts';

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, SECOND_MS],
  [/^(?:m|mins?|minutes?)$/, MINUTE_MS],
  [/^(?:h|hours?)$/, HOUR_MS],
  [/^(?:d|days?)$/, DAY_MS],
  [/^(?:w|weeks?)$/, 7 * DAY_MS],
];

/** Milliseconds of `15`, `15s`, `2 min`, `1h`, `7d`; a bare number counts `unitMs`. `null`: none. */
export function readDuration(typed: string, unitMs: number): number | null {
  const [, digits = '', name = ''] =
    /^([\d.,]+)\s?([a-z]*)$/.exec(typed.trim().toLowerCase()) ?? [];
  if (name === '') return scaled(digits, unitMs);
  const unit = UNITS.find(([names]) => names.test(name));
  return unit === undefined ? null : scaled(digits, unit[1]);
}

function scaled(digits: string, unitMs: number): number | null {
  const number = readNumber(digits);
  if (number === null || number.mark !== null) return null;
  const micro = microFromDecimal(number.text);
  const ms = micro === null ? null : Math.round((micro * unitMs) / 1e6);
  return ms !== null && Number.isSafeInteger(ms) ? ms : null;
}
