import type { Exposure } from '../../brain/entry-context.ts';
import {
  type LedgerId,
  type MarketId,
  PAPER,
  type TokenId,
  type WalletAddress,
} from '../../domain/ids.ts';
import { type OrderIntent, opensRisk } from '../../domain/order.ts';
import type { Stake } from '../../domain/stake.ts';
import { type AtMs, localDay, MINUTE_MS } from '../../domain/time.ts';
import {
  addMoney,
  addQuantity,
  type Money,
  subtractMoney,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import { runPromises } from './run-promises.ts';
import { ledgerOf, payoutOf, type TradeState } from './state.ts';

interface Subject {
  readonly ledger: LedgerId;
  /** `null` for what was copied from nobody. */
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
}

/** Categories a market without tags counts under. */
const UNCATEGORISED = 'uncategorised';

/**
 * What is held and reserved in a ledger, as the caps of `subject` count it: positions at cost plus
 * what open entry orders may still spend, and the second legs of arbitrage underway. What is only to be claimed is not at risk. Derived on demand from at most a few dozen rows.
 */
export function exposureOf(state: TradeState, subject: Subject, atMs: AtMs): Exposure {
  const sum = { market: 0, group: 0, wallet: 0, category: 0, total: 0 };
  const group = groupOf(state, subject.marketId);
  const category = categoryOf(state, subject.marketId);
  const add = (
    amount: Money,
    of: { readonly marketId: MarketId; readonly wallet: WalletAddress | null },
  ): void => {
    sum.total += amount;
    if (of.marketId === subject.marketId) sum.market += amount;
    if (groupOf(state, of.marketId) === group) sum.group += amount;
    if (categoryOf(state, of.marketId) === category) sum.category += amount;
    if (of.wallet === subject.wallet) sum.wallet += amount;
  };
  const ledger = ledgerOf(state, subject.ledger);
  const held = new Set<TokenId>();
  for (const position of ledger.openPositions) {
    if (payoutOf(state, position) !== null) continue; // Nothing of it is at risk any more.
    held.add(position.tokenId);
    add(position.cost, position);
  }
  let walletOpen = 0;
  for (const id of state.open) {
    const order = state.orders.get(id);
    if (order === undefined || order.intent.ledger !== subject.ledger) continue;
    if (!opensRisk(order.intent.leg)) continue;
    held.add(order.intent.tokenId);
    const unspent = subtractMoney(order.intent.spend, order.filledNotional);
    add(unspent, order.intent);
    if (order.intent.wallet === subject.wallet) walletOpen += unspent;
  }
  let promised = 0;
  if (subject.ledger === PAPER) {
    for (const promise of runPromises(state)) {
      held.add(promise.tokenId);
      add(promise.amount, promise);
      promised += promise.amount;
    }
  }
  const spent = spentToday(state, subject, atMs);
  return {
    market: sum.market as Money,
    group: sum.group as Money,
    wallet: sum.wallet as Money,
    walletToday: addMoney(spent, walletOpen as Money),
    category: sum.category as Money,
    total: sum.total as Money,
    positions: held.size,
    alreadyHeld: held.has(subject.tokenId),
    entriesLastMinute: entriesLastMinute(state, subject.ledger, atMs).length,
    available: subtractMoney(ledger.available(), promised as Money),
  };
}

/** What a ledger holds of a market, whoever it was copied from. */
export function stakesOf(
  state: TradeState,
  { ledger, marketId }: Pick<Subject, 'ledger' | 'marketId'>,
): readonly Stake[] {
  const held = new Map<TokenId, Stake>();
  for (const position of ledgerOf(state, ledger).openPositions) {
    if (position.marketId !== marketId) continue;
    const { tokenId, quantity, cost, openedAtMs } = position;
    const before = held.get(tokenId);
    held.set(tokenId, {
      tokenId,
      quantity: addQuantity(before?.quantity ?? ZERO_QUANTITY, quantity),
      cost: addMoney(before?.cost ?? ZERO_MONEY, cost),
      sinceAtMs: Math.min(before?.sinceAtMs ?? openedAtMs, openedAtMs),
    });
  }
  return [...held.values()];
}

function groupOf(state: TradeState, id: MarketId): string {
  return state.markets.get(id)?.eventGroupId ?? id;
}

function categoryOf(state: TradeState, id: MarketId): string {
  return state.markets.get(id)?.categories[0] ?? UNCATEGORISED;
}

function entriesLastMinute(state: TradeState, ledger: LedgerId, atMs: AtMs): readonly AtMs[] {
  return state.entryTimes.get(ledger)?.filter((made) => made > atMs - MINUTE_MS) ?? [];
}

/** Counts an entry order towards its ledger's minute: paper never uses up what live may send. */
export function countEntry(
  state: TradeState,
  { ledger, leg, createdAtMs }: Pick<OrderIntent, 'ledger' | 'leg' | 'createdAtMs'>,
  atMs: AtMs,
): void {
  if (!opensRisk(leg) || createdAtMs <= atMs - MINUTE_MS) return;
  state.entryTimes.set(ledger, [...entriesLastMinute(state, ledger, atMs), createdAtMs]);
}

function spentToday(
  state: TradeState,
  { ledger, wallet }: Pick<Subject, 'ledger' | 'wallet'>,
  atMs: AtMs,
): Money {
  const spent = state.spentToday.get(`${ledger}|${wallet}`);
  if (spent === undefined) return ZERO_MONEY;
  return spent.day === localDay(atMs, state.settings.timeZone) ? spent.amount : ZERO_MONEY;
}

/** Counts a buy towards its wallet's day. */
export function countSpending(
  state: TradeState,
  of: { readonly ledger: LedgerId; readonly wallet: WalletAddress; readonly amount: Money },
  atMs: AtMs,
): void {
  const day = localDay(atMs, state.settings.timeZone);
  const before = spentToday(state, of, atMs);
  state.spentToday.set(`${of.ledger}|${of.wallet}`, { day, amount: addMoney(before, of.amount) });
}
