import { CommitQueue, urgencyOf } from '../../src/app/running/commit-queue.ts';
import { Intake } from '../../src/app/running/intake.ts';
import { LiveLoop } from '../../src/app/running/live-loop.ts';
import type { PolymarketExecutor } from '../../src/data/polymarket/trading/polymarket-executor.ts';
import type { SqlStore } from '../../src/data/store/sql-store.ts';
import type { Effect } from '../../src/engine/core/effects.ts';
import { Engine } from '../../src/engine/core/engine.ts';
import { stopReason } from '../../src/engine/core/trade/kill.ts';
import type { Change } from '../../src/engine/domain/change.ts';
import type { EffectResult } from '../../src/engine/domain/input.ts';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import { LiveRunner } from '../../src/engine/execution/live-runner.ts';
import { SAFETY_LIMITS } from '../../src/engine/execution/safety.ts';
import { HOST_SCHEDULE } from '../../src/engine/execution/schedule.ts';
import type { Executor } from '../../src/engine/ports.ts';
import { listed } from '../pipeline.ts';
import type { Marks } from './marks.ts';
import { LEADER, type Script } from './script.ts';
import { VenueAccount } from './venue-account.ts';

/** No limit of a strategy ends an order here: the bench sends more than any person would let it. */
const SETTINGS = {
  bankroll: '1000000',
  'size.fixedPercent': '0',
  'size.fixedMinimum': '5',
  'limits.orderPercent': '100',
  'limits.marketPercent': '100',
  'limits.groupPercent': '100',
  'limits.walletPercent': '100',
  'limits.walletDayPercent': '100',
  'limits.categoryPercent': '100',
  'limits.totalPercent': '100',
  'limits.positions': '1000',
  'limits.dayLossPercent': '100',
  'limits.drawdownPercent': '100',
  'entry.driftCents': '5',
  'entry.driftPercent': '30',
  'entry.slippagePercent': '100',
  'entry.clipWindowSeconds': '1',
  'entry.minMinutesToClose': '0',
  'entry.minQuality': '0',
  'wallets.minConfidenceLive': '0',
};
const ORDERS_PER_MINUTE_MAX = 10_000;
const LIVE_SINCE_MS = 3_600_000;
const CLOSE_MS_MAX = 5_000;

export interface LiveRigOptions {
  readonly store: SqlStore;
  readonly executor: PolymarketExecutor;
  readonly script: Script;
  readonly marks: Marks;
}

/**
 * Everything between a frame and the bytes of an order, put together as the service does: intake,
 * loop, engine, commits to Postgres, runner, executor. What is not on that way is left out.
 */
export class LiveRig {
  readonly engine = new Engine();
  readonly intake: Intake;
  /** What may not happen. */
  readonly problems: string[] = [];
  refusedFrames = 0;
  readonly #options: LiveRigOptions;
  readonly #loop: LiveLoop;
  readonly #commits: CommitQueue;
  readonly #runner: LiveRunner;
  readonly #account = new VenueAccount();

