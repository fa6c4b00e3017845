import { type AtMs, HOUR_MS } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { KalshiExchange } from '../client/exchange.ts';
import {
  type ExchangeSchedule,
  type ExchangeStatus,
  type ShardStatus,
  shardOf,
} from '../schema-exchange.ts';
import { tradingResumesAt, tradingStopAt } from '../trading-hours.ts';
import { troubleOf } from './feed-trouble.ts';
import type { ExchangeHealth, ExchangeStop } from './health.ts';
import type { KalshiPace } from './pace.ts';
import { Round } from './round.ts';

/** Hours seldom change; maintenance is announced days before. */
const SCHEDULE_MS = 6 * HOUR_MS;

export interface ExchangeWatchOptions {
  readonly exchange: KalshiExchange;
  readonly runtime: HttpRuntime;
  readonly pace: KalshiPace;
}

/** Whether a part of the exchange trades now. */
export interface TradingNow {
  readonly isOpen: boolean;
  readonly stop: ExchangeStop | null;
  /** When trading goes on as far as anybody says; `null` when it goes on now, or nobody knows. */
  readonly resumesAtMs: AtMs | null;
}

/** Knows whether each shard of the exchange trades, by what it says and by its hours. */
export class ExchangeWatch {
  readonly #options: ExchangeWatchOptions;
  readonly #round: Round;
  #status: ExchangeStatus | null = null;
  #statusAtMs: AtMs | null = null;
  #schedule: ExchangeSchedule | null = null;
  #scheduleAtMs: AtMs | null = null;
  #failures = 0;
  #failuresInRow = 0;
  #trouble: string | null = null;

  constructor(options: ExchangeWatchOptions) {
    this.#options = options;
    this.#round = new Round({
      runtime: options.runtime,
      run: (signal) => this.#run(signal),
      failed: (error) => this.#failed(error),
    });
  }

  start(): void {
    this.#round.start();
  }

  /** Of the shard that trades a market; crypto is shard 2. */
  tradingOf(exchangeIndex: number): TradingNow {
    const nowMs = this.#options.runtime.nowMs();
    const shard = this.#status === null ? null : shardOf(this.#status, exchangeIndex);
    const stop = this.#stopOf(shard, nowMs);
    if (stop === null) return { isOpen: true, stop, resumesAtMs: null };
    const byHours = stop === 'status' ? null : tradingResumesAt(this.#schedule, nowMs);
    const told = this.#status?.resumesAtMs ?? null;
    const resumesAtMs = byHours ?? (told !== null && told > nowMs ? told : null);
    return { isOpen: false, stop, resumesAtMs };
  }

  snapshot(): ExchangeHealth {
    const nowMs = this.#options.runtime.nowMs();
    const shards = (this.#status?.shards ?? []).map((shard) => ({
      ...shard,
      stop: this.#stopOf(shard, nowMs),
    }));
    return {
      shards,
      resumesAtMs: this.tradingOf(0).resumesAtMs,
      statusAtMs: this.#statusAtMs,
      scheduleAtMs: this.#scheduleAtMs,
      failures: this.#failures,
      trouble: this.#trouble,
    };
  }

  close(): Promise<void> {
    return this.#round.close();
  }

  /**
   * Hours hold until the venue says otherwise: that it trades counts when it was said after the hours
   * had already ended.
   */
  #stopOf(shard: ShardStatus | null, nowMs: AtMs): ExchangeStop | null {
    const byHours = tradingStopAt(this.#schedule, nowMs);
    const isTrading = shard?.isTradingActive !== false && shard?.isExchangeActive !== false;
    if (!isTrading) return byHours ?? 'status';
    if (byHours === null || shard === null || this.#statusAtMs === null) return byHours;
    const isDefied = tradingStopAt(this.#schedule, this.#statusAtMs) !== null;
    return isDefied ? null : byHours;
  }

  async #run(signal: AbortSignal): Promise<number> {
    const { exchange, runtime, pace } = this.#options;
    this.#status = await exchange.getExchangeStatus({ signal });
    this.#statusAtMs = runtime.nowMs();
    const scheduleAgeMs = runtime.nowMs() - (this.#scheduleAtMs ?? 0);
    if (scheduleAgeMs >= SCHEDULE_MS) {
      this.#schedule = await exchange.getSchedule({ signal });
      this.#scheduleAtMs = runtime.nowMs();
    }
    this.#failuresInRow = 0;
    this.#trouble = null;
    const isStopped = this.#status.shards.some(({ isTradingActive }) => !isTradingActive);
    return isStopped ? pace.exchangeStoppedMs : pace.exchangeMs;
  }

  #failed(error: unknown): number {
    this.#failures += 1;
    this.#failuresInRow += 1;
    this.#trouble = troubleOf(error);
    return retryDelayMs(this.#failuresInRow, null, this.#options.runtime.random);
  }
}
