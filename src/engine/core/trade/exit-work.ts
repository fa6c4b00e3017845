import type { ExitWork } from '../../domain/change.ts';
import type { LedgerId } from '../../domain/ids.ts';
import { type PositionKey, positionKey } from '../../domain/position.ts';
import type { ExitSignal } from '../../domain/signal.ts';
import { MINUTE_MS } from '../../domain/time.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  averagePrice,
  type Price,
  price,
  type Quantity,
  quantity,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import { DEFAULT_RUN_LIMITS } from '../../intelligence/arbitrage/run.ts';
import type { Turn } from '../turn.ts';
import { budgetKey, ledgerOf, type TradeState } from './state.ts';

/** Between looks of an exit that waits after it asked for a person. */
const SLOW_RETRY_MS = MINUTE_MS;

export const EXIT_TIMER = 'exit:';

export interface ExitScope {
  readonly signal: ExitSignal;
  readonly ledger: LedgerId;
}

/** One exit with its key in the state. */
export interface KeyedWork {
  readonly key: string;
  readonly work: ExitWork;
}

/** Shares of the position that no unfinished exit has claimed. */
export function freeShares(state: TradeState, { signal, ledger }: ExitScope): Quantity {
  const held = heldBy(state, { signal, ledger });
  let claimed = 0;
  for (const [key, work] of state.exits) {
    if (work.ledger !== ledger || work.signal.tokenId !== signal.tokenId) continue;
    if (work.signal.wallet !== signal.wallet) continue;
    if (isSpent(state, work) && !hasOpenOrder(state, key)) continue;
    claimed += Math.max(0, work.quantity - filledOf(state, key));
  }
  return quantity(Math.max(0, held - claimed));
}

/** Shares that the orders of an exit sold so far. */
export function filledOf(state: TradeState, key: string): number {
  let filled = 0;
  for (const id of state.intentsOf.get(key) ?? [])
    filled += state.orders.get(id)?.filledQuantity ?? 0;
  return filled;
}

/** Shares held that an exit may sell from. */
export function heldBy(state: TradeState, { signal, ledger }: ExitScope): Quantity {
  const key = positionKey({ ...signal, ledger });
  return ledgerOf(state, ledger).positions.get(key)?.quantity ?? ZERO_QUANTITY;
}

/** Shares held whose purchase the chain cannot undo any more. */
export function settledOf(state: TradeState, { signal, ledger }: ExitScope): Quantity {
  const position = positionKey({ ...signal, ledger });
  let unsettled = 0;
  for (const fill of state.unsettled.values()) {
    if (fill.side === 'buy' && positionKey(fill) === position) unsettled += fill.quantity;
  }
  return quantity(Math.max(0, heldBy(state, { signal, ledger }) - unsettled));
}

/** A trade of a position is settled: exits of it that wait need not wait for their time. */
export function wakeExits(state: TradeState, of: PositionKey, turn: Turn): void {
  for (const [key, work] of state.exits) {
    if (positionKey({ ...work.signal, ledger: work.ledger }) !== of) continue;
    if (!hasOpenOrder(state, key) && !isSpent(state, work)) lookAtBook({ key, work }, turn);
  }
}

/** Asks for the book that the exit would sell into. */
export function lookAtBook({ key, work }: KeyedWork, turn: Turn): void {
  const { marketId, tokenId } = work.signal;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose: { kind: 'exit', exitKey: key } });
}

/** Whether an exit has used its tries: it waits for a person and claims nothing. */
export function isSpent(state: TradeState, work: ExitWork): boolean {
  return work.tries >= state.settings['exit.tries'];
}

/** Whether an order of the exit is still on its way. */
export function hasOpenOrder(state: TradeState, key: string): boolean {
  return (state.intentsOf.get(key) ?? []).some((id) => state.open.has(id));
}

/** Time between two tries. */
export function retryMs(state: TradeState): number {
  return Math.ceil(state.settings['exit.windowSeconds'] / state.settings['exit.tries']);
}

/** Arms the next look, and asks for a person when tries or time are used up. */
export function waitForNext(state: TradeState, { key, work }: KeyedWork, turn: Turn): void {
  const used = isSpent(state, work);
  const late = turn.atMs - work.startedAtMs >= state.settings['exit.windowSeconds'];
  if (work.status === 'working' && (used || late)) {
    saveWork(state, { key, work: { ...work, status: 'needsYou' } }, turn);
    const { wallet, marketId, tokenId } = work.signal;
    const left = quantity(Math.max(0, work.quantity - filledOf(state, key)));
    const data = { wallet, market: marketId, token: tokenId, quantity: left, tries: work.tries };
    turn.notice('exitNeedsYou', { ledger: work.ledger, subject: key }, data);
  }
  if (used) return;
  turn.timers.arm(`${EXIT_TIMER}${key}`, turn.atMs + (late ? SLOW_RETRY_MS : retryMs(state)));
}

/** Writes down what an exit may sell in all. */
export function beginExit(
  state: TradeState,
  { scope, amount }: { readonly scope: ExitScope; readonly amount: Quantity },
  turn: Turn,
): KeyedWork {
  const { signal, ledger } = scope;
  const key = budgetKey({ signalId: signal.id, leg: 'exit', ledger });
  const work: ExitWork = {
    signal,
    ledger,
    quantity: amount,
    tries: 0,
    status: 'working',
    startedAtMs: turn.atMs,
  };
  saveWork(state, { key, work }, turn);
  return { key, work };
}

/**
 * Least that a share may be sold for: the other side of a missed arbitrage is not sold at a greater
 * loss than a run may make. Any other exit takes what its market gives.
 */
export function leastOf(state: TradeState, work: ExitWork): Price | null {
  const position = ledgerOf(state, work.ledger).positions.get(
    positionKey({ ...work.signal, ledger: work.ledger }),
  );
  if (work.signal.cause !== 'unwind' || position === undefined || position.quantity === 0) {
    return null;
  }
  const { lossMax } = DEFAULT_RUN_LIMITS;
  const paid = averagePrice(position.cost, position.quantity, 'ceil');
  const loss = mulDiv(lossMax, MICRO, { by: work.quantity, rounding: 'floor' });
  return price(Math.max(0, paid - loss));
}

/** Ends an exit and its timer. */
export function finishExit(state: TradeState, { key, work }: KeyedWork, turn: Turn): void {
  turn.timers.cancel(`${EXIT_TIMER}${key}`);
  turn.record({ kind: 'exitWork', work: { ...work, status: 'done' } });
  state.exits.delete(key);
}

export function saveWork(state: TradeState, { key, work }: KeyedWork, turn: Turn): void {
  state.exits.set(key, work);
  turn.record({ kind: 'exitWork', work });
}
