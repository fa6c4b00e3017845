import type { EntryContext } from '../../brain/entry-context.ts';
import { flag, GateLog } from '../../brain/gates.ts';
import { judgeEntry } from '../../brain/judge-entry.ts';
import { feeReserve, venueMinimumSpend } from '../../brain/sizing.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import type { Decision, GateResult } from '../../domain/decision.ts';
import { isLive, type LedgerId, type SignalId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { Order, OrderIntent } from '../../domain/order.ts';
import type { CopySignal, EntrySignal, ExitSignal, LagSignal } from '../../domain/signal.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import {
  floorTo,
  type Money,
  type Price,
  quantityFor,
  subtractMoney,
} from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';
import { judgeMarket, verdictNote } from '../../intelligence/filters/market-filters.ts';
import type { Turn } from '../turn.ts';
import { decide, noticeAccepted, noticeDenied } from './decisions.ts';
import { exposureOf } from './exposure.ts';
import { noticeLag } from './lags.ts';
import { missingOf } from './live-account.ts';
import { entryLedger } from './mode.ts';
import { budgetUsed, intentIdOf, openOrder } from './orders.ts';
import { budgetKey, type EntryWork, type TradeState } from './state.ts';
import { writeQueue } from './writes.ts';

/** Orders that one chased entry sends at most. */
const CHASE_ORDERS_MAX = 3;
/** Between them. */
const CHASE_DELAY_MS = 2 * SECOND_MS;

/** Behind the last moment of sending; the venue wants at least two minutes. */
const REST_MS = 150 * SECOND_MS;

const CHASE_TIMER = 'chase:';

/** A leader bought: remembers it, and has it judged. */
export function onCopySignal(state: TradeState, signal: CopySignal, turn: Turn): void {
  if (!state.signalIds.add(signal.id)) return;
  turn.record({ kind: 'signal', signal });
  const { wallet, marketId: market, tokenId: token, leaderPrice: price } = signal;
  const about = { wallet, market, token, side: 'buy', price, notional: signal.leaderNotional };
  turn.notice('signal', { ledger: null, subject: signal.id }, about);
  judgeEntrySignal(state, signal, turn);
}

/** A market lags behind a spot price: written down and judged like a copy, but for nobody's wallet. */
export function onLagSignal(state: TradeState, signal: LagSignal, turn: Turn): void {
  if (!state.signalIds.add(signal.id)) return;
  turn.record({ kind: 'signal', signal });
  judgeEntrySignal(state, signal, turn);
}

/** Asks for the book of a signal that is written down; its answer is judged. */
export function judgeEntrySignal(state: TradeState, signal: EntrySignal, turn: Turn): void {
  state.judging.set(signal.id, signal);
  askDepth(signal, entryLedger(state, { wallet: signal.wallet, atMs: turn.atMs }), turn);
}

function askDepth(signal: EntrySignal, ledger: LedgerId, turn: Turn): void {
  const { marketId, tokenId, id: signalId } = signal;
  const purpose = { kind: 'entry', signalId, ledger } as const;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose });
}

/** The leader left while the book of a copy was on its way: there is nobody left to follow. */
export function denyWaitingCopies(state: TradeState, left: ExitSignal, turn: Turn): void {
  for (const signal of state.judging.values()) {
    if (signal.wallet !== left.wallet || signal.tokenId !== left.tokenId) continue;
    state.judging.delete(signal.id);
    const log = new GateLog();
    log.entry('leaderLeft', false, flag(true, false));
    const outcome = { verdict: 'denied', reason: log.reason, gates: log.results } as const;
    const ledger = entryLedger(state, { wallet: signal.wallet, atMs: turn.atMs });
    noticeDenied(decide(state, { signal, ledger, outcome }, turn), turn);
  }
}

/** The book came: judges the copy, and opens its order or says why not. */
export function onEntryDepth(
  state: TradeState,
  of: { readonly signalId: SignalId; readonly ledger: LedgerId; readonly depth: DepthView | null },
  turn: Turn,
): void {
  const key = budgetKey({ ...of, leg: 'entry' });
  const work = state.entries.get(key);
  const signal = work?.signal ?? state.judging.get(of.signalId);
  if (signal === undefined) return;
  state.judging.delete(of.signalId);
  const left = work === undefined ? null : budgetLeft(state, work);
  const context = contextOf(state, { signal, ledger: of.ledger, depth: of.depth, left }, turn);
  const judged = judgeEntry(context);
  if (judged.verdict === 'denied') {
    if (work !== undefined) endChase(state, { work, gates: judged.gates }, turn);
    else {
      const decision = decide(state, { signal, ledger: of.ledger, outcome: judged }, turn);
      tellDenied(decision, context, turn);
    }
    return;
  }
  invariant(context.market !== null, 'an accepted entry knows its market');
  const outcome = { ...judged, reason: null };
  const decision = work?.decision ?? decide(state, { signal, ledger: of.ledger, outcome }, turn);
  if (work === undefined) tellAccepted(decision, context, turn);
  const next: EntryWork = {
    signal,
    ledger: of.ledger,
    decision,
    budget: work?.budget ?? judged.spend,
    attempts: (work?.attempts ?? 0) + 1,
  };
  state.entries.set(key, next);
  openEntryOrder(state, { work: next, market: context.market, ...judged }, turn);
}

/** A lag that would do but for being told only is told; others are only written down. */
function tellDenied(decision: Decision, { signal, market }: EntryContext, turn: Turn): void {
  if (signal.kind === 'copy') noticeDenied(decision, turn);
  else if (decision.reason === 'lagAlertOnly' || decision.reason === 'lagEstimated') {
    noticeLag(decision, { evidence: signal.evidence, market }, turn);
  }
}

