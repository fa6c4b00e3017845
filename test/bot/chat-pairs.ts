import type { ActionAnswer } from '../../src/engine/contract/actions.ts';
import type {
  ArbitrageView,
  PairView,
  PastOpportunityView,
} from '../../src/engine/contract/arbitrage-view.ts';
import type { Queries } from '../../src/engine/contract/queries.ts';
import type { CommandBody } from '../../src/engine/domain/command.ts';
import type { MarketId } from '../../src/engine/domain/ids.ts';
import { isArbitragePair, type MarketPair, stateOf } from '../../src/engine/domain/market-pair.ts';

import { DAY_MS, HOUR_MS } from '../../src/engine/domain/time.ts';
import { cents, dollars, ppm } from '../../src/engine/domain/values/money.ts';
import { NOW } from './chat-facts.ts';

/** Pairs that a chat is shown and asked about, and what people said of them. */
export class ChatPairs {
  readonly views = new Map<number, PairView>();
  open: ArbitrageView['open'] = [];
  best: ArbitrageView['best'] = null;
  groups = 0;
  past: readonly PastOpportunityView[] = [];
  /** Rules by market, as far as they were read. */
  readonly rules = new Map<string, string>();

  put(view: Omit<PairView, 'state' | 'isArbitrage'>): void {
    const { pair } = view;
    const is = { state: stateOf(pair), isArbitrage: isArbitragePair(pair) };
    this.views.set(pair.number, { ...view, ...is });
  }

  judge(
    { number, verdict, why }: CommandBody & { kind: 'judgePair' },
    { by, atMs }: { readonly by: string; readonly atMs: number },
  ): ActionAnswer {
    const view = this.views.get(number);
    if (view === undefined) return { outcome: 'refused', message: `there is no pair ${number}` };
    const said = verdict === 'approve' ? 'approved' : 'rejected';
    const word: MarketPair['word'] = verdict === 'reset' ? null : { verdict: said, by, why, atMs };
    this.put({ ...view, pair: { ...view.pair, word } });
    return { outcome: 'done', message: '' };
  }

  get queries(): Pick<
    Queries,
    'arbitrage' | 'arbitrageHistory' | 'pair' | 'pairs' | 'twins' | 'ruleText'
  > {
    return {
      arbitrage: () => {
        const counts = { verified: 0, quarantined: 0, rejected: 0 };
        for (const { state } of this.views.values()) counts[state] += 1;
        return {
          open: this.open,
          best: this.best,
          counts,
          watched: counts.verified,
          groups: this.groups,
        };
      },
      arbitrageHistory: (limit) => Promise.resolve(this.past.slice(0, limit)),
      pair: (number) => this.views.get(number) ?? null,
      pairs: ({ limit, state }) =>
        [...this.views.values()]
          .filter((view) => state === undefined || view.state === state)
          .slice(0, limit),
      ruleText: (market) => this.rules.get(market) ?? null,
      twins: (market) =>
        [...this.views.values()].filter(
          ({ pair }) => pair.polymarketId === market || pair.kalshiId === market,
        ),
    };
  }
}

const FED = 'Fed cuts in December?';

/** A pair as a chat is shown it: verified, with books on both venues, unless told otherwise. */
export function pairView(
  of: Partial<MarketPair> = {},
  gap: PairView['gap'] = GAP,
): Omit<PairView, 'state' | 'isArbitrage'> {
  const polymarketId = `0x${'fed'.padEnd(64, '0')}` as MarketId;
  const kalshiId = 'KXFEDDECISION-26DEC-C25' as MarketId;
  return {
    pair: {
      ...{ polymarketId, kalshiId, number: 12, relation: 'identity', state: 'verified' },
      ...{ basis: [], reasons: [], family: 'rates.decision', textsRead: true },
      ...{ polymarketTextHash: 'a', kalshiTextHash: 'b', word: null, demoted: null },
      ...{ settled: null, foundAtMs: NOW - HOUR_MS },
      ...of,
    },
    polymarket: { id: polymarketId, question: FED, url: 'https://polymarket.com/event/fed' },
    kalshi: { id: kalshiId, question: 'Will the Fed cut rates in December?', url: null },
    gap,
  };
}

/** 38.2¢ and 60.1¢, which with fees is a little more than they pay. */
export const GAP: NonNullable<PairView['gap']> = {
  sides: [
    {
      ...{ venue: 'polymarket', side: 'YES', price: cents(38.2), bookAtMs: NOW - 1_000 },
      marketId: `0x${'fed'.padEnd(64, '0')}` as MarketId,
    },
    {
      ...{ venue: 'kalshi', side: 'NO', price: cents(60.1), bookAtMs: NOW - 4_000 },
      marketId: 'KXFEDDECISION-26DEC-C25' as MarketId,
    },
  ],
  unitCost: dollars(1.0098),
  unitProfit: dollars(-0.0098),
  roi: ppm(-9_705),
  yearly: null,
  paysAtMs: NOW + 30 * DAY_MS,
  sized: null,
};
