import { flag } from '../../brain/gates.ts';
import { feeReserve } from '../../brain/sizing.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import { type IntentId, PAPER, type SignalId } from '../../domain/ids.ts';
import type { Leg, Order, OrderIntent } from '../../domain/order.ts';
import type { ArbitrageSignal } from '../../domain/signal.ts';
import { SECOND_MS } from '../../domain/time.ts';
import { cost, type Money, ZERO_MONEY } from '../../domain/values/money.ts';
import { type ArbitragePlan, tokenOf } from '../../intelligence/arbitrage/plan.ts';
import { ArbitrageRun, type RunInput, type RunStep } from '../../intelligence/arbitrage/run.ts';
import type { RunBook } from '../../intelligence/arbitrage/unwind.ts';
import type { Turn } from '../turn.ts';
import { costOf, fittedTo } from './arbitrage-fit.ts';
import { decide, noticeAccepted } from './decisions.ts';
import { leaveToPerson } from './lost-runs.ts';
import { intentIdOf, openOrder } from './orders.ts';
import { ledgerOf, type TradeState } from './state.ts';

/** After this an order of a run is not sent any more. */
const ORDER_LIFE_MS = 10 * SECOND_MS;
const TIMER = 'arbitrage run:';

/** An opportunity that is being bought. */
export interface RunWork {
  readonly signal: ArbitrageSignal;
  readonly run: ArbitrageRun;
  /** Orders of the run by their intents. */
  readonly orders: Map<IntentId, number>;
  readonly attempts: Map<Leg, number>;
  readonly books: [RunBook | null, RunBook | null];
  /** What it is told when both books have come. */
  inputs: RunInput[];
  booksAsked: number;
  /** Nothing more of it is sent; a late fill may still change what it came to. */
  isOver: boolean;
}

/** The market core says how an opportunity would be bought now; `null` when it is gone. */
export function onPlan(
  state: TradeState,
  { signalId, plan }: { readonly signalId: SignalId; readonly plan: ArbitragePlan | null },
  turn: Turn,
): void {
  const taking = state.taking.get(signalId);
  if (taking === undefined) return;
  state.taking.delete(signalId);
  const { signal, log } = taking;
  // Shares that wait for their other side come before more of the same.
  const isBusy = [...state.runs.values()].some(
    (work) => !work.isOver && work.signal.evidence.watchId === signal.evidence.watchId,
  );
  const isThere = plan !== null && !isBusy;
  log.entry('arbitrageGone', isThere, {
    ...flag(!isThere, false),
    ...(isBusy ? { note: 'an earlier one of it is still being bought' } : {}),
  });
  const fitted = plan === null ? null : fittedTo(state, { plan, log }, turn);
  if (plan === null || fitted === null || log.reason !== null) {
    const outcome = { verdict: 'denied', reason: log.reason, gates: log.results } as const;
    decide(state, { signal, ledger: PAPER, outcome }, turn);
    // Somebody may have said yes to it, or wants it bought unasked: neither is left to the digest of skips.
    notTaken({ signal, why: log.reason ?? 'notFilled' }, turn);
    return;
  }
  const [first] = plan.legs;
  const outcome = {
    ...({ verdict: 'accepted', reason: null, gates: log.results, quantity: fitted } as const),
    spend: costOf(plan, fitted),
    limitPrice: first.limit,
  };
  noticeAccepted(decide(state, { signal, ledger: PAPER, outcome }, turn), turn);
  const work: RunWork = {
    signal,
    run: new ArbitrageRun({ ...plan, quantity: fitted }),
    orders: new Map(),
    attempts: new Map(),
    books: [null, null],
    inputs: [],
    booksAsked: 0,
    isOver: false,
  };
  state.runs.set(signalId, work);
  carryOut(state, { work, steps: work.run.start(turn.atMs) }, turn);
}

function notTaken(
  { signal, why }: { readonly signal: ArbitrageSignal; readonly why: string },
  turn: Turn,
): void {
  const { id: subject, marketId: market, tokenId: token, evidence } = signal;
  const of = { ledger: PAPER, subject };
  turn.notice('arbitrageDone', of, {
    market,
    token,
    pair: evidence.pair,
    end: 'flat',
    why,
    result: 0,
  });
}

/** Does what a run wants next. */
function carryOut(
  state: TradeState,
  { work, steps }: { readonly work: RunWork; readonly steps: readonly RunStep[] },
  turn: Turn,
): void {
  for (const step of steps) {
    switch (step.kind) {
      case 'send':
        send(state, { work, step }, turn);
        break;
      case 'cancel':
        for (const [intentId, order] of work.orders) {
          if (order === step.order) turn.tell({ kind: 'cancelOrder', intentId });
        }
        break;
      case 'wait':
        turn.timers.arm(`${TIMER}${work.signal.id}`, step.untilMs);
        break;
      case 'done':
        finish(state, { work, step }, turn);
        break;
    }
  }
}

type SendStep = Extract<RunStep, { readonly kind: 'send' }>;

