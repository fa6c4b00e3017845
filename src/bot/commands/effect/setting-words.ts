import type { SettingKey, Settings } from '../../../engine/domain/settings.ts';
import type { Money, Ppm, Price } from '../../../engine/domain/values/money.ts';
import { centsShort, count, moneyShort, percent } from '../../format/amounts.ts';
import { hours, minutes, seconds } from '../../format/moments.ts';
import { ofBankroll } from './rule-words.ts';

/** What the number of a setting means, told by its name as the code tells it by its type. */
export type SettingUnit =
  | 'money'
  | 'percent'
  | 'cents'
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'days'
  | 'plain';

const MONEY_KEYS: ReadonlySet<string> = new Set([
  'bankroll',
  'size.fixedMinimum',
  'entry.minLeaderClip',
  'arbitrage.minProfit',
  'llm.dayDollars',
]);

export function settingUnit(key: string): SettingUnit {
  if (MONEY_KEYS.has(key)) return 'money';
  if (key.endsWith('Percent')) return 'percent';
  if (key.endsWith('Cents')) return 'cents';
  if (key.endsWith('Seconds')) return 'seconds';
  if (key.endsWith('Days')) return 'days';
  if (key.endsWith('Hours')) return 'hours';
  return key.endsWith('Minutes') || key.startsWith('entry.minMinutes') ? 'minutes' : 'plain';
}

/** Percentages of these are shares of bankroll, and so have a value in dollars. */
export function isShareOfBankroll(key: string): boolean {
  return (
    key === 'size.fixedPercent' ||
    key === 'wallets.disableLossPercent' ||
    (key.startsWith('limits.') && key.endsWith('Percent') && key !== 'limits.drawdownPercent')
  );
}

/** Settings that nothing follows from while they are zero. */
export const OFF_AT_ZERO: ReadonlySet<SettingKey> = new Set([
  'cooldown.marketMinutes',
  'cooldown.losses',
  'exit.takeProfitPercent',
  'exit.stopLossPercent',
  'exit.trailingPercent',
  'exit.maxHours',
]);

/** A setting's value with its unit, and in dollars where it is a share: `$25 (5 %)`, `15 s`. */
export function settingWords(key: SettingKey, settings: Settings): string {
  const value: unknown = settings[key];
  if (value === 0 && OFF_AT_ZERO.has(key)) return 'off';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'number') return String(value);
  switch (settingUnit(key)) {
    case 'money':
      return moneyShort(value as Money);
    case 'percent': {
      const words = percent(value as Ppm);
      if (!isShareOfBankroll(key)) return words;
      return `${moneyShort(ofBankroll(settings, value as Ppm))} (${words})`;
    }
    case 'cents':
      return centsShort(value as Price);
    case 'seconds':
      return seconds(value);
    case 'minutes':
      return minutes(value);
    case 'hours':
      return hours(value);
    case 'days':
      return count(value, 'day');
    case 'plain':
      return String(value);
  }
}
