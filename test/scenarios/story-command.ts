import type { CommandBody } from '../../src/engine/domain/command.ts';
import { type LedgerId, PAPER, type SignalId } from '../../src/engine/domain/ids.ts';
import type { FilterAction, FilterType } from '../../src/engine/domain/market-filter.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import type { StoryWorld } from './story-world.ts';
import { conditionOf } from './venue-frames.ts';
import { addressOf, rulesOf } from './wallet-words.ts';

/** What a person asks in a story. */
export function commandOf(
  world: StoryWorld,
  of: {
    readonly words: readonly string[];
    readonly nowMs: number;
    readonly ledger: LedgerId;
    readonly opportunity: string;
  },
): CommandBody {
  const { words, nowMs, ledger } = of;
  const [verb, first = '', ...rest] = words;
  switch (verb) {
    case 'set':
      return { kind: 'changeSetting', key: first, value: rest[0] ?? '' };
    case 'follow': {
      const rules = defaultWalletRules(addressOf(first), nowMs);
      return { kind: 'follow', rules: { ...rules, ...rulesOf(rest) } };
    }
    case 'wallet':
      return { kind: 'changeWallet', address: addressOf(first), change: rulesOf(rest) };
    case 'unfollow':
      return { kind: 'unfollow', address: addressOf(first) };
    case 'filter':
      return filterOf(world, first, rest);
    case 'kill':
    case 'pause':
      return { kind: verb, reason: [first, ...rest].join(' ') };
    case 'acknowledge':
      return { kind: 'acknowledgeLive' };
    case 'mode':
      return { kind: 'setMode', mode: first === 'live' ? 'live' : 'paper' };
    case 'arm':
    case 'resume':
      return { kind: verb };
    case 'close':
      return { kind: 'close', ledger, tokenId: world.tokenId(first) };
    case 'take':
      return { kind: 'takeArbitrage', id: of.opportunity as SignalId };
    case 'judge': {
      const [verdict = 'approve', ...why] = rest;
      return {
        kind: 'judgePair',
        number: Number(first),
        verdict: verdict as 'approve' | 'reject' | 'reset',
        why: why.join(' ') || null,
      };
    }
    case 'deposit':
      return { kind: 'deposit', ledger: PAPER, amount: dollars(Number(first)) };
    default:
      throw new Error(`no such line: ${words.join(' ')}`);
  }
}

function filterOf(
  world: StoryWorld,
  verb: string,
  [type, word = '']: readonly string[],
): CommandBody {
  const market = type === 'market' && world.hasMarket(word);
  const filter = {
    type: type as FilterType,
    value: market ? conditionOf(world.market(word)) : word,
  };
  if (verb === 'remove') return { kind: 'removeFilter', ...filter };
  return { kind: 'addFilter', filter: { ...filter, action: verb as FilterAction } };
}