function send(
  state: TradeState,
  { work, step }: { readonly work: RunWork; readonly step: SendStep },
  turn: Turn,
): void {
  const { signal, run } = work;
  const planned = run.plan.legs[step.leg];
  const leg: Leg = step.way === 'sell' ? 'unwind' : step.leg === 0 ? 'first' : 'second';
  const attempt = (work.attempts.get(leg) ?? 0) + 1;
  work.attempts.set(leg, attempt);
  const spend = step.way === 'buy' ? cost(step.limit, step.quantity, 'ceil') : ZERO_MONEY;
  const market = state.markets.get(planned.market.marketId);
  const reserve = market === undefined ? spend : ((spend + feeReserve(market, spend)) as Money);
  const id = intentIdOf({ signalId: signal.id, leg, ledger: PAPER, attempt });
  work.orders.set(id, step.order);
  const isCovered = step.way === 'sell' || reserve <= ledgerOf(state, PAPER).available();
  if (market === undefined || !isCovered) {
    // Nothing was sent: the run looks for another way.
    ask(work, { kind: 'ended', order: step.order, outcome: 'rejected' }, turn);
    return;
  }
  const intent: OrderIntent = {
    ...{ id, signalId: signal.id, leg, attempt, ledger: PAPER, wallet: null },
    ...{ marketId: planned.market.marketId, tokenId: tokenOf(planned) },
    ...{ side: step.way, timeInForce: 'FAK', restsUntilMs: null },
    ...{ limitPrice: step.limit, quantity: step.quantity, spend, createdAtMs: turn.atMs },
    expiresAtMs: turn.atMs + ORDER_LIFE_MS,
    settingsVersion: state.settingsVersion,
  };
  const whole = run.plan.quantity;
  // A second leg may be tried again for what it missed: together never more than a dollar a share.
  const budget = leg === 'second' ? (whole as number) : leg === 'unwind' ? whole : spend;
  openOrder(state, { intent, budget, reserve }, turn);
}

/** An order of a run ended: both books are looked at, and the run goes on. */
export function afterRunOrder(state: TradeState, order: Order, turn: Turn): void {
  const work = state.runs.get(order.intent.signalId);
  const number = work?.orders.get(order.intent.id);
  if (work === undefined || number === undefined) return;
  const { filledQuantity: quantity, filledNotional: notional, fees: fee } = order;
  if (quantity > 0) work.inputs.push({ kind: 'filled', order: number, quantity, notional, fee });
  ask(work, { kind: 'ended', order: number, outcome: outcomeOf(order) }, turn);
}

function outcomeOf({ status }: Order): Extract<RunInput, { kind: 'ended' }>['outcome'] {
  switch (status) {
    case 'filled':
      return 'complete';
    case 'expired':
    case 'rejected':
    case 'notPlaced':
      return status;
    default:
      return 'canceled';
  }
}

/** Asks for both books, and tells the run this once they are there. */
function ask(work: RunWork, input: RunInput, turn: Turn): void {
  work.inputs.push(input);
  if (work.booksAsked > 0) return;
  work.booksAsked = 2;
  for (const index of [0, 1] as const) {
    const leg = work.run.plan.legs[index];
    turn.tell({
      kind: 'askDepth',
      ...{ marketId: leg.market.marketId, tokenId: tokenOf(leg) },
      purpose: { kind: 'run', signalId: work.signal.id, leg: index },
    });
  }
}

export function onRunDepth(
  state: TradeState,
  of: { readonly signalId: SignalId; readonly leg: 0 | 1; readonly depth: DepthView | null },
  turn: Turn,
): void {
  const work = state.runs.get(of.signalId);
  if (work === undefined || work.booksAsked === 0) return;
  work.books[of.leg] = bookOf(of.depth);
  work.booksAsked -= 1;
  if (work.booksAsked > 0) return;
  const [first, second] = work.books;
  const inputs: readonly RunInput[] = [{ kind: 'books', books: [first, second] }, ...work.inputs];
  work.inputs = [];
  const steps = inputs.flatMap((input) => work.run.take(input, turn.atMs));
  carryOut(state, { work, steps }, turn);
}

function bookOf(depth: DepthView | null): RunBook | null {
  if (depth === null || !depth.trust.trusted) return null;
  if (depth.atMs - depth.receivedAtMs > depth.maxAgeMs) return null;
  return { bids: depth.bids, asks: depth.asks };
}

/** Whether the timer was a run's; it looks at the books again. */
export function onRunTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (!timerId.startsWith(TIMER)) return false;
  const work = state.runs.get(timerId.slice(TIMER.length) as SignalId);
  if (work !== undefined) ask(work, { kind: 'time' }, turn);
  return true;
}

/** Killed: nothing more of any run is sent. */
export function stopRuns(state: TradeState, turn: Turn): void {
  for (const work of [...state.runs.values()]) {
    carryOut(state, { work, steps: work.run.take({ kind: 'stop' }, turn.atMs) }, turn);
  }
}

function first({ run }: RunWork): Parameters<typeof leaveToPerson>[1]['first'] {
  const [leg] = run.plan.legs;
  return { marketId: leg.market.marketId, tokenId: tokenOf(leg) };
}

type DoneStep = Extract<RunStep, { readonly kind: 'done' }>;

function finish(
  state: TradeState,
  { work, step }: { readonly work: RunWork; readonly step: DoneStep },
  turn: Turn,
): void {
  const { signal } = work;
  const { end, why, hedged, held, heldCost, result, lost } = step;
  if (end === 'needsYou')
    leaveToPerson(state, { runId: signal.id, first: first(work), held }, turn);
  else state.runs.delete(signal.id);
  work.isOver = true;
  turn.timers.cancel(`${TIMER}${signal.id}`);
  turn.notice(
    'arbitrageDone',
    { ledger: PAPER, subject: signal.id },
    {
      ...{ market: signal.marketId, token: signal.tokenId, pair: signal.evidence.pair },
      ...{ end, why, hedged, held, heldCost, result, lost },
    },
  );
}
