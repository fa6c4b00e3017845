import type { WalletAddress } from '../../src/engine/domain/ids.ts';
import { cents, dollars, percent } from '../../src/engine/domain/values/money.ts';
import type { ExitRule, WalletRules } from '../../src/engine/domain/wallet.ts';
import { durationMs, walletOf } from './venue-frames.ts';

type Rules = Partial<Omit<WalletRules, 'address' | 'followedAtMs'>>;

/** Every rule of a wallet as a word of a story: `max 3`, `exit 50%`, `deny sport`. */
const RULE_WORDS: Readonly<Record<string, (value: string) => Rules>> = {
  enabled: (value) => ({ enabled: value === 'yes' }),
  mode: (value) => ({ mode: value === 'live' ? 'live' : 'paper' }),
  spend: (value) => ({
    sizing: value === 'default' ? null : { kind: 'fixed', spend: dollars(Number(value)) },
  }),
  size: (value) => ({ sizing: { kind: value === 'kelly' ? 'kelly' : 'share' } }),
  bankroll: (value) => ({ sizing: { kind: 'bankroll', ratio: percent(number(value)) } }),
  leader: (value) => ({
    sizing: { kind: 'leader' },
    scaleFactor: percent(Number(value) * 100),
  }),
  max: (value) => ({ maxTradeSize: dollars(Number(value)) }),
  day: (value) => ({ maxPerDay: dollars(Number(value)) }),
  market: (value) => ({ maxPerMarket: dollars(Number(value)) }),
  score: (value) => ({ minConfidence: Number(value) }),
  confidence: (value) => ({ confidence: Number(value) }),
  lead: (value) => ({ minLeaderClip: dollars(Number(value)) }),
  from: (value) => ({ priceMin: cents(Number(value)) }),
  to: (value) => ({ priceMax: cents(Number(value)) }),
  age: (value) => ({ maxAgeMs: durationMs(value) }),
  drift: (value) => ({ maxDrift: cents(Number(value)) }),
  small: (value) => ({ small: value === 'skip' ? 'skip' : 'min' }),
  exit: (value) => ({ exit: exitOf(value) }),
  stop: (value) => ({ ownExits: { stopLoss: percent(number(value)) } }),
  profit: (value) => ({ ownExits: { takeProfit: percent(number(value)) } }),
  trail: (value) => ({ ownExits: { trailing: percent(number(value)) } }),
  hold: (value) => ({ ownExits: { maxHeldMs: durationMs(value) } }),
  allow: (value) => ({ categoriesAllowed: value.split('/') }),
  deny: (value) => ({ categoriesDenied: value.split('/') }),
};

function number(text: string): number {
  return Number(text.replace('%', ''));
}

function exitOf(value: string): ExitRule {
  if (value === 'mirror' || value === 'all' || value === 'manual') return { mode: value };
  return { mode: 'percent', ratio: percent(number(value)) };
}

/** Pairs of words as rules. */
export function rulesOf(words: readonly string[]): Rules {
  let rules: Rules = {};
  for (let at = 0; at < words.length; at += 2) {
    const read = RULE_WORDS[words[at] ?? ''];
    const value = words[at + 1];
    if (read === undefined || value === undefined) throw new Error(`no rule: ${words.join(' ')}`);
    rules = { ...rules, ...read(value) };
  }
  return rules;
}

export function addressOf(name: string): WalletAddress {
  return walletOf(name) as WalletAddress;
}
