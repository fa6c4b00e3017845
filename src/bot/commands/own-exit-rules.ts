import type { CommandBody } from '../../engine/domain/command.ts';
import type { OwnExitRules } from '../../engine/domain/own-exit.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../engine/domain/time.ts';
import type { Ppm } from '../../engine/domain/values/money.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import { readPercent } from '../grammar/amount.ts';
import { readDuration } from '../grammar/duration.ts';

/** What a verb of `/wallet` changes of its rules. */
export type Change = (CommandBody & { kind: 'changeWallet' })['change'];
export type ReadRule = (value: readonly string[], rules: WalletRules) => Change | null;

/** One verb of `/wallet`. */
export interface Rule {
  /** Behind the verb's name in an error: what it takes. */
  readonly takes: string;
  readonly example: string;
  readonly read: ReadRule;
}

const HELD_MS_MAX = 365 * DAY_MS;

/** `off` is never, `default` is as the setting says. */
function part<Name extends keyof OwnExitRules>(
  name: Name,
  read: (text: string) => OwnExitRules[Name] | null,
  never: OwnExitRules[Name],
): ReadRule {
  return (value, { ownExits }) => {
    const text = value.join('');
    const { [name]: _, ...others } = ownExits ?? {};
    if (/^defaults?$/.test(text)) {
      return { ownExits: Object.keys(others).length === 0 ? null : others };
    }
    const got = text === 'off' ? never : read(text);
    return got === null ? null : { ownExits: { ...others, [name]: got } };
  };
}

function percentUpTo(most: number): (text: string) => Ppm | null {
  return (text) => {
    const ratio = readPercent(text);
    return ratio === null || ratio <= 0 || ratio > most * 10_000 ? null : ratio;
  };
}

function readHeld(text: string): number | null {
  const ms = readDuration(text, HOUR_MS);
  return ms === null || ms < MINUTE_MS || ms > HELD_MS_MAX ? null : ms;
}

const NEVER = 0 as Ppm;
const TAKES = 'a percentage, off or default';

/** Verbs about when copies of a wallet are sold although it holds on. */
export const OWN_EXIT_RULES = {
  stop: { takes: TAKES, example: 'stop 30%', read: part('stopLoss', percentUpTo(99), NEVER) },
  profit: {
    takes: TAKES,
    example: 'profit 50%',
    read: part('takeProfit', percentUpTo(10_000), NEVER),
  },
  trail: { takes: TAKES, example: 'trail 20%', read: part('trailing', percentUpTo(99), NEVER) },
  hold: {
    takes: 'a time from 1 minute to a year, off or default',
    example: 'hold 48h',
    read: part('maxHeldMs', readHeld, 0),
  },
} as const satisfies Readonly<Record<string, Rule>>;

export function isOwnExitVerb(word: string): word is keyof typeof OWN_EXIT_RULES {
  return Object.hasOwn(OWN_EXIT_RULES, word);
}
