import { ownExitRules } from '../../../engine/domain/exit-levels.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import { type Money, minOf, type Ppm, shareOf } from '../../../engine/domain/values/money.ts';
import type { ExitRule, WalletRules } from '../../../engine/domain/wallet.ts';
import { centsShort, moneyShort, percent, score } from '../../format/amounts.ts';
import { seconds } from '../../format/moments.ts';
import { ownRuleWords } from '../../format/own-exit-words.ts';

/** A share of bankroll in dollars. */
export function ofBankroll(settings: Settings, ratio: Ppm): Money {
  return shareOf(settings.bankroll, ratio, 'floor');
}

/** Most that one copy of this wallet spends. */
export function mostPerCopy(rules: WalletRules, settings: Settings): Money {
  const cap = ofBankroll(settings, settings['limits.orderPercent']);
  return rules.maxTradeSize === null ? cap : minOf(cap, rules.maxTradeSize);
}

/** The score below which a wallet is not copied, in the book that it is meant for. */
export function leastScore(rules: WalletRules, settings: Settings): number {
  const usual = rules.mode === 'live' ? 'wallets.minConfidenceLive' : 'wallets.minConfidence';
  return rules.minConfidence ?? settings[usual];
}

/** Whether the leader's own dollars decide the size. */
export function followsLeader(rules: WalletRules, settings: Settings): boolean {
  return sizeKind(rules, settings) === 'leader';
}

function sizeKind({ sizing }: WalletRules, settings: Settings) {
  return sizing?.kind ?? settings['size.mode'];
}

/** `half their dollars`, `0.3 × their dollars`. */
function scaleWords(scale: Ppm): string {
  if (scale === 1_000_000) return 'their dollars';
  if (scale === 500_000) return 'half their dollars';
  if (scale === 2_000_000) return 'twice their dollars';
  return `${scale / 1_000_000} × their dollars`;
}

/** What one copy spends: `$5 fixed`, `$5 (1 % of bankroll)`, `half their dollars, at most $10`. */
export function sizeWords(rules: WalletRules, settings: Settings): string {
  const { sizing } = rules;
  const most = mostPerCopy(rules, settings);
  if (followsLeader(rules, settings)) {
    return `${scaleWords(rules.scaleFactor)}, at most ${moneyShort(most)}`;
  }
  const kind = sizeKind(rules, settings);
  if (kind === 'share') {
    const ratio = percent(settings['size.fixedPercent']);
    return `${ratio} of what the book is worth, at most ${moneyShort(most)}`;
  }
  if (kind === 'kelly') {
    return `by edge, ${percent(settings['size.kellyPercent'])} of Kelly, at most ${moneyShort(most)}`;
  }
  const capped = (spend: Money, words: string): string =>
    spend > most ? `${words}, at most ${moneyShort(most)}` : words;
  if (sizing?.kind === 'fixed') return capped(sizing.spend, `${moneyShort(sizing.spend)} fixed`);
  if (sizing?.kind === 'bankroll') {
    const spend = ofBankroll(settings, sizing.ratio);
    return capped(spend, `${moneyShort(spend)} (${percent(sizing.ratio)} of bankroll)`);
  }
  const spend = copySpend(rules, settings, null) ?? most;
  return capped(spend, `${moneyShort(spend)} fixed`);
}

/**
 * What a copy of so many leader dollars asks for before any limit; `null` where it needs to know them
 * and they are not known, and where the book or the score of that moment decides.
 */
export function copySpend(
  rules: WalletRules,
  settings: Settings,
  theirs: Money | null,
): Money | null {
  if (followsLeader(rules, settings)) {
    return theirs === null ? null : shareOf(theirs, rules.scaleFactor, 'floor');
  }
  const { sizing } = rules;
  const kind = sizeKind(rules, settings);
  if (kind === 'share' || kind === 'kelly') return null;
  if (sizing?.kind === 'fixed') return sizing.spend;
  if (sizing?.kind === 'bankroll') return ofBankroll(settings, sizing.ratio);
  const share = ofBankroll(settings, settings['size.fixedPercent']);
  return Math.max(share, settings['size.fixedMinimum']) as Money;
}

function capWords(own: Money | null, settings: Settings, ratio: Ppm): string {
  const cap = ofBankroll(settings, ratio);
  if (own === null || own > cap) return `${moneyShort(cap)} (${percent(ratio)} of bankroll)`;
  return moneyShort(own);
}

