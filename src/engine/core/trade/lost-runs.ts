import { flag, GateLog } from '../../brain/gates.ts';
import { contentId, PAPER, type SignalId } from '../../domain/ids.ts';
import { isRunLeg, type OrderIntent } from '../../domain/order.ts';
import { positionKey } from '../../domain/position.ts';
import type { ExitSignal } from '../../domain/signal.ts';
import { floorTo, minOf, type Quantity, quantity, WHOLE } from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';
import type { Turn } from '../turn.ts';
import { decide } from './decisions.ts';
import { beginExit } from './exit-work.ts';
import { ledgerOf, payoutOf, type TradeState } from './state.ts';

const LEFT_TO_YOU = 'what is left of an arbitrage was left to you';

/** What the orders of one run left: where its first side is, and how many shares lack the second. */
interface LostRun {
  readonly signalId: SignalId;
  readonly first: OrderIntent;
  readonly bare: Quantity;
}

/** A run ends with shares that nobody may sell but a person: the record says so, over restarts too. */
export function leaveToPerson(
  state: TradeState,
  of: Parameters<typeof unwindSignal>[0] & { readonly held: Quantity },
  turn: Turn,
): void {
  const signal = unwindSignal(of, turn);
  if (!state.signalIds.add(signal.id)) return;
  turn.record({ kind: 'signal', signal });
  const log = new GateLog();
  log.exit('exitManual', false, flag(true, false, LEFT_TO_YOU));
  const outcome = { verdict: 'denied', reason: 'exitManual', gates: log.results } as const;
  decide(state, { signal, ledger: PAPER, outcome: { ...outcome, quantity: of.held } }, turn);
}

/** The exit that gets rid of what a run left: one run, one exit, however often the program starts. */
export function unwindSignal(
  of: { readonly runId: SignalId; readonly first: Pick<OrderIntent, 'marketId' | 'tokenId'> },
  turn: Turn,
): ExitSignal {
  const { marketId, tokenId } = of.first;
  return {
    kind: 'exit',
    id: contentId('unwind', [of.runId]) as SignalId,
    ...{ wallet: null, marketId, tokenId, fraction: WHOLE, cause: 'unwind', leaderPrice: null },
    ...{ tradedAtMs: turn.atMs, receivedAtMs: turn.atMs },
  };
}

/**
 * Runs live in memory: what one had bought of its first side alone is sold again behind a restart.
 * A run that asked for a person is left to the person.
 */
export function unwindLostRuns(state: TradeState, turn: Turn): void {
  for (const run of lostRuns(state)) {
    const signal = unwindSignal({ runId: run.signalId, first: run.first }, turn);
    if (!state.signalIds.add(signal.id)) continue;
    turn.record({ kind: 'signal', signal });
    beginExit(state, { scope: { signal, ledger: PAPER }, amount: run.bare }, turn);
    const outcome = { verdict: 'held', reason: null, gates: [], quantity: run.bare } as const;
    decide(state, { signal, ledger: PAPER, outcome }, turn);
    turn.notice(
      'arbitrageDone',
      { ledger: PAPER, subject: run.signalId },
      {
        ...{ market: signal.marketId, token: signal.tokenId, pair: null },
        ...{ end: 'unwinding', why: 'restarted', held: run.bare },
      },
    );
  }
}

function lostRuns(state: TradeState): readonly LostRun[] {
  const runs = new Map<SignalId, { first: OrderIntent | null; bare: number }>();
  for (const { intent, filledQuantity } of state.orders.values()) {
    if (!isRunLeg(intent.leg) || intent.ledger !== PAPER) continue;
    const run = runs.get(intent.signalId) ?? { first: null, bare: 0 };
    if (intent.leg === 'first') run.first = intent;
    run.bare += intent.leg === 'first' ? filledQuantity : -filledQuantity;
    runs.set(intent.signalId, run);
  }
  return [...runs].flatMap(([signalId, { first, bare }]) => {
    if (first === null || payoutOf(state, first) !== null) return [];
    // What a person sold meanwhile is not there any more.
    const key = positionKey({ ledger: PAPER, wallet: null, tokenId: first.tokenId });
    const held = ledgerOf(state, PAPER).positions.get(key)?.quantity ?? 0;
    const left = floorTo(quantity(Math.max(0, minOf<number>(bare, held))), LOT);
    return left === 0 ? [] : [{ signalId, first, bare: left }];
  });
}
