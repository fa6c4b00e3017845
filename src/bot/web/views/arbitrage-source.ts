import type {
  GapView,
  OpportunityView,
  PairView,
  PastOpportunityView,
} from '../../../engine/contract/arbitrage-view.ts';
import type { Queries } from '../../../engine/contract/queries.ts';
import type { PnlView } from '../../../engine/contract/views.ts';
import type { ArbitrageLeg } from '../../../engine/domain/arbitrage.ts';
import type { PairState } from '../../../engine/domain/market-pair.ts';
import { addMoney, type Money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import {
  basisWords,
  demotionWords,
  endWords,
  RELATION_WORDS,
  termWords,
} from '../../format/pair-words.ts';
import type { Leg, Opportunity, Pair, PastOpportunity, Strategy } from '../contract/arbitrage.ts';
import { ledgerRef, outcomeRef } from './refs.ts';
import type { ArbitrageSource, PageNames } from './sources.ts';

/** Pairs that one page lists. */
const PAIRS_MAX = 500;
/** What waits for a person comes first. */
const ORDER: Readonly<Record<PairState, number>> = { quarantined: 0, verified: 1, rejected: 2 };

/** What the engine knows of both venues, as the dashboard's pages want it. */
export function arbitrageSource(queries: Queries, names: PageNames): ArbitrageSource {
  return {
    opportunities: () =>
      queries.arbitrage().open.map((view) => opportunityOf(view, names, queries.nowMs())),
    best: () => {
      const { best } = queries.arbitrage();
      return best?.gap == null ? null : bestOf(best, best.gap, queries.nowMs());
    },
    history: async (limit) => {
      const past = await queries.arbitrageHistory(limit);
      return past.map((one) => pastOf(one, queries.nowMs()));
    },
    pairs: async ({ state }) => {
      const scope = { limit: PAIRS_MAX, ...(state === undefined ? {} : { state }) };
      return queries
        .pairs(scope)
        .map((view) => pairOf(view, queries))
        .sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.number - b.number);
    },
    strategies: async () => (await queries.pnl(0)).flatMap(strategiesOf),
  };
}

/** What copies made, and beside it everything that no wallet led to; where there was anything. */
function strategiesOf({ ledger, byWallet }: PnlView): readonly Strategy[] {
  return (['copy', 'other'] as const).flatMap((name) => {
    const rows = byWallet.filter(({ wallet }) => (wallet !== null) === (name === 'copy'));
    if (rows.length === 0) return [];
    const sum = (part: (row: PnlView['byWallet'][number]) => Money): Money =>
      rows.reduce((all, row) => addMoney(all, part(row)), ZERO_MONEY);
    return {
      ...{ name, ledger: ledgerRef(ledger) },
      trades: name === 'copy' ? rows.reduce((all, { copies }) => all + copies, 0) : null,
      realised: sum(({ realised }) => realised),
      fees: sum(({ fees }) => fees),
      unrealised: sum(({ unrealised }) => unrealised),
    };
  });
}

function opportunityOf(
  { found, market }: OpportunityView,
  names: PageNames,
  nowMs: number,
): Opportunity {
  const { kind: _, watchId: _watch, legs, basis, ...rest } = found;
  return {
    ...rest,
    question: market.question ?? market.id,
    basis: basis.map(basisWords),
    legs: legs.map((leg) => legOf(leg, names, nowMs)),
  };
}

function legOf(leg: ArbitrageLeg, names: PageNames, nowMs: number): Leg {
  const { venue, marketId, tokenId, price, limit, fee, depth, bookAtMs } = leg;
  return {
    ...{ venue, price, limit, fee, depth, bid: null, ask: price },
    outcome: outcomeRef(names.outcome(marketId, tokenId)),
    bookAgeMs: Math.max(0, nowMs - bookAtMs),
  };
}

/** A pair that does not reach what it must be, as the same page shows it. */
function bestOf(
  { pair, polymarket, isArbitrage }: PairView,
  gap: GapView,
  nowMs: number,
): Opportunity {
  const { sides, sized, roi, yearly, paysAtMs } = gap;
  const { number, family } = pair;
  return {
    ...{ id: `pair ${number}`, structure: 'pair', pair: number, family, isArbitrage },
    basis: pair.basis.map(basisWords),
    ...{ roi, yearly, paysAtMs, isAutomatic: false },
    question: polymarket.question ?? polymarket.id,
    legs: sides.map(({ venue, marketId, side, price, bookAtMs }) => ({
      ...{ venue, price, limit: price, fee: 0, depth: 0, bid: null, ask: price },
      outcome: {
        market: { id: marketId, question: null, url: null },
        tokenId: '',
        label: side,
      },
      bookAgeMs: Math.max(0, nowMs - bookAtMs),
    })),
    quantity: 0,
    cost: sized?.cost ?? gap.unitCost,
    fees: 0,
    profit: sized?.profit ?? gap.unitProfit,
    ...{ crossedAtMs: nowMs, atMs: nowMs, expiresAtMs: nowMs },
  };
}

function pastOf({ found, ended, market }: PastOpportunityView, nowMs: number): PastOpportunity {
  const { id, structure, pair, isArbitrage, crossedAtMs } = found;
  return {
    ...{ id, structure, pair, isArbitrage, crossedAtMs },
    question: market.question ?? market.id,
    lastedMs: ended?.lastedMs ?? Math.max(0, nowMs - crossedAtMs),
    bestProfit: ended?.bestProfit ?? found.profit,
    wasTakeable: ended?.wasTakeable ?? false,
    ended: ended === null ? 'still open' : endWords(ended.why),
    outcome: isArbitrage ? 'told' : 'declined',
    made: null,
  };
}

function pairOf(
  { pair, state, polymarket, kalshi }: PairView,
  queries: Pick<Queries, 'market' | 'ruleText'>,
): Pair {
  const { number, relation, family, basis, reasons, textsRead, word, demoted, foundAtMs } = pair;
  const side = (market: PairView['polymarket']) => ({
    ...{ market, rules: queries.ruleText(market.id), bid: null, ask: null },
    closesAtMs: queries.market(market.id)?.closesAtMs ?? null,
  });
  return {
    ...{ number, state, family, textsRead, word, foundAtMs },
    relation: RELATION_WORDS[relation],
    basis: basis.map(basisWords),
    demoted: demoted === null ? null : { ...demoted, why: demotionWords(demoted.why) },
    terms: reasons.map((term) => ({ ...term, says: termWords(term.code) })),
    polymarket: side(polymarket),
    kalshi: side(kalshi),
  };
}
