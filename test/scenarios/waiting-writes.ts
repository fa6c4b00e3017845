import { expect } from 'vitest';
import { WRITE_QUEUE_AGE_MS_MAX, WRITE_QUEUE_MAX } from '../../src/engine/brain/entry-gates.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import { BareEngine } from '../engine/core/bare-engine.ts';
import {
  book,
  type LeaderRow,
  listing,
  type StoryMarket,
  sides,
  streamed,
} from './venue-frames.ts';
import { addressOf } from './wallet-words.ts';

const START_MS = 1_790_766_960_000;
const RAIN: StoryMarket = { name: 'rain', place: 1, outcomes: ['Yes', 'No'], options: new Map() };

/** A market with a deep book and a leader, in an engine whose store we play. */
export function waitingEngine(settings: Readonly<Record<string, string>> = {}): BareEngine {
  const bare = new BareEngine(START_MS, settings);
  bare.frame(listing(RAIN, bare.nowMs, null));
  showBook(bare);
  bare.command({ kind: 'follow', rules: defaultWalletRules(addressOf('anna'), bare.nowMs) });
  bare.confirm();
  return bare;
}

export function showBook(bare: BareEngine, asks = ['0.50x10000'], bids = ['0.48x10000']): void {
  const levels = { bids: sides(bids), asks: sides(asks) };
  bare.frame(book({ market: RAIN, outcome: 0, polled: false }, levels, bare.nowMs));
}

/** A trade of the leader in 100 shares. */
export function leaderTrades(
  bare: Pick<BareEngine, 'nowMs' | 'frame'>,
  kind: 'buy' | 'sell',
  transaction: number,
): void {
  const row: LeaderRow = {
    wallet: addressOf('anna'),
    kind,
    market: RAIN,
    outcome: 0,
    quantity: 100,
    price: 0.5,
    transaction,
    tradedAtMs: bare.nowMs,
  };
  bare.frame(streamed(row, 'trades'));
}

/** Entries stop when the store has not answered for two seconds, or to a thousand writes. */
export async function entryWhileWritesWait(): Promise<void> {
  const old = waitingEngine();
  old.command({ kind: 'deposit', ledger: 'paper' as never, amount: dollars(1) });
  old.moveTo(old.nowMs + WRITE_QUEUE_AGE_MS_MAX + 1);
  showBook(old);
  leaderTrades(old, 'buy', 1);
  expect(lastDecision(old)).toMatchObject({ verdict: 'denied', reason: 'writeQueue' });
  expect(gateOf(old)).toMatchObject({ actual: 2_001, limit: 2_000, unit: 'ms' });
  const many = waitingEngine();
  for (let count = 0; count <= WRITE_QUEUE_MAX; count += 1) {
    many.command({ kind: 'deposit', ledger: 'paper' as never, amount: dollars(1) });
  }
  leaderTrades(many, 'buy', 1);
  expect(gateOf(many)).toMatchObject({ actual: 1_001, limit: 1_000, unit: 'count' });
  many.confirm();
  many.moveTo(many.nowMs + 61_000);
  showBook(many);
  leaderTrades(many, 'buy', 2);
  expect(lastDecision(many)?.reason, 'a confirmed queue lets entries through').toBeNull();
}

/** The exit is decided while writes wait, and sent when its own write is confirmed. */
export async function exitWhileWritesWait(): Promise<void> {
  const bare = waitingEngine();
  leaderTrades(bare, 'buy', 1);
  bare.confirm();
  bare.moveTo(bare.nowMs + 1_000);
  bare.confirm();
  bare.command({ kind: 'deposit', ledger: 'paper' as never, amount: dollars(1) });
  bare.moveTo(bare.nowMs + WRITE_QUEUE_AGE_MS_MAX + 1);
  leaderTrades(bare, 'sell', 2);
  expect(lastDecision(bare)).toMatchObject({ signalKind: 'exit', verdict: 'accepted' });
  expect(bare.orders.at(-1)?.status).toBe('initialized');
  bare.confirm();
  bare.moveTo(bare.nowMs + 1_000);
  expect(bare.orders.at(-1)).toMatchObject({ status: 'filled', intent: { side: 'sell' } });
}

function lastDecision(bare: BareEngine) {
  return bare.decisions.at(-1);
}

function gateOf(bare: BareEngine) {
  return lastDecision(bare)?.gates.find((gate) => gate.gate === 'writeQueue');
}
