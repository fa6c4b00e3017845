import type { LeaderTrade } from '../../domain/change.ts';
import { contentId, type SignalId, type TokenId, type WalletAddress } from '../../domain/ids.ts';
import type { ClipStage, CopySignal } from '../../domain/signal.ts';
import type { AtMs } from '../../domain/time.ts';
import {
  addMoney,
  addQuantity,
  averagePrice,
  type Money,
  type Quantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import type { OpenedExposure } from './exposure.ts';

/** Clips open at the same time; beyond it the oldest is closed early. */
export const OPEN_CLIPS_MAX = 10_000;

/** One print of a leader that opened exposure. */
export interface ClipPrint {
  readonly trade: LeaderTrade;
  readonly opened: OpenedExposure;
  /** Dollars that the clip must reach to be copied. */
  readonly minimum: Money;
  /** How long a clip stays open, from the receipt of its first print. */
  readonly windowMs: number;
}

export interface ClipStep {
  /** In order: what earlier clips left, then what this print made. */
  readonly signals: readonly CopySignal[];
  /** Call {@link Clips.close} with this key at `deadlineAtMs`. */
  readonly clipKey: string;
  readonly deadlineAtMs: AtMs;
}

/** Prints that no signal has carried yet. */
interface Pending {
  readonly first: LeaderTrade;
  quantity: Quantity;
  notional: Money;
  prints: number;
  tradedAtMs: AtMs;
  receivedAtMs: AtMs;
}

interface Clip {
  readonly deadlineAtMs: AtMs;
  readonly tokenId: TokenId;
  notional: Money;
  crossed: boolean;
  pending: Pending | null;
}

/** The clip of one leader in one token. */
export function clipKey(wallet: WalletAddress, tokenId: TokenId): string {
  return `${wallet}|${tokenId}`;
}

/**
 * Joins the prints of one leader order. The print that carries the clip's dollars to the minimum
 * makes a `crossed` signal at once with everything so far; what follows within the window makes
 * one `remainder` at its end; a clip that ends under the minimum makes one `belowMinimum`. So each
 * print is in exactly one signal.
 */
export class Clips {
  readonly #open = new Map<string, Clip>();

  /** Clips open now. */
  get size(): number {
    return this.#open.size;
  }

  add(print: ClipPrint): ClipStep {
    const { trade, opened, minimum, windowMs } = print;
    const key = clipKey(trade.event.wallet, opened.tokenId);
    const signals: CopySignal[] = [];
    keep(signals, this.close(key, trade.receivedAtMs)); // Its timer may fire later than this print.
    let clip = this.#open.get(key);
    if (clip === undefined) {
      if (this.#open.size >= OPEN_CLIPS_MAX) keep(signals, this.#closeOldest());
      clip = {
        deadlineAtMs: trade.receivedAtMs + windowMs,
        tokenId: opened.tokenId,
        notional: ZERO_MONEY,
        crossed: false,
        pending: null,
      };
      this.#open.set(key, clip);
    }
    collect(clip, trade, opened);
    if (!clip.crossed && clip.notional >= minimum) {
      keep(signals, drain(clip, 'crossed'));
      clip.crossed = true;
    }
    return { signals, clipKey: key, deadlineAtMs: clip.deadlineAtMs };
  }

  /** Ends the clip if its window is over at `atMs`; a timer of an earlier clip changes nothing. */
  close(key: string, atMs: AtMs): CopySignal | null {
    const clip = this.#open.get(key);
    if (clip === undefined || atMs < clip.deadlineAtMs) return null;
    return this.#end(key, clip);
  }

  /** Ends the clip now, because the leader left: what is pending comes before the exit. */
  interrupt(wallet: WalletAddress, tokenId: TokenId): CopySignal | null {
    const key = clipKey(wallet, tokenId);
    const clip = this.#open.get(key);
    return clip === undefined ? null : this.#end(key, clip);
  }

  #closeOldest(): CopySignal | null {
    for (const [key, clip] of this.#open) return this.#end(key, clip);
    return null;
  }

  #end(key: string, clip: Clip): CopySignal | null {
    this.#open.delete(key);
    return drain(clip, clip.crossed ? 'remainder' : 'belowMinimum');
  }
}

function keep(signals: CopySignal[], signal: CopySignal | null): void {
  if (signal !== null) signals.push(signal);
}

function collect(clip: Clip, trade: LeaderTrade, opened: OpenedExposure): void {
  clip.notional = addMoney(clip.notional, opened.notional);
  clip.pending ??= {
    first: trade,
    quantity: ZERO_QUANTITY,
    notional: ZERO_MONEY,
    prints: 0,
    tradedAtMs: trade.event.tradedAtMs,
    receivedAtMs: trade.receivedAtMs,
  };
  const { pending } = clip;
  pending.quantity = addQuantity(pending.quantity, opened.quantity);
  pending.notional = addMoney(pending.notional, opened.notional);
  pending.prints += 1;
  pending.tradedAtMs = Math.max(pending.tradedAtMs, trade.event.tradedAtMs);
  pending.receivedAtMs = Math.max(pending.receivedAtMs, trade.receivedAtMs);
}

function drain(clip: Clip, stage: ClipStage): CopySignal | null {
  const { pending } = clip;
  if (pending === null) return null;
  clip.pending = null;
  const { event, key, ordinal } = pending.first;
  const { tokenId } = clip;
  return {
    kind: 'copy',
    id: contentId('copy', [event.wallet, tokenId, key, ordinal, stage]) as SignalId,
    wallet: event.wallet,
    marketId: event.marketId,
    tokenId,
    stage,
    // Down: against the lower average a later price has moved further, so the gate is stricter.
    leaderPrice: averagePrice(pending.notional, pending.quantity, 'floor'),
    leaderQuantity: pending.quantity,
    leaderNotional: pending.notional,
    clipNotional: clip.notional,
    prints: pending.prints,
    tradedAtMs: pending.tradedAtMs,
    receivedAtMs: pending.receivedAtMs,
  };
}
