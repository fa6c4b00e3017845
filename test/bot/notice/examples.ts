import type { NoticeContext, Skipped } from '../../../src/bot/notice/context.ts';
import type { DecisionView, OrderView } from '../../../src/engine/contract/views.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import { type IntentId, PAPER, type SignalId, shortId } from '../../../src/engine/domain/ids.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import type { ExitSignal, Signal } from '../../../src/engine/domain/signal.ts';
import { cents, dollars, percent, shares } from '../../../src/engine/domain/values/money.ts';
import { copySignal } from '../../engine/brain/entry-examples.ts';
import { LEADER, MARKET, NOW_MS, YES } from '../../engine/intelligence/examples.ts';

export const OUTCOME = {
  market: { id: MARKET, question: 'Fed cuts in December?', url: 'https://polymarket.com/fed' },
  tokenId: YES,
  label: 'Yes',
} as const;
export const ACE = { address: LEADER, label: 'ace' } as const;

export function notice(of: Partial<Notice> & Pick<Notice, 'kind'>): Notice {
  return {
    id: `notice-${of.kind}`,
    ledger: PAPER,
    subject: '1nt3nt',
    data: {},
    atMs: NOW_MS,
    ...of,
  };
}

export function decision(change: Partial<Decision> = {}): Decision {
  return {
    id: 'd3c1510n',
    signalId: 'signal' as SignalId,
    signalKind: 'copy',
    ledger: PAPER,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    verdict: 'denied',
    reason: null,
    gates: [],
    spend: null,
    quantity: null,
    limitPrice: null,
    settingsVersion: 1,
    atMs: NOW_MS,
    ...change,
  };
}

export function exitSignal(change: Partial<ExitSignal> = {}): ExitSignal {
  return {
    kind: 'exit',
    id: 'signal' as SignalId,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    fraction: percent(100),
    cause: 'sell',
    leaderPrice: cents(66),
    tradedAtMs: NOW_MS - 2_100,
    receivedAtMs: NOW_MS - 1_000,
    ...change,
  };
}

export function orderView(change: Partial<Order['intent']> = {}): OrderView {
  const intent = {
    id: '1nt3nt' as IntentId,
    signalId: 'signal' as SignalId,
    leg: 'entry',
    attempt: 1,
    ledger: PAPER,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    side: 'buy',
    timeInForce: 'FAK',
    restsUntilMs: null,
    limitPrice: cents(63),
    quantity: shares(7.93),
    spend: dollars(5),
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + 1,
    settingsVersion: 1,
    ...change,
  } as const;
  const order: Order = {
    intent,
    status: 'filled',
    externalId: intent.id,
    body: null,
    filledQuantity: shares(0),
    filledNotional: dollars(0),
    fees: dollars(0),
    reserved: dollars(0),
    reason: null,
    updatedAtMs: NOW_MS,
  };
  return { shortId: shortId(intent.id), order, outcome: OUTCOME, wallet: ACE, fills: [] };
}

export function view(
  of: Decision,
  signal: Signal | null = copySignal({ leaderPrice: cents(31) }),
  orders: readonly OrderView[] = [],
): DecisionView {
  return { shortId: shortId(of.id), decision: of, signal, outcome: OUTCOME, wallet: ACE, orders };
}

/** What a day without a copy left out. */
export const SKIPPED: Skipped = {
  counts: [
    { gate: 'clipMinimum', count: 11 },
    { gate: 'priceMoved', count: 8 },
    { gate: 'quality', count: 2 },
    { gate: 'signalAge', count: 1 },
    { gate: 'paused', count: 1 },
  ],
  results: [
    { gate: 'clipMinimum', trades: 9, net: dollars(-3.2) },
    { gate: 'priceMoved', trades: 8, net: dollars(1.1) },
  ],
};

/** Knows the market and the wallet; decisions are what a test gives. */
export function context(found: DecisionView | null = null): NoticeContext {
  return {
    timeZone: () => 'UTC',
    market: () => OUTCOME.market,
    outcome: () => OUTCOME,
    wallet: () => ACE,
    decision: async () => found,
    skipped: async () => SKIPPED,
  };
}
