import { checkArbitrage } from '../../brain/arbitrage-gates.ts';
import { GateLog } from '../../brain/gates.ts';
import type { ArbitrageAlarm, ArbitrageFound, ArbitrageLeg } from '../../domain/arbitrage.ts';
import type { Decision } from '../../domain/decision.ts';
import { type MarketId, PAPER, type SignalId } from '../../domain/ids.ts';
import type { ArbitrageSignal } from '../../domain/signal.ts';
import { type AtMs, localDay, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import { minOf, ppm } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { decide } from './decisions.ts';
import { doubtPair } from './pairs.ts';
import type { TradeState } from './state.ts';
import { writeQueue } from './writes.ts';

/** One alert of a pair in this time, and so many a day; what is more waits for the digest. */
export const ALERT_EVERY_MS = 15 * MINUTE_MS;
export const ALERTS_A_DAY = 10;

/** What was told of late, so that nobody is told too often. */
export interface ArbitrageAlerts {
  readonly lastAtMs: Map<string, number>;
  day: string;
  count: number;
}

/** Characters of a question that a notice carries beside its own market. */
const QUESTION_MAX = 120;

/** How long somebody may take to say yes. */
export const ASK_MS = 30 * SECOND_MS;

/** One that somebody is asked about. */
export interface AskedArbitrage {
  readonly signal: ArbitrageSignal;
  readonly untilMs: AtMs;
}

/** One that is to be bought, with the gates that let it by. */
export interface TakenArbitrage {
  readonly signal: ArbitrageSignal;
  readonly log: GateLog;
}

/** Two sides cost less than they pay: written down, judged by the mode, told, asked about or bought. */
export function onArbitrageSignal(state: TradeState, signal: ArbitrageSignal, turn: Turn): void {
  if (!state.signalIds.add(signal.id)) return;
  turn.record({ kind: 'signal', signal });
  const log = judge(state, { signal, isAsked: false }, turn);
  if (log.reason === null) {
    take(state, { signal, log }, turn);
    return;
  }
  const outcome = { verdict: 'denied', reason: log.reason, gates: log.results } as const;
  const decision = decide(state, { signal, ledger: PAPER, outcome }, turn);
  const { evidence } = signal;
  // More sides than two are more orders than one run has: such a set is told, and bought by nobody.
  const isAsked =
    log.reason === 'arbitrageAlertOnly' &&
    state.settings['arbitrage.mode'] === 'ask' &&
    evidence.legs.length === 2;
  if (isAsked) state.asking.set(signal.id, { signal, untilMs: turn.atMs + ASK_MS });
  if (evidence.isArbitrage) alert(state, { evidence, decision, isAsked }, turn);
}

/** A person said yes: every gate again, then the books as they are now. */
export function takeAsked(
  state: TradeState,
  id: SignalId,
  turn: Turn,
): { readonly outcome: 'done' | 'refused'; readonly message: string } {
  for (const [known, { untilMs }] of state.asking) {
    if (untilMs < turn.atMs) state.asking.delete(known);
  }
  const asked = state.asking.get(id);
  if (asked === undefined) return { outcome: 'refused', message: 'it was good for 30 s only' };
  state.asking.delete(id);
  const { signal } = asked;
  const log = judge(state, { signal, isAsked: true }, turn);
  if (log.reason !== null) {
    const outcome = { verdict: 'denied', reason: log.reason, gates: log.results } as const;
    decide(state, { signal, ledger: PAPER, outcome }, turn);
    return { outcome: 'refused', message: `stopped by ${log.reason}` };
  }
  take(state, { signal, log }, turn);
  return { outcome: 'done', message: '' };
}

function judge(
  state: TradeState,
  of: { readonly signal: ArbitrageSignal; readonly isAsked: boolean },
  turn: Turn,
): GateLog {
  const log = new GateLog();
  const { settings, control } = state;
  checkArbitrage(log, { ...of, settings, control, writes: writeQueue(state, turn.atMs) });
  return log;
}

function take(state: TradeState, taken: TakenArbitrage, turn: Turn): void {
  const { id } = taken.signal;
  state.taking.set(id, taken);
  // What was told stays worth it down to half of what it had to be.
  const edgeKept = ppm(Math.floor(state.settings['arbitrage.edgePercent'] / 2));
  turn.tell({ kind: 'askPlan', signalId: id, edgeKept });
}

/** Prices that must not be: a pair is doubted, a mirrored book is told of. */
export function onArbitrageAlarm(state: TradeState, alarm: ArbitrageAlarm, turn: Turn): void {
  const { alarm: why, pair, marketId, prices } = alarm;
  if (why !== 'mirror') {
    if (pair !== null) doubtPair(state, { number: pair, why }, turn);
    return;
  }
  turn.notice(
    'mirrorBroken',
    { ledger: null, subject: marketId },
    { market: marketId, priceA: prices[0], priceB: prices[1] },
  );
}

function alert(
  state: TradeState,
  {
    evidence,
    decision,
    isAsked,
  }: {
    readonly evidence: ArbitrageFound;
    readonly decision: Decision;
    readonly isAsked: boolean;
  },
  turn: Turn,
): void {
  const [first, second] = [...evidence.legs].sort(
    (a, b) => Number(a.venue === 'kalshi') - Number(b.venue === 'kalshi'),
  );
  if (first === undefined || second === undefined) return;
  const own = state.settings.bankroll;
  const pair = evidence.pair === null ? null : state.pairs.get(evidence.pair);
  const accepted = pair?.word?.verdict === 'approved' ? pair.word : null;
  turn.notice(
    'arbitrage',
    { ledger: null, subject: decision.id },
    {
      market: first.marketId,
      pair: evidence.pair,
      ...legData(state, 'A', first),
      ...legData(state, 'B', second),
      ...(evidence.pair === null ? groupData(state, evidence) : {}),
      quantity: evidence.quantity,
      fees: evidence.fees,
      own: evidence.cost > own ? minOf(own, evidence.cost) : null,
      openMs: turn.atMs - evidence.crossedAtMs,
      paysAtMs: evidence.paysAtMs,
      verified: 1,
      basis: evidence.basis.length === 0 ? null : evidence.basis.join(','),
      ...(accepted === null ? {} : { acceptedBy: accepted.by, acceptedAtMs: accepted.atMs }),
      ...(isAsked ? { ask: evidence.id, askMs: ASK_MS } : {}),
      digest: isTooMuch(state, evidence.watchId, turn) ? 1 : 0,
    },
  );
}

/** Sides on one venue: what all of them cost and leave, and what the second asks. */
function groupData(
  state: TradeState,
  { structure, legs, cost, profit }: ArbitrageFound,
): Readonly<Record<string, string | number>> {
  const second = state.markets.get(legs[1]?.marketId ?? ('' as MarketId))?.question ?? '';
  return { structure, sides: legs.length, cost, profit, second: second.slice(0, QUESTION_MAX) };
}

function legData(
  state: TradeState,
  name: 'A' | 'B',
  { venue, marketId, tokenId, price }: ArbitrageLeg,
): Readonly<Record<string, string | number>> {
  const outcomes = state.markets.get(marketId)?.outcomes ?? [];
  const label = outcomes.find((outcome) => outcome.tokenId === tokenId)?.label ?? '';
  const side = /^(?:yes|no)$/i.test(label) ? label.toUpperCase() : label;
  const named = venue === 'kalshi' ? 'Kalshi' : 'Polymarket';
  return { [`venue${name}`]: named, [`side${name}`]: side, [`price${name}`]: price };
}

function isTooMuch(state: TradeState, watchId: string, turn: Turn): boolean {
  const alerts = state.arbitrageAlerts;
  const today = localDay(turn.atMs, state.settings.timeZone);
  if (alerts.day !== today) {
    alerts.day = today;
    alerts.count = 0;
  }
  for (const [watch, atMs] of alerts.lastAtMs) {
    if (turn.atMs - atMs >= ALERT_EVERY_MS) alerts.lastAtMs.delete(watch);
  }
  if (alerts.lastAtMs.has(watchId) || alerts.count >= ALERTS_A_DAY) return true;
  alerts.lastAtMs.set(watchId, turn.atMs);
  alerts.count += 1;
  return false;
}
