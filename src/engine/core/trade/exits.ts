import { judgeExitTry } from '../../brain/judge-exit.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import type { ExitWork } from '../../domain/change.ts';
import type { GateResult } from '../../domain/decision.ts';
import type { ExitInputs } from '../../domain/decision-record.ts';
import { PAPER, type TokenId } from '../../domain/ids.ts';
import type { Order, OrderIntent } from '../../domain/order.ts';
import { positionKey } from '../../domain/position.ts';
import type { ExitSignal } from '../../domain/signal.ts';
import {
  floorTo,
  minOf,
  type Price,
  type Quantity,
  quantity,
  ZERO_MONEY,
} from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';
import type { Turn } from '../turn.ts';
import { denyWaitingCopies } from './entries.ts';
import { bidNeeded, decideExit, planFor } from './exit-record.ts';
import {
  beginExit,
  EXIT_TIMER,
  type ExitScope,
  filledOf,
  finishExit,
  hasOpenOrder,
  heldBy,
  isSpent,
  leastOf,
  lookAtBook,
  retryMs,
  saveWork,
  settledOf,
  waitForNext,
} from './exit-work.ts';
import { budgetUsed, intentIdOf, openOrder } from './orders.ts';
import { hasReal } from './shadows.ts';
import { budgetKey, type TradeState } from './state.ts';

/** A leader left, or a person closes: plans what to sell in every ledger that holds a copy. */
export function onExitSignal(state: TradeState, signal: ExitSignal, turn: Turn): void {
  if (!state.signalIds.add(signal.id)) return;
  turn.record({ kind: 'signal', signal });
  denyWaitingCopies(state, signal, turn);
  const holders = [...state.ledgers.values()].filter((ledger) => {
    const position = ledger.positions.get(positionKey({ ...signal, ledger: ledger.id }));
    return position !== undefined && position.quantity > 0;
  });
  const ledgers = new Set(holders.map((ledger) => ledger.id));
  for (const entry of entriesUnderway(state, signal)) {
    ledgers.add(entry.intent.ledger);
    if (entry.intent.restsUntilMs !== null) {
      turn.tell({ kind: 'cancelOrder', intentId: entry.intent.id });
    }
    const waiting = state.exitsAfter.get(entry.intent.id) ?? [];
    state.exitsAfter.set(entry.intent.id, [...waiting, signal]);
  }
  if (!hasReal(ledgers)) ledgers.add(PAPER);
  for (const ledger of ledgers) {
    const deferred = entriesUnderway(state, signal).some((one) => one.intent.ledger === ledger);
    if (deferred) deferOne(state, { signal, ledger }, turn);
    else planOne(state, { signal, ledger }, turn);
  }
}

/**
 * Puts an exit off until the entry on its way has ended. What is held already is written down, so
 * that a restart, which loses that entry, does not lose the exit.
 */
function deferOne(state: TradeState, { signal, ledger }: ExitScope, turn: Turn): void {
  const scope = { signal, ledger };
  const entries = entriesUnderway(state, signal)
    .filter((one) => one.intent.ledger === ledger)
    .map((one) => one.intent.id);
  const inputs = { step: 'deferred', signal, entries } as const;
  decideExit(state, { scope, outcome: WAITS_FOR_ENTRY, inputs }, turn);
  const planned = planFor(state, scope).plan;
  if (planned.verdict !== 'planned') return;
  beginExit(state, { scope, amount: planned.quantity }, turn);
}

/** All of one position in one ledger: a person closes it, or a rule of ours was met. */
export function exitPosition(state: TradeState, scope: ExitScope, turn: Turn): void {
  state.signalIds.add(scope.signal.id);
  turn.record({ kind: 'signal', signal: scope.signal });
  planOne(state, scope, turn);
}

/** The copy is still being bought; what to sell is known when it ended. */
const WAITS_FOR_ENTRY = { verdict: 'held', reason: null, gates: [] } as const;

/** Copies of the same leader and token that may still fill: the exit comes after them. */
function entriesUnderway(state: TradeState, signal: ExitSignal): readonly Order[] {
  const underway: Order[] = [];
  for (const id of state.open) {
    const order = state.orders.get(id);
    if (order?.intent.leg !== 'entry' || order.intent.tokenId !== signal.tokenId) continue;
    if (order.intent.wallet === signal.wallet) underway.push(order);
  }
  return underway;
}

/** Whether an entry is on its way that the exit waits for. */
function isDeferred(state: TradeState, signal: ExitSignal): boolean {
  for (const waiting of state.exitsAfter.values()) if (waiting.includes(signal)) return true;
  return false;
}

/** An entry ended for which exits were waiting; one that waits for several is planned at the last. */
export function planDeferredExits(state: TradeState, entry: Order, turn: Turn): void {
  const waiting = state.exitsAfter.get(entry.intent.id) ?? [];
  state.exitsAfter.delete(entry.intent.id);
  const { ledger } = entry.intent;
  for (const signal of waiting) {
    if (isDeferred(state, signal)) continue;
    const key = budgetKey({ signalId: signal.id, leg: 'exit', ledger });
    const work = state.exits.get(key);
    if (work !== undefined) finishExit(state, { key, work }, turn);
    planOne(state, { signal, ledger }, turn);
  }
}

function planOne(state: TradeState, { signal, ledger }: ExitScope, turn: Turn): void {
  if (signal.cause === 'manual') supersede(state, { signal, ledger }, turn);
  const scope = { signal, ledger };
  const { plan, inputs } = planFor(state, scope);
  if (plan.verdict === 'ended') {
    const outcome = { verdict: 'denied', reason: plan.reason, gates: plan.gates } as const;
    decideExit(state, { scope, outcome, inputs }, turn);
    return;
  }
  const { gates, quantity: amount } = plan;
  const { key, work } = beginExit(state, { scope, amount }, turn);
  const outcome = { verdict: 'held', reason: null, gates, quantity: amount } as const;
  decideExit(state, { scope, outcome, inputs }, turn);
  lookAtBook({ key, work }, turn);
}

