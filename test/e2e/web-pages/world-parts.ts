import type { Decision } from '../../../src/bot/web/contract/decisions.ts';
import type { Order, OrderStatus } from '../../../src/bot/web/contract/orders.ts';
import type { Position } from '../../../src/bot/web/contract/positions.ts';
import type { LedgerRef, OutcomeRef, WalletRef } from '../../../src/bot/web/contract/values.ts';
import type { WalletRow } from '../../../src/bot/web/contract/wallets.ts';

/** What the double of the server tells: the same every time, in the contract's shapes. */

/** Now, for the double: what is told is counted back from here. */
export const NOW = Date.now();
const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;

export const PAPER: LedgerRef = { id: 'paper', name: 'PAPER', isLive: false };
export const LIVE: LedgerRef = { id: 'live:polymarket:0x61', name: 'LIVE', isLive: true };

/** Numbers from 0 to 1 that only look like chance. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const QUESTIONS = [
  'Fed cuts rates in December?',
  'Will Turkey call an election before July?',
  'BTC above $105,000 at noon on Friday?',
  'Will the film with the longest title of the year win best picture at the awards in March?',
  'Lakers win tonight?',
  'US government shutdown in January?',
] as const;

const NAMES = ['whale-7', 'ace', 'degen-2', 'orca', 'maker-9', 'quiet-hand', 'longshot'];

function hex(of: number, digits: number): string {
  return of.toString(16).padStart(digits, '0');
}

export function walletRef(at: number): WalletRef {
  const address = `0x${hex(0x61_27_6a + at * 7_919, 8)}${hex(at + 1, 32)}`;
  const label = NAMES[at] ?? null;
  return { address, label, name: label ?? `${address.slice(0, 6)}…${address.slice(-4)}` };
}

export function outcomeRef(at: number): OutcomeRef {
  const number = at % QUESTIONS.length;
  return {
    market: {
      id: `0x${hex(number + 1, 64)}`,
      question: QUESTIONS[number] ?? null,
      url: `https://polymarket.com/event/market-${number}`,
    },
    tokenId: String(10_000 + at),
    label: at % 3 === 0 ? 'No' : 'Yes',
  };
}

function shortId(at: number): string {
  return (0x1_00_00 + at * 37).toString(32).toUpperCase().padStart(6, '0').slice(-6);
}

const ENDS: readonly (readonly [OrderStatus, string, string | null])[] = [
  ['filled', 'filled', null],
  ['filled', 'filled', null],
  ['canceled', 'cancelled', 'the rest was dropped: nothing more at this price'],
  ['rejected', 'rejected', 'not enough balance / allowance'],
  ['inDoubt', 'in doubt', 'no answer from the venue; being looked up'],
  ['expired', 'expired', 'not filled in time'],
  ['open', 'open', null],
];

const NEVER = ['filled', 'filled', null] as const;
const SHARES: Partial<Record<OrderStatus, number>> = { filled: 1, canceled: 0.4 };

function endOf(at: number): (typeof ENDS)[number] {
  // The newest is open, and some are in doubt.
  if (at === 0) return ENDS[6] ?? NEVER;
  return ENDS[at % 41 === 0 ? 4 : at % 4] ?? NEVER;
}

export function order(at: number): Order {
  const [status, words, reason] = endOf(at);
  const isOpen = status === 'open' || status === 'inDoubt';
  const quantity = 5_000_000 + (at % 90) * 310_000;
  const price = 310_000 + (at % 40) * 10_000;
  const filledQuantity = Math.round((quantity * (SHARES[status] ?? 0)) / 10_000) * 10_000;
  const filledNotional = Math.round((filledQuantity * price) / 1_000_000);
  const createdAtMs = NOW - at * 4 * MINUTE - 12_000;
  return {
    id: `ord${String(at).padStart(8, '0')}`,
    shortId: shortId(at),
    signalId: `sig${String(at).padStart(8, '0')}`,
    ledger: at % 5 === 4 ? LIVE : PAPER,
    status,
    words,
    isOpen,
    side: at % 4 === 3 ? 'sell' : 'buy',
    leg: at % 4 === 3 ? 'exit' : 'entry',
    attempt: 1 + (at % 2),
    outcome: outcomeRef(at),
    wallet: at % 9 === 8 ? null : walletRef(at % 5),
    limitPrice: price + 10_000,
    quantity,
    spend: Math.round((quantity * price) / 1_000_000),
    filledQuantity,
    filledNotional,
    average: filledQuantity === 0 ? null : price,
    fees: Math.round(filledNotional * 0.01),
    reserved: isOpen ? 5_000_000 : 0,
    settlement: filledQuantity === 0 ? null : at % 7 === 0 ? 'mined' : 'confirmed',
    reason,
    createdAtMs,
    updatedAtMs: createdAtMs + 2_000,
  };
}

export function position(at: number): Position {
  const quantity = 8_060_000 + at * 3_100_000;
  const average = 600_000 - at * 37_000;
  const bid = average + (at % 2 === 0 ? 24_000 : -31_000);
  const cost = Math.round((quantity * average) / 1_000_000);
  return {
    id: `pos${at}`,
    shortId: shortId(9_000 + at),
    ledger: at === 3 ? LIVE : PAPER,
    outcome: outcomeRef(at),
    wallet: walletRef(at % 3),
    quantity,
    cost,
    average,
    bid: at === 4 ? null : bid,
    payout: null,
    value: at === 4 ? null : Math.round((quantity * bid) / 1_000_000),
    unrealised: at === 4 ? null : Math.round((quantity * bid) / 1_000_000) - cost,
    unsettled: at === 1 ? 2_000_000 : 0,
    realised: 0,
    fees: 40_000,
    openedAtMs: NOW - at * 7 * 60 * MINUTE - 90_000,
  };
}

const STOPS = [
  ['drift', 'price moved 2.1¢, limit 1.0¢'],
  ['shortCrypto', 'a 5-minute crypto market'],
  ['smallClip', 'they spent $12.40, at least $20'],
  ['age', 'signal 19 s old, at most 15 s'],
] as const;

export function decision(at: number): Decision {
  const stop = STOPS[at % STOPS.length] ?? STOPS[0];
  const isAccepted = at % 3 === 0;
  return {
    id: `dec${String(at).padStart(8, '0')}`,
    shortId: shortId(20_000 + at),
    signalKind: 'copy',
    ledger: PAPER,
    wallet: walletRef(at % 5),
    outcome: outcomeRef(at + 1),
    verdict: isAccepted ? 'accepted' : 'denied',
    gate: isAccepted ? null : stop[0],
    words: isAccepted ? 'bought 8.06 YES at 62.0¢ · $5.00' : stop[1],
    spend: isAccepted ? 5_000_000 : null,
    quantity: isAccepted ? 8_060_000 : null,
    limitPrice: 630_000,
    atMs: NOW - at * 2 * MINUTE - 4_000,
  };
}

export function walletRow(at: number): WalletRow {
  return at < FOLLOWED ? followedRow(at) : { ...candidateRow(at), ...(at === 9 ? UNSCORED : {}) };
}

/** How many of the wallets are followed. */
const FOLLOWED = 5;

