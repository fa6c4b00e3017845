import { SECOND_MS } from '../../engine/domain/time.ts';
import type { Ppm } from '../../engine/domain/values/money.ts';
import type { ExitRule, WalletRules } from '../../engine/domain/wallet.ts';
import { UsageError } from '../command.ts';
import { readCents, readMoney, readPercent, readPlain } from '../grammar/amount.ts';
import { readDuration } from '../grammar/duration.ts';
import { readNumber } from '../grammar/number.ts';
import { isVerb, type Verbs } from '../grammar/object-verb.ts';
import { withoutOwnRules } from './effect/wallet-effect.ts';
import {
  type Change,
  isOwnExitVerb,
  OWN_EXIT_RULES,
  type ReadRule,
  type Rule,
} from './own-exit-rules.ts';

/** What may be done to a wallet; these words cannot be names. */
export type WalletVerb =
  | 'add'
  | 'remove'
  | 'enable'
  | 'disable'
  | 'paper'
  | 'live'
  | 'reset'
  | 'scale'
  | 'size'
  | 'max'
  | 'day'
  | 'market'
  | 'score'
  | 'lead'
  | 'price'
  | 'age'
  | 'drift'
  | 'small'
  | 'exit'
  | 'stop'
  | 'profit'
  | 'trail'
  | 'hold'
  | 'allow'
  | 'deny'
  | 'label'
  | 'mute';

export const WALLET_VERBS: Verbs<WalletVerb> = {
  add: ['follow', 'copy'],
  remove: ['unfollow', 'delete'],
  enable: ['on', 'resume'],
  disable: ['off', 'pause'],
  paper: [],
  live: [],
  reset: ['default', 'defaults'],
  scale: ['factor'],
  size: ['sizing'],
  max: ['maximum'],
  day: ['daily'],
  market: ['permarket'],
  score: ['confidence'],
  lead: ['clip'],
  price: ['prices', 'band'],
  age: ['maxage'],
  drift: [],
  small: [],
  exit: ['exits'],
  stop: ['stoploss'],
  profit: ['takeprofit'],
  trail: ['trailing'],
  hold: ['maxhold'],
  allow: [],
  deny: ['block'],
  label: ['name', 'rename'],
  mute: [],
};

/** Verbs that change rules of a followed wallet. */
export type RuleVerb = Exclude<WalletVerb, 'add' | 'remove' | 'mute'>;

/** One value, its words put together: `10 min` is `10min`. */
function one<Value>(
  read: (text: string) => Value | null,
  change: (value: Value) => Change | null,
): ReadRule {
  return (value) => {
    const got = value.length === 0 ? null : read(value.join(''));
    return got === null ? null : change(got);
  };
}

const money = (field: 'maxTradeSize' | 'maxPerDay' | 'maxPerMarket' | 'minLeaderClip'): ReadRule =>
  one(readMoney, (amount) =>
    amount > 0 || field === 'minLeaderClip' ? { [field]: amount } : null,
  );

/** A rule without a value. */
const plain =
  (change: (rules: WalletRules) => Change): ReadRule =>
  (value, rules) =>
    value.length === 0 ? change(rules) : null;

function readScale(text: string): Ppm | null {
  const micro = readPlain(text);
  return micro === null || micro < 10_000 || micro > 10_000_000 ? null : (micro as Ppm);
}

function readSize(value: readonly string[]): Change | null {
  const text = value.join('');
  if (/^(?:leader|theirs)$/i.test(text)) return { sizing: { kind: 'leader' } };
  if (text === 'share' || text === 'kelly') return { sizing: { kind: text } };
  if (/^defaults?$/i.test(text)) return { sizing: null };
  if (readNumber(text)?.mark === '%') {
    const ratio = readPercent(text);
    return ratio === null || ratio <= 0 || ratio > 1_000_000
      ? null
      : { sizing: { kind: 'bankroll', ratio } };
  }
  const spend = readMoney(text);
  return spend === null || spend <= 0 ? null : { sizing: { kind: 'fixed', spend } };
}

function readBand(value: readonly string[]): Change | null {
  const [low, high, ...more] = value.join(' ').split(/\s*(?:[-–—]|\bto\b|\s)\s*/);
  if (low === undefined || high === undefined || more.length > 0) return null;
  const priceMin = readCents(low);
  const priceMax = readCents(high);
  if (priceMin === null || priceMax === null || priceMin >= priceMax) return null;
  return { priceMin, priceMax };
}

function readExit(text: string): ExitRule | null {
  const word = text.toLowerCase();
  if (word === 'mirror' || word === 'all' || word === 'manual') return { mode: word };
  if (readNumber(text)?.mark !== '%') return null;
  const ratio = readPercent(text);
  return ratio === null || ratio <= 0 || ratio > 1_000_000 ? null : { mode: 'percent', ratio };
}

function readScore(text: string): number | null {
  const micro = readPlain(text);
  return micro === null || micro > 1_000_000 ? null : micro / 1_000_000;
}

const CATEGORY = /^[\p{L}\p{N}][\p{L}\p{N}&-]{0,39}$/u;

function readCategory(value: readonly string[]): string | null {
  const category = value.join('-').toLowerCase();
  return CATEGORY.test(category) ? category : null;
}