export function exitWords(rule: ExitRule): string {
  switch (rule.mode) {
    case 'mirror':
      return 'mirror their percentage';
    case 'all':
      return 'sell all';
    case 'manual':
      return 'left to you';
    case 'percent':
      return `sell ${percent(rule.ratio)}`;
  }
}

function categoryWords({ categoriesAllowed, categoriesDenied }: WalletRules): string {
  const parts = [
    ...(categoriesAllowed.length === 0 ? [] : [`only ${categoriesAllowed.join(', ')}`]),
    ...(categoriesDenied.length === 0 ? [] : [`not ${categoriesDenied.join(', ')}`]),
  ];
  return parts.length === 0 ? 'all' : parts.join('; ');
}

/** What may be said of a wallet's rules, one thing each. */
export type RuleTopic =
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
  | 'leave'
  | 'categories'
  | 'enabled'
  | 'mode'
  | 'label';

interface Topic {
  readonly name: string;
  readonly fields: readonly (keyof WalletRules)[];
  readonly words: (rules: WalletRules, settings: Settings) => string;
}

/** Every rule of a wallet in words, with the setting that applies where it has none of its own. */
export const RULE_TOPICS: Readonly<Record<RuleTopic, Topic>> = {
  size: { name: 'a copy', fields: ['sizing', 'scaleFactor'], words: sizeWords },
  max: {
    name: 'most a copy',
    fields: ['maxTradeSize'],
    words: (rules, settings) =>
      capWords(rules.maxTradeSize, settings, settings['limits.orderPercent']),
  },
  day: {
    name: 'most a day',
    fields: ['maxPerDay'],
    words: (rules, settings) =>
      capWords(rules.maxPerDay, settings, settings['limits.walletDayPercent']),
  },
  market: {
    name: 'most a market',
    fields: ['maxPerMarket'],
    words: (rules, settings) =>
      capWords(rules.maxPerMarket, settings, settings['limits.marketPercent']),
  },
  score: {
    name: 'least score',
    fields: ['minConfidence'],
    words: (rules, settings) => score(leastScore(rules, settings)),
  },
  lead: {
    name: 'least leader clip',
    fields: ['minLeaderClip'],
    words: (rules, settings) => moneyShort(rules.minLeaderClip ?? settings['entry.minLeaderClip']),
  },
  price: {
    name: 'price',
    fields: ['priceMin', 'priceMax'],
    words: (rules, settings) => {
      const low = rules.priceMin ?? settings['entry.priceMinCents'];
      const high = rules.priceMax ?? settings['entry.priceMaxCents'];
      return `${centsShort(low)}–${centsShort(high)}`;
    },
  },
  age: {
    name: 'oldest trade',
    fields: ['maxAgeMs'],
    words: (rules, settings) => seconds(rules.maxAgeMs ?? settings['entry.maxAgeSeconds']),
  },
  drift: {
    name: 'most drift',
    fields: ['maxDrift'],
    words: (rules, settings) => centsShort(rules.maxDrift ?? settings['entry.driftCents']),
  },
  small: {
    name: 'small copies',
    fields: ['small'],
    words: (rules, settings) =>
      (rules.small ?? settings['entry.small']) === 'min' ? 'buy the minimum if near' : 'skip',
  },
  exit: {
    name: 'exits',
    fields: ['exit'],
    words: (rules, settings) => exitWords(rules.exit ?? { mode: settings['exit.mode'] }),
  },
  leave: {
    name: 'own exits',
    fields: ['ownExits'],
    words: (rules, settings) => ownRuleWords(ownExitRules(settings, rules)),
  },
  categories: {
    name: 'categories',
    fields: ['categoriesAllowed', 'categoriesDenied'],
    words: categoryWords,
  },
  enabled: {
    name: 'copying',
    fields: ['enabled'],
    words: ({ enabled }) => (enabled ? 'on' : 'off'),
  },
  mode: { name: 'mode', fields: ['mode'], words: ({ mode }) => mode },
  label: { name: 'name', fields: ['label'], words: ({ label }) => label ?? 'none' },
};

export const RULE_TOPIC_NAMES = Object.keys(RULE_TOPICS) as readonly RuleTopic[];
