import type { IntegrityFault } from '../../../src/engine/domain/account-event.ts';
import type { EffectResult } from '../../../src/engine/domain/input.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import type { PostAnswer } from '../../../src/engine/domain/venue-answer.ts';
import { LiveRunner, type LiveRunnerOptions } from '../../../src/engine/execution/live-runner.ts';
import type { Journal } from '../../../src/engine/ports.ts';
import { ScriptedExecutor } from './scripted-executor.ts';
import { ScriptedRedeemer } from './scripted-redeemer.ts';
import { VirtualSchedule } from './virtual-schedule.ts';

/** A journal in memory that can be told to fail, and tells the order of things. */
export class ScriptedJournal implements Journal {
  readonly orders: Order[] = [];
  failure: Error | null = null;
  /** What an append waits for. */
  before: Promise<void> = Promise.resolve();

  async append(order: Order): Promise<void> {
    await this.before;
    if (this.failure !== null) throw this.failure;
    this.orders.push(order);
  }

  async read(): Promise<readonly Order[]> {
    return this.orders;
  }

  async forget(): Promise<void> {
    this.orders.length = 0;
  }

  async close(): Promise<void> {
    this.failure ??= new Error('closed');
  }
}

/** A runner with doubles on all sides, and what came out of it. */
export class Desk {
  readonly executor = new ScriptedExecutor();
  readonly journal = new ScriptedJournal();
  readonly schedule = new VirtualSchedule();
  readonly results: EffectResult[] = [];
  readonly faults: [IntegrityFault, string][] = [];
  readonly errors: unknown[] = [];
  /** What stops every order while it is set. */
  stop: string | null = null;
  readonly runner: LiveRunner;

  constructor(options: Partial<LiveRunnerOptions> = {}) {
    this.runner = new LiveRunner({
      executor: this.executor,
      redeemer: new ScriptedRedeemer(this.executor.ledger),
      journal: this.journal,
      stop: { stopReason: () => this.stop },
      clock: this.schedule.clock,
      schedule: this.schedule,
      trouble: {
        fault: (fault, detail) => this.faults.push([fault, detail]),
        error: (_what, error) => this.errors.push(error),
      },
      onResult: (result) => this.results.push(result),
      ...options,
    });
  }

  /** Answers to posts, by intent, in the order in which they came. */
  get posted(): [string, PostAnswer][] {
    return this.results.flatMap((result): [string, PostAnswer][] =>
      result.kind === 'posted' ? [[result.intentId, result.answer]] : [],
    );
  }

  get kinds(): string[] {
    return this.posted.map(([, answer]) => answer.kind);
  }
}