function withWord(words: readonly string[], word: string): readonly string[] {
  return words.includes(word) ? words : [...words, word];
}

const allow: ReadRule = (value, { categoriesAllowed, categoriesDenied }) => {
  const category = readCategory(value);
  if (category === null) return null;
  if (category === 'all') return { categoriesAllowed: [], categoriesDenied: [] };
  return {
    categoriesAllowed: withWord(categoriesAllowed, category),
    categoriesDenied: categoriesDenied.filter((word) => word !== category),
  };
};

const deny: ReadRule = (value, { categoriesAllowed, categoriesDenied }) => {
  const category = readCategory(value);
  if (category === null || category === 'all') return null;
  return {
    categoriesAllowed: categoriesAllowed.filter((word) => word !== category),
    categoriesDenied: withWord(categoriesDenied, category),
  };
};

/** Longest name of a wallet. */
const LABEL_LENGTH_MAX = 24;
const LABEL = /^[\p{L}][\p{L}\p{N} ._'-]*$/u;

/** A name for a wallet: a letter first, then letters, digits, spaces, and no reserved word. */
export function readLabel(value: readonly string[]): string | null {
  const label = value.join(' ');
  const free = !isVerb(label, WALLET_VERBS) && !['set', 'today'].includes(label.toLowerCase());
  return free && label.length <= LABEL_LENGTH_MAX && LABEL.test(label) ? label : null;
}

const RULES: Readonly<Record<RuleVerb, Rule>> = {
  enable: { takes: 'nothing more', example: 'enable', read: plain(() => ({ enabled: true })) },
  disable: { takes: 'nothing more', example: 'disable', read: plain(() => ({ enabled: false })) },
  paper: { takes: 'nothing more', example: 'paper', read: plain(() => ({ mode: 'paper' })) },
  live: { takes: 'nothing more', example: 'live', read: plain(() => ({ mode: 'live' })) },
  reset: { takes: 'nothing more', example: 'reset', read: plain(withoutOwnRules) },
  scale: {
    takes: 'a number from 0.01 to 10',
    example: 'scale 0.5',
    read: one(readScale, (scaleFactor) => ({ sizing: { kind: 'leader' }, scaleFactor })),
  },
  size: {
    takes: 'dollars, a percentage, leader, share, kelly or default',
    example: 'size $5',
    read: readSize,
  },
  max: { takes: 'dollars for one copy', example: 'max $10', read: money('maxTradeSize') },
  day: { takes: 'dollars for a day', example: 'day $50', read: money('maxPerDay') },
  market: { takes: 'dollars for one market', example: 'market $25', read: money('maxPerMarket') },
  score: {
    takes: 'a number from 0 to 1',
    example: 'score 0.5',
    read: one(readScore, (minConfidence) => ({ minConfidence })),
  },
  lead: { takes: 'dollars of a leader clip', example: 'lead $100', read: money('minLeaderClip') },
  price: { takes: 'two prices in cents, lowest first', example: 'price 10-90', read: readBand },
  age: {
    takes: 'a time from 1 s to 1 hour',
    example: 'age 20s',
    read: one(
      (text) => readDuration(text, SECOND_MS),
      (maxAgeMs) => (maxAgeMs < SECOND_MS || maxAgeMs > 3_600 * SECOND_MS ? null : { maxAgeMs }),
    ),
  },
  drift: {
    takes: 'cents from 0 to 50',
    example: 'drift 1.5c',
    read: one(readCents, (maxDrift) => (maxDrift > 500_000 ? null : { maxDrift })),
  },
  small: {
    takes: 'skip or min',
    example: 'small skip',
    read: one(
      (text) => (text === 'skip' || text === 'min' ? text : null),
      (small) => ({ small }),
    ),
  },
  exit: {
    takes: 'mirror, all, manual or a percentage, or stop, profit, trail or hold with a value',
    example: 'exit all',
    read: (value, rules) => {
      const [word = '', ...rest] = value.flatMap((text) => text.split(/\s+/));
      if (isOwnExitVerb(word)) return OWN_EXIT_RULES[word].read(rest, rules);
      return one(readExit, (exit) => ({ exit }))(value, rules);
    },
  },
  ...OWN_EXIT_RULES,
  allow: { takes: 'one category, or all', example: 'allow politics', read: allow },
  deny: { takes: 'one category', example: 'deny crypto', read: deny },
  label: {
    takes: `a name of up to ${LABEL_LENGTH_MAX} characters that begins with a letter`,
    example: 'label ace',
    read: (value) => {
      const label = readLabel(value);
      return label === null ? null : { label };
    },
  },
};

/** What a verb with its value changes. @throws UsageError with an example that works. */
export function readRule(
  verb: RuleVerb,
  value: readonly string[],
  { rules, who }: { readonly rules: WalletRules; readonly who: string },
): Change {
  const { takes, example, read } = RULES[verb];
  const folded = verb === 'label' ? value : value.map((word) => word.toLowerCase());
  const change = read(folded, rules);
  if (change !== null) return change;
  throw new UsageError(`${verb} takes ${takes}, for example: /wallet ${who} ${example}`);
}
