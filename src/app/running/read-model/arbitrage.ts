import type {
  ArbitrageView,
  GapView,
  OpportunityView,
  PairScope,
  PairView,
  PastOpportunityView,
  SideView,
} from '../../../engine/contract/arbitrage-view.ts';
import type { ArbitrageLeg } from '../../../engine/domain/arbitrage.ts';
import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import type { Venue } from '../../../engine/domain/market.ts';
import { isArbitragePair, type MarketPair, stateOf } from '../../../engine/domain/market-pair.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { MICRO, mulDiv } from '../../../engine/domain/values/micro.ts';
import { addMoney, type Money, subtractMoney } from '../../../engine/domain/values/money.ts';
import type { ArbitrageGap } from '../../../engine/intelligence/arbitrage/best-gap.ts';
import type { SizedBundle } from '../../../engine/intelligence/arbitrage/sizing.ts';
import { marketRef } from './names.ts';
import type { Sources } from './sources.ts';

/** What is open, and the best that is not. */
export function arbitrageView(sources: Sources): ArbitrageView {
  const { engine } = sources;
  const { arbitrages } = engine.market;
  const nowMs = sources.nowMs();
  const best = arbitrages.best(nowMs);
  const pair = best?.pair == null ? null : engine.trade.state.pairs.get(best.pair);
  const counts = { verified: 0, quarantined: 0, rejected: 0 };
  for (const one of engine.trade.state.pairs.all) counts[stateOf(one)] += 1;
  return {
    open: openOnes(sources),
    best: pair === null ? null : pairView(sources, pair, nowMs),
    counts,
    watched: arbitrages.watchedCount,
    groups: arbitrages.groupCount,
  };
}

function openOnes(sources: Sources): readonly OpportunityView[] {
  const views = sources.engine.market.arbitrages.open.map((found): OpportunityView => {
    const first = found.legs.find(({ venue }) => venue === 'polymarket') ?? found.legs[0];
    return {
      found,
      market: marketRef(sources, first?.marketId ?? ('' as MarketId)),
      sides: found.legs.map((leg: ArbitrageLeg) => sideOf(sources, leg)),
    };
  });
  return views.sort(
    (a, b) =>
      Number(b.found.isArbitrage) - Number(a.found.isArbitrage) || b.found.profit - a.found.profit,
  );
}

/** Open questions first: what a person might look at, then by number. */
export function pairViews(sources: Sources, { limit, state }: PairScope): readonly PairView[] {
  const nowMs = sources.nowMs();
  return sources.engine.trade.state.pairs.all
    .filter((pair) => state === undefined || stateOf(pair) === state)
    .slice(0, limit)
    .map((pair) => pairView(sources, pair, nowMs));
}

export function pairOf(sources: Sources, number: number): PairView | null {
  const pair = sources.engine.trade.state.pairs.get(number);
  return pair === null ? null : pairView(sources, pair, sources.nowMs());
}

/** Pairs that a market belongs to, those that count most first. */
export function twinsOf(sources: Sources, marketId: MarketId): readonly PairView[] {
  const order = { verified: 0, quarantined: 1, rejected: 2 };
  const nowMs = sources.nowMs();
  return sources.engine.trade.state.pairs
    .of(marketId)
    .map((pair) => pairView(sources, pair, nowMs))
    .sort((a, b) => order[a.state] - order[b.state]);
}

export async function pastOpportunities(
  sources: Sources,
  limit: number,
): Promise<readonly PastOpportunityView[]> {
  const records = await sources.reports.recentArbitrages({ limit });
  return records.map((record) => {
    const { legs } = record.found;
    const first = legs.find(({ venue }) => venue === 'polymarket') ?? legs[0];
    return { ...record, market: marketRef(sources, first?.marketId ?? ('' as MarketId)) };
  });
}

function pairView(sources: Sources, pair: MarketPair, nowMs: AtMs): PairView {
  const gap = sources.engine.market.arbitrages.gap(pair.number, nowMs);
  return {
    pair,
    state: stateOf(pair),
    isArbitrage: isArbitragePair(pair),
    polymarket: marketRef(sources, pair.polymarketId),
    kalshi: marketRef(sources, pair.kalshiId),
    gap: gap === null ? null : gapView(sources, gap),
  };
}

function gapView(sources: Sources, gap: ArbitrageGap): GapView {
  const { unitCost, unitProfit, roi, yearly, paysAtMs, sized } = gap;
  return {
    sides: gap.legs.map((leg) => sideOf(sources, { ...leg, price: leg.ask })),
    ...{ unitCost, unitProfit, roi, yearly, paysAtMs },
    sized: sized === null ? null : { cost: sized.cost, profit: profitOf(gap, sized) },
  };
}

function sideOf(
  { engine }: Sources,
  leg: {
    readonly venue: Venue;
    readonly marketId: MarketId;
    readonly tokenId: TokenId;
    readonly price: SideView['price'];
    readonly bookAtMs: AtMs;
  },
): SideView {
  const { venue, marketId, tokenId, price, bookAtMs } = leg;
  const outcomes = engine.trade.state.markets.get(marketId)?.outcomes ?? [];
  const label = outcomes.find((outcome) => outcome.tokenId === tokenId)?.label ?? '';
  const side = /^(?:yes|no)$/i.test(label) ? label.toUpperCase() : label;
  return { venue, marketId, side, price, bookAtMs };
}

/** What so many shares of each are certain to leave. */
function profitOf({ unitCost, unitProfit }: ArbitrageGap, { quantity, cost }: SizedBundle): Money {
  const payout = addMoney(unitCost, unitProfit);
  return subtractMoney(mulDiv(payout, quantity, { by: MICRO, rounding: 'floor' }) as Money, cost);
}
