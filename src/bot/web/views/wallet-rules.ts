import type { Settings } from '../../../engine/domain/settings.ts';
import { HOUR_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { RULE_TOPICS, type RuleTopic } from '../../commands/effect/rule-words.ts';
import type { Rule } from '../contract/wallet.ts';

const MICRO = 1_000_000;

/** One control of a wallet: which line changes it, and what would be typed for what holds now. */
interface Control {
  readonly name: string;
  readonly topic: RuleTopic;
  readonly example: string;
  readonly typed: (rules: WalletRules) => string | null;
}

const dollars = (micro: number | null): string | null =>
  micro === null ? null : `$${micro / MICRO}`;
const cents = (micro: number): string => String(micro / 10_000);

/** In the order in which a page shows them. */
const CONTROLS: readonly Control[] = [
  { name: 'size', topic: 'size', example: '$5', typed: sizeTyped },
  {
    name: 'scale',
    topic: 'size',
    example: '0.5',
    typed: ({ sizing, scaleFactor }) =>
      sizing?.kind === 'leader' ? String(scaleFactor / MICRO) : null,
  },
  { name: 'max', topic: 'max', example: '$10', typed: (rules) => dollars(rules.maxTradeSize) },
  { name: 'day', topic: 'day', example: '$50', typed: (rules) => dollars(rules.maxPerDay) },
  {
    name: 'market',
    topic: 'market',
    example: '$25',
    typed: (rules) => dollars(rules.maxPerMarket),
  },
  {
    name: 'score',
    topic: 'score',
    example: '0.5',
    typed: ({ minConfidence }) => (minConfidence === null ? null : String(minConfidence)),
  },
  { name: 'lead', topic: 'lead', example: '$100', typed: (rules) => dollars(rules.minLeaderClip) },
  {
    name: 'price',
    topic: 'price',
    example: '10-90',
    typed: ({ priceMin, priceMax }) =>
      priceMin === null || priceMax === null ? null : `${cents(priceMin)}-${cents(priceMax)}`,
  },
  {
    name: 'age',
    topic: 'age',
    example: '20s',
    typed: ({ maxAgeMs }) => (maxAgeMs === null ? null : `${maxAgeMs / SECOND_MS}s`),
  },
  {
    name: 'drift',
    topic: 'drift',
    example: '1.5c',
    typed: ({ maxDrift }) => (maxDrift === null ? null : `${cents(maxDrift)}c`),
  },
  { name: 'small', topic: 'small', example: 'skip', typed: ({ small }) => small },
  { name: 'exit', topic: 'exit', example: 'mirror', typed: exitTyped },
  { name: 'stop', topic: 'leave', example: '30%', typed: partTyped('stopLoss') },
  { name: 'profit', topic: 'leave', example: '50%', typed: partTyped('takeProfit') },
  { name: 'trail', topic: 'leave', example: '20%', typed: partTyped('trailing') },
  { name: 'hold', topic: 'leave', example: '48h', typed: holdTyped },
];

function sizeTyped({ sizing }: WalletRules): string | null {
  switch (sizing?.kind) {
    case undefined:
      return null;
    case 'leader':
    case 'share':
    case 'kelly':
      return sizing.kind;
    case 'fixed':
      return dollars(sizing.spend);
    case 'bankroll':
      return `${sizing.ratio / 10_000}%`;
  }
}

function partTyped(part: 'stopLoss' | 'takeProfit' | 'trailing') {
  return ({ ownExits }: WalletRules): string | null => {
    const ratio = ownExits?.[part];
    if (ratio === undefined) return null;
    return ratio === 0 ? 'off' : `${ratio / 10_000}%`;
  };
}

function holdTyped({ ownExits }: WalletRules): string | null {
  const ms = ownExits?.maxHeldMs;
  if (ms === undefined) return null;
  return ms === 0 ? 'off' : `${ms / HOUR_MS}h`;
}

function exitTyped({ exit }: WalletRules): string | null {
  if (exit === null) return null;
  return exit.mode === 'percent' ? `${exit.ratio / 10_000}%` : exit.mode;
}

/** Every rule of a wallet as `/wallet WHO name value` has it. */
export function rulesOf(rules: WalletRules, settings: Settings): readonly Rule[] {
  return CONTROLS.map(({ name, topic, example, typed }) => {
    const value = typed(rules);
    const { name: about, words } = RULE_TOPICS[topic];
    return { name, about, words: words(rules, settings), isOwn: value !== null, value, example };
  });
}