  constructor(options: LiveRigOptions) {
    this.#options = options;
    const { state } = this.engine.trade;
    this.#loop = new LiveLoop({
      engine: this.engine,
      nowMs: () => Date.now(),
      observer: {
        onInput: () => undefined,
        onStep: (_input, effects) => {
          for (const effect of effects) this.#perform(effect, effects);
        },
      },
      onFatal: (error) => {
        throw error;
      },
    });
    this.#commits = new CommitQueue({
      store: options.store,
      nowMs: () => Date.now(),
      confirmed: (commitId, changes) => this.#onCommitted(commitId, changes),
      failed: (error) => this.problems.push(`a commit failed: ${String(error)}`),
    });
    this.intake = new Intake({
      loop: this.#loop,
      problem: () => {
        this.refusedFrames += 1;
      },
      seen: () => undefined,
    });
    this.#runner = new LiveRunner({
      executor: this.#markedExecutor(),
      redeemer: {
        ledger: options.executor.ledger,
        redeem: async () => ({ kind: 'byHand', why: 'no market is resolved here' }),
      },
      journal: null,
      stop: { stopReason: (order) => stopReason(state, order) },
      clock: { nowMs: () => Date.now() },
      schedule: HOST_SCHEDULE,
      limits: {
        ...SAFETY_LIMITS,
        sameOrdersPerMinuteMax: ORDERS_PER_MINUTE_MAX,
        sendsPerMinuteMax: ORDERS_PER_MINUTE_MAX,
      },
      trouble: {
        fault: (fault, detail) => this.problems.push(`${fault}: ${detail}`),
        error: (what, error) => this.problems.push(`${what}: ${String(error)}`),
      },
      onResult: (result) => this.#onResult(result),
    });
  }

  get lostFrames(): number {
    return this.#loop.unread.lost;
  }

  /** Nothing of any order is underway. */
  get isSettled(): boolean {
    const { open, judging, unconfirmed } = this.engine.trade.state;
    return open.size + judging.size + unconfirmed.size === 0 && this.#loop.isIdle;
  }

  /** Starts as a run does whose owner has been live for an hour. */
  async start(): Promise<void> {
    const { store, script, executor } = this.#options;
    const { ledger } = executor;
    const nowMs = Date.now();
    const atMs = nowMs - LIVE_SINCE_MS;
    const wallet = { ...defaultWalletRules(LEADER, atMs), mode: 'live', confidence: 1 } as const;
    const control = {
      live: { atMs, entriesFromMs: atMs },
      warningReadAtMs: atMs,
      killed: null,
      paused: null,
    };
    await store.commit([
      { kind: 'control', control },
      { kind: 'wallet', wallet },
      ...script.markets.map((market) => ({ kind: 'market', market: listed(market) }) as const),
    ]);
    const snapshot = await store.snapshot(nowMs);
    const run = { version: 'bench', snapshot, settings: SETTINGS, wallets: [], deposits: [] };
    this.#loop.offerNow({ kind: 'start', start: { ...run, accounts: [ledger] } });
    this.#loop.offer({ kind: 'account', event: { kind: 'readiness', ledger, missing: [] } });
    for (const text of script.opening) this.intake.text('polymarket.market', text, nowMs);
  }

  /** A leader trades: from here on it is measured. */
  signal(tokenId: string, frame: string): void {
    // Ten orders a second are no strategy: the cap of orders a minute is not what is measured.
    this.engine.trade.state.entryTimes.clear();
    this.#options.marks.begin(tokenId);
    this.intake.text('polymarket.activity', frame, Date.now());
  }

  async close(): Promise<void> {
    await this.#runner.close();
    this.#loop.stop();
    if (!(await this.#commits.close(CLOSE_MS_MAX))) this.problems.push('not all was written');
  }

  #perform(effect: Effect, effects: readonly Effect[]): void {
    const { marks } = this.#options;
    switch (effect.kind) {
      case 'commit':
        this.#commits.add(effect.commitId, effect.changes, urgencyOf(effects));
        return;
      case 'reread':
        this.problems.push(`a book lost its trust: ${effect.reason}`);
        return;
      case 'watch':
      case 'answer':
        return;
      default:
        if (effect.kind === 'sign') marks.note(effect.intent.tokenId, 'judged');
        if (!this.#runner.take(effect)) this.problems.push(`nobody carries out ${effect.kind}`);
    }
  }

  #onResult(result: EffectResult): void {
    const { orders } = this.engine.trade.state;
    if (result.kind === 'signed') {
      const order = orders.get(result.intentId);
      if (order !== undefined) this.#options.marks.note(order.intent.tokenId, 'signed');
    }
    this.#loop.offer({ kind: 'effect', result });
    if (result.kind !== 'posted') return;
    const order = orders.get(result.intentId);
    const { answer } = result;
    if (order === undefined || answer.kind !== 'accepted' || answer.matched === null) {
      this.problems.push(`an order ended with ${JSON.stringify(answer)}`);
      return;
    }
    const fill = this.#account.match(order, answer.matched, Date.now());
    this.#loop.offer({ kind: 'account', event: { kind: 'fill', fill } });
  }

  #onCommitted(commitId: number, changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind !== 'order' || change.order.status !== 'initialized') continue;
      if (change.order.body === null) continue;
      this.#options.marks.note(change.order.intent.tokenId, 'durable');
    }
    this.#loop.offer({ kind: 'effect', result: { kind: 'committed', commitId } });
  }

  /** The executor of the service; its venue has no lists, so the account is read from our own. */
  #markedExecutor(): Executor {
    const { executor, marks } = this.#options;
    const account = this.#account;
    const tokens = new Map<string, string>();
    return {
      ledger: executor.ledger,
      makeOrder: async (intent, market) => {
        const made = await executor.makeOrder(intent, market);
        if ('hash' in made) tokens.set(made.hash, intent.tokenId);
        return made;
      },
      executeOrder: (order, stop) => {
        const tokenId = tokens.get(order.hash) ?? '';
        marks.note(tokenId, 'asked');
        return executor.executeOrder(order, () => {
          const reason = stop();
          marks.note(tokenId, 'bytes');
          return reason;
        });
      },
      getOrderStatus: (of) => executor.getOrderStatus(of),
      cancelOrder: (hash) => executor.cancelOrder(hash),
      cancelAllOrders: () => executor.cancelAllOrders(),
      readAccount: async (of) => account.read(of.sinceMs, of.tokens),
    };
  }
}
