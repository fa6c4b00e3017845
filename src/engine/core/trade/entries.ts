import type { EntryContext } from '../../brain/entry-context.ts';
import { flag, GateLog } from '../../brain/gates.ts';
import { feeReserve, venueMinimumSpend } from '../../brain/sizing.ts';
import type { GateResult } from '../../domain/decision.ts';
import { SHADOW_NAIVE } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { Order, OrderIntent } from '../../domain/order.ts';
import type { CopySignal, EntrySignal, ExitSignal, LagSignal } from '../../domain/signal.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import {
  floorTo,
  type Money,
  type Price,
  quantityFor,
  subtractMoney,
} from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';
import type { Turn } from '../turn.ts';
import { decide, noticeDenied } from './decisions.ts';
import { askDepth } from './entry-depth.ts';
import { entryLedger } from './mode.ts';
import { budgetUsed, intentIdOf, openOrder } from './orders.ts';
import { denyWaitingShadows, shadowCopy } from './shadows.ts';
import { budgetKey, type EntryWork, type TradeState } from './state.ts';

/** Orders that one chased entry sends at most. */
const CHASE_ORDERS_MAX = 3;
/** Between them. */
const CHASE_DELAY_MS = 2 * SECOND_MS;

/** Behind the last moment of sending; the venue wants at least two minutes. */
const REST_MS = 150 * SECOND_MS;

/** How long an order of naive copying may be on its way, however old the leader's trade is. */
const NAIVE_MS = 60 * SECOND_MS;

const CHASE_TIMER = 'chase:';

/** A leader bought: remembers it, and has it judged. */
export function onCopySignal(state: TradeState, signal: CopySignal, turn: Turn): void {
  if (!state.signalIds.add(signal.id)) return;
  turn.record({ kind: 'signal', signal });
  const { wallet, marketId: market, tokenId: token, leaderPrice: price } = signal;
  const about = { wallet, market, token, side: 'buy', price, notional: signal.leaderNotional };
  turn.notice('signal', { ledger: null, subject: signal.id }, about);
  judgeEntrySignal(state, signal, turn);
  shadowCopy(state, signal, turn);
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

/** The leader left while the book of a copy was on its way: there is nobody left to follow. */
export function denyWaitingCopies(state: TradeState, left: ExitSignal, turn: Turn): void {
  denyWaitingShadows(state, left, turn);
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

/** Whose rules and score count; nobody's for what was found in the market itself. */
export function whomOf(
  state: TradeState,
  { wallet }: EntrySignal,
): Pick<EntryContext, 'wallet' | 'score'> {
  if (wallet === null) return { wallet: null, score: null };
  return { wallet: state.wallets.get(wallet) ?? null, score: state.scores.get(wallet) ?? null };
}

/** Sends what the judgement allows of an entry. */
export function openEntryOrder(
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
  const isNaive = ledger === SHADOW_NAIVE;
  const expiresAtMs = isNaive ? turn.atMs + NAIVE_MS : signal.tradedAtMs + oldestMs;
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
    ...(isNaive ? AT_ONCE : waitOf(state, expiresAtMs)),
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

const AT_ONCE = { timeInForce: 'FAK', restsUntilMs: null } as const;

/** How long an entry waits in the book for what it did not get at once. */
function waitOf(
  state: TradeState,
  expiresAtMs: AtMs,
): Pick<OrderIntent, 'timeInForce' | 'restsUntilMs'> {
  return state.settings['entry.rest']
    ? { timeInForce: 'GTD', restsUntilMs: expiresAtMs + REST_MS }
    : AT_ONCE;
}

/** What is left of an entry's budget. */
export function budgetLeft(state: TradeState, work: EntryWork): Money {
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
  const isNaive = work.ledger === SHADOW_NAIVE;
  const chase =
    !isNaive && state.settings['entry.chase'] && work.attempts < CHASE_ORDERS_MAX && worth;
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

/** A chase met a gate that it does not pass: its decision says so. */
export function endChase(
  state: TradeState,
  { work, gates }: { readonly work: EntryWork; readonly gates: readonly GateResult[] },
  turn: Turn,
): void {
  const { signal, ledger, decision } = work;
  state.entries.delete(budgetKey({ signalId: signal.id, leg: 'entry', ledger }));
  const chased = { ...decision, gates: [...decision.gates, ...gates], atMs: turn.atMs };
  turn.record({ kind: 'decision', decision: chased });
}
