import type { MarketId } from '../../src/engine/domain/ids.ts';
import type {
  PairBasis,
  PairReason,
  PairRelation,
  PairState,
  PairTold,
} from '../../src/engine/domain/market-pair.ts';
import { tickerOf } from './kalshi-frames.ts';
import { conditionOf, type StoryMarket } from './venue-frames.ts';

/** `rain wet identity [state quarantined] [basis void_rule,ties] [texts no] [rules edited] [family x]` */
export function pairOf(
  market: (name: string) => StoryMarket,
  [first = '', second = '', relation = 'identity', ...words]: readonly string[],
): PairTold {
  const [polymarket, kalshi] = [market(first), market(second)];
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) options.set(words[at] ?? '', words[at + 1] ?? '');
  const state = (options.get('state') ?? 'verified') as PairState;
  return {
    polymarketId: conditionOf(polymarket) as MarketId,
    kalshiId: (tickerOf(kalshi) ?? '') as MarketId,
    relation: relation as PairRelation,
    state,
    basis: (options.get('basis')?.split(',') ?? []) as PairBasis[],
    reasons: state === 'verified' ? [] : [REASONS[state]],
    family: options.get('family') ?? 'weather.rain',
    textsRead: options.get('texts') !== 'no',
    polymarketTextHash: options.get('rules') ?? 'first',
    kalshiTextHash: 'first',
  };
}

const REASONS: Readonly<Record<Exclude<PairState, 'verified'>, PairReason>> = {
  quarantined: {
    code: 'voidRule',
    effect: 'quarantine',
    polymarket: 'it resolves 50-50',
    kalshi: null,
  },
  rejected: {
    code: 'threshold',
    effect: 'reject',
    polymarket: 'above 55',
    kalshi: 'at least 55',
  },
};
