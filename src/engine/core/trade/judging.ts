import type { EntryContext } from '../../brain/entry-context.ts';
import { type EntryJudgement, judgeEntry } from '../../brain/judge-entry.ts';
import { judgeNaive } from '../../brain/judge-naive.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import type { Decision } from '../../domain/decision.ts';
import {
  isLive,
  isShadow,
  type LedgerId,
  SHADOW_MODEL,
  SHADOW_NAIVE,
  type SignalId,
  type WalletAddress,
} from '../../domain/ids.ts';
import type { EntrySignal } from '../../domain/signal.ts';
import type { Stake } from '../../domain/stake.ts';
import type { AtMs } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { Money } from '../../domain/values/money.ts';
import { judgeMarket, verdictNote } from '../../intelligence/filters/market-filters.ts';
import type { Turn } from '../turn.ts';
import { decide, noticeAccepted, noticeDenied, recordInputs } from './decisions.ts';
import { budgetLeft, endChase, openEntryOrder, whomOf } from './entries.ts';
import { askDepth } from './entry-depth.ts';
import { exposureOf, stakesOf } from './exposure.ts';
import { noticeLag } from './lags.ts';
import { missingOf } from './live-account.ts';
import { entryLedger } from './mode.ts';
import { type Advice, adviceOn } from './model/consult.ts';
import { ledgerOfKey } from './shadows.ts';
import { budgetKey, type EntryWork, type TradeState } from './state.ts';
import { writeQueue } from './writes.ts';

type Accepted = EntryJudgement & { verdict: 'accepted' };

const PAPER_BY_NOW = 'it is traded on paper by now';

/** The book came: judges the entry, and opens its order or says why not. */
export function onEntryDepth(
  state: TradeState,
  of: {
    readonly signalId: SignalId;
    readonly ledger: LedgerId;
    readonly depth: DepthView | null;
    readonly leader: readonly Stake[];
  },
  turn: Turn,
): void {
  const { ledger, depth, leader } = of;
  const key = budgetKey({ ...of, leg: 'entry' });
  const work = state.entries.get(key);
  const waiting = isShadow(ledger) ? state.shadowing.get(key) : state.judging.get(of.signalId);
  const signal = work?.signal ?? waiting;
  if (signal === undefined) return;
  const left = work === undefined ? null : budgetLeft(state, work);
  const context = contextOf(state, { signal, ledger, depth, leader, left }, turn);
  const judged = ledger === SHADOW_NAIVE ? judgeNaive(context) : judgeEntry(context);
  if (work !== undefined) {
    if (judged.verdict === 'denied') endChase(state, { work, gates: judged.gates }, turn);
    else open(state, { context, judged, work }, turn);
    return;
  }
  const advised =
    judged.verdict === 'denied' ? judged : advise(state, { context, judged, ledger }, turn);
  if (advised === null) return; // The model is asked; then the book is.
  if (isShadow(ledger)) state.shadowing.delete(key);
  else state.judging.delete(of.signalId);
  conclude(state, { context, ledger, advised }, turn);
}

/** A model's answer, or the end of the wait for it: the gates run again on the book as it is now. */
export function resumeEntry(state: TradeState, waiter: string, turn: Turn): void {
  const ledger = ledgerOfKey(waiter);
  const [id = ''] = waiter.split('|');
  const signal = state.shadowing.get(waiter) ?? state.judging.get(id as SignalId);
  if (signal !== undefined) askDepth(signal, ledger, turn);
}

/** A judgement with what a model said of it. */
type Advised = EntryJudgement & { readonly record?: Advice['record'] };

/** The shadow of the model always asks it, the other shadows never. */
function isAdvised({ settings }: TradeState, ledger: LedgerId): boolean {
  return isShadow(ledger) ? ledger === SHADOW_MODEL : settings['llm.consult'];
}

/** Has a model look at it where that is on; `null` while it does. */
function advise(
  state: TradeState,
  of: { readonly context: EntryContext; readonly judged: Accepted; readonly ledger: LedgerId },
  turn: Turn,
): Advised | null {
  const { context, judged, ledger } = of;
  if (!isAdvised(state, ledger)) return judged;
  const { market } = context;
  invariant(market !== null, 'an accepted entry knows its market');
  const { spend, limitPrice } = judged;
  const advice = adviceOn(state, { context, ledger, market, spend, limitPrice }, turn);
  if (advice === null) return null;
  const gates = [...judged.gates, ...advice.gates];
  const { reason, record } = advice;
  if (reason !== null) return { verdict: 'denied', reason, gates, record };
  return { ...judged, spend: advice.spend, gates, record };
}

/** The first word on a signal in its ledger: written down with what it was made from. */
function conclude(
  state: TradeState,
  of: { readonly context: EntryContext; readonly ledger: LedgerId; readonly advised: Advised },
  turn: Turn,
): void {
  const { context, ledger, advised } = of;
  const { signal } = context;
  const outcome =
    advised.verdict === 'denied'
      ? { verdict: advised.verdict, reason: advised.reason, gates: advised.gates }
      : { ...advised, reason: null };
  const decision = decide(state, { signal, ledger, outcome }, turn);
  recordInputs(state, { decision, context, model: advised.record ?? null }, turn);
  if (advised.verdict === 'denied') {
    tellDenied(decision, context, turn);
    return;
  }
  tellAccepted(decision, context, turn);
  const work = { signal, ledger, decision, budget: advised.spend, attempts: 0 };
  open(state, { context, judged: advised, work }, turn);
}

function open(
  state: TradeState,
  of: { readonly context: EntryContext; readonly judged: Accepted; readonly work: EntryWork },
  turn: Turn,
): void {
  const { context, judged, work } = of;
  const { market } = context;
  invariant(market !== null, 'an accepted entry knows its market');
  const { signal, ledger } = work;
  const next = { ...work, attempts: work.attempts + 1 };
  state.entries.set(budgetKey({ signalId: signal.id, leg: 'entry', ledger }), next);
  openEntryOrder(state, { work: next, market, ...judged }, turn);
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
    readonly leader: readonly Stake[];
    readonly left: Money | null;
  },
  turn: Turn,
): EntryContext {
  const { signal, ledger, depth, leader, left } = of;
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
    live: liveOf(state, { ledger, wallet: signal.wallet, atMs: turn.atMs }),
    writes: writeQueue(state, turn.atMs),
    filter: {
      allowed: judged?.allowed ?? false,
      rule: judged === null ? null : verdictNote(judged, filters),
    },
    exposure: exposureOf(state, { ...signal, ledger }, turn.atMs),
    losses: state.results.lossesOf({ ...signal, ledger }, turn.atMs),
    held: { leader, ours: stakesOf(state, { ...signal, ledger }) },
    budgetLeft: left,
  };
}

/** What keeps real money from this entry, when it is of a live ledger. */
function liveOf(
  state: TradeState,
  of: { readonly ledger: LedgerId; readonly wallet: WalletAddress | null; readonly atMs: AtMs },
): EntryContext['live'] {
  const { ledger } = of;
  if (!isLive(ledger)) return null;
  const account = state.accounts.get(ledger);
  if (account === undefined) return { missing: ['there is no account any more'] };
  // A chase comes behind its first order: account or wallet may be on paper by now.
  if (entryLedger(state, of) !== ledger) return { missing: [PAPER_BY_NOW] };
  return { missing: missingOf(account) };
}
