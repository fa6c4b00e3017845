import { z } from 'zod';
import { order } from './orders.ts';
import {
  address,
  atMs,
  count,
  gateCount,
  ledgerRef,
  list,
  money,
  outcomeRef,
  price,
  quantity,
  ratio,
  span,
  walletRef,
} from './values.ts';

export const verdict = z.enum(['accepted', 'denied', 'held']).describe('held: an exit that waits');
export const signalKind = z.string().describe('`copy`, `exit`, `price_lag`, …');

export const decisionsQuery = z.strictObject({
  wallet: address.optional(),
  verdict: verdict.optional(),
  gate: z.string().max(40).optional(),
  span,
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** How a signal ended in one ledger. */
export const decision = z.strictObject({
  id: z.string(),
  shortId: z.string(),
  signalKind,
  ledger: ledgerRef,
  wallet: walletRef.nullable(),
  outcome: outcomeRef,
  verdict,
  gate: z.string().nullable().describe('the first that stopped or delayed it'),
  words: z.string().describe('that gate with both numbers, or what was accepted'),
  spend: money.nullable(),
  quantity: quantity.nullable(),
  limitPrice: price.nullable(),
  atMs,
});

/** Newest first, and what stopped signals in the span, most first. */
export const decisions = z.strictObject({
  atMs,
  decisions: list(decision),
  skipped: list(gateCount),
});

/** One gate met, with the numbers on both sides. */
export const gateResult = z.strictObject({
  gate: z.string(),
  verdict: z.enum(['pass', 'shrink', 'wait', 'stop']),
  words: z.string(),
  actual: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.enum(['money', 'price', 'quantity', 'ppm', 'ms', 'count', 'score', 'flag']),
  note: z.string().nullable(),
});

/** What a leader did, or which price lagged. */
export const evidence = z.strictObject({
  leaderPrice: price.nullable(),
  leaderNotional: money.nullable(),
  fraction: ratio.nullable().describe('of the leader’s position, for an exit'),
  fair: price.nullable().describe('by the spot price, for a price lag'),
  tradedAtMs: atMs,
  receivedAtMs: atMs,
});

/** Why: every gate with both numbers, and what happened next. */
export const why = z.strictObject({
  decision,
  settingsVersion: count,
  evidence: evidence.nullable().describe('null when it is older than what is kept'),
  gates: list(gateResult).describe('in the order in which they ran'),
  orders: list(order),
});

export type DecisionsQuery = z.infer<typeof decisionsQuery>;
export type Decision = z.infer<typeof decision>;
export type Decisions = z.infer<typeof decisions>;
export type GateResult = z.infer<typeof gateResult>;
export type Evidence = z.infer<typeof evidence>;
export type Why = z.infer<typeof why>;