function candidateRow(at: number): WalletRow {
  const value = 0.82 - at * 0.013;
  return {
    wallet: walletRef(at),
    isFollowed: false,
    enabled: false,
    mode: null,
    sizing: null,
    scaleFactor: null,
    kind: at === 4 ? 'maker' : 'directional',
    kindNote: null,
    confidence: { value, low: value - 0.12, high: Math.min(1, value + 0.1) },
    edge: { value: 0.051 - at * 0.002, low: -0.004, high: 0.09 },
    winRate: 0.63 - at * 0.004,
    roi: 0.112 - at * 0.009,
    trades: 412 - at * 7,
    copied: 0,
    skipped: 0,
    pnl: 0,
    open: 0,
    atCost: 0,
    lastTradeAtMs: NOW - (at + 1) * 13 * MINUTE,
    isEstimate: true,
  };
}

const UNSCORED = {
  confidence: null,
  edge: null,
  winRate: null,
  roi: null,
  trades: null,
  lastTradeAtMs: null,
} as const;

function followedRow(at: number): WalletRow {
  return {
    ...candidateRow(at),
    isFollowed: true,
    enabled: at !== 2,
    mode: at === 1 ? 'live' : 'paper',
    sizing: '$5 fixed',
    scaleFactor: at === 0 ? 500_000 : 1_000_000,
    copied: 61 - at * 9,
    skipped: 19 + at * 11,
    pnl: 28_820_000 - at * 11_310_000,
    open: 3,
    atCost: 15_000_000,
    isEstimate: false,
  };
}
