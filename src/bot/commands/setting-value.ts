import type { SettingDefinition } from '../../engine/domain/setting-kinds.ts';
import { SETTINGS, type SettingKey, type Settings } from '../../engine/domain/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { decimalFromMicro, mulDiv } from '../../engine/domain/values/micro.ts';
import { moneyFromDecimal } from '../../engine/domain/values/money.ts';
import { UsageError } from '../command.ts';
import { readDuration } from '../grammar/duration.ts';
import { type Mark, readNumber } from '../grammar/number.ts';
import {
  isShareOfBankroll,
  OFF_AT_ZERO,
  type SettingUnit,
  settingUnit,
} from './effect/setting-words.ts';

const SWITCH: Readonly<Record<string, string>> = { yes: 'on', true: 'on', no: 'off', false: 'off' };
const UNIT_MS = { seconds: SECOND_MS, minutes: MINUTE_MS, hours: HOUR_MS } as const;
/** The mark that a number may carry in each unit. */
const MARKS: Readonly<Record<SettingUnit, Mark>> = {
  money: '$',
  percent: '%',
  cents: '¢',
  seconds: null,
  minutes: null,
  hours: null,
  days: null,
  plain: null,
};

/**
 * What a person typed as the text that the setting stores. `bare` is what a number without a mark
 * is meant as, where it could be both.
 * @throws UsageError when it is not valid, with an example that works.
 */
export function readSettingValue(
  key: SettingKey,
  typed: string,
  {
    settings,
    bare,
    problem,
  }: {
    readonly settings: Settings;
    readonly bare: 'dollars' | 'unit';
    /** What is said to a value that is not valid. */
    readonly problem: string;
  },
): string {
  const text = toText(key, typed, { settings, bare });
  const definition: SettingDefinition<unknown> = SETTINGS[key];
  if (text !== null && definition.parse(text) !== null) return text;
  throw new UsageError(problem);
}

function toText(
  key: SettingKey,
  typed: string,
  { settings, bare }: { readonly settings: Settings; readonly bare: 'dollars' | 'unit' },
): string | null {
  const unit = settingUnit(key);
  const off = OFF_AT_ZERO.has(key) && typed.toLowerCase() === 'off' ? '0' : typed;
  if (unit === 'seconds' || unit === 'minutes' || unit === 'hours') {
    return durationText(off, UNIT_MS[unit]);
  }
  const number = readNumber(unit === 'days' ? off.replace(/\s*d(?:ays?)?$/i, '') : off);
  if (number === null) return unit === 'plain' ? (SWITCH[typed.toLowerCase()] ?? typed) : null;
  const { mark } = number;
  const dollars = mark === '$' || (mark === null && bare === 'dollars');
  if (dollars && isShareOfBankroll(key)) return percentOfBankroll(number.text, settings);
  return mark === null || mark === MARKS[unit] ? number.text : null;
}

function durationText(typed: string, unitMs: number): string | null {
  const ms = readDuration(typed, unitMs);
  return ms === null ? null : decimalFromMicro(Math.round((ms * 1_000_000) / unitMs));
}

/** Dollars as the percentage of bankroll that is stored, rounded down: never more than asked. */
function percentOfBankroll(text: string, { bankroll }: Settings): string | null {
  const dollars = moneyFromDecimal(text);
  if (dollars === null || dollars < 0) return null;
  const ratio = mulDiv(dollars, 1_000_000, { by: bankroll, rounding: 'floor' });
  return decimalFromMicro(ratio * 100);
}
