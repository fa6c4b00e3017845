import { z } from 'zod';
import { decision } from './decisions.ts';
import {
  atMs,
  count,
  durationMs,
  ledgerRef,
  list,
  marketRef,
  money,
  outcomeRef,
  ppm,
  price,
  quantity,
} from './values.ts';

/** Everything here is empty with `available: false` where nothing compares the venues. */
const available = z.boolean().describe('false: nothing here looks for it');
const venue = z.enum(['polymarket', 'kalshi']);
const structure = z
  .enum(['pair', 'set', 'implied'])
  .describe('what guarantees the payout: one question twice, all outcomes, or an implication');

/** One side to buy. */
export const leg = z.strictObject({
  venue,
  outcome: outcomeRef,
  price: price.describe('average over the shares, before fees'),
  limit: price.describe('worst price of them'),
  fee: money,
  depth: quantity.describe('shares that the book shows up to the limit'),
  bid: price.nullable(),
  ask: price.nullable(),
  bookAgeMs: durationMs,
});

export const opportunity = z.strictObject({
  id: z.string(),
  structure,
  pair: z.int().nullable().describe('number of the pair; null for one venue alone'),
  family: z.string().nullable(),
  question: z.string(),
  legs: list(leg).describe('the thinner book first'),
  quantity: quantity.describe('shares of each leg'),
  cost: money.describe('all that is paid, fees included'),
  fees: money,
  profit: money.describe('certain payout less cost'),
  roi: ppm,
  yearly: ppm.nullable(),
  paysAtMs: atMs.nullable(),
  basis: list(z.string()).describe('what still differs in settlement'),
  isArbitrage: z.boolean().describe('false: a basis spread, shown and never automatic'),
  isAutomatic: z.boolean(),
  crossedAtMs: atMs,
  atMs,
  expiresAtMs: atMs,
});

/** Best first; `best` is the best verified pair, also below the threshold. */
export const opportunities = z.strictObject({
  available,
  atMs,
  opportunities: list(opportunity),
  best: opportunity.nullable(),
});

export const pastQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const pastOpportunity = z.strictObject({
  id: z.string(),
  structure,
  pair: z.int().nullable(),
  question: z.string(),
  isArbitrage: z.boolean(),
  crossedAtMs: atMs,
  lastedMs: durationMs,
  bestProfit: money,
  wasTakeable: z.boolean().describe('still there after our latency'),
  ended: z.string().describe('why it is over'),
  outcome: z.enum(['told', 'taken', 'missed', 'unwound', 'declined']),
  made: money.nullable().describe('what taking it made; null where it was not taken'),
});

export const arbitrageHistory = z.strictObject({
  available,
  atMs,
  history: list(pastOpportunity).describe('newest first'),
});

/** What each way of trading made, in each ledger. */
export const strategy = z.strictObject({
  name: z
    .enum(['copy', 'other'])
    .describe('other: orders of people, and what PolyMind finds by itself'),
  ledger: ledgerRef,
  trades: count.nullable().describe('copies; null of what is none'),
  realised: money.describe('before fees'),
  fees: money,
  unrealised: money,
});

export const strategies = z.strictObject({ available, atMs, strategies: list(strategy) });

/** One term of a pair, and what each venue says of it. */
export const term = z.strictObject({
  code: z.string(),
  says: z.string().describe('what the code is about'),
  effect: z.enum(['agrees', 'reject', 'quarantine']),
  polymarket: z.string().nullable(),
  kalshi: z.string().nullable(),
});

const pairSide = z.strictObject({
  market: marketRef,
  rules: z.string().nullable().describe('what the venue wrote'),
  bid: price.nullable(),
  ask: price.nullable(),
  closesAtMs: atMs.nullable(),
});

export const pair = z.strictObject({
  number: count,
  state: z.enum(['verified', 'quarantined', 'rejected']),
  relation: z.string().describe("how Kalshi's yes stands to Polymarket's first outcome"),
  family: z.string().nullable(),
  basis: list(z.string()).describe('what still differs in settlement'),
  terms: list(term).describe('those that differ first'),
  textsRead: z.boolean(),
  polymarket: pairSide,
  kalshi: pairSide,
  word: z
    .strictObject({
      verdict: z.enum(['approved', 'rejected']),
      by: z.string(),
      why: z.string().nullable(),
      atMs,
    })
    .nullable()
    .describe('where a person put it'),
  demoted: z.strictObject({ why: z.string(), atMs }).nullable(),
  foundAtMs: atMs,
});

export const pairsQuery = z.strictObject({
  state: z.enum(['verified', 'quarantined', 'rejected']).optional(),
});

/** Those that wait for a person first. */
export const pairs = z.strictObject({ available, atMs, pairs: list(pair) });

/** A price lag as it was decided; the numbers stand in its evidence. */
export const lag = z.strictObject({
  decision,
  symbol: z.string().nullable(),
  spot: z.number().nullable().describe('dollars, as the deciding feed had it'),
  feed: z.string().nullable(),
  estimated: z.boolean().nullable(),
  fair: price.nullable(),
  band: price.nullable(),
  ask: price.nullable(),
  edge: price.nullable(),
  movedAtMs: atMs.nullable(),
});

export const lags = z.strictObject({
  available,
  atMs,
  lags: list(lag).describe('newest first'),
});

export type Leg = z.infer<typeof leg>;
export type Opportunity = z.infer<typeof opportunity>;
export type Opportunities = z.infer<typeof opportunities>;
export type PastQuery = z.infer<typeof pastQuery>;
export type PastOpportunity = z.infer<typeof pastOpportunity>;
export type ArbitrageHistory = z.infer<typeof arbitrageHistory>;
export type Strategy = z.infer<typeof strategy>;
export type Strategies = z.infer<typeof strategies>;
export type Term = z.infer<typeof term>;
export type Pair = z.infer<typeof pair>;
export type PairsQuery = z.infer<typeof pairsQuery>;
export type Pairs = z.infer<typeof pairs>;
export type Lag = z.infer<typeof lag>;
export type Lags = z.infer<typeof lags>;