function tellAccepted(decision: Decision, { signal, market }: EntryContext, turn: Turn): void {
  if (signal.kind === 'price_lag') {
    noticeLag(decision, { evidence: signal.evidence, market }, turn);
  }
  noticeAccepted(decision, turn);
}

function contextOf(
  state: TradeState,
  of: {
    readonly signal: EntrySignal;
    readonly ledger: LedgerId;
    readonly depth: DepthView | null;
    readonly left: Money | null;
  },
  turn: Turn,
): EntryContext {
  const { signal, ledger, depth, left } = of;
  const market = state.markets.get(signal.marketId) ?? null;
  const filters = [...state.filters.values()];
  const judged = market === null ? null : judgeMarket(filters, market);
  return {
    signal,
    atMs: turn.atMs,
    settings: state.settings,
    ...whomOf(state, signal),
    market,
    depth,
    control: state.control,
    live: liveOf(state, ledger),
    writes: writeQueue(state, turn.atMs),
    filter: {
      allowed: judged?.allowed ?? false,
      rule: judged === null ? null : verdictNote(judged, filters),
    },
    exposure: exposureOf(state, { ...signal, ledger }, turn.atMs),
    budgetLeft: left,
  };
}

/** Whose rules and score count; nobody's for what was found in the market itself. */
function whomOf(
  state: TradeState,
  { wallet }: EntrySignal,
): Pick<EntryContext, 'wallet' | 'score'> {
  if (wallet === null) return { wallet: null, score: null };
  return { wallet: state.wallets.get(wallet) ?? null, score: state.scores.get(wallet) ?? null };
}

/** What keeps real money from this entry, when it is of a live ledger. */
function liveOf(state: TradeState, ledger: LedgerId): EntryContext['live'] {
  const account = state.accounts.get(ledger);
  if (account !== undefined) return { missing: missingOf(account) };
  return isLive(ledger) ? { missing: ['there is no account any more'] } : null;
}

function openEntryOrder(
  state: TradeState,
  sized: {
    readonly work: EntryWork;
    readonly market: Market;
    readonly spend: Money;
    readonly limitPrice: Price;
  },
  turn: Turn,
): void {
  const { work } = sized;
  const { signal, ledger, attempts: attempt } = work;
  const oldestMs = whomOf(state, signal).wallet?.maxAgeMs ?? state.settings['entry.maxAgeSeconds'];
  const expiresAtMs = signal.tradedAtMs + oldestMs;
  const intent: OrderIntent = {
    id: intentIdOf({ signalId: signal.id, leg: 'entry', ledger, attempt }),
    signalId: signal.id,
    leg: 'entry',
    attempt,
    ledger,
    wallet: signal.wallet,
    marketId: signal.marketId,
    tokenId: signal.tokenId,
    side: 'buy',
    ...waitOf(state, expiresAtMs),
    limitPrice: sized.limitPrice,
    quantity: floorTo(quantityFor(sized.spend, sized.limitPrice), LOT),
    spend: sized.spend,
    createdAtMs: turn.atMs,
    expiresAtMs,
    settingsVersion: state.settingsVersion,
  };
  const reserve = (sized.spend + feeReserve(sized.market, sized.spend)) as Money;
  openOrder(state, { intent, budget: work.budget, reserve }, turn);
}

/** How long an entry waits in the book for what it did not get at once. */
function waitOf(
  state: TradeState,
  expiresAtMs: AtMs,
): Pick<OrderIntent, 'timeInForce' | 'restsUntilMs'> {
  return state.settings['entry.rest']
    ? { timeInForce: 'GTD', restsUntilMs: expiresAtMs + REST_MS }
    : { timeInForce: 'FAK', restsUntilMs: null };
}

function budgetLeft(state: TradeState, work: EntryWork): Money {
  const used = budgetUsed(
    state,
    budgetKey({ signalId: work.signal.id, leg: 'entry', ledger: work.ledger }),
  );
  return subtractMoney(work.budget, used as Money);
}

/** An entry order ended: chases what it did not get where that is on and worth it. */
export function afterEntryOrder(state: TradeState, order: Order, turn: Turn): void {
  const key = budgetKey(order.intent);
  const work = state.entries.get(key);
  if (work === undefined) return;
  const market = state.markets.get(order.intent.marketId);
  const worth =
    market !== undefined &&
    budgetLeft(state, work) >= venueMinimumSpend(market, order.intent.limitPrice);
  const chase = state.settings['entry.chase'] && work.attempts < CHASE_ORDERS_MAX && worth;
  if (chase && order.status === 'canceled') {
    turn.timers.arm(`${CHASE_TIMER}${key}`, turn.atMs + CHASE_DELAY_MS);
    return;
  }
  state.entries.delete(key);
}

/** Whether the timer was a chase; it asks for the book again, and every gate runs again. */
export function onChaseTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (!timerId.startsWith(CHASE_TIMER)) return false;
  const work = state.entries.get(timerId.slice(CHASE_TIMER.length));
  if (work !== undefined) askDepth(work.signal, work.ledger, turn);
  return true;
}

function endChase(
  state: TradeState,
  { work, gates }: { readonly work: EntryWork; readonly gates: readonly GateResult[] },
  turn: Turn,
): void {
  const { signal, ledger, decision } = work;
  state.entries.delete(budgetKey({ signalId: signal.id, leg: 'entry', ledger }));
  const chased = { ...decision, gates: [...decision.gates, ...gates], atMs: turn.atMs };
  turn.record({ kind: 'decision', decision: chased });
}
