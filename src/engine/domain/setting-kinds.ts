import { HOUR_MS, isTimeZone, MINUTE_MS, SECOND_MS } from './time.ts';
import { microFromDecimal } from './values/micro.ts';
import type { Money, Ppm, Price } from './values/money.ts';

/** One setting: how its text is read, what it is by default, what it does. */
export interface SettingDefinition<Value> {
  readonly initial: string;
  readonly does: string;
  /** What a value looks like, for error messages. */
  readonly expects: string;
  readonly parse: (text: string) => Value | null;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function numberBetween(text: string, { min, max }: Range): number | null {
  const micro = microFromDecimal(text);
  return micro === null || micro < min * 1e6 || micro > max * 1e6 ? null : micro;
}

/** Dollars. */
export function moneySetting(
  initial: string,
  does: string,
  range: Range,
): SettingDefinition<Money> {
  return {
    initial,
    does,
    expects: `dollars from ${range.min} to ${range.max}, for example ${initial}`,
    parse: (text) => numberBetween(text, range) as Money | null,
  };
}

/** Percent in the text, parts per million inside. */
export function percentSetting(
  initial: string,
  does: string,
  range: Range,
): SettingDefinition<Ppm> {
  return {
    initial,
    does,
    expects: `a percentage from ${range.min} to ${range.max}, for example ${initial}`,
    parse: (text) => {
      const micro = numberBetween(text, range);
      return micro === null ? null : (Math.round(micro / 100) as Ppm);
    },
  };
}

/** Cents in the text, micro-dollars inside. */
export function centsSetting(
  initial: string,
  does: string,
  range: Range,
): SettingDefinition<Price> {
  return {
    initial,
    does,
    expects: `cents from ${range.min} to ${range.max}, for example ${initial}`,
    parse: (text) => {
      const micro = numberBetween(text, range);
      return micro === null ? null : (Math.round(micro / 100) as Price);
    },
  };
}

const DURATION_MS = { seconds: SECOND_MS, minutes: MINUTE_MS, hours: HOUR_MS } as const;

/** Seconds, minutes or hours in the text, milliseconds inside. */
export function durationSetting(
  initial: string,
  does: string,
  { unit, ...range }: Range & { readonly unit: keyof typeof DURATION_MS },
): SettingDefinition<number> {
  const unitMs = DURATION_MS[unit];
  return {
    initial,
    does,
    expects: `${unit} from ${range.min} to ${range.max}, for example ${initial}`,
    parse: (text) => {
      const micro = numberBetween(text, range);
      return micro === null ? null : Math.round((micro * unitMs) / 1e6);
    },
  };
}

/** A whole number. */
export function countSetting(
  initial: string,
  does: string,
  range: Range,
): SettingDefinition<number> {
  return {
    initial,
    does,
    expects: `a whole number from ${range.min} to ${range.max}, for example ${initial}`,
    parse: (text) => {
      const micro = numberBetween(text, range);
      return micro === null || micro % 1e6 !== 0 ? null : micro / 1e6;
    },
  };
}

/** A plain number that never enters money, such as a score or a factor. */
export function numberSetting(
  initial: string,
  does: string,
  range: Range,
): SettingDefinition<number> {
  return {
    initial,
    does,
    expects: `a number from ${range.min} to ${range.max}, for example ${initial}`,
    parse: (text) => {
      const micro = numberBetween(text, range);
      return micro === null ? null : micro / 1e6;
    },
  };
}

/** `on` or `off`. */
export function switchSetting(initial: 'on' | 'off', does: string): SettingDefinition<boolean> {
  return {
    initial,
    does,
    expects: '"on" or "off"',
    parse: (text) => (text === 'on' ? true : text === 'off' ? false : null),
  };
}

/** One of a few words. */
export function choiceSetting<const Word extends string>(
  initial: Word,
  does: string,
  words: readonly Word[],
): SettingDefinition<Word> {
  return {
    initial,
    does,
    expects: `one of ${words.join(', ')}`,
    parse: (text) => words.find((word) => word === text) ?? null,
  };
}

/** An IANA time zone. */
export function zoneSetting(initial: string, does: string): SettingDefinition<string> {
  return {
    initial,
    does,
    expects: 'a time zone such as Europe/Berlin',
    parse: (text) => (isTimeZone(text) ? text : null),
  };
}
