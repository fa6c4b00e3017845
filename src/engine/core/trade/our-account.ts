import type { IntentId, LedgerId, TokenId } from '../../domain/ids.ts';
import type { Order } from '../../domain/order.ts';
import { isTerminal, type OrderStatus } from '../../domain/order-state.ts';
import {
  addQuantity,
  type Price,
  type Quantity,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import { tradeFee } from '../../domain/venue-rules/polymarket.ts';
import type { OurAccount, OurOrder } from '../../reconcile/our-account.ts';
import { heldPairs, mergingTokens } from './merge-work.ts';
import { feeScheduleOf, ledgerOf, payoutOf, type TradeState } from './state.ts';

/** One live ledger as the comparison with the venue wants it. */
export function ourAccount(state: TradeState, id: LedgerId): OurAccount {
  const ledger = ledgerOf(state, id);
  const byHash = ordersByHash(state, id);
  const unsettled = [...state.unsettled].filter(([, fill]) => fill.ledger === id);
  return {
    orders: openOrders(state, id),
    known: (hash) => {
      const order = byHash.get(hash);
      if (order === undefined) return null;
      return { endedAtMs: isTerminal(order.status) ? order.updatedAtMs : null };
    },
    hasFill: (fillId) => state.fillIds.has(fillId),
    unsettled: new Map(unsettled),
    hasFlow: (flowId) => ledger.hasAdopted(flowId),
    positions: sharesByToken(state, id),
    cash: ledger.cash,
    payouts: payoutsOf(state, id),
    ended: endedTokens(state, id),
    pairs: heldPairs(state, id).map(({ tokens }) => tokens),
    merging: new Set(mergingTokens(state, id)),
    filledAtMs: state.filledAtMs,
    feeOf: (fill) => tradeFee(feeScheduleOf(state, fill.marketId), fill),
  };
}

/** The intent of an order that is not forgotten, by its hash. */
export function intentOfHash(state: TradeState, hash: string): IntentId | null {
  for (const { externalId, intent } of state.orders.values()) {
    if (externalId === hash) return intent.id;
  }
  return null;
}

function ordersByHash(state: TradeState, id: LedgerId): ReadonlyMap<string, Order> {
  const byHash = new Map<string, Order>();
  for (const order of state.orders.values()) {
    if (order.intent.ledger === id) byHash.set(order.externalId, order);
  }
  return byHash;
}

function openOrders(state: TradeState, id: LedgerId): readonly OurOrder[] {
  const orders: OurOrder[] = [];
  for (const intentId of state.open) {
    const order = state.orders.get(intentId);
    if (order === undefined || order.intent.ledger !== id) continue;
    orders.push({
      hash: order.externalId,
      tokenId: order.intent.tokenId,
      state: stateOf(order.status),
      sinceMs: order.updatedAtMs,
    });
  }
  return orders;
}

function stateOf(status: OrderStatus): OurOrder['state'] {
  if (status === 'open') return 'open';
  return status === 'inDoubt' ? 'inDoubt' : 'moving';
}

function sharesByToken(state: TradeState, id: LedgerId): ReadonlyMap<TokenId, Quantity> {
  const shares = new Map<TokenId, Quantity>();
  for (const { tokenId, quantity } of ledgerOf(state, id).openPositions) {
    shares.set(tokenId, addQuantity(shares.get(tokenId) ?? ZERO_QUANTITY, quantity));
  }
  return shares;
}

/** What tokens of resolved markets pay. */
function payoutsOf(state: TradeState, id: LedgerId): ReadonlyMap<TokenId, Price> {
  const payouts = new Map<TokenId, Price>();
  for (const { tokenId, marketId } of ledgerOf(state, id).openPositions) {
    const payout = payoutOf(state, { tokenId, marketId });
    if (payout !== null) payouts.set(tokenId, payout);
  }
  return payouts;
}

/** Tokens of markets that trade no more, resolved or not. */
function endedTokens(state: TradeState, id: LedgerId): ReadonlySet<TokenId> {
  const ended = ledgerOf(state, id).openPositions.filter(({ marketId }) => {
    return state.markets.get(marketId)?.status !== 'open';
  });
  return new Set(ended.map(({ tokenId }) => tokenId));
}