/** A person's close takes over from automatic exits that have nothing on the way. */
function supersede(state: TradeState, { signal, ledger }: ExitScope, turn: Turn): void {
  for (const [key, work] of state.exits) {
    const same = work.ledger === ledger && work.signal.tokenId === signal.tokenId;
    if (!same || work.signal.wallet !== signal.wallet || hasOpenOrder(state, key)) continue;
    finishExit(state, { key, work }, turn);
  }
}

/** The book came: sells what is left at most a little under the bid, or waits and says for what. */
export function onExitDepth(
  state: TradeState,
  { key, depth }: { readonly key: string; readonly depth: DepthView | null },
  turn: Turn,
): void {
  const work = state.exits.get(key);
  if (work === undefined || hasOpenOrder(state, key)) return;
  if (isSpent(state, work)) {
    waitForNext(state, { key, work }, turn); // The number of tries was lowered meanwhile.
    return;
  }
  const { signal, ledger } = work;
  const market = state.markets.get(signal.marketId) ?? null;
  const left = minOf<number>(work.quantity - budgetUsed(state, key), heldBy(state, work));
  const amount = floorTo(quantity(Math.max(0, left)), LOT);
  if (amount === 0 || amount < (market?.rules.minQuantity ?? 0)) {
    finishExit(state, { key, work }, turn);
    return;
  }
  const manual = signal.cause === 'manual';
  const { settings, control } = state;
  const settled = settledOf(state, work);
  const least = leastOf(state, work);
  const bid = bidNeeded(depth);
  const seen = { control, manual, market, depth: bid, left: amount, settled, least };
  const judged = judgeExitTry({ ...seen, settings });
  const inputs = { step: 'tried', signal, ...seen } as const;
  if (judged.verdict === 'wait') {
    const { reason, gates } = judged;
    const outcome = { verdict: 'held', reason, gates, quantity: work.quantity } as const;
    decideExit(state, { scope: { signal, ledger }, outcome, inputs }, turn);
    waitForNext(state, { key, work }, turn);
    return;
  }
  sell(state, { key, work, inputs, ...judged }, turn);
}

function sell(
  state: TradeState,
  of: {
    readonly key: string;
    readonly work: ExitWork;
    readonly inputs: ExitInputs;
    readonly quantity: Quantity;
    readonly limitPrice: Price;
    readonly gates: readonly GateResult[];
  },
  turn: Turn,
): void {
  const { work, inputs, quantity: shares, limitPrice, gates } = of;
  const { signal, ledger } = work;
  const attempt = work.tries + 1;
  saveWork(state, { key: of.key, work: { ...work, tries: attempt } }, turn);
  const outcome = {
    verdict: 'accepted',
    reason: null,
    gates,
    quantity: work.quantity,
    limitPrice,
  } as const;
  decideExit(state, { scope: { signal, ledger }, outcome, inputs, sold: shares }, turn);
  const intent: OrderIntent = {
    id: intentIdOf({ signalId: signal.id, leg: 'exit', ledger, attempt }),
    signalId: signal.id,
    leg: 'exit',
    attempt,
    ledger,
    wallet: signal.wallet,
    marketId: signal.marketId,
    tokenId: signal.tokenId,
    side: 'sell',
    timeInForce: 'FAK',
    restsUntilMs: null,
    limitPrice,
    quantity: shares,
    spend: ZERO_MONEY,
    createdAtMs: turn.atMs,
    expiresAtMs: turn.atMs + retryMs(state),
    settingsVersion: state.settingsVersion,
  };
  openOrder(state, { intent, budget: work.quantity, reserve: ZERO_MONEY }, turn);
}

/** An exit order ended: done, next try, or a person is needed. */
export function afterExitOrder(state: TradeState, order: Order, turn: Turn): void {
  const key = budgetKey(order.intent);
  const work = state.exits.get(key);
  if (work === undefined) return;
  const left = minOf<number>(work.quantity - filledOf(state, key), heldBy(state, work));
  const least = state.markets.get(work.signal.marketId)?.rules.minQuantity ?? 0;
  if (left < Math.max(least, LOT)) {
    finishExit(state, { key, work }, turn);
    return;
  }
  waitForNext(state, { key, work }, turn);
}

/** Whether the timer was an exit's; it looks at the book again. */
export function onExitTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (!timerId.startsWith(EXIT_TIMER)) return false;
  const key = timerId.slice(EXIT_TIMER.length);
  const work = state.exits.get(key);
  if (work !== undefined && !hasOpenOrder(state, key)) lookAtBook({ key, work }, turn);
  return true;
}

/**
 * Takes every unfinished exit up again: after a restart, and when a person arms. One whose last try
 * was lost with the restart asks for a person.
 */
export function resumeExits(state: TradeState, turn: Turn): void {
  for (const [key, work] of state.exits) {
    if (hasOpenOrder(state, key) || isDeferred(state, work.signal)) continue;
    if (isSpent(state, work)) waitForNext(state, { key, work }, turn);
    else lookAtBook({ key, work }, turn);
  }
}

/** Ends the exits of a token that was settled: there is nothing left to sell. */
export function endExitsOf(state: TradeState, tokenId: TokenId, turn: Turn): void {
  for (const [key, work] of state.exits) {
    if (work.signal.tokenId === tokenId) finishExit(state, { key, work }, turn);
  }
}
