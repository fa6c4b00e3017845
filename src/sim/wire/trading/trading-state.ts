import type { Exchange } from '../../exchange/exchange.ts';
import type { Board } from '../board.ts';
import { TRADE_LATE_MS } from '../faults.ts';
import type { WireRuntime } from '../runtime.ts';
import { ApiKeys } from './api-keys.ts';
import { Heartbeats } from './heartbeats.ts';
import { type CancelFault, Pending, type PostFault } from './injections.ts';
import { OrderDesk } from './order-desk.ts';
import { SignerLimits } from './signer-limits.ts';
import { UserChannel } from './user-channel.ts';
import { VenueModes } from './venue-mode.ts';
import { Wallets } from './wallets.ts';

/** What `/data/order/{id}` answers for an order that is over, or that was never there. */
export type FinishedOrder =
  /** `null`, as it was seen. */
  | 'null'
  /** 200 without a body. */
  | 'empty'
  /** The order with its end, as it was documented. */
  | 'shown';

/** Where the venue was seen to do the one or the other. */
export interface TradingSettings {
  readonly finishedOrder: FinishedOrder;
  /** `ORDER_STATUS_LIVE`, `TRADE_STATUS_MATCHED` in REST. */
  readonly hasPrefixes: boolean;
  /** Frames about killed FOK and FAK orders, with their reason in the status. */
  readonly tellsKilled: boolean;
}

export const TRADING_SETTINGS: TradingSettings = {
  finishedOrder: 'null',
  hasPrefixes: false,
  tellsKilled: true,
};

export interface TradingWorld {
  readonly board: Board;
  readonly exchange: Exchange;
  readonly runtime: WireRuntime;
  /** Of the credentials. */
  readonly seed: string;
  /** Shared with whoever else has to know whose they are. */
  readonly wallets?: Wallets;
}

/** All that the routes of the trading side share. */
export class TradingState {
  readonly board: Board;
  readonly exchange: Exchange;
  readonly runtime: WireRuntime;
  readonly keys: ApiKeys;
  readonly wallets: Wallets;
  readonly modes = new VenueModes();
  readonly limits = new SignerLimits();
  readonly heartbeats: Heartbeats;
  readonly channel: UserChannel;
  readonly desk: OrderDesk;
  readonly pendingPosts = new Pending<PostFault>();
  readonly pendingCancels = new Pending<CancelFault>();
  readonly pendingReads = new Pending<'missing' | 'sizeOmitted'>();
  settings: TradingSettings = TRADING_SETTINGS;
  /** How far the venue's clock is ahead. */
  skewMs = 0;
  tradeLagMs = 0;
  /** Trades that are not listed yet. */
  readonly #listedAtMs = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  constructor({ board, exchange, runtime, seed, wallets = new Wallets() }: TradingWorld) {
    this.wallets = wallets;
    this.board = board;
    this.exchange = exchange;
    this.runtime = runtime;
    this.keys = new ApiKeys(seed);
    this.heartbeats = new Heartbeats(runtime.chance.fork('heartbeats'), runtime.clock.nowMs());
    const tellsKilled = (): boolean => this.settings.tellsKilled;
    this.channel = new UserChannel({ keys: this.keys, runtime, tellsKilled });
    const { channel } = this;
    this.desk = new OrderDesk({ board, exchange, wallets, channel });
  }

  readonly nowMs = (): number => this.runtime.clock.nowMs();

  /** What the venue believes to be the time. */
  readonly venueMs = (): number => this.nowMs() + this.skewMs;

  /** A trade happened now, and is listed at once or later. */
  noteTrade(id: string): void {
    const { faults } = this.runtime;
    const drawnMs = faults.happens('tradeLate') ? faults.amount('tradeLate', TRADE_LATE_MS) : 0;
    const lagMs = this.tradeLagMs + drawnMs;
    if (lagMs > 0) this.#listedAtMs.set(id, this.nowMs() + lagMs);
  }

  isListed(tradeId: string, nowMs: number): boolean {
    const listedAtMs = this.#listedAtMs.get(tradeId);
    if (listedAtMs === undefined) return true;
    if (nowMs < listedAtMs) return false;
    this.#listedAtMs.delete(tradeId);
    return true;
  }

  /** Runs `run` after the answer is long gone. */
  later(delayMs: number, run: () => void): void {
    const cancel = this.runtime.clock.schedule(delayMs, () => {
      this.#waiting.delete(cancel);
      run();
    });
    this.#waiting.add(cancel);
  }

  close(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}
