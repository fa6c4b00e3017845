import type { EntryContext } from '../../../brain/entry-context.ts';
import { factsOf, foreignOf } from '../../../brain/llm-facts.ts';
import {
  type Advised,
  applyProposal,
  readProposal,
  withoutProposal,
} from '../../../brain/llm-proposal.ts';
import { venueMinimumSpend } from '../../../brain/sizing.ts';
import type { EntryRecord } from '../../../domain/decision-record.ts';
import { contentId, type LedgerId } from '../../../domain/ids.ts';
import type { EffectResult } from '../../../domain/input.ts';
import type { Market } from '../../../domain/market.ts';
import type {
  Consultation,
  ModelAnswer,
  ModelQuestion,
  ModelSilence,
  ModelTerms,
} from '../../../domain/model.ts';
import { signalPrice } from '../../../domain/signal.ts';
import { MINUTE_MS, SECOND_MS } from '../../../domain/time.ts';
import type { Money, Price } from '../../../domain/values/money.ts';
import type { Turn } from '../../turn.ts';
import { budgetKey, type TradeState } from '../state.ts';
import type { Asked } from './desk.ts';
import { costOf, isAffordable, spend, tokensOf, USAGE_MAX } from './spending.ts';

/** How long a proposal holds for the same question. */
const KEPT_MS = 10 * MINUTE_MS;
/** Questions underway at most; further entries do not wait. */
const ASKED_MAX = 4;
/** Failures in a row behind which nothing is asked for a while. */
const FAILURES_MAX = 5;
const REST_MS = 5 * MINUTE_MS;
/** Beyond the time that the asking itself is given. */
const GRACE_MS = SECOND_MS;

const MODEL_TIMER = 'model:';

/** An entry that the rules accepted just now. */
interface Accepted {
  readonly context: EntryContext;
  readonly ledger: LedgerId;
  readonly market: Market;
  readonly spend: Money;
  readonly limitPrice: Price;
}

export type Advice = Advised & { readonly record: EntryRecord['model'] };

/** What a model says of an accepted entry; `null` while it is asked, then the book is asked again. */
export function adviceOn(state: TradeState, of: Accepted, turn: Turn): Advice | null {
  const { terms } = state.model;
  if (terms === null) return { spend: of.spend, gates: [], reason: null, record: null };
  const key = questionKey(terms, of.context);
  const kept = state.model.kept.get(key);
  const isFresh = kept !== undefined && turn.atMs - kept.atMs <= KEPT_MS;
  const proposal = isFresh ? readProposal(kept.text) : null;
  if (isFresh && proposal !== null) {
    const least = venueMinimumSpend(of.market, of.limitPrice);
    const word = { kind: 'said', text: kept.text } as const;
    const record = { name: terms.name, word, consultation: kept.consultation };
    return { ...applyProposal(proposal, { spend: of.spend, least }), record };
  }
  const waiter = waiterOf(of);
  const silence = silenceFor(state, waiter) ?? ask(state, { of, key, terms, waiter }, turn);
  if (silence === null) return null;
  const fallback = state.settings['llm.fallback'];
  const word = { kind: 'silent', silence } as const;
  const record = { name: terms.name, word, consultation: null };
  return { ...withoutProposal(silence, { spend: of.spend, fallback }), record };
}

function waiterOf({ context, ledger }: Pick<Accepted, 'context' | 'ledger'>): string {
  return budgetKey({ signalId: context.signal.id, leg: 'entry', ledger });
}

/** The same while a signal waits, whatever its book does meanwhile. */
function questionKey({ name }: ModelTerms, { signal, market }: EntryContext): string {
  const cents = Math.round(signalPrice(signal) / 10_000);
  const text = market?.terms?.textHash ?? '';
  const what = [signal.kind, signal.wallet ?? '', signal.marketId, signal.tokenId, cents];
  return contentId('model', [name, ...what, market?.question ?? '', text]);
}

function silenceFor(state: TradeState, waiter: string): ModelSilence | null {
  return state.model.silent.get(waiter)?.silence ?? null;
}

