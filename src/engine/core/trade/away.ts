import type { Decision } from '../../domain/decision.ts';
import type { FeedChange, FeedCursor } from '../../domain/input.ts';
import type { Signal } from '../../domain/signal.ts';
import { SECOND_MS } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import type { RecentOutcome, TradeState } from './state.ts';

/** Outcomes kept for a report of what was missed. */
const OUTCOMES_MAX = 2_000;
/** How long after a gap its books and its other wallets are waited for before it is told. */
const REPORT_DELAY_MS = 10 * SECOND_MS;

export const AWAY_TIMER = 'away';

/** Keeps how a signal ended; a later word on the same signal replaces the earlier. */
export function rememberOutcome(
  state: TradeState,
  { signal, decision }: { readonly signal: Signal; readonly decision: Decision },
): void {
  if (signal.kind === 'price_lag' || signal.kind === 'arbitrage') return; // No leader did it.
  const { id: decisionId, verdict } = decision;
  const { kind: signalKind, tradedAtMs } = signal;
  const outcome: RecentOutcome = { decisionId, signalKind, tradedAtMs, verdict };
  state.outcomes.push(outcome);
  if (state.outcomes.length > OUTCOMES_MAX) state.outcomes.shift();
}

/** A feed was read up to here. Several wallets that were not read at the same time are one gap. */
export function onCursor(state: TradeState, { name, value, gap }: FeedCursor, turn: Turn): void {
  turn.record({ kind: 'cursor', name, value });
  if (gap === null) return;
  if (state.away === null) turn.timers.arm(AWAY_TIMER, turn.atMs + REPORT_DELAY_MS);
  const fromMs = Math.min(state.away?.fromMs ?? gap.fromMs, gap.fromMs);
  const untilMs = Math.max(state.away?.untilMs ?? gap.untilMs, gap.untilMs);
  state.away = { fromMs, untilMs };
}

/** Tells what leaders did while nothing was read: what was missed, and the exits that were done. */
export function onAwayTimer(state: TradeState, turn: Turn): void {
  const { away } = state;
  if (away === null) return;
  state.away = null;
  const newest = new Map<string, RecentOutcome>();
  for (const outcome of state.outcomes) {
    if (outcome.tradedAtMs < away.fromMs || outcome.tradedAtMs > away.untilMs) continue;
    newest.set(outcome.decisionId, outcome);
  }
  const counts = { missed: 0, copied: 0, exits: 0 };
  for (const { signalKind, verdict } of newest.values()) {
    if (signalKind === 'exit') counts.exits += verdict === 'denied' ? 0 : 1;
    else counts[verdict === 'denied' ? 'missed' : 'copied'] += 1;
  }
  const subject = `${away.fromMs}`;
  const data = { ...away, ...counts, livePositions: livePositions(state) };
  turn.notice('away', { ledger: null, subject }, data);
}

function livePositions(state: TradeState): number {
  const live = [...state.ledgers.values()].filter(({ id }) => id.startsWith('live:'));
  return live.reduce((sum, ledger) => sum + ledger.openPositions.length, 0);
}

/** A source of data went silent, or came back. */
export function onFeedChange({ name, state, sinceMs }: FeedChange, turn: Turn): void {
  const kind = state === 'down' ? 'feedDown' : 'feedBack';
  turn.notice(kind, { ledger: null, subject: name }, { name, sinceMs });
}
