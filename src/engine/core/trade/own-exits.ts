import type { Quote } from '../../domain/book/depth.ts';
import { dueExit, exitLevels, ownExitRules } from '../../domain/exit-levels.ts';
import { contentId, SHADOW_NAIVE, type SignalId } from '../../domain/ids.ts';
import type { Ledger } from '../../domain/ledger.ts';
import { type ExitLevels, isOwnExit, type OwnExit } from '../../domain/own-exit.ts';
import { type Position, type PositionKey, positionKey } from '../../domain/position.ts';
import type { ExitSignal } from '../../domain/signal.ts';
import { SECOND_MS } from '../../domain/time.ts';
import { type Price, WHOLE } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { isSpent } from './exit-work.ts';
import { exitPosition } from './exits.ts';
import { payoutOf, type TradeState } from './state.ts';

/** A bid has to stand for so long before it sells a copy: one order that comes and goes does not. */
export const HOLD_MS = 5 * SECOND_MS;

const TIMER = 'ownExit:';

/** A bid moved: remembers the best one, and begins or ends the wait of what it may sell. */
export function watchQuote(state: TradeState, quote: Quote, turn: Turn): void {
  const { bid, trust } = quote;
  if (bid === null || !trust.trusted) return;
  for (const ledger of state.ledgers.values()) {
    for (const position of copiesIn(ledger)) {
      if (position.tokenId === quote.tokenId) watch(state, { ledger, position, bid }, turn);
    }
  }
}

/** Copies that are held; what a person bought or what was found in the market is nobody's copy. */
function copiesIn(ledger: Ledger): readonly Position[] {
  if (ledger.id === SHADOW_NAIVE) return [];
  return ledger.openPositions.filter(({ wallet }) => wallet !== null);
}

function watch(
  state: TradeState,
  of: { readonly ledger: Ledger; readonly position: Position; readonly bid: Price },
  turn: Turn,
): void {
  const { ledger, bid } = of;
  const key = positionKey(of.position);
  const raised = rulesOf(state, of.position).trailing > 0 && bid > (of.position.best ?? 0);
  const position = raised ? ledger.raiseBest(key, bid) : of.position;
  if (raised) turn.record({ kind: 'position', position });
  const due = dueExit(levelsOf(state, position), { bid, atMs: turn.atMs });
  const isWaiting = state.ownExits.has(key);
  if (due === null && isWaiting) {
    state.ownExits.delete(key);
    turn.timers.cancel(`${TIMER}${key}`);
  } else if (due !== null && !isWaiting && isFree(state, position, due)) {
    state.ownExits.add(key);
    turn.timers.arm(`${TIMER}${key}`, turn.atMs + HOLD_MS);
  }
}

/** Whether the timer was of a bid that had to stand; sells if it did. */
export function onOwnExitTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (!timerId.startsWith(TIMER)) return false;
  const key = timerId.slice(TIMER.length);
  state.ownExits.delete(key);
  const position = positionOf(state, key);
  const due = position === null ? null : dueNow(state, position, turn);
  if (position === null || due === null) return true;
  if (!isBeingBought(state, position, turn)) {
    leave(state, { position, cause: due }, turn);
    return true;
  }
  state.ownExits.add(key);
  turn.timers.arm(timerId, turn.atMs + HOLD_MS);
  return true;
}

/** Once a minute: what was held long enough. */
export function checkHolding(state: TradeState, turn: Turn): void {
  for (const ledger of state.ledgers.values()) {
    for (const position of copiesIn(ledger)) {
      const { untilMs } = levelsOf(state, position);
      if (untilMs === null || turn.atMs < untilMs) continue;
      if (isBeingBought(state, position, turn)) continue;
      leave(state, { position, cause: 'timeStop' }, turn);
    }
  }
}

function rulesOf(state: TradeState, { wallet }: Pick<Position, 'wallet'>) {
  const rules = wallet === null ? null : (state.wallets.get(wallet) ?? null);
  return ownExitRules(state.settings, rules);
}

/** Bids at which a position is sold as things stand, and when at the latest. */
export function levelsOf(state: TradeState, position: Position): ExitLevels {
  return exitLevels(rulesOf(state, position), position);
}

function positionOf(state: TradeState, key: PositionKey): Position | null {
  for (const ledger of state.ledgers.values()) {
    const position = ledger.positions.get(key);
    if (position !== undefined && position.quantity > 0) return position;
  }
  return null;
}

function dueNow(state: TradeState, position: Position, { atMs }: Turn): OwnExit | null {
  const quote = state.quotes.get(position.tokenId);
  const bid = quote?.trust.trusted === true ? quote.bid : null;
  return dueExit(levelsOf(state, position), { bid, atMs });
}

/** Whether an order may still enlarge it. One that rests is taken out of the book. */
function isBeingBought(state: TradeState, position: Position, turn: Turn): boolean {
  const isOf = (of: Pick<Position, 'ledger' | 'wallet' | 'tokenId'>): boolean =>
    positionKey(of) === positionKey(position);
  for (const id of state.open) {
    const intent = state.orders.get(id)?.intent;
    if (intent?.leg !== 'entry' || !isOf(intent)) continue;
    if (intent.restsUntilMs !== null) turn.tell({ kind: 'cancelOrder', intentId: id });
    return true;
  }
  return [...state.entries.values()].some(({ signal, ledger }) => isOf({ ...signal, ledger }));
}

/** Whether this exit is news: a market that takes orders, and no exit at work on the position. */
function isFree(state: TradeState, position: Position, cause: OwnExit): boolean {
  const market = state.markets.get(position.marketId);
  if (market === undefined || market.status !== 'open' || !market.acceptingOrders) return false;
  if (payoutOf(state, position) !== null) return false;
  if (state.signalIds.has(signalIdOf(position, cause))) return false;
  const key = positionKey(position);
  for (const work of state.exits.values()) {
    if (positionKey({ ...work.signal, ledger: work.ledger }) !== key) continue;
    if (isOwnExit(work.signal.cause) || !isSpent(state, work)) return false;
  }
  return true;
}

/** One exit for what is held now: shares that come later are another one. */
function signalIdOf(position: Position, cause: OwnExit): SignalId {
  const { quantity, cost, openedAtMs } = position;
  const of = [cause, positionKey(position), quantity, cost, openedAtMs];
  return contentId('own exit', of) as SignalId;
}

function leave(
  state: TradeState,
  { position, cause }: { readonly position: Position; readonly cause: OwnExit },
  turn: Turn,
): void {
  if (!isFree(state, position, cause)) return;
  const { ledger, wallet, marketId, tokenId } = position;
  const signal: ExitSignal = {
    kind: 'exit',
    id: signalIdOf(position, cause),
    ...{ wallet, marketId, tokenId, cause },
    fraction: WHOLE,
    leaderPrice: null,
    tradedAtMs: turn.atMs,
    receivedAtMs: turn.atMs,
  };
  exitPosition(state, { signal, ledger }, turn);
}