/** Asks, or joins who is asking; a word says why nobody is asked. */
function ask(
  state: TradeState,
  {
    of,
    key,
    terms,
    waiter,
  }: {
    readonly of: Accepted;
    readonly key: string;
    readonly terms: ModelTerms;
    readonly waiter: string;
  },
  turn: Turn,
): ModelSilence | null {
  const { model } = state;
  const underway = model.asked.get(key);
  if (underway !== undefined) {
    underway.waiting.add(waiter);
    return null;
  }
  if (turn.atMs < model.restsUntilMs) return 'circuit';
  if (model.asked.size >= ASKED_MAX) return 'busy';
  if (!isAffordable(state, terms, turn.atMs)) return 'budget';
  const { marketId, tokenId } = of.context.signal;
  const question: ModelQuestion = {
    id: contentId('question', [key, turn.atMs]),
    marketId,
    tokenId,
    model: terms.name,
    facts: factsOf(of.context, of),
    foreign: foreignOf(of.context),
    timeoutMs: state.settings['llm.timeoutSeconds'],
  };
  model.asked.set(key, { question, askedAtMs: turn.atMs, waiting: new Set([waiter]) });
  turn.emit({ kind: 'askModel', question });
  turn.timers.arm(`${MODEL_TIMER}${key}`, turn.atMs + question.timeoutMs + GRACE_MS);
  return null;
}

/** Waits that a model's answer ends: the gates run again on the book as it is then. */
export type Resume = (waiter: string) => void;

/** The answer came. One that nobody waits for any more changes nothing. */
export function onModelAnswered(
  state: TradeState,
  { questionId, answer }: EffectResult & { kind: 'modelAnswered' },
  { turn, resume }: { readonly turn: Turn; readonly resume: Resume },
): void {
  for (const [key, asked] of state.model.asked) {
    if (asked.question.id !== questionId) continue;
    turn.timers.cancel(`${MODEL_TIMER}${key}`);
    finish(state, { key, asked, answer }, { turn, resume });
    return;
  }
}

/** Whether the timer was a question's; whoever should have answered said nothing at all. */
export function onModelTimer(
  state: TradeState,
  timerId: string,
  { turn, resume }: { readonly turn: Turn; readonly resume: Resume },
): boolean {
  if (!timerId.startsWith(MODEL_TIMER)) return false;
  const key = timerId.slice(MODEL_TIMER.length);
  const asked = state.model.asked.get(key);
  if (asked === undefined) return true;
  const failed = { kind: 'failed', failure: 'timeout', request: '', usage: null } as const;
  finish(state, { key, asked, answer: { ...failed, detail: 'no answer' } }, { turn, resume });
  return true;
}

function finish(
  state: TradeState,
  of: { readonly key: string; readonly asked: Asked; readonly answer: ModelAnswer },
  { turn, resume }: { readonly turn: Turn; readonly resume: Resume },
): void {
  const { key, asked, answer } = of;
  const { model } = state;
  model.asked.delete(key);
  const consultation = written(state, { asked, answer }, turn);
  if (answer.kind === 'failed') fail(state, { asked, silence: answer.failure }, turn);
  else if (readProposal(answer.text) === null) fail(state, { asked, silence: 'malformed' }, turn);
  else {
    model.failures = 0;
    model.kept.set(key, { text: answer.text, consultation: consultation.id, atMs: turn.atMs });
  }
  for (const waiter of asked.waiting) resume(waiter);
}

function fail(
  { model }: TradeState,
  { asked, silence }: { readonly asked: Asked; readonly silence: ModelSilence },
  turn: Turn,
): void {
  model.failures += 1;
  if (model.failures >= FAILURES_MAX) {
    model.failures = 0;
    model.restsUntilMs = turn.atMs + REST_MS;
  }
  for (const waiter of asked.waiting) model.silent.set(waiter, { silence, atMs: turn.atMs });
}

/** Counts and records what was asked and answered. */
function written(
  state: TradeState,
  { asked, answer }: { readonly asked: Asked; readonly answer: ModelAnswer },
  turn: Turn,
): Consultation {
  const usage = answer.usage ?? USAGE_MAX;
  const { terms } = state.model;
  const { question, askedAtMs } = asked;
  const consultation: Consultation = {
    id: question.id,
    marketId: question.marketId,
    tokenId: question.tokenId,
    model: question.model,
    question,
    answer,
    tokens: tokensOf(usage),
    cost: terms === null ? (0 as Money) : costOf(terms, usage),
    askedAtMs,
    atMs: turn.atMs,
  };
  spend(state, consultation, turn.atMs);
  turn.record({ kind: 'consultation', consultation });
  return consultation;
}
